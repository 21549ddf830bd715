"""Where a file comes from: sources.yaml, the feed and date in its name, the batch it belongs to."""

import re
from dataclasses import dataclass
from datetime import date
from fnmatch import fnmatchcase
from pathlib import Path, PurePosixPath

from core.errors import UserError
from core.ids import digest
from core.marked_yaml import nearest, read
from resolution.normalise import dates

SETTINGS_FILE = "sources.yaml"
_MONTH, _DAY = r"(?:0[1-9]|1[0-2])", r"(?:0[1-9]|[12]\d|3[01])"
_CLOCK = r"(?:T?(?:[01]\d|2[0-3])[0-5]\d(?:[0-5]\d)?)?"
_DATE = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d{2})(?:"
    rf"(?P<m1>{_MONTH})(?P<d1>{_DAY}){_CLOCK}|_(?P<m2>{_MONTH})_(?P<d2>{_DAY})"
    r"|(?P<s>[-.])(?P<m3>0?[1-9]|1[0-2])(?P=s)(?P<d3>0?[1-9]|[12]\d|3[01])|年(?P<m4>\d{1,2})月(?P<d4>\d{1,2})日?"
    rf"|[-_.]?(?P<m5>{_MONTH})|年(?P<m6>\d{{1,2}})月份?)(?!\d)"
)
_EDGES = "-_. ()（）[]【】至"


@dataclass(frozen=True)
class Origin:
    """What is known of a file's origin; '' is unknown."""

    agency: str = ""
    division_code: str = ""
    collected_at: str = ""
    approval_no: str = ""
    purpose_code: str = ""
    delivery: str = ""
    encoding: str = ""

    @property
    def date(self) -> date | None:
        """The day of collection."""
        return dates.day(self.collected_at) if self.collected_at else None


class Sources:
    """The origins that a sources.yaml gives, per file pattern; the first pattern that fits a path holds."""

    def __init__(self, patterns: dict[str, Origin]) -> None:
        self.patterns = patterns

    @classmethod
    def of(cls, folder: Path) -> "Sources":
        """Read the sources.yaml of a folder, if there is one. Raises UserError with all its mistakes."""
        path = folder / SETTINGS_FILE
        if not path.exists():
            return cls({})
        document = read(path)
        problems = [f"line {line}: {place[-1]} is given twice" for place, line in document.doubled]
        patterns = {}
        data = document.data if isinstance(document.data, dict) else {}
        for pattern, given in data.items():
            if not isinstance(given, dict):
                problems.append(
                    f"line {document.line((pattern,))}: {pattern} needs keys such as agency or collected_at"
                )
                continue
            known = list(Origin.__dataclass_fields__)
            problems += [
                f"line {document.line((pattern, key))}: unknown key {key}{nearest(key, known)}"
                for key in given
                if key not in known
            ]
            origin = Origin(**{key: str(value or "").strip() for key, value in given.items() if key in known})
            if origin.collected_at and origin.date is None:
                problems.append(f"line {document.line((pattern, 'collected_at'))}: {origin.collected_at} is no date")
            if origin.delivery not in ("", "snapshot", "increment"):
                problems.append(f"line {document.line((pattern, 'delivery'))}: delivery is snapshot or increment")
            if origin.division_code and not re.fullmatch(r"\d{6}", origin.division_code):
                problems.append(f"line {document.line((pattern, 'division_code'))}: division_code has six digits")
            patterns[pattern] = origin
        if problems:
            raise UserError(f"{path} cannot be used: {'; '.join(problems)}. Mend these lines and load again.")
        return cls(patterns)

    def origin(self, path: str) -> Origin:
        """Return the origin of a file by its path in the folder."""
        for pattern, origin in self.patterns.items():
            if fnmatchcase(path, pattern) or ("/" not in pattern and fnmatchcase(PurePosixPath(path).name, pattern)):
                return origin
        return Origin()


def feed(path: str) -> str:
    """Return a path with the dates taken out of its file name; other digits stay."""
    whole = PurePosixPath(path)
    if not _DATE.search(whole.stem):
        return path
    parts = [part.strip(_EDGES) for part in _DATE.sub("\0", whole.stem).split("\0")]
    name = "_".join(part for part in parts if part) + whole.suffix
    return name if str(whole.parent) == "." else f"{whole.parent}/{name}"


def date_in_name(path: str) -> date | None:
    """Return the last day that a file name tells; a month stands for its first day."""
    found = []
    for match in _DATE.finditer(PurePosixPath(path).stem):
        given = {name[0]: value for name, value in match.groupdict().items() if value and name != "s"}
        found.append(dates.day(f"{given['y']}-{given['m']:0>2}-{given.get('d', '1'):0>2}"))
    return max((day for day in found if day is not None), default=None)


def source_id(table: str, agency: str, division: str, feed_name: str) -> str:
    """Return the id of a source: table, agency, division and feed."""
    return f"{table}:{digest(agency, division, feed_name)}"


def batch_id(source: str, day: str, contents: list[str]) -> str:
    """Return the id of a batch: the same contents of the same source and date ('' if unknown) are the same batch."""
    return f"{source}:{digest(day, *sorted(contents))}"


def no_folder(path: Path) -> UserError:
    """Return the error for a source that is no folder."""
    return UserError(f"{path} is no folder. Give the folder that holds the agency files.")
