"""The one way in which a table is printed: what is copied from it is whole, everything else gives way."""

from collections.abc import Collection, Sequence

from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

GAP = 2
NARROWEST = 8
"""Characters that a column which gives way keeps."""

Cell = str | Text


def print_table(
    console: Console,
    columns: Sequence[str],
    rows: Sequence[Sequence[Cell]],
    *,
    whole: Collection[str] = (),
    figures: Collection[str] = (),
    notes: Sequence[Sequence[Cell]] = (),
) -> None:
    """Print rows under their columns; nothing is ever cut off.

    Columns named in `whole` (ids) and `figures` (right-aligned) keep to one line, the others fold where the console is
    narrow. `notes` holds for every row the lines that stand under it. A column without any value is left out, and so
    is a table without rows.
    """
    kept = [number for number in range(len(columns)) if any(str(row[number]) for row in rows)]
    if not kept:
        return
    widths = {n: max(cell_len(columns[n]), *(cell_len(str(row[n])) for row in rows)) for n in kept}
    folding = [n for n in kept if columns[n] not in (*whole, *figures)]
    _narrow(widths, folding, console.width - GAP * (len(kept) - 1))

    def line(cells: Sequence[Cell]) -> None:
        grid = Table.grid(padding=(0, GAP, 0, 0))
        for n in kept:
            right = columns[n] in figures
            ragged = n == kept[-1] and not right
            grid.add_column(
                justify="right" if right else "left",
                overflow="fold",
                min_width=None if ragged else widths[n],
                max_width=widths[n],
            )
        grid.add_row(*(cells[n] for n in kept))
        console.print(grid)

    line([Text(name, "bold") for name in columns])
    for number, row in enumerate(rows):
        line(row)
        for note in notes[number] if notes else ():
            console.print(Text.assemble("    ", note))


def _narrow(widths: dict[int, int], folding: Sequence[int], room: int) -> None:
    """Take what is too much from the widest of the folding columns, character by character."""
    for _ in range(sum(widths.values()) - room):
        widest = max(folding, key=lambda n: widths[n], default=None)
        if widest is None or widths[widest] <= NARROWEST:
            return
        widths[widest] -= 1
