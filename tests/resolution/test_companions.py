"""Who stands beside a known person is looked for among those around that person."""

from tests.resolution.mentions import groups, number, person

HUSBAND, WIFE = number("19750101", 1), number("19760202", 2)
SON, DAUGHTER = number("20050505", 1), number("20070707", 2)
HOUSE = [("Household", "Household-1")]
FAMILY = [
    person("p:1", "王建国", HUSBAND, nodes=HOUSE, birth_date="1975-01-01"),
    person("p:2", "李秀英", WIFE, nodes=HOUSE),
    person("p:3", "王小明", SON, nodes=HOUSE),
    person("p:4", "王小红", DAUGHTER, nodes=HOUSE),
    person("p:5", "李秀英", number("19800808", 4)),
]
AREA_ALONE = WIFE[:6] + "************"


def with_family(*said, ties=()) -> set[frozenset[str]]:
    """What becomes of the family, and of what else is said."""
    return groups([*FAMILY, *said], ties)


def test_a_wife_beside_her_husband_is_the_one_of_that_name_in_his_household() -> None:
    found = with_family(
        person("m:1", "王建国", HUSBAND), person("m:1", "李秀英", AREA_ALONE, role="wife"),
        person("n:1", "赵卫东", number("19700101", 9)), person("n:1", "李秀英", AREA_ALONE, role="wife"),
    )  # fmt: skip
    assert frozenset({"p:2", "m:1#wife"}) in found
    assert frozenset({"n:1#wife"}) in found


def test_who_shows_the_number_of_another_is_the_one_of_that_name_around_them() -> None:
    found = with_family(person("m:1", "王小明", HUSBAND), person("m:2", "赵卫东", HUSBAND))
    assert frozenset({"p:3", "m:1"}) in found
    assert frozenset({"m:2"}) in found


def test_a_mother_under_the_fathers_number_is_his_wife() -> None:
    known = [person("k:1", "王小明", SON), person("k:1", None, HUSBAND, role="father", sex="male"),
             person("k:1", None, WIFE, role="mother", sex="female")]  # fmt: skip
    child = [person("k:2", "王小红", DAUGHTER), person("k:2", None, HUSBAND, role="mother", sex="female")]
    ties = [(f"{row}#{parent}", "PARENT_OF", f"{row}#person")
            for row, parent in (("k:1", "father"), ("k:1", "mother"), ("k:2", "mother"))]  # fmt: skip
    assert frozenset({"p:2", "k:1#mother", "k:2#mother"}) in with_family(*known, *child, ties=ties)


def test_what_a_spreadsheet_left_of_one_mothers_number_is_one_mother_beside_one_father() -> None:
    left = WIFE[:15] + "***"
    rows = [("k:1", SON, "王小明"), ("k:2", DAUGHTER, "王小红")]
    said = [one for row, child, name in rows for one in (
        person(row, name, child), person(row, None, HUSBAND, role="father"), person(row, None, left, role="mother"),
    )]  # fmt: skip
    stranger = [person("k:9", "赵小强", number("20010101", 1)), person("k:9", None, left, role="mother")]
    found = groups([person("p:1", "王建国", HUSBAND), *said, *stranger])
    assert frozenset({"k:1#mother", "k:2#mother"}) in found


def test_who_shows_the_number_of_another_may_be_misspelt_where_the_sex_fits() -> None:
    woman = person("m:1", "李秀瑛", HUSBAND, sex="female")
    assert frozenset({"p:2", "m:1"}) in with_family(woman)
    assert frozenset({"m:2"}) in with_family(person("m:2", "李秀瑛", HUSBAND))
