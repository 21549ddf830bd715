"""Files for spreadsheets hold text that stays text, and days that are days."""

from datetime import date
from pathlib import Path
from zipfile import ZipFile

import pytest
from python_calamine import CalamineWorkbook

from api.exports import write_csv, write_leads
from core.errors import UserError


@pytest.mark.parametrize("text", ['=HYPERLINK("x")', "+1", "-1", "@x", "\tx"])
def test_neither_a_header_nor_a_cell_is_run_as_a_formula(tmp_path: Path, text: str) -> None:
    out = tmp_path / "out.csv"
    assert write_csv(out, ["a", text], [["b", text]]) == 1
    header, row = out.read_text("utf-8-sig").replace('"', "").splitlines()
    assert header.startswith("a,'")
    assert row.startswith("b,'")


LEAD = {"lead_id": "L-1", "event_date": date(2023, 5, 1), "severity": 5, "holds": True, "explanation": "=1+1"}
PLACE = {"lead_id": "L-1", "table": "ct_case", "file": "法院/案件.xlsx", "sheet": "Sheet1", "row": 17}


def test_a_workbook_holds_days_and_numbers_and_says_where_the_evidence_stands(tmp_path: Path) -> None:
    out = tmp_path / "leads.xlsx"
    assert write_leads(list(LEAD), [LEAD, {**LEAD, "event_date": date(1850, 1, 1)}], [PLACE], out) == 2
    book = CalamineWorkbook.from_path(out)
    assert book.get_sheet_by_name("线索 Leads").to_python() == [
        list(LEAD),
        ["L-1", date(2023, 5, 1), 5, True, "'=1+1"],
        ["L-1", "1850-01-01", 5, True, "'=1+1"],
    ]
    assert book.get_sheet_by_name("证据 Evidence").to_python() == [list(PLACE), list(PLACE.values())]


@pytest.mark.parametrize("ending", ["csv", "json", "xlsx"])
def test_a_path_that_cannot_be_written_is_told_in_a_sentence(tmp_path: Path, ending: str) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(UserError, match="cannot be written"):
        write_leads(list(LEAD), [LEAD], [PLACE], tmp_path / "file" / f"leads.{ending}")
    (tmp_path / f"leads.{ending}").mkdir()
    with pytest.raises(UserError, match="cannot be written"):
        write_leads(list(LEAD), [LEAD], [PLACE], tmp_path / f"leads.{ending}")


def test_the_heading_of_each_sheet_stays_and_filters(tmp_path: Path) -> None:
    write_leads(list(LEAD), [LEAD], [PLACE], tmp_path / "leads.xlsx")
    with ZipFile(tmp_path / "leads.xlsx") as parts:
        for number in (1, 2):
            sheet = parts.read(f"xl/worksheets/sheet{number}.xml").decode()
            assert 'state="frozen"' in sheet
            assert '<autoFilter ref="A1:E2"/>' in sheet
