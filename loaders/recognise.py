"""Which agency table a sheet is, and which column is which field: by its headers, whatever the file is called."""

import re
import unicodedata
from dataclasses import dataclass

from core.errors import UserError
from core.ids import digest
from loaders.header_grammar import bare, fold, span
from loaders.header_match import HeaderMatcher, contradicts
from loaders.mapping import Mapping
from loaders.readers.sheet import Row
from loaders.told_headers import headers, unknown_columns
from loaders.values import Codes

SEARCHED = 30
"""Rows in which the header is looked for."""

_UNIT = re.compile(r"(?:\(|[/_:,-])(?:单位:?)?(?:人民币)?((?:千|百?万|亿)?元)(?:\)|$)")
_CODE = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
_FIELD_CODE, _OFFICIAL, _ALIAS, _BARE = range(4)


class Unrecognised(UserError):
    """A sheet that is none of the known tables, or one without a column of its key; the text says how to mend it."""


@dataclass(frozen=True)
class Layout:
    """How a sheet is to be read: `headers` rows before the data (counted from the first row of the sheet), the header
    text of every column ('' where there is none), the column index of every field found, the fields missing, and the
    rows that name the columns as they stand in the sheet."""

    table: str
    headers: int
    labels: tuple[str, ...]
    fields: dict[str, int]
    missing: tuple[str, ...]
    block: tuple[tuple[str, ...], ...] = ()

    @property
    def units(self) -> dict[str, str]:
        """The units of money that headers state in brackets, by field (注册资本(元))."""
        found = {name: _UNIT.search(unicodedata.normalize("NFKC", self.labels[at])) for name, at in self.fields.items()}
        return {name: match[1] for name, match in found.items() if match}

    @property
    def needed(self) -> int:
        """How many cells a row must have to reach the last labelled column."""
        return max((index + 1 for index, label in enumerate(self.labels) if label), default=0)

    @property
    def unknown(self) -> dict[int, str]:
        """Columns that are no field of the table, by index, under a name of their own."""
        known, names = set(self.fields.values()), dict[int, str]()
        for index, label in enumerate(self.labels):
            if index in known:
                continue
            name, n = label or f"column {index + 1}", 2
            while name in names.values():
                name, n = f"{label or f'column {index + 1}'} ({n})", n + 1
            names[index] = name
        return names


@dataclass(frozen=True)
class _Fit:
    mapping: Mapping
    fields: dict[str, int]
    exact: int
    hinted: bool

    @property
    def lacking(self) -> list[str]:
        return [name for name in self.mapping.key if name not in self.fields]

    @property
    def rank(self) -> tuple[int, bool, int, int, bool, str]:
        missing = len(self.mapping.columns) - len(self.fields)
        return len(self.fields), not self.lacking, self.exact, -missing, self.hinted, self.mapping.table


class Recogniser:
    """Knows the headers of all mappings."""

    def __init__(self, mappings: dict[str, Mapping], codes: Codes | None = None) -> None:
        self.mappings, self.codes = mappings, codes or {}
        self._matchers = {table: HeaderMatcher(mapping) for table, mapping in mappings.items()}
        self._fields: dict[str, dict[str, list[list[str]]]] = {}
        self._tables: dict[str, set[str]] = {}
        for table, mapping in sorted(mappings.items()):
            index: dict[str, list[list[str]]] = {}
            for column in mapping.columns.values():
                official, *aliases = column.headers or (column.name,)
                self._note(index, column.name, _FIELD_CODE, [fold(column.name)])
                self._note(index, column.name, _OFFICIAL, [fold(official)])
                self._note(index, column.name, _ALIAS, [fold(alias) for alias in aliases])
                self._note(index, column.name, _BARE, [bare(header) for header in column.headers])
            self._fields[table] = index
            for header in index:
                self._tables.setdefault(header, set()).add(table)

    def digest(self, table: str) -> str:
        """Return the digest of a table's mapping; of all of them for '', a sheet that is none of them."""
        chosen = [table] if table in self.mappings else sorted(self.mappings)
        return digest(*(self.mappings[name].digest for name in chosen))

    @staticmethod
    def _note(index: dict[str, list[list[str]]], name: str, how: int, headers: list[str]) -> None:
        for header in headers:
            if header and name not in (ways := index.setdefault(header, [[] for _ in range(4)]))[how]:
                ways[how].append(name)

    def recognise(self, rows: list[Row], hint: str = "") -> Layout:
        """Return the layout of a sheet from its first rows; `hint` (file and sheet name) decides between equals.

        Raises Unrecognised, naming the nearest tables, or the missing key column when the table is plain.
        """
        rows = rows[:SEARCHED]
        fits: list[tuple[tuple[object, ...], int, _Fit]] = []
        for number, row in enumerate(rows):
            for table in sorted(self._candidates(row)):
                fit = self._fit(table, [(cell,) for cell in row], hint)
                fits.append(((*fit.rank, -number), number, fit))
        fits.sort(key=lambda entry: entry[0], reverse=True)
        if not fits:
            raise Unrecognised(self._unknown(rows, fits))
        _, number, fit = fits[0]
        first, last = self._block(rows, number, fit.mapping.table)
        labels = _labels(rows[first : last + 1], max(len(row) for row in rows[first : last + 1]))
        fit = self._fit(fit.mapping.table, labels, hint, rows[last + 1 :])
        if not self._plausible(fit, sum(1 for label in labels if any(label))):
            raise Unrecognised(self._unknown(rows, fits))
        if fit.lacking:
            raise Unrecognised(self._lacks(fit, labels))
        missing = tuple(name for name in fit.mapping.columns if name not in fit.fields)
        texts = tuple(next((text.strip() for text in label[:-1] if text.strip()), "") for label in labels)
        block = tuple(tuple(row) for row in rows[first : last + 1])
        return Layout(fit.mapping.table, last + 1, texts, fit.fields, missing, block)

    def _candidates(self, row: Row) -> set[str]:
        hits: dict[str, int] = {}
        for cell in row:
            for table in self._tables.get(fold(cell), set()) | self._tables.get(bare(cell), set()):
                hits[table] = hits.get(table, 0) + 1
        return {table for table, n in hits.items() if n >= 2}

    def _fit(self, table: str, labels: list[tuple[str, ...]], hint: str, data: list[Row] | None = None) -> _Fit:
        """Bind columns to fields: by code, official header, alias, without brackets, equal ones in order; then by what
        headers mean, unless the cells of the first rows, `data`, contradict it."""
        mapping, (fields, exact) = self.mappings[table], self._known(table, labels)
        taken = set(fields.values())
        free = {at: texts for at, texts in enumerate(labels) if at not in taken and any(texts)}
        for name, at in self._matchers[table].match(free, fields).items():
            cells = [row[at] for row in data or [] if at < len(row)]
            if not contradicts(mapping.columns[name], cells, self.codes):
                fields[name] = at
        return _Fit(mapping, fields, exact, mapping.title in hint or table in hint)

    def _known(self, table: str, labels: list[tuple[str, ...]]) -> tuple[dict[str, int], int]:
        """Return the fields whose headers the mapping lists, and how many by code or official header."""
        index, fields, taken, exact = self._fields[table], dict[str, int](), set[int](), 0
        for how in (_FIELD_CODE, _OFFICIAL, _ALIAS, _BARE):
            for column, texts in enumerate(labels):
                if column in taken:
                    continue
                forms = [bare(text) for text in texts] if how == _BARE else [fold(text) for text in texts]
                names = (name for form in forms if form in index for name in index[form][how])
                spans = {span(text) for text in texts} - {""}
                name = next((name for name in names if name not in fields and self._agree(table, name, spans)), None)
                if name is not None:
                    fields[name] = column
                    taken.add(column)
                    exact += how in (_FIELD_CODE, _OFFICIAL)
        return fields, exact

    def _agree(self, table: str, name: str, spans: set[str]) -> bool:
        """Months are not bound where years are given."""
        own = {span(header) for header in self.mappings[table].columns[name].headers} - {""}
        return not (own and spans) or bool(own & spans)

    def _plausible(self, fit: _Fit, given: int) -> bool:
        """A sheet with `given` labelled columns is a table when enough of the columns of both are the same."""
        known, matched = len(fit.mapping.columns), len(fit.fields)
        if matched < min(3, known) or matched < 0.4 * given:
            return False
        return matched >= 0.4 * known or (not fit.lacking and bool(fit.mapping.key) and matched >= 0.6 * given)

    def _block(self, rows: list[Row], number: int, table: str) -> tuple[int, int]:
        """Return first and last row of the header: the one found, field codes beside it, column numbers below."""
        first = last = number
        if number > 0 and self._is_header(rows[number - 1], table):
            first = number - 1
        while last + 1 < len(rows) and (
            self._is_header(rows[last + 1], table) or _is_codes(rows[last + 1], rows[number]) or _counts(rows[last + 1])
        ):
            last += 1
        return first, last

    def _is_header(self, row: Row, table: str) -> bool:
        given = sum(1 for cell in row if cell.strip())
        return len(self._known(table, [(cell,) for cell in row])[0]) >= max(2, given / 2)

    def _lacks(self, fit: _Fit, labels: list[tuple[str, ...]]) -> str:
        names = [f"{fit.mapping.columns[name].headers[0]} ({name})" for name in fit.lacking]
        table = f"{fit.mapping.table} {fit.mapping.title}"
        taken = set(fit.fields.values())
        strange = [next(filter(None, texts)) for at, texts in enumerate(labels) if at not in taken and any(texts)]
        hint = unknown_columns(strange)
        hint = f"{hint[0].upper()}{hint[1:]}. " if hint else ""
        return (
            f"This is {table}, but it lacks the column {', '.join(names)}, part of the table's key. {hint}"
            "Ask the agency to include it, or add the column (its cells may stay empty) and load the file again."
        )

    def _unknown(self, rows: list[Row], fits: list[tuple[tuple[object, ...], int, _Fit]]) -> str:
        nearest, seen = list[str](), set[str]()
        for _, _, fit in fits:
            if fit.mapping.table not in seen and len(nearest) < 3:
                seen.add(fit.mapping.table)
                share = f"{len(fit.fields)} of {len(fit.mapping.columns)} columns"
                lacks = f", lacks {', '.join(fit.lacking)}" if fit.lacking else ""
                nearest.append(f"{fit.mapping.table} {fit.mapping.title} ({share}{lacks})")
        near = f" Nearest: {'; '.join(nearest)}." if nearest else ""
        found = headers(rows, fits[0][1] if fits else None)
        if not found:
            return (
                f"No known table has these columns: none of the first rows is plainly a header.{near} "
                "If there is none, put the headers of the table above the rows; else add a mapping for this table."
            )
        return (
            f"No known table has these columns: {'、'.join(found)[:120]}.{near} "
            "Rename the headers to those of a known table, or add a mapping for this one."
        )


def _labels(block: list[Row], width: int) -> list[tuple[str, ...]]:
    """Return the header texts of every column, row by row, and last what they say together.

    A header that spans several columns stands above the first of them and is read with each (证件 above 种类 and 号码).
    """
    labels: list[tuple[str, ...]] = []
    above = ""
    for index in range(width):
        texts = tuple(row[index].strip() if index < len(row) else "" for row in block)
        above = texts[0] or above
        below = "".join(text for text in texts[1:] if text != above)
        labels.append((*texts, above + below if below else ""))
    return labels


def _is_codes(row: Row, header: Row) -> bool:
    """A row of identifiers beneath the header: the agency's own field codes."""
    given = [cell.strip() for cell in row if cell.strip()]
    labelled = sum(1 for cell in header if cell.strip())
    return (
        len(given) >= max(3, 0.8 * labelled)
        and len(set(given)) == len(given)
        and all(_CODE.fullmatch(cell) for cell in given)
    )


def _counts(row: Row) -> bool:
    """A row that numbers the columns 1, 2, 3 …"""
    given = [cell.strip() for cell in row if cell.strip()]
    return len(given) >= 3 and given == [str(number) for number in range(1, len(given) + 1)]
