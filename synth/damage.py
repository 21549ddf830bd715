"""Damage to names and numbers as agencies do it; facts, dates and case numbers are never touched here."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from synth.misspelt import DOTS, HOMOPHONE, LOOKALIKE, PLACEHOLDERS, RARE, VARIANT
from synth.people import names


@dataclass(frozen=True)
class Care:
    """How carefully a source is kept: shares of mentions."""

    misspelt: float
    mistyped: float
    lost: float
    spreadsheet: float
    old: float
    masked: float
    kin: float
    redacted: float


CARE = {
    "best": Care(
        misspelt=0.006, mistyped=0.002, lost=0.0, spreadsheet=0.0, old=0.002, masked=0.0, kin=0.003, redacted=0.0
    ),
    "good": Care(
        misspelt=0.02, mistyped=0.006, lost=0.006, spreadsheet=0.004, old=0.006, masked=0.002, kin=0.004, redacted=0.0
    ),
    "fair": Care(
        misspelt=0.03, mistyped=0.008, lost=0.02, spreadsheet=0.008, old=0.012, masked=0.005, kin=0.005, redacted=0.002
    ),
    "weak": Care(
        misspelt=0.06, mistyped=0.02, lost=0.12, spreadsheet=0.03, old=0.03, masked=0.015, kin=0.008, redacted=0.01
    ),
}


class Damage:
    """Draws damage for the mentions of one file after another."""

    def __init__(self, rng: np.random.Generator, relatives: dict[str, str], former: dict[str, str]) -> None:
        """`relatives` gives the number mistaken for a person's, `former` a former name, by true id."""
        self.rng = rng
        self.relatives = relatives
        self.former = former

    def names(self, cells: list[str], who: list[str], care: Care) -> list[str]:
        """Person names and organization names with the mistakes of a source; '' stays ''."""
        rng, result = self.rng, list(cells)
        draw = rng.random(len(cells))
        for place in np.flatnonzero(draw < care.misspelt).tolist():
            if result[place]:
                wrong = self._organization(result[place]) if who[place][:1] == "O" else self._misspell(result[place])
                result[place] = wrong
        for place in np.flatnonzero(draw > 1 - care.redacted).tolist():
            if cells[place] and who[place][:1] == "P" and "·" not in cells[place]:
                result[place] = names.surname(cells[place]) + ("某", "某某", "某甲")[int(rng.integers(3))]
        for place, cell in enumerate(result):
            if "·" in cell and rng.random() < care.misspelt * 6:
                result[place] = cell.replace("·", self._one(DOTS))
            elif cell[-1:] in RARE and rng.random() < care.misspelt * 6:
                result[place] = cell[:-1] + (RARE[cell[-1]] if rng.random() < 0.3 else self._one(PLACEHOLDERS))
            elif who[place] in self.former and rng.random() < care.misspelt * 2:
                result[place] = self.former[who[place]]
        return result

    def numbers(self, cells: list[str], who: list[str], care: Care, *, may_lose: bool = True) -> list[str]:
        """Citizen numbers and company codes with the mistakes of a source; '' stays ''."""
        rng, result = self.rng, list(cells)
        count = len(cells)
        for place in self._block(count, care.spreadsheet):
            result[place] = self._through_a_spreadsheet(result[place])
        kinds: list[tuple[float, Callable[[str], str]]] = [
            (care.mistyped * 0.6, self._one_wrong), (care.mistyped * 0.4, self._swapped), (care.old, self._fifteen),
            (care.masked, self._masked), (care.misspelt * 0.3, self._typed_oddly),
        ]  # fmt: skip
        draw, floor = rng.random(count), 0.0
        for share, change in kinds:
            for place in np.flatnonzero((draw >= floor) & (draw < floor + share)).tolist():
                if (
                    len(result[place]) == 18
                    and "*" not in result[place]
                    and (change != self._fifteen or who[place][:1] == "P")
                ):
                    result[place] = change(result[place])
            floor += share
        minor = np.array([cell[6:10].isdigit() and int(cell[6:10]) > 2010 for cell in cells], dtype=bool)
        for place in np.flatnonzero(rng.random(count) < np.where(minor, care.kin * 5, care.kin)).tolist():
            if cells[place] and "*" not in cells[place] and who[place] in self.relatives:
                result[place] = self.relatives[who[place]]
        if may_lose:
            for place in np.flatnonzero(rng.random(count) < care.lost).tolist():
                result[place] = ""
        return [cell.lower() if cell[-1:] == "X" and low else cell
                for cell,
                low in zip(result, (rng.random(count) < 0.05 + care.misspelt * 3).tolist(), strict=True)]  # fmt: skip

    def _block(self, count: int, share: float) -> list[int]:
        """Positions of a stretch of rows that someone edited in a spreadsheet, about `share` of all."""
        if not share or not count:
            return []
        size = max(1, min(count, int(count * share)))
        start = int(self.rng.integers(0, count - size + 1))
        return list(range(start, start + size))

    def _one(self, choices: tuple[str, ...] | str) -> str:
        return choices[int(self.rng.integers(len(choices)))]

    def _misspell(self, name: str) -> str:
        tables = [(0.45, HOMOPHONE), (0.30, VARIANT), (0.25, LOOKALIKE)]
        start = self.rng.random()
        order = sorted(tables, key=lambda t: -t[0]) if start < 0.45 else sorted(tables, key=lambda t: t[0])
        for _, table in order if start < 0.8 else order[1:] + order[:1]:
            places = [place for place, letter in enumerate(name) if letter in table]
            if places:
                place = places[-1] if self.rng.random() < 0.8 else places[0]
                return name[:place] + self._one(table[name[place]]) + name[place + 1 :]
        return name[:1] + "　" + name[1:] if len(name) == 2 else name + " "

    def _organization(self, name: str) -> str:
        kind = int(self.rng.integers(4))
        if kind == 0 and name.endswith("有限责任公司"):
            return name.removesuffix("有限责任公司") + "有限公司"
        if kind == 1 and name.endswith("有限公司"):
            return name.removesuffix("有限公司") + "公司"
        if kind == 2 and "区" in name[:5]:
            return name[name.index("区") + 1 :]
        return name[:4] + " " + name[4:]

    def _through_a_spreadsheet(self, number: str) -> str:
        if len(number) != 18 or not number.isdigit():
            return number
        shape = self.rng.random()
        if shape < 0.45:
            return number[:15] + "000"
        return f"{float(number):.5E}" if shape < 0.75 else f"{float(number):.0f}"

    def _one_wrong(self, number: str) -> str:
        place = int(self.rng.integers(2, 17))
        other = str((int(number[place]) + int(self.rng.integers(1, 10))) % 10) if number[place].isdigit() else "8"
        return number[:place] + other + number[place + 1 :]

    def _swapped(self, number: str) -> str:
        places = [place for place in range(6, 16) if number[place] != number[place + 1]]
        place = places[int(self.rng.integers(len(places)))]
        return number[:place] + number[place + 1] + number[place] + number[place + 2 :]

    def _fifteen(self, number: str) -> str:
        """The number as cards showed it before 1999, for those old enough to have had such a card."""
        return number[:6] + number[8:17] if number[6:10] < "1984" and number[6:8] == "19" else number

    def _masked(self, number: str) -> str:
        if self.rng.random() < 0.5:
            return number[:6] + "********" + number[14:]
        return number[:10] + "****" + number[14:]

    def _typed_oddly(self, number: str) -> str:
        shape = int(self.rng.integers(5))
        if shape == 0:
            return number.translate({ord(c): ord(c) + 0xFEE0 for c in number})
        if shape == 1:
            return "'" + number
        if shape == 2:
            return f"{number[:6]} {number[6:14]} {number[14:]}"
        return number + " " if shape == 3 else number.replace("0", "O", 1)
