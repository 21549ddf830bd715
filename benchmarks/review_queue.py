"""How many of the errors that remain the head of the review queue holds, on a synthetic county that was resolved.

    python benchmarks/review_queue.py RECORDS.duckdb COUNTY/truth

An error is a missed join (a person in k entities: k - 1) or a wrong one (k persons in an entity: k - 1), counted over
provisional persons, each taken as whom most of its mentions are. Those whose mentions all hold a name and nothing else
are left aside. An item holds an error when judging its two mentions rightly mends it. A person who holds two valid
numbers is one person here: it takes people to say so.
"""

import shutil
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

import duckdb

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.quality import measure
from resolution import review_candidates, review_queue
from resolution.judgements import groups

SHARES = (0.001, 0.0025, 0.005, 0.01, 0.02, 0.05)

_TRUE = """
CREATE OR REPLACE TEMP TABLE true_node AS
SELECT node, mode(true_id ORDER BY true_id) AS true_id, any_value(entity_id) AS entity_id
FROM told JOIN provisional_mention USING (mention_id) JOIN mention_entity USING (mention_id)
WHERE NOT bare AND true_type = 'person' GROUP BY node
"""

_LEADS = """
SELECT entity_id, count(*) FROM read_csv($1, all_varchar = true) l
JOIN (SELECT DISTINCT true_id, entity_id FROM true_node) t ON t.true_id = l.principal GROUP BY entity_id ORDER BY ALL
"""

_MENTIONS = """
SELECT mention_id, t.true_id, entity_id FROM true_node t JOIN provisional_mention USING (node)
WHERE mention_id IN (SELECT a FROM review_item UNION SELECT b FROM review_item)
"""


def _excess(pairs: Iterable[tuple[str, str]]) -> dict[str, int]:
    """How many more than one stand beside each first of distinct pairs."""
    beside: dict[str, set[str]] = defaultdict(set)
    for one, other in pairs:
        beside[one].add(other)
    return {one: len(others) - 1 for one, others in beside.items() if len(others) > 1}


def held(items: Sequence[review_queue.Item], where: dict[str, tuple[str, str]]) -> int:
    """How many errors are mended when every item is judged rightly; `where`: mention → (true person, entity)."""
    links: set[tuple[str, str]] = set()
    for item in items:
        if item.a in where and item.b in where:
            (person, entity), (other_person, other_entity) = where[item.a], where[item.b]
            if person == other_person and entity != other_entity:
                links.add((f"{person} in {entity}", f"{person} in {other_entity}"))
            elif person != other_person and entity == other_entity:
                links.add((f"{entity} of {person}", f"{entity} of {other_person}"))
    top = groups(links)
    return len(top) - len(set(top.values()))


def planted(con: duckdb.DuckDBPyConnection, leads: Path) -> dict[str, int]:
    """How many planted leads stand on each entity: on those of the principal, as the truth names it."""
    return dict(con.execute(_LEADS, [str(leads)]).fetchall())


def curve(
    title: str, items: Sequence[review_queue.Item], where: dict[str, tuple[str, str]], nodes: int, errors: int
) -> None:
    """Print how many of the errors each head of the queue holds."""
    print(f"\n{title:34} {'items':>7} {'errors held':>12} {'share':>7}")
    heads = [(f"{share:.2%} of provisional persons", round(share * nodes)) for share in SHARES]
    heads += [(f"{share:.0%} of items", round(share * len(items))) for share in (0.01, 0.1, 0.25, 0.5, 1.0)]
    for head, n in sorted(heads, key=lambda one: one[1]):
        found = held(items[:n], where)
        print(f"{head:34} {min(n, len(items)):7,} {found:12,} {found / max(errors, 1):7.1%}")


def main(records: Path, truth: Path) -> None:
    """Print the errors, the curve without leads and with those that were planted, and what each kind holds."""
    with tempfile.TemporaryDirectory() as folder, duckdb.connect(shutil.copy(records, folder)) as con:
        start = time.monotonic()
        review_candidates.write(con, None)
        print(f"queue written in {time.monotonic() - start:.1f} s")
        measure(con, truth / "mentions.csv")
        con.execute(_TRUE)
        pairs = con.execute("SELECT DISTINCT true_id, entity_id FROM true_node ORDER BY ALL").fetchall()
        missed, wrong = _excess(pairs), _excess((entity, person) for person, entity in pairs)
        errors = sum(missed.values()) + sum(wrong.values())
        where = {mention: (person, entity) for mention, person, entity in con.execute(_MENTIONS).fetchall()}
        nodes = con.execute("SELECT count(*) FROM provisional").fetchall()[0][0]
        total, items = review_queue.items(con, {}, limit=nodes)
        print(f"{nodes:,} provisional persons, {total:,} items")
        print(f"{errors:,} errors: {sum(missed.values()):,} missed joins, {sum(wrong.values()):,} wrong joins")
        curve("head of the queue", items, where, nodes, errors)
        leads = planted(con, truth / "leads.csv")
        curve(f"with {sum(leads.values()):,} leads", review_queue.items(con, leads, nodes)[1], where, nodes, errors)
        print(f"\n{'kind':20} {'items':>7} {'chance':>8} {'mended':>8}")
        for kind in review_queue.KINDS:
            some = [item for item in items if item.kind == kind]
            print(f"{kind:20} {len(some):7,} {sum(item.chance for item in some):8.1f} {held(some, where):8,}")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
