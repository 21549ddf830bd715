"""Numbers of things: any spelling of one is one key, and two are never one."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolution.normalise import accounts, addresses, case_numbers, estates, phones, plates

WIDE = str.maketrans({chr(c): chr(c + 0xFEE0) for c in range(0x21, 0x7F)})


def spelled(draw: st.DrawFn, number: str, marks: str, groups: int = 4) -> str:
    """A number with marks between groups of its characters, in full width or small letters, with white space around."""
    mark = draw(st.sampled_from(["", *marks]))
    text = mark.join(number[at : at + groups] for at in range(0, len(number), groups))
    text = draw(st.sampled_from([text, text.lower(), text.translate(WIDE)]))
    before, behind = (
        draw(st.sampled_from(["", " ", "\u3000", "\t", "'", "\u200b"])),
        draw(st.sampled_from(["", " ", "\n"])),
    )
    return before + text + behind


def digits(length: int) -> st.SearchStrategy[str]:
    return st.text(st.sampled_from("0123456789"), min_size=length, max_size=length)


CARDS = st.sampled_from([16, 17, 19]).flatmap(digits).filter(lambda card: len(set(card)) > 1)
UNITS = st.builds(
    lambda a, right, b, kind, c: a + right + b + kind + c,
    digits(12), st.sampled_from(["GB", "JC", "GX"]), digits(5), st.sampled_from("FWL"), digits(8),
)  # fmt: skip
VINS = st.text(st.sampled_from("ABCDEFGHJKLMNPRSTUVWXYZ0123456789"), min_size=17, max_size=17).filter(
    lambda vin: len(set(vin)) > 1
)
SERIALS = st.text(st.sampled_from("ABCDEFGHJKLMNPQRSTUVWXYZ0123456789"), min_size=5, max_size=5)
PLATES = st.builds(
    lambda place, serial: place + serial,
    st.sampled_from(["贵F", "川A", "粤B"]),
    SERIALS | digits(5).map(lambda d: "D" + d),
)
MOBILES = st.builds(lambda second, rest: f"1{second}{rest}", st.sampled_from("3456789"), digits(9))
COURTS = st.tuples(
    st.integers(2016, 2026), st.sampled_from(["黔0502", "川1802", "黔05", "最高法"]),
    st.sampled_from(["刑初", "民终", "执恢"]), st.integers(1, 99_999),
)  # fmt: skip
ORGANS = st.tuples(st.sampled_from(["毕七检刑诉", "雅雨检公诉"]), st.integers(2010, 2026), st.integers(1, 99_999))


@given(st.data(), CARDS)
def test_any_spelling_of_an_account_is_one(data: st.DataObject, card: str) -> None:
    label = data.draw(st.sampled_from(["", "账号:", "卡号："]))
    assert accounts.clean(label + data.draw(st.composite(spelled)(card, " -－"))) == card


@given(CARDS, CARDS)
def test_two_accounts_are_never_one(one: str, other: str) -> None:
    assert (accounts.clean(one) == accounts.clean(other)) is (one == other)


@pytest.mark.parametrize("text", ["6217050200****0001", "6.21705E+18", "0000000000000000", "无", "-", "6217XXXX0001"])
def test_what_is_no_whole_account_is_none(text: str) -> None:
    assert accounts.clean(text) is None


@pytest.mark.parametrize(("text", "clean"), [("Pay@QQ.com", "pay@qq.com"), ("wxid_a1b2", "wxid_a1b2")])
def test_an_account_of_a_payment_service_keeps_its_letters(text: str, clean: str) -> None:
    assert accounts.clean(text) == clean


@given(st.data(), UNITS)
def test_any_spelling_of_a_unit_number_is_one(data: st.DataObject, unit: str) -> None:
    assert estates.unit_no(data.draw(st.composite(spelled)(unit, " -—"))) == unit


@given(UNITS, UNITS)
def test_two_units_are_never_one(one: str, other: str) -> None:
    assert (estates.unit_no(one) == estates.unit_no(other)) is (one == other)


def test_letters_among_the_digits_of_a_unit_number_are_digits_and_another_shape_stays() -> None:
    assert estates.unit_no("52O5020O1001GB0000lF00010001") == "520502001001GB00001F00010001"
    assert estates.unit_no("毕房权证 七星关字第123号") == "毕房权证七星关字第123号"


@given(st.data(), VINS)
def test_any_spelling_of_a_vin_is_one(data: st.DataObject, vin: str) -> None:
    label = data.draw(st.sampled_from(["", "VIN:", "车架号："]))
    assert plates.vin(label + data.draw(st.composite(spelled)(vin, " -."))) == vin


@given(st.data(), PLATES)
def test_any_spelling_of_a_plate_is_one(data: st.DataObject, plate: str) -> None:
    written = plate[:2] + data.draw(st.sampled_from(["", "·", " ", "-", "."])) + plate[2:]
    written += data.draw(st.sampled_from(["", "(蓝牌)", "（小型汽车）"]))
    assert plates.clean(data.draw(st.sampled_from([written, written.lower(), f" {written}"]))) == plate


@given(PLATES, PLATES)
def test_two_plates_are_never_one(one: str, other: str) -> None:
    assert (plates.clean(one) == plates.clean(other)) is (one == other)


@pytest.mark.parametrize(
    ("written", "plate"),
    [("黔F12345", "贵F12345"), ("贵F1O3I5", "贵F10315"), ("贵OA1234", "贵OA1234"), ("贵F1234O警", "贵F12340警")],
)
def test_letters_that_no_plate_has_are_read_as_what_they_stand_for(written: str, plate: str) -> None:
    assert plates.clean(written) == plate


@given(st.data(), MOBILES)
def test_any_spelling_of_a_mobile_phone_is_one(data: st.DataObject, mobile: str) -> None:
    groups = data.draw(
        st.sampled_from(
            [mobile, f"{mobile[:3]} {mobile[3:7]} {mobile[7:]}", f"{mobile[:3]}-{mobile[3:7]}-{mobile[7:]}"]
        )
    )
    before = data.draw(st.sampled_from(["", "+86", "+86 ", "0086-", "86", "电话：", "手机:"]))
    behind = data.draw(st.sampled_from(["", ".0", "（本人）", " "]))
    assert phones.clean(before + groups + (behind if groups == mobile else "")) == mobile


@given(st.data(), COURTS)
def test_any_spelling_of_a_court_case_is_one(data: st.DataObject, case: tuple[int, str, str, int]) -> None:
    year, court, kind, serial = case
    open_, close = data.draw(st.sampled_from(["()", "（）", "〔〕", "[]", "【】", "{}", "<>", "《》", "〈〉"]))
    word = data.draw(st.sampled_from(["", "字第", "第", "字"]))
    space = data.draw(st.sampled_from(["", " ", "\u3000"]))
    nil, end = data.draw(st.sampled_from(["", "0", "00"])), data.draw(st.sampled_from(["号", "", "號"]))
    written = f"{open_}{year}{close}{space}{court}{space}{kind}{word}{nil}{serial}{end}"
    assert case_numbers.clean(written) == f"（{year}）{court}{kind}{serial}号"


@given(COURTS, COURTS)
def test_two_court_cases_are_never_one(one: tuple[int, str, str, int], other: tuple[int, str, str, int]) -> None:
    first, second = (case_numbers.clean("（{}）{}{}{}号".format(*case)) for case in (one, other))
    assert (first == second) is (one == other)


@given(st.data(), ORGANS)
def test_any_spelling_of_a_procuratorate_case_is_one(data: st.DataObject, case: tuple[str, int, int]) -> None:
    organ, year, serial = case
    open_, close = data.draw(st.sampled_from(["()", "（）", "〔〕", "[]", "【】", "﹝﹞", "《》"]))
    nth, nil = data.draw(st.sampled_from(["", "第"])), data.draw(st.sampled_from(["", "0"]))
    space, end = data.draw(st.sampled_from(["", " "])), data.draw(st.sampled_from(["号", "", "號"]))
    assert (
        case_numbers.clean(f"{organ}{space}{open_}{year}{close}{nth}{nil}{serial}{end}")
        == f"{organ}〔{year}〕{serial}号"
    )


@given(digits(6).filter(lambda d: d[0] != "0"), st.integers(1, 9999), st.sampled_from(["", "-", " ", "－"]))
def test_any_spelling_of_a_police_case_is_one(organ: str, serial: int, mark: str) -> None:
    written = mark.join(["A", organ + "000000", "202304", f"{serial:04d}"])
    assert case_numbers.clean(written) == re.sub("[- －]", "", written)
    assert case_numbers.clean(written.lower()) == re.sub("[- －]", "", written)


@pytest.mark.parametrize("part", ["号之十二", "之12", "号-12"])
def test_a_part_of_a_case_is_counted_beyond_ten(part: str) -> None:
    assert case_numbers.clean(f"(2023)黔0502执123{part}") == "（2023）黔0502执123号之十二"


HOMES = st.tuples(st.integers(1, 60), st.integers(1, 9), st.integers(101, 3210).filter(lambda room: room % 100))
VILLAGE_HOMES = st.tuples(st.integers(1, 20), st.integers(1, 300))
_HAN = "零一二三四五六七八九"


def han(number: int) -> str:
    """A number below a hundred in Chinese numerals."""
    ten, one = divmod(number, 10)
    return (("" if ten == 1 else _HAN[ten]) + "十" if ten else "") + (_HAN[one] if one or not ten else "")


def home(building: int, unit: int, room: int) -> str:
    return f"贵州省毕节市七星关区碧阳小区{building}栋{unit}单元{room}室"


@given(st.data(), HOMES)
def test_any_spelling_of_a_home_is_one(data: st.DataObject, where: tuple[int, int, int]) -> None:
    building, unit, room = where
    place = data.draw(
        st.sampled_from(
            ["七星关区", "毕节市七星关区", "贵州省毕节市七星关区", "贵州省 毕节市 七星关区，", "毕节地区七星关区"]
        )
    )
    write, nth = data.draw(st.sampled_from([str, han])), data.draw(st.sampled_from(["", "第"]))
    words = data.draw(st.sampled_from(["栋", "幢", "座", "号楼"])), data.draw(st.sampled_from(["单元", "门"]))
    floor = data.draw(st.sampled_from(["", f"{room // 100}层", f"{room // 100}楼"]))
    end = data.draw(st.sampled_from(["", "室", "号", "房", "号房", "户", "(租住)"]))
    long = f"{nth}{write(building)}{words[0]}{nth}{write(unit)}{words[1]}{floor}{room}{end}"
    short = f"{building}-{unit}-{room}{end}"
    written = f"{place}碧阳小区{data.draw(st.sampled_from([long, short, short.replace('-', '/')]))}"
    assert addresses.clean(data.draw(st.sampled_from([written, written.translate(WIDE)]))) == home(*where)


@given(HOMES, HOMES)
def test_two_homes_are_never_one(one: tuple[int, int, int], other: tuple[int, int, int]) -> None:
    assert (addresses.clean(home(*one)) == addresses.clean(home(*other))) is (one == other)


@given(st.data(), VILLAGE_HOMES)
def test_any_spelling_of_a_home_in_a_village_is_one(data: st.DataObject, where: tuple[int, int]) -> None:
    group, number = where
    write, nth = data.draw(st.sampled_from([str, han])), data.draw(st.sampled_from(["", "第"]))
    word = data.draw(st.sampled_from(["组", "村民组", "村民小组"]))
    nil = data.draw(st.sampled_from(["", "0"]))
    assert addresses.clean(f"七星关区陇公村{nth}{write(group)}{word}{nil}{number}号") == (
        f"贵州省毕节市七星关区陇公村{group}组{number}号"
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("幸福路1号(东侧)", "幸福路1号(西侧)"),
        ("幸福路12-3号", "幸福路123号"),
        ("洪山街道办事处", "洪山街道"),
        ("碧阳小区3栋501室", "碧阳小区3栋1单元501室"),
    ],
)
def test_what_tells_two_places_apart_is_kept(one: str, other: str) -> None:
    assert addresses.clean(one) != addresses.clean(other)
