"""The simulated county hangs together, and stories can be planted in it."""

from datetime import date, timedelta
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest

from synth.county import build_world, close_books
from synth.people import numbers, places
from synth.tables import tables
from synth.world import World

AS_OF = date(2026, 6, 30)


@pytest.fixture(scope="module")
def world() -> World:
    built = build_world(1500, 7, AS_OF)
    close_books(built)
    return built


@pytest.fixture
def empty() -> World:
    return World(AS_OF, np.random.default_rng(5))


def checked(number: str) -> bool:
    """ISO 7064 MOD 11-2, written out another way than the generator does."""
    rest = 0
    for character in number:
        rest = (rest * 2 + (10 if character == "X" else int(character))) % 11
    return rest == 1


def test_every_citizen_number_is_valid_and_tells_birth_and_sex(world: World) -> None:
    people = world.persons
    assert people["number"].is_unique
    for number, birth, sex in zip(people["number"], people["birth"], people["sex"], strict=True):
        assert checked(number)
        assert number[6:14] == f"{birth:%Y%m%d}"
        assert (int(number[16]) % 2 == 1) == (sex == "男")


@pytest.mark.parametrize(
    ("code", "valid"),
    [("91350100M000100Y43", True), ("91350100M000100Y44", False)],
)
def test_company_codes_end_in_the_check_character_of_gb_32100(code: str, valid: bool) -> None:
    total = sum(numbers.COMPANY_CHARACTERS.index(c) * 3**place for place, c in enumerate(code[:17]))
    assert (numbers.COMPANY_CHARACTERS[(31 - total % 31) % 31] == code[17]) is valid


def test_generated_company_codes_are_valid_and_all_different(world: World) -> None:
    codes = world.organizations["uscc"]
    assert codes.is_unique
    for code in codes:
        total = sum(numbers.COMPANY_CHARACTERS.index(c) * 3**place for place, c in enumerate(code[:17]))
        assert numbers.COMPANY_CHARACTERS[(31 - total % 31) % 31] == code[17]


def test_area_codes_are_those_of_the_year_of_birth() -> None:
    assert places.DIVISIONS["520502"].birth_code(1990) == "522401"
    assert places.DIVISIONS["520502"].birth_code(2015) == "520502"
    assert places.DIVISIONS["520581"].birth_code(2022) == "520581"


def test_parents_are_a_generation_older_and_spouses_are_mutual(world: World) -> None:
    people = world.persons
    born = people["birth"].to_dict()
    for parent in ("father", "mother"):
        ages = [(born[child] - born[key]).days / 365.25 for child, key in people[parent].items() if key]
        assert len(ages) > 300
        assert min(ages) > 16
        assert max(ages) < 60
    spouse = people["spouse"].to_dict()
    assert all(spouse[other] == key for key, other in spouse.items() if other)


def test_children_have_their_fathers_surname_unless_the_name_is_dotted(world: World) -> None:
    people = world.persons
    called = people["name"].to_dict()
    pairs = [(called[child], called[father]) for child, father in people["father"].items() if father]
    plain = [(child, father) for child, father in pairs if "·" not in child + father]
    assert all(child[0] == father[0] for child, father in plain)


def test_there_are_twins_namesakes_and_names_with_dots(world: World) -> None:
    people = world.persons
    siblings = people[people["father"] != ""].groupby(["father", "birth"]).size()
    assert (siblings == 2).any()
    assert people.duplicated(["name", "birth", "sex"], keep=False).any()
    assert people["name"].str.contains("·").any()


def test_nobody_marries_under_age_and_divorces_follow_marriages(world: World) -> None:
    rows = world.rows("ca_marriage")
    born = world.persons["birth"].to_dict()
    weddings = rows[rows["reg_type"] == "结婚"]
    assert all(
        (day - born[m]).days > 21.9 * 365 for day, m in zip(weddings["reg_date"], weddings["_who_man"], strict=True)
    )
    wed: dict[tuple[str, str], date] = {}
    for kind, man, woman, day in rows.sort_values("reg_date")[
        ["reg_type", "_who_man", "_who_woman", "reg_date"]
    ].values:
        if kind == "结婚":
            wed[man, woman] = day
        else:
            assert wed.get((man, woman), date.min) < day


def test_nothing_happens_after_the_day_of_the_data(world: World) -> None:
    planned = {"planned_end_date", "term_end_date", "end_date", "lease_end", "expire_date", "effect_to"}
    for name, table in tables().items():
        rows = world.rows(name)
        for field, kind in table.types.items():
            if kind == "date" and field not in planned:
                late = [day for day in rows[field] if day is not None and day > AS_OF]
                assert not late, (name, field, late[:3])


def test_every_table_has_rows_that_name_the_right_people(world: World) -> None:
    number = world.persons["number"].to_dict()
    for name in tables():
        assert len(world.rows(name)), name
    suspects = world.rows("ps_suspect")
    assert [number[who] for who in suspects["_who_suspect"]] == suspects["id_no"].tolist()


def test_custody_of_one_person_never_overlaps_by_more_than_a_day(world: World) -> None:
    rows = world.rows("pr_inmate")
    for _, stays in rows.groupby("_who_inmate"):
        spans = sorted(zip(stays["intake_date"], [day or AS_OF for day in stays["release_date"]], strict=True))
        assert all(later[0] >= earlier[1] - timedelta(days=1) for earlier, later in pairwise(spans))


def test_the_number_of_rows_grows_with_the_county(world: World) -> None:
    rows = sum(len(world.rows(name)) for name in tables())
    assert 4 < rows / len(world.persons) < 7


def test_the_same_seed_gives_the_same_world_and_another_seed_another(world: World) -> None:
    again, other = build_world(1500, 7, AS_OF), build_world(1500, 8, AS_OF)
    pd.testing.assert_frame_equal(world.persons, again.persons)
    pd.testing.assert_frame_equal(world.rows("ct_party"), again.rows("ct_party"))
    assert not world.persons["number"].equals(other.persons["number"])


def test_a_new_child_fits_its_parents(empty: World) -> None:
    father = empty.new_person(sex="男", birth=date(1980, 5, 1), name="欧阳建国")
    child = empty.person(empty.new_person(father=father, birth=date(2015, 3, 2), sex="女"))
    assert child["name"].startswith("欧阳")
    assert child["household"] == empty.person(father)["household"]
    assert child["residence_address"] == empty.person(father)["residence_address"]
    assert child["number"].startswith("52050220150302")
    assert checked(child["number"])


def test_pick_gives_nobody_twice_and_nobody_with_a_part(empty: World) -> None:
    people = [empty.new_person(birth=date(1990, 1, 1)) for _ in range(6)]
    empty.new_person(birth=date(2015, 1, 1))
    empty.add("pr_inmate", {"inmate_no": "1"}, inmate=people[0])
    picked = [empty.pick(min_age=20, max_age=50) for _ in range(5)]
    assert sorted(picked) == sorted(people[1:])
    with pytest.raises(LookupError, match="simulate more"):
        empty.pick(min_age=20, max_age=50)


def test_rows_are_filled_in_from_those_they_are_about(empty: World) -> None:
    debtor, creditor = empty.new_person(), empty.new_organization()
    other = empty.new_person()
    empty.add("ct_enforcement", {"exec_no": "（2023）黔0502执1号"}, debtor=debtor, creditor=(other, creditor))
    row = empty.rows("ct_enforcement").iloc[0]
    assert row["debtor_id_no"] == empty.person(debtor)["number"]
    assert row["creditor_name"] == f"{empty.person(other)['name']}、{empty.organization(creditor)['name']}"
    assert row["_who_creditor"] == (other, creditor)
    assert row["close_date"] is None


def test_numbers_on_public_lists_are_masked(empty: World) -> None:
    debtor = empty.new_person()
    empty.add("ct_credit_list", {"list_type": "失信", "exec_no": "1"}, debtor=debtor)
    number = empty.person(debtor)["number"]
    assert empty.rows("ct_credit_list")["debtor_id_masked"].iloc[0] == f"{number[:10]}****{number[14:]}"


def test_fields_a_table_does_not_have_are_refused(empty: World) -> None:
    with pytest.raises(KeyError, match="ca_death has no nam"):
        empty.add("ca_death", {"nam": "x"})
    with pytest.raises(KeyError, match="ca_death has no who"):
        empty.add("ca_death", {}, who="P0000001")


def test_marrying_and_divorcing_leaves_two_rows(empty: World) -> None:
    man, woman = empty.new_person(sex="男"), empty.new_person(sex="女")
    empty.marry(man, woman, date(2010, 5, 20))
    assert empty.person(man)["spouse"] == woman
    empty.divorce(man, woman, date(2020, 5, 20))
    assert empty.person(man)["spouse"] == ""
    assert empty.rows("ca_marriage")["reg_type"].tolist() == ["结婚", "离婚"]


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("刑初", "（2023）黔0502刑初1号"),
        ("刑终", "（2023）黔05刑终1号"),
        ("执恢", "（2023）黔0502执恢1号"),
        ("procuratorate", "毕七检刑诉〔2023〕1号"),
        ("police", "A5205020010002023090001"),
    ],
)
def test_case_numbers_have_their_usual_form(empty: World, kind: str, text: str) -> None:
    assert empty.case_no(kind, 2023, month=9) == text


def test_unit_numbers_have_28_characters_and_differ(empty: World) -> None:
    units = [empty.next_no("unit") for _ in range(5000)]
    assert len(set(units)) == 5000
    assert {len(unit) for unit in units} == {28}


def test_plates_vins_and_phones_do_not_repeat(empty: World) -> None:
    for kind, length in (("plate", 7), ("electric_plate", 8), ("vin", 17), ("phone", 11)):
        drawn = [empty.next_no(kind) for _ in range(20_000)]
        assert len(set(drawn)) == len(drawn)
        assert {len(number) for number in drawn} == {length}
    assert not set("IO") & set("".join(empty.next_no("plate")[2:] for _ in range(1000)))


def test_an_unknown_kind_of_number_is_refused(empty: World) -> None:
    with pytest.raises(ValueError, match="known are contract"):
        empty.next_no("contracts")
    with pytest.raises(ValueError, match="known are police"):
        empty.case_no("polis", 2020)
