"""YAML as text with places: scalars stay as written, and every value knows its line."""

from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import yaml

from core.errors import UserError

MERGE = "tag:yaml.org,2002:merge"
Place = tuple[str | int, ...]


@dataclass
class Document:
    """A YAML document: `data` of dicts, lists, text and None; `lines` gives the line of each place in it."""

    path: Path
    data: Any
    lines: dict[Place, int] = field(default_factory=dict)
    doubled: list[tuple[Place, int]] = field(default_factory=list)

    def line(self, place: Place) -> int:
        """Return the line of the nearest known place at or above `place`."""
        while place and place not in self.lines:
            place = place[:-1]
        return self.lines.get(place, 1)


def files(folder: Path) -> list[Path]:
    """Return the YAML files of a folder by name; none where there is no such folder."""
    return sorted([*folder.glob("*.yaml"), *folder.glob("*.yml")])


def read(path: Path) -> Document:
    """Read one YAML file; all scalars arrive as text (`01`, `no`, `2024-01-01`), only an empty value or null as None.

    Raises UserError, with the line, when the file is not UTF-8 or not YAML. Doubled keys are kept in `doubled`.
    """
    try:
        node = yaml.compose(path.read_text("utf-8"), Loader=yaml.CSafeLoader)
    except UnicodeDecodeError as error:
        raise UserError(f"{path}: not UTF-8 (byte {error.start}). Save the file as UTF-8.") from None
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise UserError(f"{path}, line {line}: not valid YAML ({error.problem}). Mend that line.") from None
    document = Document(path, None)
    document.data = None if node is None else _plain(node, (), document)
    return document


def _plain(node: yaml.Node, place: Place, document: Document) -> Any:
    document.lines.setdefault(place, node.start_mark.line + 1)
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item, (*place, i), document) for i, item in enumerate(node.value)]
    if isinstance(node, yaml.MappingNode):
        found: dict[str, Any] = {}
        for key, value in node.value:
            if key.tag == MERGE:  # `<<: *other` takes over what the mapping does not say itself
                found = {**_plain(value, place, Document(document.path, None)), **found}
        merged = set(found)
        for key, value in node.value:
            if key.tag == MERGE:
                continue
            name = str(key.value)
            here = (*place, name)
            if name in found and name not in merged:
                document.doubled.append((here, key.start_mark.line + 1))
            document.lines[here] = key.start_mark.line + 1
            found[name] = _plain(value, here, document)
            merged.discard(name)
        return found
    return None if node.tag == "tag:yaml.org,2002:null" else str(node.value)


def nearest(name: str, known: list[str] | tuple[str, ...]) -> str:
    """Return `; did you mean …?` for the nearest known name, or the known names when none is near."""
    close = get_close_matches(name, known, n=1, cutoff=0.6)
    if close:
        return f"; did you mean {close[0]}?"
    return f"; known are {', '.join(sorted(known))}." if known else "; none are known here."
