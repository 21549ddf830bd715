"""Names, phones, addresses, plates and case numbers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolution.normalise import addresses, case_numbers, names, phones, pinyin, plates


@pytest.mark.parametrize(
    "clean", [names.clean, phones.clean, addresses.clean, plates.clean, plates.vin, case_numbers.clean]
)
@given(text=st.text(max_size=30))
def test_cleaning_twice_is_cleaning_once(clean, text) -> None:
    once = clean(text)
    assert once is None or clean(once) == once


@pytest.mark.parametrize("text", ["SŞ", "ß¸", "\ua8e2\u3164\u05aa"])
def test_letters_that_melt_into_others_come_out_the_same_the_second_time(text: str) -> None:
    for clean in (addresses.clean, names.clean, case_numbers.clean):
        once = clean(text + "20230")
        assert once is not None
        assert clean(once) == once


@given(st.text(min_size=1, max_size=30))
def test_what_is_derived_from_a_text_never_raises(text: str) -> None:
    names.person(text)
    pinyin.key(names.comparable(text) or "x")
    addresses.city(text)
    addresses.room_level(text)
    case_numbers.division(text)


@pytest.mark.parametrize(
    ("written", "clean"),
    [
        ("张　三 ", "张三"),
        ("买买提•艾力", "买买提·艾力"),
        ("买买提．艾力", "买买提·艾力"),
        ("买买提・艾力", "买买提·艾力"),
        ("JOHN  SMITH", "JOHN SMITH"),
        ("贵州鑫源（集团）有限公司", "贵州鑫源(集团)有限公司"),
        ("贵州(毕节)商贸", "贵州(毕节)商贸"),
        ("王(火火火火)", "王(火火火火)"),
        ("不详", None),
    ],
)
def test_names(written: str, clean: str | None) -> None:
    assert names.clean(written) == clean


@pytest.mark.parametrize(
    ("written", "clean"),
    [
        ("徐海辉140802198710065436", "徐海辉"),
        ("徐海辉 140802198710065436", "徐海辉"),
        ("徐海辉（身份证号：140802198710065436）", "徐海辉"),
        ("徐海辉１３８１２３４５６７８", "徐海辉"),
        ("徐海辉140802********5436", "徐海辉"),
        ("JOHN SMITH 140802198710065436", "JOHN SMITH"),
        ("鑫源商贸91520502675416890X", "鑫源商贸"),
        ("140802198710065436", "140802198710065436"),
        ("天河路20230101号店", "天河路20230101号店"),
    ],
)
def test_a_number_glued_to_a_name_is_left_aside(written: str, clean: str) -> None:
    assert names.clean(written) == clean


@pytest.mark.parametrize(
    "written",
    [
        "杨洋(曾用名杨阳)",
        "杨洋（已故）",
        "杨洋【本人】(户主)",
        "杨洋先生",
        "杨洋女士（已故）",
        "1.杨洋",
        "12、杨洋",
        "（3）杨洋",
        "杨洋，又名杨阳",
        "杨洋绰号大头",
        "2、杨洋 外号：老三",
    ],
)
def test_remarks_and_titles_behind_a_persons_name_are_left_aside(written: str) -> None:
    assert (names.clean(written), names.person(written)) == ("杨洋", "杨洋")


@pytest.mark.parametrize("written", ["王小名", "王绰号大头", "1.2.3超市", "欧阳别名", "8号店"])
def test_what_only_looks_like_a_remark_stays_in_the_name(written: str) -> None:
    assert names.clean(written) == written


@given(st.text(alphabet="杨洋买·●(（)】[先生女士*x某145X 、.又名", max_size=24))
def test_cleaning_a_name_full_of_remarks_twice_is_cleaning_once(text: str) -> None:
    once = names.clean(text)
    assert once is None or names.clean(once) == once


@pytest.mark.parametrize(
    ("one", "other"), [("鍾偉", "钟伟"), ("買買提·艾力", "买买提艾力"), ("贵州(毕节)商贸", "贵州毕节商贸")]
)
def test_names_that_compare_equal(one: str, other: str) -> None:
    assert names.comparable(one) == names.comparable(other)


@pytest.mark.parametrize(("one", "other"), [("肖强", "萧强"), ("付刚", "傅刚")])
def test_surnames_of_their_own_stay_apart(one: str, other: str) -> None:
    assert names.comparable(one) != names.comparable(other)


@pytest.mark.parametrize("written", ["杨**", "杨××", "杨xx", "杨ＸＸ", "杨□□", "杨●●", "杨??"])
def test_marks_that_hide_a_character_are_one_mark(written: str) -> None:
    assert names.person(written) == "杨**"


@pytest.mark.parametrize(("one", "other"), [("单立", "山力"), ("黄玲", "方林"), ("张世荣", "章四荣"), ("曾强", "增强")])
def test_names_that_sound_alike(one: str, other: str) -> None:
    assert pinyin.key(one) == pinyin.key(other)


@pytest.mark.parametrize(("one", "other"), [("单立", "丹力"), ("张强", "张江"), ("李伟", "李薇薇")])
def test_names_that_sound_different(one: str, other: str) -> None:
    assert pinyin.key(one) != pinyin.key(other)


@pytest.mark.parametrize(
    ("written", "clean"),
    [
        ("+86 138-0000-1234", "13800001234"),
        ("008613800001234", "13800001234"),
        ("１３８００００１２３４", "13800001234"),
        ("13800001234.0", "13800001234"),
        ("13800001234、13900001234", "13800001234"),
        ("(0857)8222333", "08578222333"),
        ("0857-8222333转8001", "08578222333"),
        ("13800001234（本人）", "13800001234"),
        ("电话:138 0000 1234", "13800001234"),
        ("13800001234/13900001234", "13800001234"),
        ("13800001234 13900001234", "13800001234"),
        ("张三13800001234", "13800001234"),
        ("手机：86-13800001234；座机0857-8222333", "13800001234"),
        ("0857-8222333（办公室）", "08578222333"),
        ("138****1234", None),
        ("522401197501010017", None),
        ("8222333", None),
    ],
)
def test_phones(written: str, clean: str | None) -> None:
    assert phones.clean(written) == clean


@pytest.mark.parametrize(
    "written",
    [
        "七星关区碧阳小区3号楼2单元501室",
        "七星关区碧阳小区三幢二单元五零一室",
        "七星关区碧阳小区3-2-501",
        "七星关区碧阳小区３座2单元501号",
        "毕节市七星关区碧阳小区3栋2单元501室",
        "贵州省毕节市七星关区碧阳小区3栋2单元501室",
        "贵州毕节地区七星关区碧阳小区3栋2单元501室",
    ],
)
def test_ways_to_write_one_home(written: str) -> None:
    assert addresses.clean(written) == "贵州省毕节市七星关区碧阳小区3栋2单元501室"


@pytest.mark.parametrize("ambiguous", ["朝阳区建国路1号", "吉林小区3栋2单元501室", "市西街道学院路115号"])
def test_an_address_that_names_no_one_county_gets_no_province(ambiguous: str) -> None:
    assert addresses.clean(ambiguous) == ambiguous


@pytest.mark.parametrize(
    ("written", "whole"),
    [
        ("湖北仙桃市沔州大道1号", "湖北省仙桃市沔州大道1号"),
        ("重庆渝中区解放碑1号", "重庆市渝中区解放碑1号"),
        ("大庸市永定区崇文路1号", "湖南省张家界市永定区崇文路1号"),
    ],
)
def test_a_county_stands_behind_its_province_and_prefecture_of_today(written: str, whole: str) -> None:
    assert addresses.clean(written) == whole


@pytest.mark.parametrize(
    ("address", "city"),
    [
        ("贵州省毕节市七星关区洪山街道", "5205"),
        ("贵州省毕节地区毕节市麻园路12号", "5205"),
        ("威宁县草海镇", "5205"),
        ("威宁彝族回族苗族自治县草海镇", "5205"),
        ("黔南州都匀市", "5227"),
        ("山西省运城市盐湖区", "1408"),
        ("运城盐湖区", "1408"),
        ("北京市西城区", "1101"),
        ("重庆市云阳县", "5002"),
        ("北京路12号", None),
        ("朝阳区", None),
        ("幸福村3组", None),
    ],
)
def test_cities(address: str, city: str | None) -> None:
    assert addresses.city(address) == city


@pytest.mark.parametrize(
    ("address", "dwelling"),
    [
        ("碧阳小区3栋2单元501室", True),
        ("陇公村3组12号", True),
        ("麻园路12号", False),
        ("草海镇", False),
        ("陇公村3组", False),
    ],
)
def test_room_level(address: str, dwelling: bool) -> None:
    assert addresses.room_level(address) is dwelling


@pytest.mark.parametrize(
    ("written", "clean"),
    [
        ("贵f·12345", "贵F12345"),
        ("贵 F D12345", "贵FD12345"),
        ("川A1234警", "川A1234警"),
        ("12345", None),
        ("贵州", None),
    ],
)
def test_plates(written: str, clean: str | None) -> None:
    assert plates.clean(written) == clean


def test_a_vin_never_holds_the_letters_o_i_q() -> None:
    assert plates.vin("lsvaa4182e21234o6") == "LSVAA4182E2123406"
    assert plates.vin("LSVAA4182E2123") is None


@pytest.mark.parametrize(
    "written",
    [
        "(2023)黔0502刑初123号",
        "（2023） 黔0502 刑初 0123 号",
        "〔2023〕黔0502刑初123",
        "[2023]黔0502刑初123号",
        "2023黔0502刑初123号",
        "２０２３年黔０５０２刑初１２３号",
        "【2023】黔0502刑初123号",
        "［2023］黔0502刑初123号",
        "(2023年)黔0502刑初123号",
        "（2023黔0502刑初123号",
        "（2023）黔0502刑初字第123号",
    ],
)
def test_ways_to_write_a_court_case(written: str) -> None:
    assert case_numbers.clean(written) == "（2023）黔0502刑初123号"


@pytest.mark.parametrize(
    "written", ["(2023)黔0502刑初123号之一", "（2023）黔0502刑初123之1", "2023黔0502刑初123号之一"]
)
def test_ways_to_write_a_part_of_a_court_case(written: str) -> None:
    assert case_numbers.clean(written) == "（2023）黔0502刑初123号之一"


@pytest.mark.parametrize("written", ["(2013)黔七刑初字第123号", "〔2013〕黔七刑初字0123号"])
def test_before_2016_a_court_number_keeps_its_words(written: str) -> None:
    assert case_numbers.clean(written) == "（2013）黔七刑初字第123号"


@pytest.mark.parametrize("text", ["见附件1", "另案处理", "无案号", "同上", "详见2023年卷", "（2023）黔0502刑初", "-"])
def test_what_holds_no_serial_is_no_case_number(text: str) -> None:
    assert case_numbers.clean(text) is None


def test_numbers_of_the_police_are_in_capitals_and_one_kind_of_brackets() -> None:
    assert case_numbers.clean("a5205020000002023040001") == "A5205020000002023040001"
    assert case_numbers.clean("毕公（七）立字[2023]0123号") == "毕公(七)立字〔2023〕123号"


@pytest.mark.parametrize(
    "written",
    [
        "毕七检刑诉[2023]123号",
        "毕七检刑诉（2023）第123号",
        "毕七检刑诉﹝2023﹞0123号",
        "毕七检刑诉【2023】123",
        "毕七检刑诉２０２３年123号",
    ],
)
def test_ways_to_write_a_procuratorate_case(written: str) -> None:
    assert case_numbers.clean(written) == "毕七检刑诉〔2023〕123号"


@pytest.mark.parametrize(
    ("case", "county"),
    [
        ("（2023）黔0502刑初123号", "520502"),
        ("（2023）晋0802民初5号之一", "140802"),
        ("（2023）黔05刑终3号", None),
        ("（2023）黔8601刑初3号", None),
        ("（2023）最高法刑核3号", None),
        ("A5205020000002023040001", "520502"),
        ("毕七检刑诉〔2023〕123号", None),
    ],
)
def test_counties_of_cases(case: str, county: str | None) -> None:
    assert case_numbers.division(case) == county
