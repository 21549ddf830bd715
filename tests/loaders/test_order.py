"""How rows are dealt to files, and in which order either come, changes nothing of what is known."""

import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from core.progress import silent
from loaders.codes import read_codes
from loaders.kept_files import keeping, kept_entries
from loaders.load import load
from loaders.mapping_reader import builtin_mappings
from tests.loaders.conftest import NewRecords, Records

HEADER = "登记字号,类型,男方姓名,男方身份证号,女方姓名,女方身份证号,登记日期,登记机关"
ROWS = [
    "J-1,结婚,李大明,522401198503120011,王小红,522401199001010028,2020-01-05,某区民政局",
    "J-2,结婚,张三丰,522401198807060038,赵小兰,522401199205050048,2021-03-07,某区民政局",
    "J-2,结婚,张三丰,522401198807060038,赵小兰,522401199205050048,2021-03-07,某区民政局",
    "J-3,离婚,李大明,522401198503120011,王小红,522401199001010028,2022-01-05,某区民政局",
    "J-3,离婚,李大民,522401198503120011,王小红,,2022-01-05,某区民政局",
    "J-4,结婚,周文,,吴丽,,2023-02-03,某区民政局",
]
TABLES = ("mention", "row_node", "mention_tie", "mention_list", "may_be", "mention_stay")


def known(records: Records, folder: Path) -> list[list[tuple[object, ...]]]:
    records.load(folder)
    return [records.rows(f"FROM {table} ORDER BY ALL") for table in TABLES]


@settings(max_examples=12, deadline=None)
@given(rows=st.permutations(ROWS), cuts=st.tuples(st.integers(0, 6), st.integers(0, 6)), names=st.permutations("abc"))
def test_rows_shuffled_and_dealt_to_files_are_the_same_records(
    rows: list[str], cuts: tuple[int, int], names: list[str]
) -> None:
    with tempfile.TemporaryDirectory() as aside:
        whole, dealt = Path(aside, "whole"), Path(aside, "dealt")
        whole.mkdir()
        dealt.mkdir()
        (whole / "marriages.csv").write_text("\n".join([HEADER, *ROWS]), "utf-8")
        low, high = sorted(cuts)
        for name, part in zip(names, (rows[:low], rows[low:high], rows[high:]), strict=True):
            if part:
                (dealt / f"{name}.csv").write_text("\n".join([HEADER, *part]), "utf-8")
        one, other = Records(Path(aside, "one.duckdb")), Records(Path(aside, "other.duckdb"))
        assert known(one, whole) == known(other, dealt)


def test_a_file_that_was_added_is_loaded_beside_the_folder_with_its_own_origin(
    new_records: NewRecords, tmp_path: Path
) -> None:
    source, given_file, workspace = tmp_path / "exports", tmp_path / "new" / "more.csv", tmp_path / "ws"
    source.mkdir()
    given_file.parent.mkdir()
    (source / "marriages.csv").write_text("\n".join([HEADER, ROWS[0]]), "utf-8")
    given_file.write_text("\n".join([HEADER, ROWS[5]]), "utf-8")
    (given_file.parent / "sources.yaml").write_text("more.csv: {agency: 民政局}\n", "utf-8")
    with keeping(workspace, given_file, "2026-01-01T00:00:00+00:00", "test"):
        pass
    (workspace / "added" / "0002").mkdir()
    (workspace / "added" / "0002" / "stopped.csv").write_text("\n".join([HEADER, ROWS[3]]), "utf-8")
    records = new_records()
    mappings, codes = builtin_mappings(), read_codes()
    counts = load(records.con, source, mappings, codes, set(), silent, kept_entries(workspace))
    assert counts["loaded"] == 2
    assert records.rows("SELECT path, agency FROM file JOIN batch USING (batch_id) ORDER BY path") == [
        ("added/0001/more.csv", "民政局"),
        ("marriages.csv", ""),
    ]
