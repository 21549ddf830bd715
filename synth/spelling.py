"""How an office writes dates, amounts, flags and case numbers: other spellings, same meaning."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

import numpy as np

EPOCH = date(1899, 12, 30)
DATES: dict[str, Callable[[date], str]] = {
    "iso": lambda d: f"{d:%Y-%m-%d}",
    "slash": lambda d: f"{d.year}/{d.month}/{d.day}",
    "compact": lambda d: f"{d:%Y%m%d}",
    "chinese": lambda d: f"{d.year}年{d.month}月{d.day}日",
    "dots": lambda d: f"{d.year}.{d.month:02d}.{d.day:02d}",
    "serial": lambda d: str((d - EPOCH).days),
}
MOMENTS: dict[str, Callable[[datetime], str]] = {
    "iso": lambda m: f"{m:%Y-%m-%d %H:%M:%S}",
    "slash": lambda m: f"{m.year}/{m.month}/{m.day} {m.hour}:{m:%M}",
    "compact": lambda m: f"{m:%Y%m%d%H%M%S}",
    "chinese": lambda m: f"{m.year}年{m.month}月{m.day}日 {m:%H:%M}",
}
FLAGS = {"是": ("是", "否"), "1": ("1", "0"), "Y": ("Y", "N"), "有": ("有", "无")}
BRACKETS = (("(", ")"), ("〔", "〕"), ("[", "]"))
WRITTEN = ("date", "dt", "dec", "int", "bool")
WIDE = {ord(c): ord(c) + 0xFEE0 for c in "0123456789"}


@dataclass(frozen=True)
class Hand:
    """The habits of one office."""

    dates: str = "iso"
    flags: str = "是"
    amounts: str = "plain"
    shares: str = "decimal"
    sex: str = "word"


def day_text(value: date, style: str) -> str:
    """A date in a style of `DATES`."""
    return DATES.get(style, DATES["slash"])(value)


def amount_text(value: float, style: str) -> str:
    """An amount: plain 1234.5, fixed 1234.50, or with thousands separators 1,234.50."""
    if style == "comma":
        return f"{value:,.2f}"
    if style == "fixed":
        return f"{value:.2f}"
    return str(int(value)) if value == int(value) and abs(value) < 1e15 else f"{value:.4f}".rstrip("0")


def share_text(value: float, style: str) -> str:
    """A share: 0.5, 50% or 1/2."""
    if style == "percent":
        return f"{round(value * 100, 2):g}%"
    if style == "fraction":
        near = Fraction(value).limit_denominator(100)
        return f"{near.numerator}/{near.denominator}" if near.denominator > 1 else "1"
    return amount_text(value, "plain")


def texts(values: list[object], kind: str, hand: Hand, field: str) -> list[str]:
    """The cells of one column in an office's hand; unknown is ''. `kind` is the type of the column."""
    if kind in WRITTEN:
        known: dict[object, str] = {None: ""}
        for value in values:
            if value not in known:
                known[value] = _text(value, hand, field)
        return [known[value] for value in values]
    if field == "sex_code" and hand.sex == "code":
        return [{"男": "1", "女": "2"}.get(str(value), "") for value in values]
    return ["" if value is None else str(value) for value in values]


def _text(value: object, hand: Hand, field: str) -> str:
    if isinstance(value, bool):
        return FLAGS[hand.flags][0 if value else 1]
    if isinstance(value, datetime):
        return MOMENTS.get(hand.dates, MOMENTS["iso"])(value)
    if isinstance(value, date):
        return day_text(value, hand.dates)
    if isinstance(value, (float, np.floating)):
        return (
            share_text(float(value), hand.shares)
            if field.startswith("share")
            else amount_text(float(value), hand.amounts)
        )
    return str(value)


def case_numbers(rng: np.random.Generator, cells: list[str], share: float) -> list[str]:
    """Case numbers, some with other brackets, spaces or wide digits."""
    result = list(cells)
    for place in np.flatnonzero(rng.random(len(cells)) < share).tolist():
        cell, shape = result[place], int(rng.integers(5))
        if shape < 3:
            opening, closing = BRACKETS[shape]
            for old, new in (("（", opening), ("）", closing), ("〔", opening), ("〕", closing)):
                cell = cell.replace(old, new)
        elif shape == 3:
            cell = cell.replace("）", "） ").replace("〕", "〕 ")
        elif not cell.startswith("A"):
            cell = cell.translate(WIDE)
        result[place] = cell
    return result


def phones(rng: np.random.Generator, cells: list[str], share: float) -> list[str]:
    """Mobile numbers, some with spaces, hyphens or the country code."""
    result = list(cells)
    for place in np.flatnonzero(rng.random(len(cells)) < share).tolist():
        cell = result[place]
        if len(cell) == 11:
            shapes = (
                f"{cell[:3]}-{cell[3:7]}-{cell[7:]}",
                f"+86{cell}",
                f"{cell[:3]} {cell[3:7]} {cell[7:]}",
                f"{cell}.0",
                f"86-{cell}",
            )
            result[place] = shapes[int(rng.integers(len(shapes)))]
    return result


def addresses(rng: np.random.Generator, cells: list[str], share: float) -> list[str]:
    """Addresses, some without the province or with another word for the building."""
    result = list(cells)
    for place in np.flatnonzero(rng.random(len(cells)) < share).tolist():
        cell, shape = result[place], int(rng.integers(3))
        if shape == 0:
            result[place] = cell.removeprefix("贵州省")
        elif shape == 1:
            result[place] = cell.replace("栋", "幢")
        else:
            result[place] = cell.removesuffix("室") if cell.endswith("室") else cell
    return result


def stray_spaces(rng: np.random.Generator, cells: list[str], share: float) -> list[str]:
    """Cells, some with a space or a tab at the end."""
    result = list(cells)
    for place in np.flatnonzero(rng.random(len(cells)) < share).tolist():
        if result[place]:
            result[place] += (" ", "　", "\t")[int(rng.integers(3))]
    return result
