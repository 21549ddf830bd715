"""Dates, amounts and flags."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolution.normalise import amounts, dates, flags

READERS = [
    dates.day, dates.moment, dates.month, amounts.decimal, amounts.share, amounts.whole, flags.boolean,
]  # fmt: skip


@pytest.mark.parametrize("read", READERS)
@given(text=st.one_of(st.text(max_size=20), st.from_regex(r"[0-9/.年月日:T +%,-]{1,20}", fullmatch=True)))
def test_any_text_is_read_or_left(read, text) -> None:
    read(text)


@pytest.mark.parametrize(
    "form", ["%Y-%m-%d", "%Y/%m/%d", "%Y%m%d", "%Y年%m月%d日", "%Y.%m.%d", "%Y-%m-%dT08:30:00+08:00"]
)
@given(day=st.dates(date(1900, 1, 1), date(2100, 1, 1)))
def test_a_day_survives_being_written(form: str, day: date) -> None:
    assert dates.day(day.strftime(form)) == day


@given(st.integers(10000, 60000))
def test_spreadsheet_serials_count_days(serial: int) -> None:
    assert dates.day(str(serial)) == date(1899, 12, 30) + timedelta(days=serial)


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2023/1/5", date(2023, 1, 5)),
        ("２０２３年１月５日", date(2023, 1, 5)),
        ("二〇二三年十一月二十五日", date(2023, 11, 25)),
        ("44931.0", date(2023, 1, 5)),
        ("23/1/5", date(2023, 1, 5)),
        ("23.1.5", date(2023, 1, 5)),
        ("75年3月2号", date(1975, 3, 2)),
        ("5.1.2023", None),
        ("23.1", None),
        ("1975-01-01 00:00:00.000", date(1975, 1, 1)),
        ("2023/01/05 0:00", date(2023, 1, 5)),
        ("20230105120000", date(2023, 1, 5)),
        ("2023年1月5号", date(2023, 1, 5)),
        ("19999", date(1954, 10, 2)),
        ("9999", None),
        ("2023", None),
        ("20231305", None),
        ("99999999", None),
        ("2023-02-30", None),
        ("2023-01", None),
        ("0000-00-00", None),
        ("长期", None),
    ],
)
def test_days(written: str, day: date | None) -> None:
    assert dates.day(written) == day


def test_a_year_of_two_digits_is_read_as_spreadsheets_read_it_whatever_the_clock_says() -> None:
    assert dates.day("29-12-31") == date(2029, 12, 31)
    assert dates.day("30-1-1") == date(1930, 1, 1)


@pytest.mark.parametrize(
    "written", ["2023-01-05 08:30:00", "2023/1/5 8:30", "2023年1月5日8时30分", "20230105083000", "2023-01-05T08:30Z"]
)
def test_moments(written: str) -> None:
    assert dates.moment(written) == datetime(2023, 1, 5, 8, 30)


@pytest.mark.parametrize("written", ["202301", "2023-01", "2023-1", "2023年1月", "2023/01", "2023-01-31", "20230115"])
def test_months(written: str) -> None:
    assert dates.month(written) == date(2023, 1, 1)


def test_a_spreadsheet_serial_is_no_year_and_month() -> None:
    assert dates.month("44931") == date(2023, 1, 1)


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("1,234.50", 1234.5),
        ("￥300", 300),
        ("12.5万元", 125000),
        ("100万元人民币", 1000000),
        ("￥1,200.00元", 1200),
        ("1.2亿元", 120000000),
        ("１２．５万", 125000),
        ("5百万元", 5000000),
        ("壹佰贰拾万元整", 1200000),
        ("100万美元", None),
        ("元", None),
        ("90.5㎡", 90.5),
        ("1.2E+5", 120000),
        ("1,23", None),
        ("NaN", None),
    ],
)
def test_decimals(written: str, value: float | None) -> None:
    assert amounts.decimal(written) == value


@pytest.mark.parametrize(("written", "value"), [
        ("36个月", 36), ("12.0", 12), ("3年6个月", 42), ("三年", 36), ("六个月", 6), ("1年", 12), ("一年半", 18),
        ("有期徒刑三年零二个月", 38), ("2023年度", 2023), ("三", 3), ("12人", 12), ("3套", 3), ("十五日", 15),
        ("1.5", None), ("3年缓刑4年", None),
    ],
)  # fmt: skip
def test_whole_numbers(written: str, value: int | None) -> None:
    assert amounts.whole(written) == value


@pytest.mark.parametrize(
    ("written", "stated"),
    [("12.5万元", True), ("300元", True), ("3万", True), ("300", False), ("￥300", False), ("无", False)],
)
def test_whether_a_cell_states_its_own_unit(written: str, stated: bool) -> None:
    assert amounts.states_unit(written) is stated


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("1/2", 0.5), ("50%", 0.5), ("0.25", 0.25), ("25", 0.25), ("1", 1), ("二分之一", 0.5), ("百分之五十", 0.5),
        ("单独所有", 1), ("共同共有", 0.5), ("按份共有30%", 0.3), ("3/2", None), ("1/0", None), ("按份共有", None),
    ],
)  # fmt: skip
def test_shares(written: str, value: float | None) -> None:
    assert amounts.share(written) == value


@pytest.mark.parametrize("yes", ["是", "有", "Y", "1", "true", "√", "已到庭", "是（已认定）"])
def test_yes(yes: str) -> None:
    assert flags.boolean(yes) is True


@pytest.mark.parametrize("no", ["否", "无", "n", "0", "False", "×", "未公开", "不是"])
def test_no(no: str) -> None:
    assert flags.boolean(no) is False


@pytest.mark.parametrize("neither", ["", "不详", "未知", "是否", "2"])
def test_neither(neither: str) -> None:
    assert flags.boolean(neither) is None
