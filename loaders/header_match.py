"""Which columns of a table the headers that no alias knows may be, by what they mean; in doubt none."""

from collections.abc import Mapping as Dict
from itertools import groupby

from loaders.codes import folded
from loaders.header_grammar import Meaning, bare, fold, joined, meanings, read
from loaders.mapping import Column, Mapping
from loaders.role_headers import naming_columns, role_meanings
from loaders.values import Codes, Reader


class HeaderMatcher:
    """Knows what the headers of one table mean."""

    def __init__(self, mapping: Mapping) -> None:
        self._strict: dict[Meaning, set[str]] = {}
        self._loose: dict[Meaning, set[str]] = {}
        pairs, roles = naming_columns(mapping), role_meanings(mapping)
        self._naming, names = {number: name for number, name in pairs if number}, {name for _, name in pairs}
        for name, column in mapping.columns.items():
            forms = [form for header in column.headers for form in dict.fromkeys((fold(header), bare(header)))]
            for meaning in sorted(meanings(column, forms, name in names) | roles.get(name, set())):
                self._strict.setdefault(meaning, set()).add(name)
                if meaning.loose:
                    self._loose.setdefault(meaning.loose, set()).add(name)

    def match(self, labels: Dict[int, tuple[str, ...]], bound: Dict[str, int]) -> dict[str, int]:
        """Return field → column for the unbound `labels` that mean one field only, and one still without a column.

        Two labels that equal a field are the first of them; two that are merely like it are neither. A number that may
        be that of several people is that of the one whose name stands left of it.
        """
        found: dict[str, int] = {}
        likely: list[tuple[str, int]] = []
        doubtful: list[tuple[set[str], int]] = []
        for at, texts in labels.items():
            exact, fields = self._fields(texts)
            if len(fields) > 1:
                doubtful.append((fields, at))
            for field in fields - set(bound) if len(fields) == 1 else ():
                if exact:
                    found.setdefault(field, at)
                else:
                    likely.append((field, at))
        for field, group in groupby(sorted(likely), key=lambda pair: pair[0]):
            places = [at for _, at in group]
            if field not in found and len(places) == 1:
                found[field] = places[0]
        named = {at: name for name, at in {**bound, **found}.items()}
        for fields, at in doubtful:
            beside = [field for field in sorted(fields) if self._naming.get(field) == named.get(at - 1, "")]
            if len(beside) == 1 and beside[0] not in bound:
                found.setdefault(beside[0], at)
        return found

    def _fields(self, texts: tuple[str, ...]) -> tuple[bool, set[str]]:
        """Return the fields that a label means, and whether it equals them or is merely like them."""
        forms = [form for text in texts for form in (joined(text), fold(text), bare(text)) if form]
        for form in dict.fromkeys(forms):
            said = read(form)
            for exact, index in ((True, self._strict), (False, self._loose)):
                meant = said if exact else {meaning.loose for meaning in said}
                fields = {name for meaning in meant if meaning for name in index.get(meaning, ())}
                if fields:
                    return exact, fields
        return False, set()


def contradicts(column: Column, cells: list[str], codes: Codes) -> bool:
    """Tell whether most of a sample of cells cannot be values of a column; an empty sample contradicts nothing."""
    given = [cell for cell in cells if cell.strip()]
    if not given or (column.codes and column.codes not in codes):
        return False
    if column.type in ("id", "uscc"):
        wrong = sum(1 for cell in given if sum(c.isdigit() or c == "*" for c in folded(cell)) < 6)
    elif column.type == "str":
        return False
    else:
        wrong = sum(1 for one in Reader(codes).column(column, [*given]) if one.fault)
    return 2 * wrong > len(given)
