"""The running numbers that offices give: cases, contracts, certificates, cells, homes, plates."""

from collections import defaultdict

from synth.people import numbers
from synth.people.places import DIVISIONS, HOME

COURT_KINDS = ("刑初", "刑终", "刑更", "民初", "民终", "行初", "执", "执恢", "执异", "破", "民特", "诉前调确")
POLICE_UNITS = 12


class Numbering:
    """Counters per office and year; equal calls in equal order give equal numbers."""

    def __init__(self) -> None:
        self._last: defaultdict[tuple[str, str, int], int] = defaultdict(int)

    def serial(self, kind: str, division: str = "", year: int = 0) -> int:
        """The next serial of a kind, from 1."""
        self._last[kind, division, year] += 1
        return self._last[kind, division, year]

    def case_no(self, kind: str, year: int, division: str = HOME, month: int = 0) -> str:
        """The next case number.

        kind: police (A, organ code of twelve digits, year, month, serial), procuratorate (审查起诉),
        arrest (审查逮捕), or the
        type of a court case (刑初, 民初, 执, 执恢, 破 …),
        which may follow a court of appeal (刑终: the prefecture's court).
        """
        place = DIVISIONS[division]
        serial = self.serial(kind, division, year)
        if kind == "police":
            return f"A{division}{serial % POLICE_UNITS * 1000:06d}{year}{month or 1 + serial % 12:02d}{serial:04d}"
        if kind == "procuratorate":
            return f"{place.short}检刑诉〔{year}〕{serial}号"
        if kind == "arrest":
            return f"{place.short}检刑捕〔{year}〕{serial}号"
        if kind not in COURT_KINDS:
            raise ValueError(
                f"No case is of the kind {kind!r}; known are police, procuratorate, arrest, {COURT_KINDS}."
            )
        court = place.court[:-2] if kind.endswith("终") else place.court
        return f"（{year}）{court}{kind}{serial}号"

    def next_no(self, kind: str, division: str = HOME, year: int = 2020) -> str:
        """The next number of another kind (see `NUMBERS`)."""
        if kind not in NUMBERS:
            raise ValueError(f"No number is of the kind {kind!r}; known are {', '.join(NUMBERS)}.")
        return NUMBERS[kind](division, year, self.serial(kind, division, year if kind in YEARLY else 0))


NUMBERS = {
    "contract": lambda d, y, n: f"{DIVISIONS[d].short}公租{y}-{n:05d}",
    "apply": lambda d, y, n: f"SQ{d}{y}{n:05d}",
    "measure": lambda d, y, n: f"QZ{d}{y}{n:06d}",
    "correction": lambda d, y, n: f"{d}{y}{n:05d}",
    "inmate": lambda d, y, n: f"{d}{y}{n:06d}",
    "marriage": lambda d, y, n: f"J{d}-{y}-{n:06d}",
    "divorce": lambda d, y, n: f"L{d}-{y}-{n:06d}",
    "title": lambda d, y, n: f"{DIVISIONS[d].court[0]}（{y}）{DIVISIONS[d].name}不动产权第{n:07d}号",
    "mortgage": lambda d, y, n: f"{DIVISIONS[d].court[0]}（{y}）{DIVISIONS[d].name}不动产证明第{n:07d}号",
    "seizure": lambda d, y, n: f"查封{DIVISIONS[d].short}{y}{n:06d}",
    "unit": lambda d, y, n: numbers.unit_number(d, n),
    "vin": lambda d, y, n: numbers.vin(n),
    "plate": lambda d, y, n: numbers.plate(DIVISIONS[d].plate, n),
    "electric_plate": lambda d, y, n: numbers.plate(DIVISIONS[d].plate, n, electric=True),
    "phone": lambda d, y, n: numbers.phone(n),
    "uscc": lambda d, y, n: numbers.company_code(d, n),
    "uscc_trader": lambda d, y, n: numbers.company_code(d, 500_000 + n, kind="92"),
    "household": lambda d, y, n: f"{d}{n:08d}",
    "home": lambda d, y, n: str(n),
    "benefit": lambda d, y, n: f"DB{d}{n:07d}",
    "incident": lambda d, y, n: f"J{d}{y}{n:08d}",
    "change": lambda d, y, n: f"（{DIVISIONS[d].short}）登记内变字〔{y}〕第{n}号",
    "stay": lambda d, y, n: f"{d}{y}{n:09d}",
    "account": lambda d, y, n: f"6217{int(d) % 10_000:04d}{n:011d}",
}
YEARLY = ("contract", "apply", "measure", "correction", "inmate", "marriage", "divorce", "title", "mortgage", "seizure",
          "incident", "change", "stay")  # fmt: skip
