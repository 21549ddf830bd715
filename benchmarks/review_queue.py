"""How many of the errors that remain the head of the review queue holds, on a synthetic county that was resolved.

    python benchmarks/review_queue.py RECORDS.duckdb COUNTY/truth

Errors are counted twice: as pairs of mentions (of one person in two entities, or of two persons in one), and as links
(a person in k entities: k - 1; k persons in an entity: k - 1). Mentions with a name and nothing else are left aside, as
in `quality.py`; but who holds two valid numbers is one person here, for it takes people to say so. Items hold the
errors that are gone when each is answered rightly, and nothing else is concluded.
"""

import shutil
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate, combinations
from pathlib import Path
from typing import NamedTuple

import duckdb

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.quality import measure
from resolution import review_candidates, review_queue
from resolution.judgements import groups

SHARES = (0.01, 0.05, 0.1, 0.25, 1.0)
PERSONS = 0.001
FIRST = 100
FLOORS = (0.01, 0.03, 0.1, 0.3, 1.0)
"""Shorter queues: of items whose answer is expected to change at least so many pairs of mentions."""

_PLACED = """
SELECT mention_id, true_id, entity_id FROM told JOIN mention_entity USING (mention_id)
WHERE NOT bare AND true_type = 'person' ORDER BY mention_id
"""

_LEADS = """
SELECT entity_id, count(*) FROM read_csv($1, all_varchar = true) l
JOIN (SELECT DISTINCT true_id, entity_id FROM told JOIN mention_entity USING (mention_id) WHERE NOT bare) t
     ON t.true_id = l.principal GROUP BY entity_id ORDER BY ALL
"""


Where = Mapping[str, tuple[str, str]]
"""Of each mention its true person and its entity."""


class Cell(NamedTuple):
    """Mentions of one person in one entity; those that items ask about by themselves stand alone."""

    entity: str
    person: str
    alone: str = ""


class Errors(NamedTuple):
    """What is wrong: pairs of mentions, and links."""

    pairs: int
    links: int


class Answered:
    """The entities as they are once items were answered rightly."""

    def __init__(self, where: Where, items: Sequence[review_queue.Item]) -> None:
        self.where = where
        self.alone = {item.about for item in items if item.kind == "number_of_another" and item.splits}
        self.size = Counter(self.cell(mention) for mention in where)
        self.links: set[tuple[Cell, Cell]] = set()
        self.cuts: set[frozenset[Cell]] = set()
        self.of_person: dict[str, list[Cell]] = defaultdict(list)
        self.of_entity: dict[str, list[Cell]] = defaultdict(list)
        for cell in sorted(self.size):
            self.of_person[cell.person].append(cell)
            self.of_entity[cell.entity].append(cell)

    def cell(self, mention: str) -> Cell:
        """The cell that a mention is in."""
        person, entity = self.where[mention]
        return Cell(entity, person, mention if mention in self.alone else "")

    def asked(self, item: review_queue.Item) -> Iterator[tuple[Cell, Cell]]:
        """The two cells of each candidate of an item."""
        for one, other in [(item.a, item.b), *((item.about, other) for other in item.others)]:
            if one in self.where and other in self.where:
                yield self.cell(one), self.cell(other)

    def mends(self, item: review_queue.Item) -> int:
        """How many pairs of mentions the answer to an item mends by itself."""
        return sum(
            self.size[mine] * self.size[theirs]
            for mine, theirs in self.asked(item)
            if (mine.person == theirs.person) != (mine.entity == theirs.entity)
        )

    def answer(self, item: review_queue.Item) -> None:
        """Take in what somebody who knows the truth says about an item."""
        for mine, theirs in self.asked(item):
            if mine.person == theirs.person:
                self.links.add((mine, theirs))
            elif mine.entity == theirs.entity:
                # Whose row it is not, it is not the row of anybody else there either.
                parted = self.cell(item.about)
                against = self.of_entity[mine.entity] if parted.alone else [theirs if parted == mine else mine]
                self.cuts |= {frozenset((parted, cell)) for cell in against if cell.person != parted.person}

    def left(self) -> Errors:
        """Count what is still wrong."""
        pairs = links = 0
        group = groups(self.links)
        for cells in self.of_person.values():
            apart = [
                (x, y) for x, y in combinations(cells, 2)
                if x.entity != y.entity and group.get(x, x) != group.get(y, y)
            ]  # fmt: skip
            pairs += sum(self.size[x] * self.size[y] for x, y in apart)
            if apart:
                joined = groups([*((c, group.get(c, c)) for c in cells), *self._together(cells)])
                links += len(set(joined.values())) - 1
        for cells in self.of_entity.values():
            most = max(cells, key=lambda cell: (self.size[cell], cell)).person
            wrong = [
                (x, y) for x, y in combinations(cells, 2)
                if x.person != y.person and frozenset((x, y)) not in self.cuts
            ]  # fmt: skip
            pairs += sum(self.size[x] * self.size[y] for x, y in wrong)
            links += len({cell.person for pair in wrong for cell in pair} - {most})
        return Errors(pairs, links)

    @staticmethod
    def _together(cells: Sequence[Cell]) -> Iterator[tuple[Cell, Cell]]:
        first: dict[str, Cell] = {}
        for cell in cells:
            yield cell, first.setdefault(cell.entity, cell)


def planted(con: duckdb.DuckDBPyConnection, leads: Path) -> dict[str, int]:
    """How many planted leads stand on each entity: on those of the principal, as the truth names it."""
    return dict(con.execute(_LEADS, [str(leads)]).fetchall())


def curve(title: str, items: Sequence[review_queue.Item], where: Where, heads: Sequence[tuple[str, int]]) -> None:
    """Print how many of the errors each head of the queue holds; heads: what it is called, and how many items."""
    answered = Answered(where, items)
    before = answered.left()
    print(f"\n{title:36} {'items':>7} {'pairs':>8} {'of them':>8} {'links':>7} {'of them':>8}")
    done = 0
    for head, n in sorted(heads, key=lambda one: one[1]):
        for item in items[done:n]:
            answered.answer(item)
        done = max(done, n)
        left = answered.left()
        print(
            f"{head:36} {n:7,} {before.pairs - left.pairs:8,} {1 - left.pairs / max(before.pairs, 1):8.1%} "
            f"{before.links - left.links:7,} {1 - left.links / max(before.links, 1):8.1%}"
        )


def heads(items: Sequence[review_queue.Item], nodes: int) -> list[tuple[str, int]]:
    """The heads by share, by the number of provisional persons, and of one length."""
    lengths = {f"{share:.0%} of items": round(share * len(items)) for share in SHARES}
    lengths |= {f"{PERSONS:.1%} of provisional persons": round(PERSONS * nodes), f"the first {FIRST}": FIRST}
    return [(head, min(n, len(items))) for head, n in lengths.items()]


def shorter(items: Sequence[review_queue.Item]) -> list[tuple[str, int]]:
    """The whole, and the first 1 %, of the queues that are left if items that change less are not asked."""
    lengths = {floor: sum(item.changes >= floor for item in items) for floor in FLOORS}
    return [
        head
        for floor, n in lengths.items()
        for head in ((f"if those of {floor} pairs alone are asked", n), (f"1% of those of {floor}", round(n / 100)))
    ]


def at_best(items: Sequence[review_queue.Item], where: Where) -> tuple[list[review_queue.Item], int]:
    """Return the order that mends most first, which the truth alone can tell, and how many items mend half in it."""
    answered = Answered(where, items)
    half, gains = answered.left().pairs / 2, {item.item_id: answered.mends(item) for item in items}
    ordered = sorted(items, key=lambda item: -gains[item.item_id])
    return ordered, sum(done < half for done in accumulate((gains[item.item_id] for item in ordered), initial=0))


def main(records: Path, truth: Path) -> None:
    """Print the errors, the curve without leads and with those that were planted, and what each kind holds."""
    with tempfile.TemporaryDirectory() as folder, duckdb.connect(shutil.copy(records, folder)) as con:
        start, busy = time.monotonic(), time.process_time()
        review_candidates.write(con, None)
        print(
            f"queue written in {time.monotonic() - start:.1f} s, {time.process_time() - busy:.1f} s of the processors"
        )
        measure(con, truth / "mentions.csv")
        where = {mention: (person, entity) for mention, person, entity in con.execute(_PLACED).fetchall()}
        nodes = con.execute("SELECT count(*) FROM provisional").fetchall()[0][0]
        total, items = review_queue.items(con, {}, limit=10**9)
        errors = Answered(where, items).left()
        print(f"{nodes:,} provisional persons, {total:,} items")
        print(f"errors: {errors.pairs:,} pairs of mentions, {errors.links:,} links")
        curve("head of the queue", items, where, heads(items, nodes))
        told = [item for item in items if not item.slight]
        curve("but for rows with a name alone", told, where, heads(told, nodes))
        curve("shorter queues", told, where, shorter(told))
        best, half = at_best(items, where)
        curve("in the order of the truth", best, where, [("until half is mended", half)])
        if (truth / "leads.csv").exists():
            leads = planted(con, truth / "leads.csv")
            led = review_queue.items(con, leads, 10**9)[1]
            curve(f"with {sum(leads.values()):,} leads", led, where, heads(led, nodes))
        print(f"\n{'kind':20} {'items':>7} {'chance':>8} {'pairs expected':>15} {'mended':>8} {'links':>8}")
        for kind in review_queue.KINDS:
            some = [item for item in items if item.kind == kind]
            answered = Answered(where, items)
            for item in some:
                answered.answer(item)
            left = answered.left()
            told = [item for item in some if not item.slight]
            print(
                f"{kind:20} {len(some):7,} {sum(item.chance for item in told):8.1f} "
                f"{sum(item.changes for item in told):15,.0f} {errors.pairs - left.pairs:8,} "
                f"{errors.links - left.links:8,}"
            )


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
