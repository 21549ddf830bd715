"""The files agencies send: every row once, every mention where the truth says, messy in spelling and never in fact."""

import csv
import sqlite3
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest
import yaml
from python_calamine import CalamineWorkbook

from synth import exports, spelling
from synth.county import build_world, close_books
from synth.damage import CARE, Damage
from synth.deliveries import county, plan
from synth.tables import tables
from synth.world import World

AS_OF = date(2026, 6, 30)
PERSONS = 1000


def silent(text: str) -> None:
    """Progress nobody needs."""


def build(folder: Path) -> World:
    world = build_world(PERSONS, 3, AS_OF)
    close_books(world)
    exports.write(world, folder, silent)
    return world


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory) -> tuple[World, Path]:
    folder = tmp_path_factory.mktemp("county")
    return build(folder), folder


def text(path: Path) -> str:
    """Decode a file as a careful reader would: UTF-8 if it is, else GB18030."""
    data = path.read_bytes()
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("gb18030")


def read(path: Path) -> Iterator[tuple[str, list[list[str]]]]:
    """All sheets of a file as rows of text; row n is item n - 1. Parquet and SQLite begin with their data."""
    if path.suffix == ".xlsx":
        book = CalamineWorkbook.from_path(str(path))
        for name in book.sheet_names:
            cells = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
            yield name, [[str(cell) for cell in row] for row in cells]
    elif path.suffix == ".parquet":
        columns = pq.read_table(path).to_pydict()
        yield "", [["" if c is None else str(c) for c in row] for row in zip(*columns.values(), strict=True)]
    elif path.suffix == ".db":
        with sqlite3.connect(path) as database:
            for (name,) in database.execute("SELECT name FROM sqlite_master ORDER BY rowid").fetchall():
                rows = database.execute(f'SELECT * FROM "{name}" ORDER BY rowid').fetchall()
                yield name, [["" if c is None else str(c) for c in row] for row in rows]
        database.close()
    else:
        delimiter = {"\t": "\t", ";": ";", "|": "|"}
        body = text(path)
        mark = next((d for d in delimiter if body.splitlines()[0].count(d) > 3), ",")
        yield "", list(csv.reader(body.splitlines(), delimiter=mark))


def mentions(folder: Path) -> list[dict[str, str]]:
    with (folder / "truth" / "mentions.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def cells(sent: tuple[World, Path]) -> dict[tuple[str, str], list[list[str]]]:
    source = sent[1] / "exports"
    files = sorted(p for p in source.rglob("*") if p.is_file() and p.name != "sources.yaml")
    return {(p.relative_to(source).as_posix(), sheet): rows for p in files for sheet, rows in read(p)}


def test_all_ways_of_sending_are_there(cells: dict[tuple[str, str], list[list[str]]], sent: tuple[World, Path]) -> None:
    endings = Counter(path.rsplit(".", 1)[1] for path, _ in cells)
    assert endings.keys() == {"csv", "tsv", "xlsx", "parquet", "db"}
    starts = [(sent[1] / "exports" / path).read_bytes()[:3] for path, _ in cells if path.endswith("csv")]
    assert starts.count(b"\xef\xbb\xbf") > 3
    encodings = Counter(_encoding(sent[1] / "exports" / path) for path, _ in cells if path.endswith("csv"))
    assert encodings["gb18030"] > 5
    assert encodings["utf-8"] > 5


def _encoding(path: Path) -> str:
    try:
        path.read_bytes().decode("utf-8")
    except UnicodeDecodeError:
        return "gb18030"
    return "utf-8"


def test_every_mention_stands_where_the_truth_says(
    sent: tuple[World, Path], cells: dict[tuple[str, str], list[list[str]]]
) -> None:
    world, folder = sent
    called = world.persons["name"].to_dict() | world.organizations["name"].to_dict()
    right = wrong = 0
    for line in mentions(folder):
        rows = cells[line["file"], line["sheet"]]
        row = rows[int(line["row"]) - 1]
        if not line["name_field"] or line["part"] != "1":
            continue
        name = called[line["true_id"]]
        if any(cell.strip() == name for cell in row):
            right += 1
        else:
            wrong += 1
    assert right > 4000
    assert wrong / (right + wrong) < 0.06


def test_most_numbers_are_right_and_some_are_wrong_in_every_way(
    sent: tuple[World, Path], cells: dict[tuple[str, str], list[list[str]]]
) -> None:
    world, folder = sent
    number = world.persons["number"].to_dict()
    seen: Counter[str] = Counter()
    for line in mentions(folder):
        if line["true_type"] != "person" or not line["id_field"] or "masked" in line["id_field"]:
            continue
        row, true = cells[line["file"], line["sheet"]][int(line["row"]) - 1], number[line["true_id"]]
        stripped = {cell.strip() for cell in row}
        seen["right" if true in stripped else _kind(true, stripped)] += 1
    assert seen["right"] / seen.total() > 0.9
    assert {"lower", "fifteen", "float", "masked", "near"} <= seen.keys(), seen


def _kind(true: str, row: set[str]) -> str:
    if true.lower() in row:
        return "lower"
    if true[:6] + true[8:17] in row:
        return "fifteen"
    if any("E+17" in cell or "e+17" in cell or (cell[:15] == true[:15] and cell[15:] == "000") for cell in row):
        return "float"
    if any(cell[:6] == true[:6] and "****" in cell for cell in row):
        return "masked"
    if any(len(cell) == 18 and sum(a != b for a, b in zip(cell, true, strict=True)) <= 2 for cell in row):
        return "near"
    return "other"


def test_each_row_is_delivered_once(sent: tuple[World, Path]) -> None:
    world = sent[0]
    for name in tables():
        rows = world.rows(name)
        places = np.concatenate([places for _, places in plan(name, rows, np.random.default_rng(1))])
        assert sorted(places.tolist()) == list(range(len(rows))), name


def test_facts_keep_their_meaning(sent: tuple[World, Path], cells: dict[tuple[str, str], list[list[str]]]) -> None:
    rent = sent[0].rows("hs_rent_ledger")
    early, late = (cells[f"七星关区住房保障中心/租金台账_{part}.csv", ""] for part in ("2022及以前", "2023以来"))
    assert early[-1][0] == "合计"
    paid = [float(row[3].replace(",", "")) for row in early[1:-1] if row[3]]
    assert float(early[-1][3].replace(",", "")) == pytest.approx(sum(paid))
    whole = sum(paid) + sum(float(row[3]) for row in _once(late[1:]) if row[3])
    assert whole == pytest.approx(rent["paid_amount"].sum())


def _once(rows: list[list[str]]) -> list[list[str]]:
    return [list(row) for row in dict.fromkeys(tuple(row) for row in rows)]


def test_sheets_have_a_title_and_two_header_rows(cells: dict[tuple[str, str], list[list[str]]]) -> None:
    rows = cells["七星关区司法局/社区矫正对象.xlsx", "矫正对象"]
    assert rows[0][0] == "七星关区司法局社区矫正对象"
    assert rows[1][:4] == ["序号", "矫正编号", "姓名", "身份证号"]
    assert rows[2][:4] == ["seq", "correction_no", "name", "id_no"]
    assert rows[3][0] == "1.0"


def test_sources_tell_agency_and_county_of_every_file(
    sent: tuple[World, Path], cells: dict[tuple[str, str], list[list[str]]]
) -> None:
    origins = yaml.safe_load((sent[1] / "exports" / "sources.yaml").read_text(encoding="utf-8"))
    assert {path for path, _ in cells} == set(origins)
    assert origins["大方县公安局/刑事案件.xlsx"]["division_code"] == "520521"
    assert "division_code" not in origins["外地法院/审判案件.csv"]


def test_the_same_county_gives_the_same_bytes(sent: tuple[World, Path], tmp_path: Path) -> None:
    build(tmp_path)
    first = {p.relative_to(sent[1]): p.read_bytes() for p in sent[1].rglob("*") if p.is_file()}
    again = {p.relative_to(tmp_path): p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()}
    assert first.keys() == again.keys()
    assert [path for path in first if first[path] != again[path]] == []


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("A5205210010002023090001", "520521"),
        ("（2023）晋0802刑初1号", "140802"),
        ("毕威检刑诉〔2023〕1号", "520526"),
        ("雨城区看守所", "511802"),
        ("520523202300001", "520523"),
        ("（2023）京0102民初1号", ""),
    ],
)
def test_the_county_of_a_row_is_read_from_its_number(text: str, code: str) -> None:
    assert county(text) == code


@pytest.mark.parametrize(
    ("style", "text"),
    [
        ("iso", "2023-01-05"), ("slash", "2023/1/5"), ("compact", "20230105"), ("chinese", "2023年1月5日"),
        ("serial", "44931"),
    ],
)  # fmt: skip
def test_one_day_is_written_in_many_ways(style: str, text: str) -> None:
    assert spelling.day_text(date(2023, 1, 5), style) == text


@pytest.mark.parametrize(("style", "text"), [("plain", "1234.5"), ("fixed", "1234.50"), ("comma", "1,234.50")])
def test_one_amount_is_written_in_many_ways(style: str, text: str) -> None:
    assert spelling.amount_text(1234.5, style) == text


@pytest.mark.parametrize(("style", "text"), [("decimal", "0.25"), ("percent", "25%"), ("fraction", "1/4")])
def test_one_share_is_written_in_many_ways(style: str, text: str) -> None:
    assert spelling.share_text(0.25, style) == text


@pytest.fixture
def damage() -> Damage:
    return Damage(np.random.default_rng(4), {"P1": "522401197501010017"}, {"P1": "王旧名"})


def test_careful_sources_lose_no_number_and_weak_ones_one_in_eight(damage: Damage) -> None:
    numbers, who = ["520502199003071238"] * 5000, ["P2"] * 5000
    assert "" not in damage.numbers(numbers, who, CARE["best"])
    lost = damage.numbers(numbers, who, CARE["weak"]).count("") / 5000
    assert 0.10 < lost < 0.15


def test_a_childs_number_is_often_a_parents(damage: Damage) -> None:
    cells = damage.numbers(["520502201503071235"] * 5000, ["P1"] * 5000, CARE["weak"])
    assert 0.02 < cells.count("522401197501010017") / 5000 < 0.06


def test_empty_cells_stay_empty(damage: Damage) -> None:
    blank, who = [""] * 500, ["P1"] * 500
    assert set(damage.numbers(blank, who, CARE["weak"])) == {""}
    assert set(damage.names(blank, ["P2"] * 500, CARE["weak"])) == {""}


def test_names_go_wrong_by_sound_form_dot_and_placeholder(damage: Damage) -> None:
    cells = damage.names(["陈伟", "阿西·木嘎", "杨喆", "王兰"] * 1500, ["P2"] * 6000, CARE["weak"])
    assert {"陈炜", "陳伟", "陈玮"} & set(cells)
    assert {"阿西木嘎", "阿西.木嘎", "阿西•木嘎"} <= set(cells)
    assert {"杨?", "杨□", "杨ZHE"} <= set(cells)
    assert any(cell in ("王某", "王某某", "王某甲") for cell in cells)
    assert cells.count("陈伟") > 1200


def test_case_numbers_change_brackets_and_never_digits() -> None:
    cells = spelling.case_numbers(np.random.default_rng(1), ["（2023）黔0502刑初123号"] * 200, 1.0)
    assert {"(2023)黔0502刑初123号", "[2023]黔0502刑初123号"} <= set(cells)
    wide = {ord(c) + 0xFEE0: c for c in "0123456789"}
    assert {"".join(c for c in cell.translate(wide) if c.isdigit()) for cell in cells} == {"20230502123"}
