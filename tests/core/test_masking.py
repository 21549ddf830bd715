"""What masked names, numbers and texts look like."""

from datetime import date

import pytest

from core.masking import by_level, mask_inside, mask_name, mask_number

OPEN, PERSONAL, SENSITIVE = 2, 3, 4


@pytest.mark.parametrize(
    ("name", "masked"),
    [("杨", "杨*"), ("杨洋", "杨*"), ("杨小洋", "杨**"), ("买买提·艾山", "买***"), ("", ""), (None, "")],
)
def test_names_keep_their_first_character(name: str | None, masked: str) -> None:
    assert mask_name(name) == masked


@pytest.mark.parametrize(
    ("number", "masked"),
    [("522401197501010017", "5224**********0017"), ("13812340017", "138****0017"), ("1234", "1***"), (None, "")],
)
def test_numbers_keep_their_ends(number: str | None, masked: str) -> None:
    assert mask_number(number) == masked


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("522401197501010017", "5224**********0017"),
        ("52240119750101001x", "5224**********001x"),
        ("52240119850312001143", "5224************1143"),
        ("G522401197501010017", "G5224**********0017"),
        ("杨洋(522401750101001)", "杨洋(5224*******1001)"),
        ("522401 19750101 0017", "5224************0017"),
        ("５２２４０１１９７５０１０１００１７", "５２２４**********００１７"),
        ("电话13812340017转杨洋", "电话138****0017转杨洋"),
        ("138-1234-0017", "138******0017"),
        ("+86 13812340017", "+86 138****0017"),
        ("8613812340017", "86138****0017"),
        ("0858-8221234", "085*****1234"),
        ("卡号6217002870001234567", "卡号6217***********4567"),
    ],
)
def test_numbers_of_people_are_hidden_wherever_they_stand(text: str, masked: str) -> None:
    assert mask_inside(text) == masked


@pytest.mark.parametrize(
    "text",
    [
        "（2023）黔0502刑初123号",
        "5205022023000012",  # division, year and serial of an inmate
        "6201022023000012",
        "520502001001GB00001F00010001",
        "20230105",
        "1234567.89",
        "IdNumber-13812340017abcde+P-13812340017abcde",
        "ps_vehicle:13812340017abcde",
    ],
)
def test_other_numbers_and_ids_stay(text: str) -> None:
    assert mask_inside(text) == text


@pytest.mark.parametrize(
    ("value", "level", "shown"),
    [
        (None, PERSONAL, None),
        ("杨洋", OPEN, "杨洋"),
        ("杨洋", PERSONAL, "杨*"),
        (["杨洋", "522401197501010017"], PERSONAL, ["杨*", "5224**********0017"]),
        (date(1975, 1, 31), PERSONAL, "1975-**-**"),
        ("1975年1月31日", PERSONAL, "1975年*月**日"),
        ("19750131", PERSONAL, "1975****"),
        (date(1975, 1, 31), OPEN, date(1975, 1, 31)),
        (1200.5, OPEN, 1200.5),
        ("阳性", SENSITIVE, "***"),
        (True, SENSITIVE, "***"),
        ({"cases": ["522401197501010017"]}, OPEN, {"cases": ["5224**********0017"]}),
    ],
)
def test_a_value_is_shown_as_its_level_allows(value: object, level: int, shown: object) -> None:
    assert by_level(value, level) == shown
