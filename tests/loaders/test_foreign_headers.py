"""Headers that no agency's handbook lists bind to the field they mean; those that mean something else bind to none."""

from pathlib import Path

import pytest

from loaders.codes import read_codes
from loaders.header_grammar import bare, fold
from loaders.header_match import HeaderMatcher
from loaders.mapping_reader import builtin_mappings
from loaders.recognise import Layout, Recogniser, Unrecognised
from loaders.status import files
from tests.loaders.conftest import Records

KNOWN = Recogniser(builtin_mappings(), read_codes())

FOREIGN: dict[str, dict[str, str | None]] = {
    "ps_population": {
        "1.户口编号": None, "家庭户号": "household_no", "人员姓名": "name", "公民身份证件号码": "person_id_no",
        "居民二代身份证号码": None, "性别": "sex_code", "出生年月日": "birth_date", "人口类别": "hukou_type",
        "与户主关系": "relation_to_head", "父亲身份证件编号": "father_id_no", "母亲证件编号": "mother_id_no",
        "户口详细地址": "hukou_address", "目前居住地址": "residence_address", "本人手机号": "phone",
        "状态日": "status_date",
    },
    "ps_criminal_case": {
        "案件编码": "case_no", "案件名称": "case_name", "立案之日": "filing_date", "立案机构": "filing_organ",
        "经侦案件标志": None, "是否属于经侦案件": "is_economic", "案件状况": "status_code", "罪名": "cause_code",
        "状态变更时间": "status_date",
    },
    "ps_vehicle": {
        "号牌号码": "plate_no", "车辆识别代号": "vin", "使用性质": "use_nature", "车主": "owner_name",
        "车主身份证件号码": "owner_id_no", "车主信用代码": None, "本次登记时间": "owner_from_date",
        "机动车状况": "status_code", "车主手机": "owner_phone",
    },
    "ct_case": {
        "案号": "case_no", "案件种类": "case_kind", "案由": "cause_code", "立案时间": "filing_date",
        "结案形式": "close_mode", "结案日": "close_date", "判决金额(元)": "awarded_amount", "承办法官": "judge",
    },
    "ct_party": {
        "案号": "case_no", "诉讼身份": "party_role", "当事人名称": "name", "证件号码或统一社会信用代码": "id_no",
        "当事人联系方式": "phone", "诉讼代理人姓名": "agent_name", "联系地址": "address",
    },
    "ct_criminal_judgment": {
        "案号": "case_no", "被告人姓名": "defendant_name", "被告人居民身份证号码": "id_no", "罪名": "crime_code",
        "主刑种类": "principal_penalty", "刑期(月)": "term_months", "刑期至": "term_end_date",
        "判决时间": "judgment_date",
        "犯罪起始时间": "crime_from", "犯罪结束日": "crime_to", "判决生效时间": "effective_date",
    },
    "ct_enforcement": {
        "执行案号": "exec_no", "执行法院": "court_code", "立案时间": "filing_date", "执行案件类别": "exec_kind",
        "被执行人名称": "debtor_name", "被执行人(证件号码)": "debtor_id_no", "申请执行人名称": "creditor_name",
        "申请执行人证件编号": "creditor_id_no", "申请执行标的金额(元)": "apply_amount", "结案形式": "close_mode",
    },
    "ct_credit_list": {
        "名单种类": "list_type", "执行案件编号": "exec_no", "被执行人名称": "debtor_name",
        "被执行人证件号": "debtor_id_masked", "执行法院": "court_name", "发布日": "publish_date",
        "失信行为具体情形": "listed_reason", "当前状况": "status_code",
    },
    "ca_marriage": {
        "结婚登记证字号": "reg_no", "登记类别": "reg_type", "男方": "man_name", "男方身份证件编号": "man_id_no",
        "女方": "woman_name", "女方有效身份证件号码": "woman_id_no", "登记时间": "reg_date", "登记部门": "reg_organ",
    },
    "hs_public_rental": {
        "合同编号": "contract_no", "申请人身份": "member_role", "成员姓名": "member_name",
        "家庭成员证件号码": "member_id_no", "租赁期限自": "lease_start", "租赁期限至": "lease_end",
        "租赁状况": "status_code",
        "房屋坐落地址": "unit_address", "市场租金额": None,
    },
    "re_title": {
        "不动产单元号": "unit_no", "不动产权证书号": "cert_no", "权利类别": "right_type", "权利人名称": "holder_name",
        "权利人身份证件编号": "holder_id_no", "取得形式": "acquire_mode", "登记时间": "register_date",
        "权利状况": "status_code",
    },
    "mr_entity": {
        "社会统一信用代码": "uscc", "登记名称": None, "法人姓名": "legal_rep_name", "法人证件编号": "legal_rep_id_no",
        "主体类别": "entity_type", "成立日": "establish_date", "经营状况": "status_code", "企业名称": "name",
    },
    "ss_enrolment": {
        "职工姓名": "name", "社会保障号码": "id_no", "单位名称": "employer_name", "单位社会信用代码": "employer_uscc",
        "险种类别": "insurance_type", "缴费起始年月": "from_month", "缴费截止月": "to_month", "记录种类": "record_kind",
    },
    "pr_inmate": {
        "在押人员编号": "inmate_no", "罪犯姓名": "name", "罪犯公民身份号码": "id_no", "监管场所名称": "facility_name",
        "收押时间": "intake_date", "刑期届满日": "term_end_date", "出所时间": "release_date",
        "场所种类": "facility_kind",
    },
    "ja_community_correction": {
        "矫正编号": "correction_no", "社区矫正对象姓名": "name", "矫正对象身份证件号": "id_no",
        "矫正种类": "correction_type",
        "矫正起始日": "start_date", "矫正期限届满日": "end_date", "居住详细地址": "residence_address",
        "报到日": "registered_date",
    },
}  # fmt: skip
"""Table → header → field; None where it says too little, or what another header of the sheet says already."""

STRANGE = {
    "ps_population": [
        "配偶身份证号",
        "紧急联系人电话",
        "出生地",
        "健康状况",
        "户口性质",
        "单位地址",
        "入户日期",
        "社会保障卡号",
    ],
    "ps_suspect": ["监护人身份证号", "同案人姓名", "抓获日期", "单位电话", "居住证号"],
    "ct_case": ["被告人姓名", "上诉日期", "送达状态", "执行标的额", "当事人电话"],
    "ct_criminal_judgment": ["被害人姓名", "辩护人电话", "缓刑考验期起", "上诉状态"],
    "ct_enforcement": ["未执行金额", "证件号码", "法定代表人姓名", "冻结日期", "被执行人联系人"],
    "ct_credit_list": ["申请执行人", "性别", "更新时间", "执行标的额"],
    "hs_public_rental": ["配偶姓名", "编号", "健康状态", "审批日期", "房产证号"],
    "re_title": ["抵押权人证件号", "使用期限止", "土地面积状况", "代理人姓名", "查封法院"],
    "mr_entity": ["股东姓名", "联络员电话", "注销日期", "分支机构名称", "经营期限自"],
    "ss_enrolment": ["个人账户余额", "首次参保地", "联系电话", "户口性质", "编号"],
    "ps_vehicle": ["检验有效期止", "驾驶人姓名", "保险终止日期", "抵押状态"],
    "ca_marriage": ["男方户籍地址", "男方电话", "证婚人姓名", "男方婚姻状况", "男方出生日期"],
}
"""Table → headers that are no field of it."""


def recognise(table: str, headers: list[str], *data: list[str]) -> Layout:
    layout = KNOWN.recognise([headers, *data], f"{table}.csv")
    assert layout.table == table
    return layout


def official(table: str, without: str = "") -> list[str]:
    return [column.headers[0] for name, column in KNOWN.mappings[table].columns.items() if name != without]


@pytest.mark.parametrize("table", FOREIGN)
def test_headers_in_other_words_bind_to_the_field_they_mean(table: str) -> None:
    headers = FOREIGN[table]
    layout = recognise(table, list(headers))
    at = {index: name for name, index in layout.fields.items()}
    assert {header: at.get(index) for index, header in enumerate(headers)} == headers


@pytest.mark.parametrize("table", STRANGE)
def test_headers_that_mean_something_else_stay_unbound(table: str) -> None:
    mapping = KNOWN.mappings[table]
    listed = {
        form for column in mapping.columns.values() for text in column.headers for form in (fold(text), bare(text))
    }
    matcher = HeaderMatcher(mapping)
    for header in STRANGE[table]:
        assert header not in listed
        assert matcher.match({0: (header,)}, {}) == {}, header


def test_a_term_in_years_is_not_read_as_months() -> None:
    headers = official("ct_criminal_judgment", "term_months")
    assert "term_months" in recognise("ct_criminal_judgment", [*headers, "刑期(个月)"]).fields
    assert "term_months" not in recognise("ct_criminal_judgment", [*headers, "刑期(年)"]).fields


@pytest.mark.parametrize("table", FOREIGN)
def test_headers_in_other_words_never_displace_official_ones(table: str) -> None:
    headers = official(table)
    layout = recognise(table, [*FOREIGN[table], *headers])
    assert [layout.labels[layout.fields[name]] for name in KNOWN.mappings[table].columns] == headers


def test_cells_that_contradict_a_likely_header_leave_it_unbound() -> None:
    headers = official("ps_criminal_case", "status_date")
    cells = ["1" for _ in headers]
    assert "status_date" in recognise("ps_criminal_case", [*headers, "状态日"], [*cells, "2024-01-05"]).fields
    assert "status_date" not in recognise("ps_criminal_case", [*headers, "状态日"], [*cells, "星期三"]).fields
    headers = official("hs_public_rental", "member_role")
    cells = ["1" for _ in headers]
    assert "member_role" in recognise("hs_public_rental", [*headers, "申请人种类"], [*cells, "主申请人"]).fields
    assert "member_role" not in recognise("hs_public_rental", [*headers, "申请人种类"], [*cells, "新就业职工"]).fields


def test_two_headers_that_are_merely_like_a_field_are_neither() -> None:
    headers = official("ct_enforcement", "apply_amount")
    assert "apply_amount" in recognise("ct_enforcement", [*headers, "登记申请标的额"]).fields
    assert "apply_amount" not in recognise("ct_enforcement", [*headers, "登记申请标的额", "实际申请标的额"]).fields


def test_a_number_belongs_to_the_name_on_its_left() -> None:
    headers = ["执行案号", "申请执行人", "证件号码", "被执行人", "证件号码", "立案日期", "结案日期"]
    layout = recognise("ct_enforcement", headers)
    assert (layout.fields["creditor_id_no"], layout.fields["debtor_id_no"]) == (2, 4)


def test_a_refusal_names_the_columns_that_may_be_the_missing_one() -> None:
    headers = [*official("ca_marriage", "reg_no"), "序号", "凭证流水"]
    with pytest.raises(Unrecognised, match="Unknown columns here: 凭证流水; if one of them is it, add it as a header"):
        KNOWN.recognise([headers])


def test_unknown_columns_are_named_beside_missing_ones(records: Records, folder: Path) -> None:
    headers = official("ca_marriage", "reg_organ")
    (folder / "a.csv").write_text(
        f"{','.join(headers)},序号,承办窗口\n{','.join('1' for _ in headers)},1,二号窗\n", "utf-8"
    )
    (folder / "b.csv").write_text(f"{','.join([*headers, '登记机关', '承办窗口'])}\n", "utf-8")
    records.load(folder)
    told = {one["file"]: [warning for warning in one["warnings"] if "unknown" in warning] for one in files(records.con)}
    hint = "unknown columns here: 承办窗口; if one of them is it, add it as a header in a mapping"
    assert told == {"a.csv": [hint], "b.csv": []}
