"""How a record is called that shares a key with a published one and says something else."""

from pathlib import Path

import pytest

from api import additions
from core.progress import silent
from loaders.codes import read_codes
from loaders.load import load
from loaders.mapping_reader import builtin_mappings
from records.store import open_records
from resolution import entities
from resolution.added.outcome import Item, Match, Outcome

HEADER = "登记字号,登记日期,男方姓名,男方身份证号,女方姓名,女方身份证号"
OLD, OTHER, NEW, SECOND = (f"J1,2020-01-01,{name},,," for name in ("张三", "李四", "丁一", "王五"))
MAPPINGS = {"ca_marriage": builtin_mappings()["ca_marriage"]}
Names = dict[str, str]


def loaded(path: Path, rows: list[str]) -> Names:
    """Load rows into a records file, and return the record of each name."""
    (path / "exports").mkdir(parents=True)
    (path / "exports" / "a.csv").write_text("\n".join([HEADER, *rows]), "utf-8")
    with open_records(path / "records.duckdb", 0.3) as con:
        load(con, path / "exports", MAPPINGS, read_codes(), set(), silent)
        return dict(con.execute("SELECT name, record_id FROM mention").fetchall())


def held(folder: Path, known: list[str], new: list[str], sealed: set[str]) -> tuple[set[str], Names, Names]:
    """Hold rows against known ones, some of whose names are sealed: who is repeated; how the others are called, now and
    as told."""
    there, arrived = loaded(folder / "known", known), loaded(folder / "new", new)
    with open_records(folder / "new" / "records.duckdb", 0.3) as con:
        con.execute(f"ATTACH '{folder / 'known' / 'records.duckdb'}' AS published")
        ids = [there[name] for name in sorted(sealed)]
        con.execute(
            "CREATE OR REPLACE TABLE published.sealed_record AS SELECT unnest($1::VARCHAR[]) AS record_id", [ids]
        )
        additions.known(con, MAPPINGS)
        repeated = {one for (one,) in con.execute("FROM repeated").fetchall()}
        renamed = {one: (now, told) for one, now, told in con.execute("FROM renamed").fetchall()}
    now, told = (
        {name: renamed.get(one, (one, one))[i] for name, one in arrived.items() if one not in repeated} for i in (0, 1)
    )
    return {name for name, one in arrived.items() if one in repeated}, now, told


@pytest.mark.parametrize(
    ("known", "new"),
    [([OLD], [NEW, SECOND]), ([OLD, OTHER], [OLD, NEW]), ([OLD], [OLD, NEW]),
     (["J2,2020-01-01,赵六,,,"], [NEW])],
)  # fmt: skip
def test_records_are_called_as_the_next_run_calls_them(known: list[str], new: list[str], tmp_path: Path) -> None:
    repeated, now, told = held(tmp_path, known, new, set())
    run = loaded(tmp_path / "run", [*known, *new])
    assert repeated == ({"张三"} if OLD in new else set())
    assert now == told == {name: run[name] for name in now}
    assert {*now, *repeated} == {row.split(",")[2] for row in new}


def test_a_record_that_sealed_ones_alone_hold_is_another_and_new(tmp_path: Path) -> None:
    repeated, now, told = held(tmp_path, [OLD, OTHER], [OLD], {"张三"})
    assert not repeated
    assert now == {"张三": f"{told['张三']}.2"}
    assert "." in told["张三"]


def test_what_is_told_of_a_record_does_not_show_that_a_sealed_one_shares_its_key(tmp_path: Path) -> None:
    _, now, told = held(tmp_path, [OLD, OTHER], [NEW], {"张三", "李四"})
    assert told == loaded(tmp_path / "alone", [NEW])
    assert now["丁一"].startswith(f"{told['丁一']}.")


def test_an_entity_that_is_named_after_a_record_goes_by_the_id_that_is_told() -> None:
    now, told = (entities.fresh("P", record, "person", set()) for record in ("t:2.2", "t:2"))
    found = Outcome(
        (Match("t:2.2#person", "t:2.2", now, "person", False, "alone", 1.0),),
        (),
        (("P-1", ("P-1", now)),),
        (Item("unclear", None, ("t:2.2#person", "t:1#person"), (now, "P-1"), 0.9),),
    ).under({"t:2.2": "t:2"})
    assert (found.matches[0].mention_id, found.matches[0].record_id) == ("t:2#person", "t:2")
    assert found.review[0].mentions == ("t:2#person", "t:1#person")
    assert {found.matches[0].entity_id, found.review[0].entities[0], *found.split[0][1]} == {told, "P-1"}
