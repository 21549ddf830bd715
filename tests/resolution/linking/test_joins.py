"""What phones of other years, shared dwellings, employers and masked numbers may decide, and what they may not."""

import pytest

from tests.resolution.mentions import groups, number, person

ONE, OTHER = number("19750101", 1), number("19750101", 3)
DORMITORY = "贵州省毕节市七星关区市西街道学院路15号职院宿舍3栋{}室"
FIRM = "七星关区顺达盛餐饮管理有限公司"


def test_namesakes_of_one_dormitory_and_employer_stay_two() -> None:
    known = person("a:1", "王伟", ONE, addresses=[DORMITORY.format(301)], employer=FIRM)
    found = groups([known, person("b:1", "王伟", addresses=[DORMITORY.format(302)], employer=FIRM)])
    assert found == {frozenset({"a:1"}), frozenset({"b:1"})}


def test_of_two_namesakes_born_on_one_day_the_colleague_is_meant() -> None:
    said = [person("a:1", "王伟", ONE, employer=FIRM), person("b:1", "王伟", OTHER, employer="七星关区自来水厂")]
    lost = person("c:1", "王伟", birth_date="1975-01-01", employer="毕节市七星关区顺达盛餐饮管理有限责任公司")
    assert groups([*said, lost]) == {frozenset({"a:1", "c:1"}), frozenset({"b:1"})}
    assert groups([*said, lost | {"employer": None}]) == {frozenset({name}) for name in ("a:1", "b:1", "c:1")}


def test_who_takes_over_a_number_is_not_who_gave_it_back() -> None:
    before = person("a:1", "王建国", ONE, phones=["13800001234"], seen_from="2008-01-01", seen_to="2009-01-01")
    after = person("b:1", "王建军", phones=["13800001234"], seen_from="2020-01-01", seen_to="2020-01-01")
    assert groups([before, after]) == {frozenset({"a:1"}), frozenset({"b:1"})}


def test_who_hides_his_name_is_found_by_birth_and_dwelling_unless_two_there_fit() -> None:
    home = {"addresses": [DORMITORY.format(301)]}
    known, lost = person("a:1", "王伟", ONE, **home), person("c:1", "王某", birth_date="1975-01-01", **home)
    assert groups([known, lost]) == {frozenset({"a:1", "c:1"})}
    assert groups([known, lost, person("b:1", "王军", OTHER, **home)]) == {frozenset({f"{x}:1"}) for x in "abc"}


@pytest.mark.parametrize("written", ["王季艳", "王明艳"])
def test_a_name_with_one_other_character_is_a_twins_whatever_else_agrees(written: str) -> None:
    said = {"birth_date": "1975-01-01", "phones": ["13800001234"], "addresses": [DORMITORY.format(301)]}
    assert len(groups([person("a:1", "王秀艳", number(), **said), person("b:1", written, **said)])) == 2


@pytest.mark.parametrize(("born", "together"), [("1975-01-01", True), ("1975-05-01", True), ("1975-02-01", False)])
def test_in_one_case_the_year_or_month_of_a_birth_does_not_speak_against_its_day(born: str, together: bool) -> None:
    case = [("Case", "（2026）黔0502执1号")]
    known, lost = (
        person("a:1", "王伟", number("19750523"), nodes=case),
        person("b:1", "王维", birth_date=born, nodes=case),
    )
    assert (len(groups([known, lost])) == 1) == together


@pytest.mark.parametrize("masked", [ONE[:6] + "*" * 8 + ONE[14:], ONE[:4] + "*" * 10 + ONE[14:], "*" * 14 + ONE[14:]])
def test_the_last_four_of_a_number_say_whose_it_is_however_much_of_the_area_a_mask_shows(masked: str) -> None:
    namesake = person("c:1", "王伟", OTHER)
    found = groups([person("a:1", "王伟", ONE), namesake, person("b:1", "王伟", masked)])
    assert found == {frozenset({"a:1", "b:1"}), frozenset({"c:1"})}


@pytest.mark.parametrize("masked", [ONE[:4] + "*" * 14, ONE[:4] + "*" * 13 + ONE[17:], ONE[:4] + "*" * 10 + "0023"])
def test_a_mask_that_shows_less_or_does_not_fit_joins_nobody(masked: str) -> None:
    assert len(groups([person("a:1", "王伟", ONE), person("b:1", "王伟", masked)])) == 2


@pytest.mark.parametrize(
    ("one", "other", "together"),
    [
        (ONE, ONE[:6] + "******" + ONE[14:17], True),
        (ONE, ONE[:6] + "****" + ONE[14:], True),
        (ONE[:6] + "*" * 8 + ONE[14:], ONE[:14] + "*" * 4, True),
        (ONE[:6] + "*" * 8 + ONE[14:], ONE[:12] + "*" * 5 + "3", False),
    ],
    ids=["fifteen", "too few stars", "two masks of one", "two masks of two"],
)
def test_a_mask_that_may_be_of_the_same_number_parts_nobody(one: str, other: str, together: bool) -> None:
    said = {"phones": ["13800001234"], "addresses": [DORMITORY.format(301)]}
    assert (len(groups([person("a:1", "王伟", one, **said), person("b:1", "王伟", other, **said)])) == 1) == together
