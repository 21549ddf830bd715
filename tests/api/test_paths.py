"""What `clew path` tells of a tie: when it was in force and where the rows stand that say so."""

from datetime import date
from pathlib import Path as File

import pytest

from api.paths import as_data, as_lines
from graph.path_search import HUB
from graph.store import Edge, Node, RankedPath
from tests.api.command_line import AS_OF, run_clew

HE, SHE = (Node(f"P-{n * 16}", "Person", {"name": name}) for n, name in (("a", "李大明"), ("b", "王小红")))
SPOUSE = Edge("SPOUSE", HE.id, SHE.id, {"valid_to": date(2014, 10, 25), "records": ["ca_marriage:1"]})
TIED = Edge("TIED_TO", HE.id, SHE.id, {"kind": "family", "records": ["ca_marriage:1"]})
PLACES = {"ca_marriage:1": [{"file": "婚姻.xlsx", "sheet": "离婚", "row": 7}]}


def path(*ties: Edge, nodes: tuple[Node, Node] = (HE, SHE)) -> RankedPath:
    """Return a path of one step; she has more ties than most."""
    return RankedPath(nodes, (ties,), (3, HUB + 1), 0.25)


def test_several_ties_of_one_pair_are_one_way_with_the_days_and_rows_of_each() -> None:
    assert as_lines(path(SPOUSE, TIED), PLACES, False) == [
        f"李** ({HE.id}) —SPOUSE + TIED_TO→ 王** ({SHE.id})",
        f"rarity 0.25; with many ties: {SHE.id} (201)",
        "SPOUSE until 2014-10-25",
        "  婚姻.xlsx / 离婚, row 7  ca_marriage:1",
        "TIED_TO (family)",
        "  婚姻.xlsx / 离婚, row 7  ca_marriage:1",
    ]


@pytest.mark.parametrize(
    ("known", "told"),
    [
        ({"at": date(2020, 1, 2)}, "SPOUSE on 2020-01-02"),
        ({"valid_from": date(2020, 1, 2)}, "SPOUSE from 2020-01-02"),
        ({"valid_from": date(2020, 1, 2), "valid_to": date(2021, 3, 4)}, "SPOUSE from 2020-01-02 to 2021-03-04"),
        ({"valid_from": date(2024, 3, 1), "valid_to": date(2016, 12, 31)}, "SPOUSE never at the same time"),
        ({}, "SPOUSE"),
    ],
)
def test_the_days_of_a_tie_are_told_in_words(known: dict[str, date], told: str) -> None:
    way, _, tie = as_lines(path(Edge("SPOUSE", HE.id, SHE.id, dict(known)), nodes=(SHE, HE)), {}, True)
    assert (way, tie) == (f"王小红 ({SHE.id}) ←SPOUSE— 李大明 ({HE.id})", told)


def test_programs_get_days_sizes_and_all_rows_or_the_first_with_their_number() -> None:
    many = {"ca_marriage:1": [{"file": "a.csv", "sheet": "", "row": row} for row in range(2, 10)]}
    told = as_data(path(SPOUSE), many, {}, False)
    assert [(node["title"], node["size"], node["hub"]) for node in told["nodes"]] == [
        ("李**", 3, False), ("王**", HUB + 1, True),
    ]  # fmt: skip
    ((edge,),) = told["steps"]
    assert [one["row"] for one in edge["evidence"]] == list(range(2, 10))
    ((edge,),) = as_data(path(SPOUSE), many, {}, False, 5)["steps"]
    assert (edge["valid_from"], edge["valid_to"]) == (None, date(2014, 10, 25))
    assert ([one["row"] for one in edge["evidence"]], edge["evidence_total"]) == ([2, 3, 4, 5, 6], 8)
    assert as_lines(path(SPOUSE), many, False)[-1] == "  and 3 rows more (--json names all)"


def test_a_tie_of_two_who_shared_a_thing_one_after_the_other_has_no_days() -> None:
    after = Edge("TIED_TO", HE.id, SHE.id, {"valid_from": date(2024, 3, 1), "valid_to": date(2016, 12, 31)})
    ((edge,),) = as_data(path(after), {}, {}, False)["steps"]
    assert (edge["valid_from"], edge["valid_to"], edge["apart"]) == (None, None, True)


def test_a_path_from_someone_to_the_same_is_refused(tmp_path: File) -> None:
    (tmp_path / "exports").mkdir()
    rows = "登记字号,类型,男方姓名,男方身份证号,女方姓名,女方身份证号,登记日期,登记机关\n"
    rows += "J-1,结婚,李大明,522401198503120011,王小红,522401199007150021,2020-01-05,某区民政局\n"
    (tmp_path / "exports" / "marriages.csv").write_text(rows, "utf-8")
    assert run_clew("run", tmp_path / "exports", "-w", tmp_path / "ws", "--as-of", AS_OF).returncode == 0
    done = run_clew("path", "李大明", "522401198503120011", "-w", tmp_path / "ws")
    assert (done.returncode, "Both are the same entity, P-" in done.stderr) == (1, True)
    done = run_clew("path", "李大明", "王小红", "-w", tmp_path / "ws")
    assert "SPOUSE from 2020-01-05" in done.stdout
    assert "Not all was looked at" not in done.stdout
    assert "marriages.csv, row 2  ca_marriage:" in done.stdout
