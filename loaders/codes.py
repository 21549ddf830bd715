"""Code dictionaries: which English word a code stands for, whatever the agency wrote."""

import unicodedata
from collections.abc import Iterable
from pathlib import Path

from core import marked_yaml
from core.errors import UserError

BUILTIN = Path(__file__).parent / "mappings"


def folded(text: str) -> str:
    """Return the form in which codes are compared: NFKC, case folded, trimmed."""
    return unicodedata.normalize("NFKC", text).casefold().strip()


def read_codes(folders: Iterable[Path] = (BUILTIN,)) -> dict[str, dict[str, str]]:
    """Return dictionary → folded surface form → word, from the YAML files in `codes/` of each folder; a later wins.

    A word is also a surface form of itself. Raises UserError that lists every mistake of a file.
    """
    found: dict[str, dict[str, str]] = {}
    for folder in folders:
        for path in marked_yaml.files(folder / "codes"):
            found[path.stem] = read_dictionary(path)
    return found


def read_dictionary(path: Path) -> dict[str, str]:
    """Return folded surface form → word of one dictionary. Raises UserError that lists every mistake."""
    document = marked_yaml.read(path)
    problems = [f"line {line}: {place[-1]} stands twice." for place, line in document.doubled]
    data = document.data if isinstance(document.data, dict) else {}
    problems += [
        f"line {document.line((key,))}: unknown key {key}{marked_yaml.nearest(key, ['title', 'codes', 'format'])}"
        for key in data
        if key not in ("title", "codes", "format")
    ]
    if not data.get("title"):
        problems.append("line 1: a dictionary needs a title.")
    codes = data.get("codes")
    if not isinstance(codes, dict) or not codes:
        raise UserError(_sentence(path, [*problems, "line 1: a dictionary needs `codes`, word: [surface forms]."]))
    forms: dict[str, str] = {}
    for word, surfaces in codes.items():
        for surface in surfaces if isinstance(surfaces, list) else [surfaces]:
            if not isinstance(surface, str) or forms.setdefault(folded(surface), word) != word:
                place = document.line(("codes", word))
                problems.append(f"line {place}: {surface} already stands for {forms.get(folded(str(surface)))}.")
    for word in codes:
        forms.setdefault(folded(word), word)
    if problems:
        raise UserError(_sentence(path, problems))
    return forms


def _sentence(path: Path, problems: list[str]) -> str:
    return "\n".join(f"{path}, {problem}" for problem in problems)
