"""Reading models: what is bound, and every mistake told with its line and the nearest known name."""

from datetime import date
from pathlib import Path

import pytest

from core.errors import UserError
from queries.model import BUILT_IN, read_model, read_models
from queries.model_types import parameter_value, parameters_of

MODEL = """\
id: X01
title: {zh: 示例}
department: criminal
maturity: draft
revision: 1
action: 核查
exclusions: {excused: {zh: 可以谅解}}
legal_basis:
  art1:
    - {law: 某法, article: "1", from: 2000-01-01, until: 2019-12-31, checked: unverified}
    - {law: 某法, article: "2", from: 2020-01-01, checked: verified}
group_severity:
  - {of: [R1, R2], at_least: 2, severity: 5}
rules:
  R1:
    title: {zh: 规则一}
    needs: [ca_death]
    severity: 3
    legal_basis: [art1]
    exclusions: [excused]
    out_of: "MATCH (p:Person) RETURN count(p) AS n"
    parameters: {days: {type: whole, default: 3, min: 1, max: 9, zh: 天数}}
    shows: {gap: {zh: 间隔}}
    says: {zh: "{principal}间隔{gap}天", en: "{principal}: {gap} days"}
  R2:
    title: {zh: 规则二}
    needs: [ca_death]
    severity: 2
    legal_basis: [art1]
    out_of: "MATCH (p:Person) RETURN count(p) AS n"
    says: {zh: "{principal}", en: "{principal}"}
"""
R1 = "MATCH (p:Person) WHERE p.death_date_day + $days < $as_of_day RETURN p.id AS principal"


def write(folder: Path, text: str = MODEL, **queries: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "model.yaml").write_text(text, "utf-8")
    for rule, query in {"R1": R1, "R2": "RETURN 1", **queries}.items():
        (folder / f"{rule}.cypher").write_text(query, "utf-8")
    return folder


def mistakes(folder: Path) -> str:
    with pytest.raises(UserError) as told:
        read_model(folder)
    return str(told.value)


def test_a_model_is_read_with_its_queries(tmp_path: Path) -> None:
    model = read_model(write(tmp_path / "x"))
    assert model.rules["R1"].uses == {"days", "as_of_day"}
    assert model.rules["R1"].match_conf == 0.95
    assert model.rules["R2"].cypher == "RETURN 1"


def test_the_version_of_the_law_is_that_of_the_day(tmp_path: Path) -> None:
    model = read_model(write(tmp_path / "x"))
    assert [c.article for c in model.citations("R1", date(2019, 12, 31))] == ["1"]
    assert [c.article for c in model.citations("R1", date(2020, 1, 1))] == ["2"]


def test_rules_that_hit_together_weigh_more(tmp_path: Path) -> None:
    model = read_model(write(tmp_path / "x"))
    assert [model.severity("R2", {"R2"}), model.severity("R2", {"R1", "R2"})] == [2, 5]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("maturity:", "maturty:", "line 4: maturty is not known; did you mean maturity?"),
        ("    needs: [ca_death]\n    severity: 3", "    severity: 3", "line 15: rules.R1.needs is missing"),
        ("severity: 3", "severity: nine", "line 18: rules.R1.severity must be a whole number"),
        ("severity: 3", "severity: 9", "line 18: rules.R1.severity must be 5 or less"),
        ("exclusions: [excused]", "exclusions: [excuse]", "rule R1 has the exclusion excuse; did you mean excused?"),
        ("legal_basis: [art1]\n    exc", "legal_basis: [art7]\n    exc", "rule R1 rests on art7; did you mean art1?"),
        ("of: [R1, R2]", "of: [R1, R9]", "group_severity names rule R9; known are R1, R2."),
        ("间隔{gap}天", "间隔{gaps}天", "uses {gaps}; did you mean gap?"),
        ("gap: {zh", "amount: {zh", "amount is a column of every rule"),
        ("default: 3", "default: 10", "The parameter days is 10, but must lie between 1.0 and 9.0."),
        ("default: 3", "default: x", "must be of type whole"),
        ("until: 2019-12-31", "until: 2019-06-30", "line 9: the versions of art1 leave a gap or overlap"),
        ("revision: 1", "revision: 1\nrevision: 2", "line 6: revision is given twice"),
        ("exclusions: {excused", f"exclusions: {{{'e' * 61}", "line 7: exclusions.e"),
        ("  R2:", f"  {'R' * 41}:", "line 25: rules.R"),
        (
            "title: {zh: 规则一}",
            "title: {zh: 规则一, de: x}",
            "line 16: rules.R1.title.de is not known; known are en, zh.",
        ),
    ],
)
def test_a_mistake_is_told_with_line_and_nearest_name(tmp_path: Path, old: str, new: str, told: str) -> None:
    folder = write(tmp_path / "x", MODEL.replace(old, new, 1))
    assert told in mistakes(folder)


def test_all_mistakes_are_told_at_once(tmp_path: Path) -> None:
    text = MODEL.replace("maturity: draft", "maturity: ripe").replace("severity: 2", "weight: 2")
    found = mistakes(write(tmp_path / "x", text))
    assert "has 3 mistake(s)" in found
    assert all(part in found for part in ("maturity", "rules.R2.weight is not known", "rules.R2.severity is missing"))


def test_a_query_must_be_there_and_use_what_is_declared(tmp_path: Path) -> None:
    folder = write(tmp_path / "x", R1="MATCH (p) WHERE p.x < $day // $as_of_dax\nRETURN '$no'", R2=" ")
    found = mistakes(folder)
    assert "the query of rule R1 uses $day; did you mean days?" in found
    assert "the query of rule R1 does not use $days" in found
    assert "the query of rule R2 is missing or empty" in found
    assert "as_of_dax" not in found


def test_what_is_no_yaml_is_told_with_its_line(tmp_path: Path) -> None:
    assert "line 2: not valid YAML" in mistakes(write(tmp_path / "x", "id: X01\ntitle: {zh: [}\n"))


def test_a_users_folder_adds_models(tmp_path: Path) -> None:
    write(tmp_path / "mine" / "x")
    found = [model.id for model in read_models([tmp_path / "mine"])]
    assert {"M19", "X01"} <= set(found)
    assert found == sorted(found)


def test_an_id_that_is_taken_is_refused(tmp_path: Path) -> None:
    write(tmp_path / "mine" / "x", MODEL.replace("X01", "M19"))
    with pytest.raises(UserError, match="M19 is already given by"):
        read_models([tmp_path / "mine"])


def test_a_folder_without_a_model_is_told(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="holds no model"):
        read_models([tmp_path])


def test_comments_and_strings_hold_no_parameters() -> None:
    assert parameters_of("// $a\nRETURN $b + '$c' + \"$d\"") == {"b"}


def test_values_take_the_type_of_their_parameter() -> None:
    rule = read_model(BUILT_IN / "multi_case").rules["R1"]
    assert parameter_value("recid_years", rule.parameters["recid_years"], "7") == 7
