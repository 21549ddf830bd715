"""Telling the rows of a sheet apart: loaded, rejected with a reason, or skipped as title, blank, total or footer."""

import re
from dataclasses import dataclass, field

import pyarrow as pa
import pyarrow.compute as pc

from loaders.readers.sheet import Row
from loaders.recognise import Layout
from resolution.normalise.text import compact, says_nothing

MISALIGNED = "cells do not align with the header"
NO_KEY = "every part of the key is empty"
LOST_DIGITS = "number stored as a number, digits after the 15th are lost"
NO_COLUMN = "the file has no such column"
REASON_HEADER = "拒收原因 reason"
"""Heads the last column of exported rejects; whoever mends a row empties its cell there."""
NOT_MENDED = "still carries its reason: mend the row and empty the last cell"

_BLANK = " \t\r\n\v\f\u00a0\u2002\u2003\u3000\u200b\ufeff"
_TOTAL = re.compile(
    r"[(\[【*]*(?:本[页表]|全[部县市省])?(?:合计|总计|小计|共计|累计|总数|合计数|total|subtotal|grandtotal|sum)[)\]】*:]*(?:\([^()]*\))?",
    re.IGNORECASE,
)
_FOOTER = re.compile(
    r"(?:制[表单](?:人|单位|时间|日期)?|填[表报](?:人|单位|时间|日期)?|审[核批](?:人)?|复核(?:人)?|(?:单位|部门)?负责人|经办人|报送(?:人|单位|时间|日期)"
    r"|打印(?:人|时间|日期)|导出(?:人|时间|日期)|统计(?:人|时间|日期)|数据来源|数据截[至止].*?|截[至止](?:日期|时间)|联系(?:人|电话))[:：].*"
    r"|第\d+页.*|共\d+[页条行户人件笔].*|合计\d+[页条行户人件笔].*|以下空白|(?:备注|注|说明)[:：].*",
    re.DOTALL,
)
_SIGNED = re.compile(r"制[表单]|填[表报]|审[核批]|复核|打印|导出")
_COUNT = re.compile(r"共?\d[\d,.]*[人名条件户笔个份项]")


@dataclass
class Sorted:
    """What one chunk of rows holds: the rows to load (numbers, cells by column), rejects (row, reason, cells), and the
    number of the last row that is not blank. What is neither loaded nor rejected is skipped."""

    numbers: list[int] = field(default_factory=list)
    cells: pa.Table | None = None
    rejects: list[tuple[int, str, Row]] = field(default_factory=list)
    last: int = 0


class Sorter:
    """Sorts the data rows of one sheet."""

    def __init__(self, layout: Layout, key: tuple[str, ...]) -> None:
        self.width, self.needed, self.labels = len(layout.labels), layout.needed, layout.labels
        self.reason = self.labels.index(REASON_HEADER) if REASON_HEADER in self.labels else None
        self.bound = sorted(layout.fields.values())
        self.key = [layout.fields[name] for name in key] if key else self.bound

    def sort(self, first: int, rows: list[Row]) -> Sorted:
        """Sort a chunk whose first row has the number `first`."""
        result = Sorted(last=first - 1)
        numbers: list[int] = []
        aligned: list[Row] = []
        for number, row in enumerate(rows, first):
            if self._unmended(row):
                result.rejects.append((number, NOT_MENDED, row))
                result.last = number
            elif len(row) != self.width and not self._align(row):
                self._sort_odd(number, row, result)
            else:
                numbers.append(number)
                aligned.append(row)
        if aligned:
            self._sort_aligned(numbers, aligned, result)
        return result

    def _unmended(self, row: Row) -> bool:
        """A rejected row as it was exported: made as wide as its header, it would seem to fit."""
        return self.reason is not None and self.reason < len(row) and bool(row[self.reason].strip(_BLANK))

    def _align(self, row: Row) -> bool:
        """Bring a row to the width of the header in place; False when cells with something in them lie beyond it."""
        if len(row) < self.needed or any(cell.strip(_BLANK) for cell in row[self.width :]):
            return False
        row[self.width :] = []
        row.extend([""] * (self.width - len(row)))
        return True

    def _sort_odd(self, number: int, row: Row, result: Sorted) -> None:
        given = [compact(cell) for cell in row]
        if not any(given):
            return
        result.last = max(result.last, number)
        if not self._is_summary(given):
            result.rejects.append((number, MISALIGNED, row))

    def _sort_aligned(self, numbers: list[int], rows: list[Row], result: Sorted) -> None:
        columns = [pa.array(column, pa.string()) for column in zip(*rows, strict=True)]
        given = [self._given(column) for column in columns]
        first = pc.coalesce(*given)
        blank = pc.is_null(first)
        keyless = pc.and_kleene(pc.is_null(pc.coalesce(*(given[index] for index in self.key))), pc.invert(blank))
        odd = set(pc.indices_nonzero(keyless).to_pylist()) | self._suspects(first, given)
        skip, reject = set(pc.indices_nonzero(blank).to_pylist()), set[int]()
        for index in sorted(odd):
            cells = [compact(cell) for cell in rows[index]]
            if self._is_summary(cells) or self._is_header(rows[index]):
                skip.add(index)
            elif self._keyless(cells):
                reject.add(index)
        result.rejects += [(numbers[index], NO_KEY, rows[index]) for index in sorted(reject)]
        filled = pc.indices_nonzero(pc.invert(blank))
        if len(filled):
            result.last = max(result.last, numbers[filled[-1].as_py()])
        out = skip | reject
        table = pa.table(given, names=[str(index) for index in range(self.width)])
        if out:
            kept = [index for index in range(len(rows)) if index not in out]
            result.numbers, result.cells = [numbers[index] for index in kept], table.take(pa.array(kept, pa.int64()))
        else:
            result.numbers, result.cells = numbers, table

    @staticmethod
    def _given(column: pa.Array) -> pa.Array:
        """Return a column with cells of nothing but white space as null."""
        empty = pc.equal(pc.utf8_trim(column, characters=_BLANK), "")
        return pc.if_else(empty, pa.scalar(None, pa.string()), column)

    def _suspects(self, first: pa.Array, given: list[pa.Array]) -> set[int]:
        """Rows that may be a total, a footer or a repeated header, or hold nothing but fillers in their key."""
        short = pc.match_substring_regex(first, r"(?i)[计数页注明]|[:：]|total|sum|空白|^\s*[共第]")
        found = set(pc.indices_nonzero(pc.fill_null(short, False)).to_pylist())
        label = self.labels[self.key[0]].strip()
        found |= set(pc.indices_nonzero(pc.fill_null(pc.equal(given[self.key[0]], label), False)).to_pylist())
        filler = pc.less_equal(pc.utf8_length(pc.coalesce(*(given[index] for index in self.key))), 4)
        plain = pc.match_substring_regex(
            pc.coalesce(*(given[index] for index in self.key)), r"(?i)^[\s\-/\\无不暂未空没同见详待<n]"
        )
        return found | set(pc.indices_nonzero(pc.fill_null(pc.and_(filler, plain), False)).to_pylist())

    def _keyless(self, cells: list[str]) -> bool:
        return all(says_nothing(cells[index]) for index in self.key)

    def _is_summary(self, cells: list[str]) -> bool:
        """A total or footer: said by the first cell given, with the key empty but for more of the same."""
        first = next((index for index, cell in enumerate(cells) if cell), 0)
        if not (_TOTAL.fullmatch(cells[first]) or _FOOTER.fullmatch(cells[first])):
            return False
        keys = [cells[index] for index in self.key if first < index < len(cells) and cells[index]]
        signed = _SIGNED.match(cells[first]) is not None
        return signed or self.key == self.bound or all(_FOOTER.fullmatch(key) or _COUNT.fullmatch(key) for key in keys)

    def _is_header(self, row: Row) -> bool:
        """The header once more, as at the top of every printed page."""
        return all(row[index].strip() == self.labels[index].strip() for index in self.bound)
