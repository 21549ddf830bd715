"""A file's headers, and what each is read as, are told before anything is loaded."""

from pathlib import Path

import pytest

from core.errors import UserError
from loaders.codes import BUILTIN, read_codes
from loaders.headers import SheetHeaders, of_file
from loaders.mapping_reader import read_mappings
from loaders.recognise import Recogniser

LISTED = "失信被执行人,证件号码,执行案号,名单类型,自编备注\n王建国,522401198503120011,（2025）黔0502执1号,失信,甲\n"
STRANGE = "会员卡号,会员姓名,手机\nK-001,周明远,13800001111\n"


@pytest.fixture(scope="module")
def recogniser() -> Recogniser:
    return Recogniser(read_mappings([BUILTIN]), read_codes([BUILTIN]))


def told(text: str, folder: Path, recogniser: Recogniser) -> SheetHeaders:
    """The headers of a file of one sheet."""
    path = folder / "sent.csv"
    path.write_text(text, "utf-8")
    (found,) = of_file(path, recogniser)
    return found


def test_each_header_is_told_with_the_field_it_is_read_as(tmp_path: Path, recogniser: Recogniser) -> None:
    found = told(LISTED, tmp_path, recogniser)
    assert (found.table, found.why) == ("ct_credit_list", "")
    fields = ["debtor_name", "debtor_id_masked", "exec_no", "list_type", ""]
    assert found.columns == tuple(zip(LISTED.splitlines()[0].split(","), fields, strict=True))
    assert "publish_date" in found.missing
    assert not set(fields) & set(found.missing)


def test_headers_of_an_unknown_table_are_told_with_why_it_is_none(tmp_path: Path, recogniser: Recogniser) -> None:
    found = told(STRANGE, tmp_path, recogniser)
    assert [header for header, _ in found.columns] == ["会员卡号", "会员姓名", "手机"]
    assert "No known table" in found.why


def test_rows_without_headers_are_not_told_as_headers(tmp_path: Path, recogniser: Recogniser) -> None:
    found = told(STRANGE.splitlines()[1] * 2, tmp_path, recogniser)
    assert (found.columns, found.table) == ((), "")


def test_a_file_that_is_not_there_is_refused_with_a_sentence(tmp_path: Path, recogniser: Recogniser) -> None:
    with pytest.raises(UserError, match="no file"):
        of_file(tmp_path / "nothing.csv", recogniser)
