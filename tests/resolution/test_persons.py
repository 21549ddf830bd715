"""Who is who among persons, one reason at a time."""

import pytest

from tests.resolution.mentions import entities, groups, number, person, write

WANG = number("19750101", 1)
OTHER = number("19750101", 3)
MOTHER = number("19500305", 2)
PHONE, HOME = ["13800001234"], ["七星关区碧阳小区3栋2单元501室"]


def together(*said, ties=()) -> bool:
    """Whether all mentions became one entity."""
    return len(groups(said, ties)) == 1


def test_one_number_and_one_name_are_one_person() -> None:
    assert together(person("a:1", "王建国", WANG), person("b:1", "王建国", WANG))


def test_fifteen_and_eighteen_digits_are_one_number() -> None:
    assert together(person("a:1", "王建国", WANG), person("b:1", "王建国", WANG[:6] + WANG[8:17]))


@pytest.mark.parametrize("written", ["王健国", "王建國", "汪建国", "王建GUO", "王建〇", "王某某", "王建日"])
def test_one_number_and_a_misspelt_name_are_one_person(written: str) -> None:
    assert together(person("a:1", "王建国", WANG), person("b:1", written, WANG))


def test_a_son_whose_name_is_one_character_from_his_fathers_keeps_apart_under_the_fathers_number() -> None:
    son = number("20010101", 1)
    father = person("a:1", "王小涛", WANG, addresses=HOME, birth_date="1975-01-01")
    slip = person("b:1", "王小强", WANG)
    assert together(father, slip)
    found = groups([father, slip, person("c:1", "王小强", son, addresses=HOME)])
    assert frozenset({"a:1"}) in found


def test_a_number_alone_belongs_to_its_bearer() -> None:
    assert together(person("a:1", "王建国", WANG), person("b:1", None, WANG))


def test_a_number_alone_under_the_other_sex_is_not_believed() -> None:
    assert not together(person("a:1", "王建国", WANG), person("b:1", None, WANG, sex="female"))


def test_a_child_under_the_mothers_number_stays_apart() -> None:
    assert not together(
        person("a:1", "李秀英", MOTHER, birth_date="1950-03-05"),
        person("b:1", "王小明", MOTHER, birth_date="2010-06-01"),
    )


def test_a_child_under_the_mothers_number_is_found_by_the_rest() -> None:
    child = number("20100601", 1)
    found = groups(
        [
            person("a:1", "李秀英", MOTHER, birth_date="1950-03-05"),
            person("b:1", "王小明", MOTHER, birth_date="2010-06-01", phones=PHONE),
            person("c:1", "王小明", child, birth_date="2010-06-01", phones=PHONE),
        ]
    )
    assert found == {frozenset({"a:1"}), frozenset({"b:1", "c:1"})}


def test_two_names_of_equal_weight_leave_a_number_to_neither() -> None:
    found = groups([person("a:1", "王建国", WANG), person("b:1", "李卫东", WANG), person("c:1", None, WANG)])
    assert {frozenset({"a:1"}), frozenset({"b:1"})} < found


def test_a_number_belongs_to_the_name_that_more_sources_know() -> None:
    found = groups([person("a:1", "王建国", WANG), person("b:1", "李卫东", WANG), person("c:1", "王建国", WANG)])
    assert found == {frozenset({"a:1", "c:1"}), frozenset({"b:1"})}


def test_a_birth_that_contradicts_the_number_is_not_outvoted_by_rows_without_one() -> None:
    assert not together(
        person("a:1", "王小明", MOTHER, birth_date="2010-06-01"),
        person("b:1", "王小明", MOTHER),
        person("c:1", None, MOTHER, sex="female"),
    )


def test_two_valid_numbers_are_never_one_person() -> None:
    facts = {"birth_date": "1975-01-01", "phones": PHONE, "addresses": HOME}
    assert not together(person("a:1", "王建国", WANG, **facts), person("b:1", "王建国", OTHER, **facts))


def test_two_valid_numbers_are_not_joined_through_a_third() -> None:
    facts = {"birth_date": "1975-01-01", "phones": PHONE, "addresses": HOME}
    found = groups(
        [
            person("a:1", "王建国", WANG, **facts),
            person("b:1", "王建国", OTHER, **facts),
            person("c:1", "王建国", None, **facts),
        ]
    )
    assert frozenset({"a:1", "b:1", "c:1"}) not in found
    assert not any({"a:1", "b:1"} <= group for group in found)


def test_a_passport_and_a_citizen_number_are_not_joined_through_a_third() -> None:
    case, other = ("Case", "Case-1"), ("Case", "Case-2")
    found = groups(
        [
            person("a:1", "王建国", WANG, nodes=[case]),
            person("b:1", "王建国", "E12345678", nodes=[other]),
            person("c:1", "王建国", None, nodes=[case], phones=PHONE),
            person("d:1", "王建国", None, nodes=[other], phones=PHONE),
        ]
    )
    assert not any({"a:1", "b:1"} <= group for group in found)


CARD = "AB1234567"


def test_a_card_that_looks_like_a_passport_is_evidence_at_most() -> None:
    con = write(":memory:", [person("a:1", "王建国", CARD), person("b:1", "王建国", CARD), person("c:1", None, CARD)])
    found = entities(con)
    assert found["c:1#person"] not in (found["a:1#person"], found["b:1#person"])
    assert not con.execute("FROM mention_entity WHERE match_basis = 'number'").fetchall()


def test_what_a_row_calls_a_passport_does() -> None:
    passport = {"number_type": "passport"}
    assert together(person("a:1", "王建国", CARD, **passport), person("b:1", "王建国", CARD, **passport))


def test_a_card_is_no_second_identity() -> None:
    case = [("Case", "Case-1")]
    assert together(person("a:1", "王建国", WANG, nodes=case), person("b:1", "王建国", CARD, nodes=case))
    assert not together(
        person("a:1", "王建国", WANG, nodes=case),
        person("b:1", "王建国", CARD, nodes=case, number_type="passport"),
    )


def test_a_corrected_number_joins_its_former_one() -> None:
    assert together(
        person("a:1", "王建国", WANG),
        person("b:1", "王建国", OTHER, old_numbers=[WANG]),
        person("c:1", "王建国", OTHER),
    )


def test_one_digit_wrong_joins_with_the_name() -> None:
    wrong = WANG[:16] + str((int(WANG[16]) + 5) % 10) + WANG[17]
    assert together(person("a:1", "王建国", WANG), person("b:1", "王建国", wrong))


@pytest.mark.parametrize("written", [WANG[:15] + WANG[16:], WANG[:17] + WANG[16:], WANG[:5] + WANG[6:]])
def test_a_digit_too_few_or_too_many_joins_with_the_name(written: str) -> None:
    assert together(person("a:1", "王建国", WANG), person("b:1", "王建国", written))


def test_one_digit_wrong_does_not_join_another_name() -> None:
    wrong = WANG[:16] + str((int(WANG[16]) + 5) % 10) + WANG[17]
    assert not together(person("a:1", "王建国", WANG), person("b:1", "李卫东", wrong))


def test_a_masked_number_joins_with_the_name() -> None:
    assert together(person("a:1", "王建国", WANG), person("b:1", "王建国", WANG[:6] + "********" + WANG[14:]))


def test_a_masked_number_that_does_not_fit_keeps_namesakes_apart() -> None:
    assert not together(
        person("a:1", "王建国", WANG, phones=PHONE),
        person("b:1", "王建国", OTHER[:6] + "********" + OTHER[14:], phones=PHONE),
    )


def test_what_a_spreadsheet_left_of_a_number_joins_with_the_name() -> None:
    assert together(person("a:1", "王建国", WANG), person("b:1", "王建国", WANG[:15] + "***"))


def test_name_birth_and_phone_join() -> None:
    facts = {"birth_date": "1975-01-01", "phones": PHONE}
    assert together(person("a:1", "王建国", WANG, **facts), person("b:1", "王建国", None, **facts))


def test_a_hotline_joins_nobody() -> None:
    guests = [person(f"a:{i}", "王伟", None, phones=["4008001234"]) for i in range(4)]
    assert len(groups(guests)) == 4


@pytest.mark.parametrize("number_of", [lambda i: None, lambda i: number("19800101", 2 * i + 1)])
def test_a_telephone_of_many_names_joins_no_namesakes(number_of) -> None:
    agency = {"phones": ["08571234567"]}
    others = [
        person(f"o:{i}", name, number_of(i), **agency)
        for i, name in enumerate(("李娜", "张敏", "刘洋", "陈静", "杨磊"))
    ]
    assert len(groups([person(f"a:{i}", "王伟", None, **agency) for i in range(2)])) == 1
    assert len(groups([*others, *(person(f"a:{i}", "王伟", None, **agency) for i in range(2))])) == 7


def test_a_name_that_sounds_alike_joins_with_the_phone() -> None:
    assert together(person("a:1", "刘娜", WANG, phones=PHONE), person("b:1", "牛娜", None, phones=PHONE))


def test_a_mistyped_number_without_a_name_is_the_one_it_can_be() -> None:
    assert together(person("a:1", "王建国", WANG), person("b:1", None, WANG[:8] + "85" + WANG[10:]))


def test_a_name_alone_never_joins() -> None:
    assert not together(person("a:1", "欧阳震华", WANG), person("b:1", "欧阳震华"))


def test_namesakes_born_on_other_days_stay_apart() -> None:
    assert not together(
        person("a:1", "王建国", WANG, birth_date="1975-01-01", phones=PHONE),
        person("b:1", "王建国", None, birth_date="1993-08-17", phones=PHONE),
    )


def test_twins_stay_apart() -> None:
    facts = {"birth_date": "1975-01-01", "phones": PHONE, "addresses": HOME}
    assert not together(person("a:1", "王文亮", WANG, **facts), person("b:1", "王文明", None, **facts))


def test_father_and_son_in_one_home_stay_apart() -> None:
    assert not together(
        person("a:1", "王建国", WANG, birth_date="1975-01-01", addresses=HOME, phones=PHONE),
        person("b:1", "王建华", None, birth_date="2001-02-03", addresses=HOME, phones=PHONE),
    )


def test_who_fits_two_persons_equally_is_left_alone() -> None:
    found = groups(
        [
            person("a:1", "王建国", WANG, phones=PHONE),
            person("b:1", "王建国", number("19620910", 5), phones=PHONE),
            person("c:1", "王建国", None, phones=PHONE),
        ]
    )
    assert frozenset({"c:1"}) in found


CASE = ("Case", "Case-1")


def test_a_name_in_one_case_is_one_person() -> None:
    assert together(person("a:1", "王建国", WANG, nodes=[CASE]), person("b:1", "王建国", None, nodes=[CASE]))


def test_a_name_in_chained_cases_is_one_person() -> None:
    assert together(
        person("a:1", "王建国", WANG, nodes=[CASE]),
        person("b:1", None, None, nodes=[CASE, ("Case", "Case-2")], role="none"),
        person("c:1", "王建国", None, nodes=[("Case", "Case-2")]),
    ) or groups(
        [
            person("a:1", "王建国", WANG, nodes=[CASE, ("Case", "Case-2")]),
            person("c:1", "王建国", None, nodes=[("Case", "Case-2")]),
        ]
    ) == {frozenset({"a:1", "c:1"})}


def test_a_name_in_another_case_is_not() -> None:
    assert not together(
        person("a:1", "王建国", WANG, nodes=[CASE]), person("b:1", "王建国", None, nodes=[("Case", "Case-9")])
    )


def test_a_name_that_two_persons_of_the_case_bear_is_left_alone() -> None:
    found = groups(
        [
            person("a:1", "王建国", WANG, nodes=[CASE]),
            person("b:1", "王建国", OTHER, nodes=[CASE]),
            person("c:1", "王建国", None, nodes=[CASE]),
        ]
    )
    assert frozenset({"c:1"}) in found


def test_a_redacted_name_in_a_case_is_the_only_one_it_can_be() -> None:
    found = groups(
        [
            person("a:1", "杨国强", WANG, nodes=[CASE]),
            person("b:1", "李卫东", OTHER, nodes=[CASE]),
            person("c:1", "杨某", None, nodes=[CASE]),
        ]
    )
    assert found == {frozenset({"a:1", "c:1"}), frozenset({"b:1"})}


def test_a_redacted_name_that_two_can_be_is_left_alone() -> None:
    found = groups(
        [
            person("a:1", "杨国强", WANG, nodes=[CASE]),
            person("b:1", "杨卫东", OTHER, nodes=[CASE]),
            person("c:1", "杨某", None, nodes=[CASE]),
        ]
    )
    assert frozenset({"c:1"}) in found


def test_a_masked_number_without_a_name_is_found_in_its_case() -> None:
    masked = WANG[:6] + "********" + WANG[14:]
    assert together(person("a:1", "王建国", WANG, nodes=[CASE]), person("b:1", None, masked, nodes=[CASE]))


def test_a_shared_court_says_nothing() -> None:
    court = [("Agency", "Agency-1")]
    assert not together(person("a:1", "王建国", WANG, nodes=court), person("b:1", "王建国", None, nodes=court))


def test_children_of_one_father_with_one_name_are_one_person() -> None:
    child, father = number("20100601", 1), number("19750101", 5)
    found = groups(
        [
            person("a:1", "王小明", child),
            person("a:1", None, father, role="father"),
            person("b:1", "王小明", None),
            person("b:1", None, father, role="father"),
        ],
        ties=[("a:1#father", "PARENT_OF", "a:1#person"), ("b:1#father", "PARENT_OF", "b:1#person")],
    )
    assert frozenset({"a:1", "b:1"}) in found


def family(name: str) -> set[frozenset[str]]:
    """What becomes of `name` under the number of 李秀英, the wife of 王建国; neither row says more."""
    return groups(
        [
            person("a:1", "王建国", WANG),
            person("a:1", "李秀英", MOTHER, role="wife"),
            person("b:1", "李秀英", MOTHER, birth_date="1950-03-05"),
            person("c:1", name, MOTHER),
        ],
        ties=[("a:1#person", "SPOUSE", "a:1#wife")],
    )


def test_a_husband_under_his_wifes_number_is_himself() -> None:
    assert family("王建国") == {frozenset({"a:1", "c:1"}), frozenset({"a:1#wife", "b:1"})}


@pytest.mark.parametrize("name", ["王建军", "赵六"])
def test_who_has_another_name_than_the_husband_is_neither_of_the_two(name: str) -> None:
    assert frozenset({"c:1"}) in family(name)


def test_basis_and_probability_say_how_a_mention_was_joined() -> None:
    con = write(
        ":memory:",
        [
            person("a:1", "王建国", WANG, nodes=[CASE], birth_date="1975-01-01", phones=PHONE),
            person("b:1", "王建国", None, nodes=[CASE]),
            person("c:1", "王建国", None, birth_date="1975-01-01", phones=PHONE),
            person("d:1", "赵六"),
        ],
    )
    entities(con)
    said = con.execute("SELECT match_basis, match_probability FROM mention_entity ORDER BY mention_id").fetchall()
    assert [basis for basis, _ in said] == ["number", "context", "scored", "alone"]
    assert said[0][1] == said[3][1] == 1.0
    assert all(0.95 <= probability <= 1 and probability == round(probability, 6) for _, probability in said)


@pytest.mark.parametrize(("stated", "one"), [("1975-03-08", True), ("1975-03-20", False)])
def test_a_birth_date_of_the_lunar_calendar_is_no_contradiction(stated: str, one: bool) -> None:
    solar = number("19750419", 1)
    known = person("a:1", "王建国", solar, phones=PHONE, addresses=HOME)
    assert together(known, person("b:1", "王建国", birth_date=stated, phones=PHONE, addresses=HOME)) is one
    shown = [person(f"b:{i}", "王建国", solar, birth_date=stated) for i in (1, 2)]
    assert (len(groups([person("a:1", "王建国", solar), *shown])) == 1) is one


def test_nobody_comes_to_another_by_way_of_who_fits_both() -> None:
    one, other = number("19820607", 33), number("19850801", 35)
    known = [
        person("a:1", "张伟", one, phones=["13985711111"]),
        person("b:1", "张伟", other, phones=["13985722222"]),
        person("c:1", "张伟", phones=["13985711111"]),
        person("d:1", "张伟", phones=["13985722222"]),
    ]
    apart = {frozenset({"a:1", "c:1"}), frozenset({"b:1", "d:1"})}
    assert groups(known) == apart
    assert groups([*known, person("e:1", "张伟", phones=["13985711111", "13985722222"])]) == {
        *apart,
        frozenset({"e:1"}),
    }


def test_one_name_in_one_thing_is_two_who_live_and_are_called_elsewhere() -> None:
    thing = {"nodes": [("Loan", "Loan-1")]}
    known = person(
        "a:1", "张伟", number(), phones=["13985711111"], addresses=["贵州省贵阳市南明区花果园街道1号"], **thing
    )
    beside = person("b:1", "张伟", phones=["13985722222"], addresses=["河北省石家庄市长安区建北街道9号"], **thing)
    assert len(groups([known, beside])) == 2
    assert len(groups([known, {**beside, "phones": []}])) == 1
