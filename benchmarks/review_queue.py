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
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

import duckdb

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.quality import measure
from resolution import review_candidates, review_queue
from resolution.judgements import groups

SHARES = (0.01, 0.05, 0.1, 0.25, 1.0)
PERSONS = 0.001

_PLACED = """
SELECT mention_id, true_id, entity_id FROM told JOIN mention_entity USING (mention_id)
WHERE NOT bare AND true_type = 'person' ORDER BY mention_id
"""

_LEADS = """
SELECT entity_id, count(*) FROM read_csv($1, all_varchar = true) l
JOIN (SELECT DISTINCT true_id, entity_id FROM told JOIN mention_entity USING (mention_id) WHERE NOT bare) t
     ON t.true_id = l.principal GROUP BY entity_id ORDER BY ALL
"""


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

    def __init__(self, where: Mapping[str, tuple[str, str]], items: Sequence[review_queue.Item]) -> None:
        """`where`: mention → (true person, entity)."""
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

    def answer(self, item: review_queue.Item) -> None:
        """Take in what somebody who knows the truth says about an item."""
        for one, other in [(item.a, item.b), *((item.about, other) for other in item.others)]:
            if one not in self.where or other not in self.where:
                continue
            mine, theirs = self.cell(one), self.cell(other)
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


def curve(title: str, items: Sequence[review_queue.Item], where: Mapping[str, tuple[str, str]], nodes: int) -> None:
    """Print how many of the errors each head of the queue holds."""
    answered = Answered(where, items)
    before = answered.left()
    print(f"\n{title:34} {'items':>7} {'pairs':>8} {'of them':>8} {'links':>7} {'of them':>8}")
    heads = [(f"{share:.0%} of items", round(share * len(items))) for share in SHARES]
    heads.append((f"{PERSONS:.1%} of provisional persons", min(round(PERSONS * nodes), len(items))))
    done = 0
    for head, n in sorted(heads, key=lambda one: one[1]):
        for item in items[done:n]:
            answered.answer(item)
        done = n
        left = answered.left()
        print(
            f"{head:34} {n:7,} {before.pairs - left.pairs:8,} {1 - left.pairs / max(before.pairs, 1):8.1%} "
            f"{before.links - left.links:7,} {1 - left.links / max(before.links, 1):8.1%}"
        )


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
        curve("head of the queue", items, where, nodes)
        curve("but for rows with a name alone", [item for item in items if not item.slight], where, nodes)
        if (truth / "leads.csv").exists():
            leads = planted(con, truth / "leads.csv")
            curve(f"with {sum(leads.values()):,} leads", review_queue.items(con, leads, 10**9)[1], where, nodes)
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
