"""What a number that is valid by chance says, and what one says that looks damaged but is whole."""

from typing import Any

import pytest

from resolution.normalise import numbers
from tests.resolution.mentions import groups, number, person


def rounded_to_a_valid_one() -> tuple[str, str]:
    """A number, and what a spreadsheet made of it, whose check holds by chance."""
    for sequence in range(1, 1000):
        whole = number("19750101", sequence)
        if whole[17] != "X" and (damaged := f"{float(whole):.0f}") != whole:
            read = numbers.parse(damaged)
            if read and read.valid:
                return whole, damaged
    raise AssertionError("no number is rounded to a valid one")


def ending_in_zeros() -> str:
    """A whole number that ends in 000."""
    return next(n for day in range(1, 29) if (n := number(f"197501{day:02d}", 100)).endswith("000"))


def test_a_number_that_a_spreadsheet_rounded_to_a_valid_one_is_the_one_its_name_bears() -> None:
    whole, damaged = rounded_to_a_valid_one()
    found = groups([person("a:1", "王建国", whole), person("b:1", "王建国", damaged), person("c:1", "李卫东", damaged)])
    assert found == {frozenset({"a:1", "b:1"}), frozenset({"c:1"})}


def test_a_number_that_two_of_one_name_may_have_been_rounded_to_is_neithers() -> None:
    made: dict[str, list[str]] = {}
    for sequence in range(1, 1000):
        if (whole := number("19750101", sequence)).isdecimal():
            made.setdefault(f"{float(whole):.0f}", []).append(whole)
    one, other, damaged = next(
        (*[one for one in meant if one != shown][:2], shown) for shown, meant in made.items()
        if len(meant) > 2 and (read := numbers.parse(shown)) and read.valid
    )  # fmt: skip
    said = [person(f"{table}:1", "王建国", shown) for table, shown in zip("abc", (one, other, damaged), strict=True)]
    assert len(groups(said)) == 3


def test_a_number_of_one_raised_into_the_wrong_century_is_the_one_its_name_bears() -> None:
    whole = number("19750101", 997)
    fifteen = whole[:6] + whole[8:17]
    found = groups([person("a:1", "王建国", whole), person("b:1", "王建国", fifteen), person("c:1", "李卫东", fifteen)])
    assert found == {frozenset({"a:1", "b:1"}), frozenset({"c:1"})}


def test_a_number_that_ends_in_zeros_is_whole_where_two_tables_show_it_under_one_name() -> None:
    ending = ending_in_zeros()
    assert groups([person("a:1", "李秀英", ending), person("b:1", "李秀英", ending), person("c:1", None, ending)]) == {
        frozenset({"a:1", "b:1", "c:1"})
    }
    assert frozenset({"c:1"}) in groups([person("a:1", "李秀英", ending), person("c:1", None, ending)])


def test_a_number_that_ends_in_zeros_is_not_whole_where_one_of_that_name_bears_what_it_may_have_been() -> None:
    ending = ending_in_zeros()
    meant = number(ending[6:14], 101)
    said = [person("a:1", "李秀英", ending), person("b:1", "李秀英", ending), person("c:1", "李秀英", meant)]
    assert groups(said) == {frozenset({"a:1", "b:1", "c:1"})}


OWN = number("19820617", 33)


@pytest.mark.parametrize(
    "others",
    [
        pytest.param([person("a:1", "丁一", OWN, birth_date="1955-11-23"),
                      person("b:1", "丁一", OWN, birth_date="1955-11-23")], id="no row contradicts him"),
        pytest.param([person("a:1", "丁一", OWN), person("c:2", "王伟", OWN)], id="it stands on more rows"),
    ],
)  # fmt: skip
def test_of_two_names_that_one_bears_the_number_for_which_more_speaks(others: list[dict[str, Any]]) -> None:
    found = groups([*others, person("c:1", "王伟", OWN), person("d:1", None, OWN)])
    assert any({"c:1", "d:1"} <= group and "a:1" not in group for group in found)


def test_one_row_with_another_birth_date_takes_nobodys_number_from_him() -> None:
    known = [person("a:1", "王伟", OWN), person("b:1", "王伟", OWN, birth_date="1955-11-23")]
    assert groups(known) == {frozenset({"a:1", "b:1"})}


def test_the_first_of_the_month_or_of_the_year_is_no_other_birth_date() -> None:
    said = []
    for table, name, own, born in (
        ("a", "王伟", OWN, "1982-06-01"),
        ("b", "李红", number("19820617", 34), "1982-01-01"),
    ):
        said += [person(f"{table}:{i}", name, own, birth_date=born) for i in (1, 2)]
        said.append(person(f"{table}:3", None, own, birth_date=born))
    assert groups(said) == {frozenset({f"{table}:{i}" for i in (1, 2, 3)}) for table in "ab"}


def test_rows_that_mostly_show_another_birth_date_show_the_number_of_another() -> None:
    strange = {"birth_date": "1955-11-23"}
    said = [person("a:1", "王伟", OWN, **strange), person("b:1", "王伟", OWN, **strange), person("c:1", "王伟", OWN)]
    assert frozenset({"c:1"}) in groups(said)


@pytest.mark.parametrize(("name", "owns"), [("王芳", False), ("王纬", True), ("王韦", True)])
def test_of_two_characters_a_name_that_does_not_look_alike_is_not_misspelt(name: str, owns: bool) -> None:
    found = groups([person("a:1", "王伟", OWN), person("b:1", "王伟", OWN), person("c:1", name, OWN)])
    assert (frozenset({"a:1", "b:1", "c:1"}) in found) is owns


def test_two_characters_look_alike_also_as_they_were_written_before_they_were_simplified() -> None:
    assert len(groups([person("a:1", "王莉", OWN), person("b:1", "王莉", OWN), person("c:1", "王荊", OWN)])) == 1


def test_a_name_that_hides_all_of_itself_is_nobodys() -> None:
    case = {"nodes": [("Case", "Case-1")]}
    found = groups([person("a:1", "王伟", OWN, **case), person("b:1", "**", **case), person("c:1", "某某", OWN)])
    assert found == {frozenset({"a:1"}), frozenset({"b:1"}), frozenset({"c:1"})}


@pytest.mark.parametrize(
    ("name", "owns"), [("徐福明", False), ("王建明", False), ("王伟明", True), ("WANG WEIGUO", True)]
)
def test_the_birth_that_the_number_says_does_not_speak_for_another_name(name: str, owns: bool) -> None:
    born = {"birth_date": "1982-06-17"}
    found = groups(
        [person("a:1", "王伟国", OWN, **born), person("b:1", "王伟国", OWN), person("c:1", name, OWN, **born)]
    )
    assert (frozenset({"a:1", "b:1", "c:1"}) in found) is owns


@pytest.mark.parametrize(
    ("borne", "written"),
    [("姜飞帆", "姜飞飞帆"), ("韩小铭", "韩铭"), ("刘娜芳", "娜芳"), ("郭素秀", "郭素秀1"), ("雷志军", "雷军志"),
     ("买买提·吐尔逊", "买买提"), ("玉素甫·吐尔逊", "玉苏普·图尔荪")],
)  # fmt: skip
def test_under_one_number_a_slip_of_the_name_is_no_other_person(borne: str, written: str) -> None:
    bearer = [person("a:1", borne, OWN), person("b:1", borne, OWN)]
    assert len(groups([*bearer, person("c:1", written, OWN)])) == 1
    assert len(groups([*bearer, person("c:1", written, OWN, birth_date="2008-03-09")])) == 2


@pytest.mark.parametrize(("borne", "written"), [("扎西次仁", "次仁扎西"), ("王伟国", "王建明"), ("王伟", "王")])
def test_under_one_number_more_than_a_slip_is_another_name(borne: str, written: str) -> None:
    assert len(groups([person("a:1", borne, OWN), person("b:1", borne, OWN), person("c:1", written, OWN)])) == 2


def test_a_hidden_name_with_the_birth_of_a_child_is_not_the_parents_whose_number_stands_there() -> None:
    found = groups([person("a:1", "王伟", OWN), person("b:1", "王某1", OWN, birth_date="2010-05-06")])
    assert found == {frozenset({"a:1"}), frozenset({"b:1"})}
    assert len(groups([person("a:1", "王伟", OWN), person("b:1", "王某1", OWN)])) == 1


@pytest.mark.parametrize(("written", "one"), [("陈先生", False), ("陈女士", True)])
def test_a_title_tells_the_sex(written: str, one: bool) -> None:
    case = {"phones": ["13800001234"], "nodes": [("Case", "Case-1")]}
    found = groups([person("a:1", "陈珠秀", number("19820617", 34), **case), person("b:1", written, **case)])
    assert (len(found) == 1) is one


@pytest.mark.parametrize("told", ["at one home", "on one row", "by the sex"])
def test_a_name_near_the_bearers_with_his_birth_is_a_relatives_if_the_rows_tell(told: str) -> None:
    born, home = {"birth_date": "1982-06-17"}, ["七星关区碧阳小区3栋2单元501室"]
    said = [person("a:1", "王国伟", OWN, **born, addresses=home), person("b:1", "王国伟", OWN)]
    relative = person("c:1", "王国强", OWN, **born)
    assert len(groups([*said, relative])) == 1
    if told == "at one home":
        said.append(person("d:1", "王国强", number("20080309", 35), addresses=home))
    elif told == "on one row":
        said.append(person("c:1", "王国伟", OWN, role="father"))
    else:
        relative["sex"] = "female"
    assert not any("c:1" in group and "b:1" in group for group in groups([*said, relative]))


def test_a_former_name_that_repeats_the_name_makes_nobody_the_bearer_of_anothers_number() -> None:
    bearer = [person("a:1", "朱国峰", OWN, other_names=["朱国峰"]), person("b:1", "朱国峰", OWN)]
    assert len(groups([*bearer, person("c:1", "黄洋洋", OWN, other_names=["黄洋洋"])])) == 2
    assert len(groups([*bearer, person("c:1", "朱洋洋", OWN)])) == 2


def test_a_name_of_several_tables_is_the_one_that_a_repeated_former_name_stands_for() -> None:
    said = [person("a:1", "朱国峰", OWN, birth_date="1982-06-17", other_names=["朱国峰"]),
            person("b:1", "朱洋洋", OWN), person("c:1", "朱洋洋", OWN)]  # fmt: skip
    assert len(groups(said)) == 1
    assert len(groups([said[0] | {"other_names": []}, *said[1:]])) == 2


@pytest.mark.parametrize("role", ["a former name", "the name of today"])
def test_a_name_that_a_row_states_beside_the_other_is_the_same_persons(role: str) -> None:
    names = ("朱国峰", "黄洋洋") if role == "a former name" else ("黄洋洋", "朱国峰")
    bearer = [person(f"{table}:1", "朱国峰", OWN, other_names=["黄洋洋"] * (names[0] == "朱国峰")) for table in "ab"]
    other = person("c:1", "黄洋洋", OWN, other_names=["朱国峰"] * (names[0] == "黄洋洋"))
    assert len(groups([*bearer, other])) == 1


PASSPORT = {"birth_date": "1985-02-03", "number_type": "passport"}


@pytest.mark.parametrize(
    ("name", "slots", "one"),
    [("NGUYEN VAN HUNG", PASSPORT, True), ("NGUYEN VAN HUNG", PASSPORT | {"birth_date": "1990-05-06"}, False),
     ("阮文雄", {}, True), ("阮文雄", {"number_type": "citizen"}, False)],
)  # fmt: skip
def test_one_passport_is_one_persons(name: str, slots: dict[str, Any], one: bool) -> None:
    found = groups([person("a:1", "阮文雄", "B1234567", **PASSPORT), person("b:1", name, "B1234567", **slots)])
    assert (len(found) == 1) is one


def test_a_birth_that_is_read_off_the_number_of_another_is_no_birth() -> None:
    phone, spouse = ["13800001234"], number("19900206", 34)
    said = [person("a:1", "彭大鹏", OWN, birth_date="1982-06-17", phones=phone),
            person("b:1", "刘芳紫", spouse, birth_date="1990-02-06"), person("b:2", "刘芳紫", spouse),
            person("c:1", "彭大鹏", spouse, birth_date="1990-02-06", phones=phone)]  # fmt: skip
    assert frozenset({"a:1", "c:1"}) in groups(said)
    said[3]["birth_date"] = "1990-02-09"
    assert frozenset({"c:1"}) in groups(said)


@pytest.mark.parametrize(("stated", "one"), [("1900-01-01", True), ("1899-12-30", True), ("1900-01-02", False)])
def test_the_day_on_which_calendars_begin_is_nobodys_birth(stated: str, one: bool) -> None:
    said = {"phones": ["13800001234"], "addresses": ["七星关区碧阳小区3栋2单元501室"]}
    found = groups([person("a:1", "彭大鹏", OWN, **said), person("b:1", "彭大鹏", birth_date=stated, **said)])
    assert (len(found) == 1) is one
