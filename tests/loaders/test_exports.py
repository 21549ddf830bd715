"""Export files written by hand, with the habits of four provinces: what is loaded, and what is said of the rest."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from shutil import copytree

import pytest
import xlsxwriter

from loaders.checks import LOST_DIGITS, MISALIGNED, NO_COLUMN, NO_KEY
from loaders.status import files
from tests.loaders.conftest import Records

EXPORTS = Path(__file__).parent.parent / "data" / "exports"


def enforcement(path: Path) -> None:
    """A workbook with a cover, a title, two header rows, merged cells, numbers stored as numbers and a hidden copy."""
    with xlsxwriter.Workbook(str(path)) as book:
        book.add_worksheet("说明").write("A1", "本表由执行局导出")
        sheet = book.add_worksheet("执行案件")
        sheet.merge_range("A1:G1", "黔西市人民法院执行案件")
        sheet.write_row(
            "A2", ["执行案号", "执行依据", "被执行人姓名", "被执行人证件号", "申请人", "申请执行人证件号", "执行标的额"]
        )
        sheet.write_row("A3", ["AH", "YJ", "BZXR", "BZXRZJ", "SQR", "SQRZJ", "BD"])
        sheet.merge_range("A4:A5", "（2025）黔0581执12号")
        sheet.merge_range("B4:B5", "（2024）黔0581民初77号")
        sheet.write_row("C4", ["黔西县兴隆建筑有限公司", "91520522MA6DKX123X", "陈桂芬、李雪", "520522200112240601、"])
        sheet.write_number("G4", 250000)
        sheet.write("C5", "周大勇")
        sheet.write_number("D5", 522401196811304518)
        sheet.write_row("E5", ["陈桂芬；李雪", "520522200112240601；52240119681130452X"])
        sheet.write_number("G5", 250000.5)
        sheet.write_row("A6", ["合计", "", "", "", "", "", 500000.5])
        copy = book.add_worksheet("备份")
        copy.write_row("A1", ["甲", "乙"])
        copy.hide()


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Records]:
    folder = tmp_path_factory.mktemp("hand") / "exports"
    copytree(EXPORTS, folder)
    script = folder / "qianxi" / "titles.sql"
    with closing(sqlite3.connect(folder / "qianxi" / "titles.db")) as database:
        database.executescript(script.read_text("utf-8"))
    script.unlink()
    enforcement(folder / "qianxi" / "enforcement.xlsx")
    records = Records(tmp_path_factory.mktemp("records") / "records.duckdb")
    records.load(folder)
    yield records
    records.con.close()


@pytest.mark.parametrize(
    ("file", "sheet", "table", "counts"),
    [
        ("yanhu/suspects.csv", "", "ps_suspect", (10, 4, 5, {NO_KEY: 1})),
        ("yanhu/marriages_202606.csv", "", "ca_marriage", (4, 3, 1, {})),
        ("yucheng/list.txt", "", "ct_credit_list", (4, 2, 2, {})),
        ("yucheng/judgments.csv", "", "ct_criminal_judgment", (5, 4, 1, {})),
        ("yucheng/custody.csv", "", "pr_inmate", (11, 3, 8, {})),
        ("yucheng/correction.csv", "", "ja_community_correction", (6, 3, 2, {MISALIGNED: 1})),
        ("qianxi/parties.csv", "", "ct_party", (5, 4, 1, {})),
        ("qianxi/rent.csv", "", "hs_rent_ledger", (5, 3, 2, {})),
        ("qianxi/people.tsv", "", "ps_population", (5, 3, 2, {})),
        ("qianxi/titles.db", "不动产登记", "re_title", (2, 2, 0, {})),
        ("qianxi/titles.db", "导出日志", "", (0, 0, 0, {})),
        ("qianxi/enforcement.xlsx", "执行案件", "ct_enforcement", (6, 2, 4, {})),
        ("qianxi/enforcement.xlsx", "说明", "", (1, 0, 1, {})),
        ("qianxi/enforcement.xlsx", "备份", "", (1, 0, 1, {})),
    ],
)
def test_every_row_of_every_file_is_counted(
    loaded: Records, file: str, sheet: str, table: str, counts: tuple[int, int, int, dict[str, int]]
) -> None:
    (told,) = [one for one in files(loaded.con) if (one["file"], one["sheet"]) == (file, sheet)]
    assert (told["table"], told["rows"], told["loaded"], told["skipped"], told["rejected"]) == (table, *counts)


def test_only_the_table_nobody_knows_is_refused(loaded: Records) -> None:
    refused = [(one["file"], one["sheet"]) for one in files(loaded.con) if one["error"]]
    assert refused == [("qianxi/titles.db", "导出日志")]


@pytest.mark.parametrize(
    ("file", "warnings"),
    [
        ("yanhu/suspects.csv", {}),
        ("yanhu/marriages_202606.csv", {"woman_id_no: the check digit or date of this citizen number is wrong": 2}),
        ("yucheng/custody.csv", {"id_no: a number damaged by a spreadsheet": 1,
                                 "id_no: the check digit or date of this citizen number is wrong": 1}),
        ("yucheng/correction.csv", {"start_date: not a date": 1,
                                     "status_code: not in the dictionary correction_status": 1}),
        ("qianxi/rent.csv", {}),
        ("qianxi/enforcement.xlsx", {"debtor_id_no: a number damaged by a spreadsheet": 1,
                                     f"debtor_id_no: {LOST_DIGITS}": 1,
                                     "debtor_id_no: the check digit of this credit code is wrong": 1,
                                     "creditor_id_no: the check digit or date of this citizen number is wrong": 1}),
    ],
)  # fmt: skip
def test_bad_values_are_warnings_and_never_reject(loaded: Records, file: str, warnings: dict[str, int]) -> None:
    told = [one["warnings"] for one in files(loaded.con) if one["file"] == file and one["warnings"]]
    found = {what: n for one in told for what, n in one.items() if NO_COLUMN not in what}
    assert found == warnings


def test_rows_are_numbered_as_a_person_sees_them(loaded: Records) -> None:
    places = loaded.rows(
        "SELECT path, list(row ORDER BY row) FROM sighting JOIN file USING (file_id) GROUP BY path ORDER BY path"
    )
    assert dict(places) == {
        "qianxi/enforcement.xlsx": [4, 5],
        "qianxi/parties.csv": [2, 3, 4, 5],
        "qianxi/people.tsv": [3, 4, 5],
        "qianxi/rent.csv": [2, 3, 4],
        "qianxi/titles.db": [1, 2],
        "yanhu/marriages_202606.csv": [2, 3, 4],
        "yanhu/suspects.csv": [4, 5, 6, 7],
        "yucheng/correction.csv": [2, 3, 6],
        "yucheng/custody.csv": [5, 8, 9],
        "yucheng/judgments.csv": [2, 3, 4, 5],
        "yucheng/list.txt": [3, 4],
    }


def test_rows_that_say_the_same_in_other_words_are_one_record(loaded: Records) -> None:
    same = loaded.rows(
        """SELECT table_name, count(*) FROM
               (SELECT table_name, record_id FROM sighting GROUP BY ALL HAVING count(*) > 1)
           GROUP BY 1 ORDER BY 1"""
    )
    assert same == [("ca_marriage", 1), ("ps_population", 1)]


def test_rows_of_one_key_that_differ_are_two_records(loaded: Records) -> None:
    ids = loaded.column("SELECT record_id FROM val_ct_criminal_judgment WHERE case_no = '（2025）川1802刑初45号'")
    assert len(ids) == 2
    (one, its_text), (other, another) = (record_id.split(".") for record_id in ids)
    assert one == other
    assert its_text != another


def test_values_have_the_type_of_their_column(loaded: Records) -> None:
    assert loaded.rows("SELECT period, due_amount, paid_amount FROM val_hs_rent_ledger ORDER BY 1") == [
        (date(2024, 1, 1), 1200.0, 1200.0),
        (date(2024, 2, 1), 1200.0, 0.0),
        (date(2024, 3, 1), 1200.0, 600.0),
    ]
    assert loaded.column("SELECT case_no FROM val_ct_criminal_judgment") == [
        *["（2025）川1802刑初45号"] * 2, "（2025）川1802刑初46号", "（2025）川1802刑初47号"
    ]  # fmt: skip
    assert loaded.rows("SELECT sex_code, birth_date, phone FROM val_ps_suspect WHERE suspect_name = '樊建国'") == [
        ("male", date(1982, 3, 14), "15903401122")
    ]
    assert loaded.column("SELECT share FROM val_re_title") == [0.5, 0.5]


def test_amounts_are_yuan_whatever_unit_the_header_states(records: Records, folder: Path) -> None:
    for name, header, cell in (
        ("a", "注册资本", "50"),
        ("b", "注册资本（元）", "500000"),
        ("c", "注册资本(亿元)", "0.005"),
    ):
        lines = [f"统一社会信用代码,企业名称,登记状态,{header}", f"9152052{name.upper()}MA6DKX123X,甲公司,存续,{cell}"]
        (folder / f"{name}.csv").write_text("\n".join(lines), "utf-8")
    records.load(folder)
    assert records.column("SELECT reg_capital FROM val_mr_entity") == [500000.0] * 3


def test_raw_cells_and_unknown_columns_stay_as_they_were_sent(loaded: Records) -> None:
    assert loaded.column("SELECT paid_amount FROM raw_hs_rent_ledger WHERE row = 4") == ["六百"]
    assert loaded.column("SELECT id_no FROM raw_ps_suspect WHERE row = 5") == ["14270119760908122６"]
    assert set(loaded.column("SELECT extra->>'承办部门' FROM raw_ct_criminal_judgment")) == {"刑庭", "少年庭"}


def test_parts_of_a_split_cell_stand_side_by_side(loaded: Records) -> None:
    assert loaded.rows(
        """SELECT row, role, m.name, number FROM mention m JOIN sighting USING (record_id)
           WHERE m.table_name = 'ct_enforcement' AND starts_with(role, 'creditor') ORDER BY 1, 2"""
    ) == [
        (4, "creditor", "陈桂芬", "520522200112240601"),
        (4, "creditor.2", "李雪", None),
        (5, "creditor", "陈桂芬", "520522200112240601"),
        (5, "creditor.2", "李雪", "52240119681130452X"),
    ]


def test_masked_and_missing_numbers_are_mentions_too(loaded: Records) -> None:
    assert loaded.rows("SELECT name, number FROM mention WHERE table_name = 'ps_suspect' ORDER BY 1") == [
        ("李耀华", "142701197609081226"),
        ("樊建国", "140802198203143516"),
        ("自报名阿强", None),
        ("阿不都热依木·买买提", "65310119900101****"),
    ]


def test_a_column_decides_what_a_party_is_and_else_it_stays_open(loaded: Records) -> None:
    assert loaded.rows(
        "SELECT name, kind FROM mention WHERE table_name = 'ct_party' AND role = 'party' ORDER BY 1"
    ) == [
        ("中国人民财产保险股份有限公司黔西支公司", "party"),
        ("周大勇", "party"),
        ("陈桂芬", "person"),
        ("黔西县兴隆建筑有限公司", "organization"),
    ]


def test_a_youth_at_the_time_of_the_offence_may_be_sealed(loaded: Records) -> None:
    assert loaded.rows(
        """SELECT m.name, offence, earliest, flagged FROM seal_candidate JOIN mention m USING (mention_id)
           WHERE table_name = 'ct_criminal_judgment' AND m.name = '罗某'"""
    ) == [("罗某", date(2022, 10, 9), date(2022, 10, 9), False)]


def test_a_case_is_one_node_in_every_table_that_names_it(loaded: Records) -> None:
    shared = loaded.rows(
        """SELECT list_sort(list(DISTINCT split_part(record_id, ':', 1))) FROM row_node WHERE label = 'Case'
           GROUP BY node_id HAVING count(DISTINCT split_part(record_id, ':', 1)) > 1 ORDER BY 1"""
    )
    assert shared == [
        (["ct_criminal_judgment", "ja_community_correction"],),
        (["ct_criminal_judgment", "ja_community_correction"],),
        (["ct_criminal_judgment", "pr_inmate"],),
        (["ct_enforcement", "ct_party"],),
    ]
