from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolution.normalise import numbers

REAL = "522401197501010017"


def first17() -> st.SearchStrategy[str]:
    """Area, birth date and sequence of a citizen number, any area."""
    return st.builds(
        lambda area, born, sequence: f"{area:06d}{born:%Y%m%d}{sequence:03d}",
        st.sampled_from([110102, 140802, 330113, 522401, 520581, 659001]),
        st.dates(date(1900, 1, 2), date(2025, 12, 31)),
        st.integers(1, 995).filter(lambda n: n % 100),
    )


@given(st.text(max_size=40))
def test_any_text_is_read_or_left(text: str) -> None:
    number = numbers.parse(text)
    assert number is None or number.text


@given(st.from_regex(r"[0-9Xx*×.E+]{1,24}", fullmatch=True))
def test_texts_that_look_like_numbers_never_raise(text: str) -> None:
    number = numbers.parse(text)
    assert number is None or not number.valid or len(number.text) > 7


@given(first17())
def test_a_number_with_its_check_digit_is_valid_whatever_its_area(first: str) -> None:
    number = numbers.parse(first + numbers.check_digit(first))
    assert number == (first + numbers.check_digit(first), "citizen", True, number.birth_date, number.sex)
    assert f"{number.birth_date:%Y%m%d}" == first[6:14]
    assert number.sex == ("male" if int(first[16]) % 2 else "female")


@given(first17(), st.integers(0, 16), st.integers(1, 9))
def test_one_wrong_digit_makes_it_invalid(first: str, place: int, step: int) -> None:
    wrong = first[:place] + str((int(first[place]) + step) % 10) + first[place + 1 :]
    number = numbers.parse(wrong + numbers.check_digit(first))
    assert number is not None
    assert (number.text[:14], number.valid) == (wrong[:14], False)
    assert number.kind in ("citizen", "placeholder") or number.text.endswith("***")


@given(first17(), st.integers(6, 15))
def test_two_digits_of_a_birth_date_swapped_leave_a_citizen_number(first: str, place: int) -> None:
    wrong = first[:place] + first[place + 1] + first[place] + first[place + 2 :] + numbers.check_digit(first)
    number = numbers.parse(wrong)
    assert number is not None
    assert number.kind in ("citizen", "placeholder") or wrong.endswith("000")


@given(first17())
def test_a_number_that_went_through_a_float_keeps_a_pattern_of_what_it_was(first: str) -> None:
    whole = first + numbers.check_digit(first)
    number = numbers.parse(f"{float(whole.replace('X', '0')):.0f}")
    assert number is not None
    assert number.valid or number.pattern == number.text[:15] + "***"


@pytest.mark.parametrize(
    "person",
    [
        "140802197712815373",
        "140802199405122173",
        "14270249870401417X",
        "532101196808286957",
        "5224011975010100A7",
        "522401199913010000",
    ],
)
def test_a_mistyped_person_never_becomes_a_company(person: str) -> None:
    assert numbers.parse(person) == (person, "citizen", False, None, None)


@pytest.mark.parametrize(
    "company", ["91520502675416890", "12520502429310080", "51520520450629623", "11520520152314842"]
)
def test_an_old_code_of_digits_is_a_company(company: str) -> None:
    number = numbers.parse(company + uscc_check(company))
    assert number is not None
    assert (number.kind, number.valid) == ("uscc", True)


def uscc_check(body: str) -> str:
    characters = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    total = sum(characters.index(c) * 3**place for place, c in enumerate(body))
    return characters[-total % 31]


def test_a_code_that_no_authority_issues_is_not_valid() -> None:
    body = "00350100M000100Y4"
    number = numbers.parse(body + uscc_check(body))
    assert number is not None
    assert not number.valid


@pytest.mark.parametrize(
    "written",
    [
        "身份证522401197501010017",
        "身份证号:522401197501010017",
        "522401197501010017(已注销)",
        "522401197501010017；（本人）",
        "522401197501010017/522401197501010017",
        "身份证:522401750101001",
    ],
)
def test_words_around_a_number_are_left_aside(written: str) -> None:
    assert numbers.parse(written) == (REAL, "citizen", True, date(1975, 1, 1), "male")


def test_words_around_a_credit_code_are_left_aside() -> None:
    assert numbers.parse("统一社会信用代码：91350100M000100Y43（副本）") == (
        "91350100M000100Y43",
        "uscc",
        True,
        None,
        None,
    )


def test_of_two_numbers_in_a_cell_neither_is_chosen() -> None:
    number = numbers.parse("522401197501010017、140802198710065436")
    assert number is not None
    assert number.kind == "other"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("徐海辉140802198710065436", "140802198710065436"),
        ("徐海辉 140802198710065436 13812345678", "140802198710065436"),
        ("毕节商贸91350100M000100Y43", "91350100M000100Y43"),
        ("徐海辉140802198710065437", None),
        ("徐海辉", None),
        ("徐海辉140802198710065436、522401197501010017", None),
    ],
)
def test_the_whole_number_inside_a_text(text: str, number: str | None) -> None:
    assert numbers.inside(text) == number


@given(st.text(max_size=40))
def test_looking_inside_any_text_never_raises(text: str) -> None:
    found = numbers.inside(text)
    assert found is None or len(found) == 18


@given(first17().filter(lambda first: first[6:8] == "19"))
def test_fifteen_digits_and_eighteen_are_one_number(first: str) -> None:
    short = numbers.parse(first[:6] + first[8:])
    assert short is not None
    assert short.text == first + numbers.check_digit(first)


@given(first17())
def test_reading_a_number_again_changes_nothing(first: str) -> None:
    once = numbers.parse(first + "0")
    assert once is not None
    assert numbers.parse(once.text) is not None
    assert numbers.parse(once.text).text == once.text


@pytest.mark.parametrize(
    "written",
    [
        "５２２４０１１９７５０１０１００１７",
        "'522401197501010017",
        " 522401 19750101 0017\n",
        "522401\u200b197501010017",
        "5224O1197501010017",
        "G522401197501010017",
        "T522401197501010017",
        "52240119750101001743",
        "居民身份证522401197501010017",
        "522401750101001",
    ],
)
def test_ways_to_write_one_number(written: str) -> None:
    assert numbers.parse(written) == (REAL, "citizen", True, date(1975, 1, 1), "male")


@pytest.mark.parametrize("last", ["x", "X", "×", "*", "Ｘ"])
def test_ways_to_write_the_letter_x(last: str) -> None:
    first = "52240119750101003"
    while numbers.check_digit(first) != "X":
        first = str(int(first) + 1)
    assert numbers.parse(first + last) == (first + "X", "citizen", True, date(1975, 1, 1), numbers._sex(first[16]))


@pytest.mark.parametrize(
    ("written", "left"),
    [
        ("5.22401E+17", "522401************"),
        ("522401197501010048.0", "522401197501010***"),
        ("522401197501017000", "522401197501017***"),
        ("522401197501010000", "52240119750101****"),
        ("522401197501010000.0", "52240119750101****"),
        ("5.2240119750101E+17", "52240119750101****"),
    ],
)
def test_what_a_spreadsheet_left_of_a_number(written: str, left: str) -> None:
    number = numbers.parse(written)
    assert number is not None
    assert (number.text, number.kind, number.valid, number.pattern) == (left, "damaged", False, left)


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("5224****0017", "5224**********0017"),
        ("522401**********001X", "522401********001X"),
        ("522401197501****0017", "522401197501**0017"),
        ("522401******017", "522401******017"),
        ("9122****0017", "9122****0017"),
        ("5224**01****0017", "5224**01****0017"),
    ],
)
def test_a_mask_of_any_number_of_stars_stands_for_what_is_missing_of_eighteen(written: str, shown: str) -> None:
    number = numbers.parse(written)
    assert number is not None
    assert (number.text, number.kind) == (shown, "masked")


@pytest.mark.parametrize("written", ["522401197501010048", "110102196001010016"])
def test_a_wrong_number_that_a_float_can_hold_keeps_its_digits_and_shows_the_pattern_beside(written: str) -> None:
    number = numbers.parse(written)
    assert number is not None
    assert (number.text, number.kind, number.pattern) == (written, "citizen", written[:15] + "***")


@pytest.mark.parametrize("written", ["522401197501010018", REAL])
def test_other_numbers_have_no_pattern(written: str) -> None:
    number = numbers.parse(written)
    assert number is not None
    assert number.pattern is None


@pytest.mark.parametrize(
    ("written", "kind", "valid"),
    [
        ("522401********0017", "masked", False),
        ("5224011975××××0017", "masked", False),
        ("522***********001X", "masked", False),
        ("111111111111111111", "placeholder", False),
        ("000000000000000000", "placeholder", False),
        ("123456789012345678", "placeholder", False),
        ("522401190001010000", "placeholder", False),
        ("522401190001010000.0", "placeholder", False),
        ("522401190001010011", "placeholder", False),
        ("522401190001010***", "placeholder", False),
        ("522401000101001", "placeholder", False),
        ("522401197501010009", "citizen", True),
        ("522401197501010001", "placeholder", False),
        ("522401750101000", "placeholder", False),
        ("522401111111111111", "placeholder", False),
        ("522401000000000000", "damaged", False),
        ("91350100M000100Y43", "uscc", True),
        ("91350100M000100Y44", "uscc", False),
        ("91350100MOOO100Y43", "uscc", True),
        ("522401XXXXXXXX0017", "masked", False),
        ("110108000000016", "registration", True),
        ("E12345678", "passport", True),
        ("EA1234567", "passport", True),
        ("SE1234567", "passport", True),
        ("A123456", "other", False),
        ("AB1234567", "other", False),
        ("141234567", "other", False),
        ("H12345678", "permit", True),
        ("522401197513010017", "citizen", False),
        ("52240119750101001", "citizen", False),
        ("张三", "other", False),
        ("810000199408230021", "citizen", True),
    ],
)
def test_kinds(written: str, kind: str, valid: bool) -> None:
    number = numbers.parse(written)
    assert number is not None
    assert (number.kind, number.valid) == (kind, valid)


@pytest.mark.parametrize(("text", "may"), [("AB1234567", True), ("E12345678", True), ("A12345", False), ("王", False)])
def test_what_may_be_a_passports_number(text: str, may: bool) -> None:
    assert numbers.like_passport(text) is may


@pytest.mark.parametrize("cell", ["", " ", "无", "-", "不详", "NULL", "\u3000"])
def test_empty_cells(cell: str) -> None:
    assert numbers.parse(cell) is None


@given(
    st.sampled_from(["91520502MA7LWT2PX", "915205021115060", "92520502420542826"]), st.sampled_from([(6, 14), (10, 14)])
)
def test_a_masked_company_number_is_masked_whatever_letters_it_shows(beginning: str, hidden: tuple[int, int]) -> None:
    code = beginning.ljust(17, "0") + "C"
    shown = code[: hidden[0]] + "*" * (hidden[1] - hidden[0]) + code[hidden[1] :]
    assert numbers.parse(shown) == numbers.Number(shown, "masked", False)
