"""The graph schema is whole: one type per name, titles for people, dates in every form that rules compare."""

from collections import defaultdict

from graph.schema import AT, INTERVAL, Element, load_schema

SCHEMA = load_schema()
ELEMENTS: list[Element] = [*SCHEMA.nodes.values(), *SCHEMA.relationships.values()]
TYPES = {"string", "strings", "int", "float", "bool", "date", "timestamp"}


def test_a_property_name_has_one_type_everywhere() -> None:
    types = defaultdict(set)
    for element in ELEMENTS:
        for found in element.properties:
            types[found.name].add(found.type)
    assert {name: found for name, found in types.items() if len(found) > 1 or not found <= TYPES} == {}


def test_no_element_has_a_property_twice() -> None:
    names = {element.name: [found.name for found in element.properties] for element in ELEMENTS}
    assert {name: found for name, found in names.items() if len(found) != len(set(found))} == {}


def test_everything_has_titles_and_a_sensitivity() -> None:
    assert [e.name for e in ELEMENTS if not e.title_zh or not e.title_en] == []
    untitled = [f"{e.name}.{p.name}" for e in ELEMENTS for p in e.declared if not p.title or p.level not in range(1, 5)]
    assert untitled == []


def test_a_caption_is_a_property_of_its_label() -> None:
    assert [n.label for n in SCHEMA.nodes.values() if n.caption not in {p.name for p in n.declared}] == []


def test_ends_are_labels_and_distinguishing_properties_exist() -> None:
    for kind in SCHEMA.relationships.values():
        assert kind.ends, kind.name
        assert {label for pair in kind.ends for label in pair} <= set(SCHEMA.nodes), kind.name
        assert set(kind.distinguished_by) <= {found.name for found in kind.properties}, kind.name


def test_workdays_are_dates_of_their_element() -> None:
    for element in ELEMENTS:
        dates = {found.name for found in element.properties if found.type == "date"}
        assert set(element.workdays) <= dates, element.name


def test_derived_names_are_declared() -> None:
    known = {f"{e.name}.{p.name}" for e in ELEMENTS for p in e.declared} | {e.name for e in ELEMENTS}
    assert set(SCHEMA.derived) <= known


def test_a_date_in_another_form_is_as_sensitive_as_the_date() -> None:
    person = SCHEMA.entity("P-0123456789abcdef")
    assert person.level("birth_date_day") == person.level("birth_date") == 3
    assert person.level("death_date_cal") == 2


def test_what_is_not_declared_counts_as_personal() -> None:
    assert SCHEMA.nodes["Undecided"].level("birth_date") == 3
    assert SCHEMA.entity("O-0123456789abcdef").level("name") == 2


def test_dates_and_intervals_bring_the_numbers_that_rules_compare() -> None:
    case = {found.name: found.type for found in SCHEMA.nodes["Case"].properties}
    assert set(INTERVAL) | set(AT) <= set(case)
    assert {
        case[name] for name in ("accepted_day", "accepted_cal", "from_workday", "to_workday", "published_on_workday")
    }
    assert case["accepted_day"] == case["to_workday"] == "int"
    assert "accepted_workday" not in case


def test_records_come_last_and_confidence_only_on_relationships() -> None:
    assert SCHEMA.nodes["Case"].properties[-1].name == "records"
    assert [found.name for found in SCHEMA.relationships["OWNS"].properties[-2:]] == ["records", "confidence"]
