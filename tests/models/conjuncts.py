"""Taking a query apart into its conditions, to see whether any case notices that one of them is gone."""

import re
from collections.abc import Iterator

_WORD = re.compile(
    r"//[^\n]*|'(?:[^'\\]|\\.)*'|\b(?:(?:STARTS|ENDS)\s+WITH|OPTIONAL\s+MATCH|ORDER\s+BY|UNION\s+ALL|\w+)\b|[()\[\]{}]|[^\w\s]|\s+",
    re.IGNORECASE,
)
_ENDS = {"match", "optional match", "with", "return", "unwind", "union", "union all", "order by", "limit", "skip"}


def without_each_condition(cypher: str) -> Iterator[tuple[str, str]]:
    """Yield (condition, query where it always holds) for every AND part of every WHERE, in EXISTS too."""
    tokens = [(m.start(), m.group()) for m in _WORD.finditer(cypher) if m.group().strip() and m.group()[:2] != "//"]
    for number, (_, word) in enumerate(tokens):
        if word.lower() == "where":
            for start, end in _parts(cypher, tokens, number + 1):
                part = cypher[start:end].strip()  # still named, as Ladybug trips over an aggregate that nothing uses
                yield (
                    " ".join(part.split()),
                    f"{cypher[:start]} (coalesce({part}, false) IN [true, false]){cypher[end:]}",
                )


def _parts(cypher: str, tokens: list[tuple[int, str]], first: int) -> Iterator[tuple[int, int]]:
    """Yield start and end of each AND part of the WHERE whose first token is given."""
    depth, cases, start, last = 0, 0, tokens[first][0], tokens[first][0]
    for place, word in tokens[first:]:
        lower = " ".join(word.lower().split())
        if depth == 0 and not cases and (lower in _ENDS or word in ")]}"):
            break
        depth += (word in "([{") - (word in ")]}")
        cases += (lower == "case") - (lower == "end" and cases > 0)
        if lower == "and" and depth == 0 and not cases:
            yield start, last
            start = place + len(word)
        last = place + len(word)
    yield start, last
