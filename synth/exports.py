"""From clean rows to the files agencies send, and the list of who is really meant in each mention."""

import csv
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import yaml

from synth import spelling
from synth.damage import CARE, Damage
from synth.deliveries import Delivery, plan
from synth.files import Cell, Workbook, write_csv, write_database, write_parquet
from synth.slots import SLOTS
from synth.tables import Table, tables
from synth.world import World

CASE_FIELDS = ("case_no", "exec_no", "basis_case_no", "judgment_case_no", "court_case_no", "prosecution_case_no",
               "unified_case_no", "police_case_no")  # fmt: skip
# A company's code in the commercial register is the key of its row, and never wrong there.
SURE = {("mr_entity", "entity"), ("mr_stakeholder", "entity")}
# What a header says in brackets at its end: values, a unit, a length; offices leave it out.
_LISTED = re.compile(r"(?<!注册资本)\([^()]*\)$")
MENTIONS = ("file", "sheet", "row", "name_field", "id_field", "part", "true_id", "true_type")


@dataclass
class Sheet:
    """One delivery ready to be written: text per field, the clean values beside it."""

    delivery: Delivery
    table: Table
    cells: dict[str, list[str]]
    clean: dict[str, list[object]]

    @property
    def first_row(self) -> int:
        """The number a person sees beside the first data row."""
        if self.delivery.format in ("parquet", "sqlite"):
            return 1
        return self.delivery.lead + (2 if self.delivery.header == "both" else 1) + 1

    def header_rows(self) -> list[list[str]]:
        """The header, in one or two rows."""
        style, named = self.delivery.header, self.delivery.headers
        short = style != "official"
        official = [named.get(f) or (_LISTED.sub("", h) if short else h) for f, h in self.table.headers.items()]
        rows = {"codes": [list(self.cells)], "both": [official, list(self.cells)]}.get(style, [official])
        return [[("序号", "seq")[place], *row] if self.delivery.number else row for place, row in enumerate(rows)]


def write(world: World, out: Path, progress: Callable[[str], None]) -> dict[str, int]:
    """Write OUT/exports and OUT/truth/mentions.csv; returns the rows per table."""
    rng = np.random.default_rng([int(world.rng.integers(2**32)), 2])
    damage = Damage(rng, *_kin(world))
    exports, truth = out / "exports", out / "truth"
    exports.mkdir(parents=True, exist_ok=True)
    truth.mkdir(parents=True, exist_ok=True)
    books: defaultdict[str, list[Sheet]] = defaultdict(list)
    origins: dict[str, dict[str, str]] = {}
    counts: dict[str, int] = {}
    with (truth / "mentions.csv").open("w", encoding="utf-8", newline="") as file:
        mentions = csv.writer(file, lineterminator="\n")
        mentions.writerow(MENTIONS)
        for name, table in tables().items():
            rows = world.rows(name)
            counts[name] = len(rows)
            progress(f"writing {table.title} ({len(rows):,} rows)")
            for delivery, places in plan(name, rows, rng):
                sheet, lines = _deliver(world, delivery, table, rows.iloc[places], damage)
                mentions.writerows(lines)
                origins[delivery.path] = _origin(delivery, world.as_of)
                if delivery.format in ("xlsx", "sqlite"):
                    books[delivery.path].append(sheet)
                else:
                    _write_file(exports / delivery.path, [sheet])
    for path, sheets in books.items():
        progress(f"writing {path}")
        _write_file(exports / path, sheets)
    (exports / "sources.yaml").write_text(yaml.safe_dump(origins, allow_unicode=True), encoding="utf-8")
    return counts


def _origin(delivery: Delivery, as_of: date) -> dict[str, str]:
    origin = {"agency": delivery.agency, "collected_at": f"{as_of:%Y-%m-%d}", "delivery": "snapshot"}
    return origin | ({"division_code": delivery.division} if delivery.division else {})


def _kin(world: World) -> tuple[dict[str, str], dict[str, str]]:
    """Per person the number that is mistaken for theirs, a spouse's or a housemate parent's, and the former name."""
    people = world.persons
    number, household = people["number"].to_dict(), people["household"].to_dict()
    relatives = {}
    for place, (key, *kin) in enumerate(
        zip(people.index, people["mother"], people["father"], people["spouse"], strict=True)
    ):
        together = [other for other in kin if other and (other == kin[2] or household[other] == household[key])]
        nearest = next(iter(together if place % 2 else together[::-1]), "")
        if nearest:
            relatives[str(key)] = str(number[nearest])
    former = {str(key): str(name) for key, name in people["former_name"].items() if name}
    return relatives, former


def _deliver(
    world: World, delivery: Delivery, table: Table, rows: pd.DataFrame, damage: Damage
) -> tuple[Sheet, Iterator[tuple[object, ...]]]:
    """Spell out the rows of one delivery and list the mentions in it."""
    rng, care = damage.rng, CARE[delivery.care]
    twice = rng.choice(len(rows), int(len(rows) * delivery.duplicates), replace=False)
    order = np.sort(np.concatenate([np.arange(len(rows)), twice]))
    clean = {name: rows[name].tolist() for name in table.fields}
    cells = {name: spelling.texts(values, table.types[name], delivery.hand, name) for name, values in clean.items()}
    whos: dict[str, list[tuple[str, ...]]] = {}
    for slot, (name_field, id_field) in SLOTS[delivery.table].items():
        who = [(w,) if isinstance(w, str) else w for w in rows[f"_who_{slot}"]]
        whos[slot] = who
        if (delivery.table, slot) not in SURE:
            if name_field:
                cells[name_field] = _each(cells[name_field], who, lambda c, w: damage.names(c, w, care))
            if id_field:
                cells[id_field] = _each(cells[id_field], who, lambda c, w: damage.numbers(c, w, care))
    for name, kind in table.types.items():
        if name in CASE_FIELDS:
            cells[name] = spelling.case_numbers(rng, cells[name], 0.05)
        elif kind == "phone":
            cells[name] = spelling.phones(rng, cells[name], 0.03)
        elif kind == "addr":
            cells[name] = spelling.addresses(rng, cells[name], 0.05)
        elif kind in ("str", "id"):
            cells[name] = spelling.stray_spaces(rng, cells[name], 0.004)
    cells = {name: [column[place] for place in order] for name, column in cells.items()}
    sheet = Sheet(delivery, table, cells, {n: [column[place] for place in order] for n, column in clean.items()})
    return sheet, _mentions(sheet, {slot: [who[place] for place in order] for slot, who in whos.items()})


def _each(
    cells: list[str], who: list[tuple[str, ...]], change: Callable[[list[str], list[str]], list[str]]
) -> list[str]:
    """Damage a column; cells that name several are taken apart and put together again."""
    if all(len(w) == 1 for w in who):
        return change(cells, [w[0] for w in who])
    parts = [cell.split("、") if len(w) > 1 else [cell] for cell, w in zip(cells, who, strict=True)]
    keys = [w[place] if place < len(w) else "" for ps, w in zip(parts, who, strict=True) for place in range(len(ps))]
    flat = iter(change([p for ps in parts for p in ps], keys))
    return ["、".join(next(flat) for _ in ps) for ps in parts]


def _mentions(sheet: Sheet, whos: dict[str, list[tuple[str, ...]]]) -> Iterator[tuple[object, ...]]:
    delivery = sheet.delivery
    for slot, (name_field, id_field) in SLOTS[delivery.table].items():
        blank = [""] * len(whos[slot])
        pairs = zip(sheet.cells.get(name_field, blank), sheet.cells.get(id_field, blank), whos[slot], strict=True)
        for row, (name, number, who) in enumerate(pairs, sheet.first_row):
            if not who[0] or not (name.strip() or number.strip()):
                continue
            for part, key in enumerate(who, 1):
                kind = "person" if key[0] == "P" else "organization"
                yield delivery.path, delivery.sheet, row, name_field, id_field, part, key, kind


def _write_file(path: Path, sheets: list[Sheet]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    first = sheets[0].delivery
    if first.format == "csv":
        rows: list[Sequence[str]] = [[line] for line in _lead(sheets[0])]
        rows += [[str(cell) for cell in row] for row in sheets[0].header_rows()]
        body = list(zip(*sheets[0].cells.values(), strict=True))
        total = [[str(cell) for cell in row] for row in _totals(sheets[0])]
        write_csv(path, [*rows, *body, *total], encoding=first.encoding, delimiter=first.delimiter)
    elif first.format == "parquet":
        write_parquet(path, _typed(sheets[0]))
    elif first.format == "sqlite":
        write_database(
            path, {s.delivery.sheet: (s.header_rows()[0], list(zip(*s.cells.values(), strict=True))) for s in sheets}
        )
    else:
        book = Workbook(path)
        for sheet in sheets:
            ids = [
                place + sheet.delivery.number for place, kind in enumerate(sheet.table.types.values()) if kind == "id"
            ]
            title = _lead(sheet)[0] if sheet.delivery.lead else ""
            book.add_sheet(sheet.delivery.sheet, title, _excel_rows(sheet), ids)
        book.close()


def _lead(sheet: Sheet) -> list[str]:
    """The lines above the header."""
    return [f"{sheet.delivery.agency}{sheet.table.title}", "内部资料 注意保管"][: sheet.delivery.lead]


def _totals(sheet: Sheet) -> list[list[Cell]]:
    """The last row with the sum of one field, if the office writes one."""
    if not sheet.delivery.totals:
        return []
    names = list(sheet.cells)
    values = [v for v in sheet.clean[sheet.delivery.totals] if isinstance(v, (int, float))]
    row: list[Cell] = [""] * len(names)
    row[names.index(sheet.delivery.totals)] = round(float(sum(values)), 2)
    if sheet.delivery.number:
        return [["合计", *row]]
    row[0] = "合计"
    return [row]


def _excel_rows(sheet: Sheet) -> list[Sequence[Cell]]:
    """Header and body of a sheet; amounts are numbers, and dates are dates where the office keeps them so."""
    kinds = ("dec", "int", "date", "dt") if sheet.delivery.hand.dates == "excel" else ("dec", "int")
    native = [name for name, kind in sheet.table.types.items() if kind in kinds]
    columns: list[Sequence[object]] = [
        ["" if value is None else value for value in sheet.clean[name]] if name in native else sheet.cells[name]
        for name in sheet.cells
    ]
    if sheet.delivery.number:
        columns.insert(0, [float(n + 1) for n in range(len(columns[0]))])
    body: list[Sequence[Cell]] = list(zip(*columns, strict=True))
    return [*sheet.header_rows(), *body, *_totals(sheet)]


def _typed(sheet: Sheet) -> dict[str, Sequence[object]]:
    """Columns for Parquet: dates, numbers and flags as such, everything else as text; None is null."""
    headers = sheet.header_rows()[0]
    plain = ("date", "dt", "dec", "int", "bool")
    return {
        header: sheet.clean[name] if sheet.table.types[name] in plain else [cell or None for cell in sheet.cells[name]]
        for header, name in zip(headers, sheet.cells, strict=True)
    }
