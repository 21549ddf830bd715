"""Whatever a file holds, its rows are loaded, rejected or skipped, and each is counted once."""

import csv
from pathlib import Path

import duckdb
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from loaders.mapping_reader import builtin_mappings
from loaders.readers import read
from loaders.recognise import Recogniser
from loaders.sheets import SheetLoader
from records import store

KNOWN = Recogniser(builtin_mappings())
HEADER = ["序号", "登记字号", "类型", "男方姓名", "男方身份证号", "女方姓名", "女方身份证号", "登记日期", "登记机关"]
GOOD = ["1", "J1", "结婚", "张三", "", "李四", "", "2020-01-01", "某局"]

KINDS = {
    "loaded": [GOOD, ["", "J2", "离婚", "", "", "", "", "不详", ""], [*GOOD[:3], '他说"好"\n再说', *GOOD[4:]]],
    "skipped": [[], [""] * 9, ["合计", "", "", "2"], ["", "总计", *[""] * 7], ["制表人：某", *[""] * 8], HEADER],
    "rejected": [["3", "", *GOOD[2:]], GOOD[:5], [*GOOD, "多"], ["4", *[""] * 7, "某局"]],
}
lines = st.lists(
    st.sampled_from([(kind, index) for kind, rows in KINDS.items() for index in range(len(rows))]), max_size=25
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(above=st.integers(0, 5), body=lines, ending=st.sampled_from(["\n", "\r\n"]))
def test_rows_are_loaded_rejected_or_skipped(
    tmp_path: Path, above: int, body: list[tuple[str, int]], ending: str
) -> None:
    rows = [*([["婚姻登记表"], []] * 3)[:above], HEADER, *(KINDS[kind][index] for kind, index in body)]
    path = tmp_path / "a.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator=ending).writerows(rows)
    with duckdb.connect() as con:
        store.ensure_stored(con)
        loader = SheetLoader(con, KNOWN, "a.csv", "", "", 1)
        loader.load(read(path)[0])
        (line,) = loader.finish()
        numbers = [row for (row,) in con.execute("SELECT row FROM raw_ca_marriage ORDER BY row").fetchall()]
    while not any(cell for cell in rows[-1]):
        rows.pop()
    body = body[: len(rows) - above - 1]
    sums = {kind: sum(1 for one, _ in body if one == kind) for kind in KINDS}
    assert (line.rows, line.loaded) == (len(rows), sums["loaded"])
    assert sum(line.rejected.values()) == sums["rejected"]
    assert line.skipped == sums["skipped"] + above + 1
    assert numbers == [above + 2 + place for place, (kind, _) in enumerate(body) if kind == "loaded"]
