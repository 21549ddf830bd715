"""Cells become typed values: one pure normaliser per column type, called once per distinct text."""

import re
from collections.abc import Callable, Mapping
from typing import NamedTuple

import pyarrow as pa

from loaders.codes import folded
from loaders.expressions import SQL_TYPES
from loaders.mapping import VALUE_TYPES, Column
from resolution.normalise import (
    accounts,
    addresses,
    amounts,
    case_numbers,
    dates,
    estates,
    flags,
    numbers,
    phones,
    plates,
)
from resolution.normalise.text import compact, fold, says_nothing

Codes = Mapping[str, Mapping[str, str]]
"""Dictionary name → folded surface form → the dictionary's English word."""

REMEMBERED = 400_000
"""Distinct texts that are kept per kind of column."""

UNITS = {"元": 1.0, "千元": 1e3, "万元": 1e4, "百万元": 1e6, "亿元": 1e8, "万": 1e4, "亿": 1e8}
_NUMBER_FAULTS = {
    "citizen": "the check digit or date of this citizen number is wrong",
    "uscc": "the check digit of this credit code is wrong",
    "damaged": "a number damaged by a spreadsheet",
    "placeholder": "a placeholder, not a number",
}


class Read(NamedTuple):
    """A typed value (None for nothing) and what is wrong with the text ('' for nothing)."""

    value: object
    fault: str = ""


def _number(text: str) -> Read:
    found = numbers.parse(text)
    if found is None:
        return Read(None)
    return Read(found.text, "" if found.valid else _NUMBER_FAULTS.get(found.kind, ""))


def _plain(text: str) -> Read:
    value = fold(text)
    return Read(None if says_nothing(value) else value)


def _reader(clean: Callable[[str], object], fault: str) -> Callable[[str], Read]:
    def read(text: str) -> Read:
        value = clean(text)
        return Read(value) if value is not None else Read(None, "" if says_nothing(compact(text)) else fault)

    return read


_TYPES: dict[str, tuple[Callable[[str], Read], pa.DataType]] = {
    "str": (_plain, pa.string()),
    "text": (_plain, pa.string()),
    "id": (_number, pa.string()),
    "uscc": (_number, pa.string()),
    "phone": (_reader(phones.clean, "not a telephone number"), pa.string()),
    "plate": (_reader(plates.clean, "not a number plate"), pa.string()),
    "vin": (_reader(plates.vin, "not a vehicle identification number"), pa.string()),
    "account": (_reader(accounts.clean, "not a whole account number"), pa.string()),
    "unit_no": (_reader(estates.unit_no, "not a unit number"), pa.string()),
    "case_no": (_reader(case_numbers.clean, "not a case number"), pa.string()),
    "addr": (_reader(addresses.clean, "not an address"), pa.string()),
    "date": (_reader(dates.day, "not a date"), pa.date32()),
    "dt": (_reader(dates.moment, "not a date and time"), pa.timestamp("us")),
    "month": (_reader(dates.month, "not a month"), pa.date32()),
    "dec": (_reader(amounts.decimal, "not a number"), pa.float64()),
    "share": (_reader(amounts.share, "not a share"), pa.float64()),
    "int": (_reader(amounts.whole, "not a whole number"), pa.int64()),
    "bool": (_reader(flags.boolean, "neither yes nor no"), pa.bool_()),
}


def arrow_type(column: Column) -> pa.DataType:
    """Return the Arrow type of a column's values."""
    kind = pa.string() if column.type == "code" else _TYPES[column.type][1]
    return pa.list_(kind) if column.split else kind


def sql_type(column: Column) -> str:
    """Return the DuckDB type of a column's values."""
    kind = SQL_TYPES[VALUE_TYPES[column.type]]
    return f"{kind}[]" if column.split else kind


class Reader:
    """Reads the cells of all columns; what was read once is remembered."""

    def __init__(self, codes: Codes) -> None:
        self.codes = codes
        self._memory: dict[tuple[object, ...], dict[str, Read]] = {}

    def column(self, column: Column, texts: list[str | None]) -> list[Read]:
        """Read distinct texts of a column; None stays nothing."""
        identity = (column.type, column.codes, column.split, column.unit + ("+" if column.open else ""))
        memory = {} if column.type == "text" else self._memory.setdefault(identity, {})
        if len(memory) > REMEMBERED:
            memory.clear()
        read = self._function(column)
        result = []
        for text in texts:
            if text is None:
                result.append(Read(None))
                continue
            found = memory.get(text)
            if found is None:
                found = memory[text] = read(text)
            result.append(found)
        return result

    def _function(self, column: Column) -> Callable[[str], Read]:
        read = self._code(column) if column.type == "code" else _TYPES[column.type][0]
        if column.unit:
            read = _in_units(read, UNITS[column.unit])
        return _split(read, column.split) if column.split else read

    def _code(self, column: Column) -> Callable[[str], Read]:
        words = self.codes[column.codes] if column.codes else {}

        def read(text: str) -> Read:
            word = words.get(folded(text)) or words.get(folded(compact(text)))
            if word is not None:
                return Read(word)
            if column.open or not column.codes:
                return _plain(text)
            return Read(None, "" if says_nothing(compact(text)) else f"not in the dictionary {column.codes}")

        return read


def _in_units(read: Callable[[str], Read], factor: float) -> Callable[[str], Read]:
    def scaled(text: str) -> Read:
        found = read(text)
        if not isinstance(found.value, float) or amounts.states_unit(text):
            return found
        return Read(round(found.value * factor, 6))

    return scaled


# The comma of `ABC Co., Ltd` divides nothing.
_NOT_A_FORM = r"(?!\s*(?i:co|company|ltd|limited|inc|incorporated|llc|corp|plc|gmbh)\b)"


def _split(read: Callable[[str], Read], split: tuple[str, ...]) -> Callable[[str], Read]:
    """Read the parts of a cell one by one; an empty part keeps its place."""

    def parts(text: str) -> Read:
        cell = text.strip()
        marks = next((marks for marks in split if any(mark in cell for mark in marks)), "")
        texts = re.split(f"[{re.escape(marks)}]{_NOT_A_FORM}", cell) if marks else [cell]
        found = [read(part.strip()) if part.strip() else Read(None) for part in texts]
        fault = next((one.fault for one in found if one.fault), "")
        values = [one.value for one in found]
        while values and values[-1] is None:
            values.pop()
        return Read(values or None, fault)

    return parts
