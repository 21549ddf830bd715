"""How fast new records are resolved against a published generation.

    python benchmarks/added.py RECORDS.duckdb [--one 500] [--many 1000 10000]

RECORDS.duckdb is that of a generation that was resolved. New records are made of its own mentions: a fifth with number
and name, a fifth without the number but with birth date and phone, a fifth with a character of the name wrong, a fifth
with a name and a phone that nobody has, a fifth with name and birth date in a case that is known. Printed: seconds to
hold the generation in memory, its peak memory, the time of one record (median, p95 and slowest of so many, one by one;
of each kind, and in seconds of the processor, which other work on the machine moves less) and of many at once.
"""

import argparse
import random
import statistics
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.peers import peak_mb
from resolution.added.arrivals import Arrivals, of_mentions
from resolution.added.resolver import Resolver

_DRAWN = """
SELECT name, number, birth_date, sex, phones, addresses FROM (
    FROM mention WHERE kind = 'person' AND number IS NOT NULL AND length(name) BETWEEN 2 AND 4)
ORDER BY md5(mention_id) LIMIT {n}
"""


_CASES = "SELECT DISTINCT node_id FROM row_node WHERE label = 'Case' ORDER BY md5(node_id) LIMIT {n}"
KINDS = ("number", "birth date and phone", "wrong name", "new phone", "case")


def drawn(records: Path, n: int) -> list[dict[str, Any]]:
    """Return n new mentions, made of known ones, each with its kind, and the case that its row names, if any."""
    with duckdb.connect(str(records), read_only=True) as con:
        rows = con.execute(_DRAWN.format(n=n)).fetchall()
        cases = [case for (case,) in con.execute(_CASES.format(n=n)).fetchall()]
    dice, found = random.Random(7), []
    for i, (name, number, birth, sex, phones, addresses) in enumerate(rows):
        kind = KINDS[i % len(KINDS)]
        one = {
            "name": name,
            "number": number if kind == "number" else None,
            "birth_date": birth,
            "sex": sex,
            "kind_": kind,
        }
        one |= {"phones": phones or [], "addresses": addresses or [], "case": None}
        if kind == "wrong name":
            one["name"] = name[:-1] + dice.choice(rows)[0][-1]
        elif kind == "new phone":
            one |= {"birth_date": None, "phones": [f"139{dice.randrange(10**8):08d}"], "addresses": []}
        elif kind == "case":
            one |= {"phones": [], "addresses": [], "case": cases[i % len(cases)]}
        found.append({"mention_id": f"new:{i}#person", "record_id": f"new:{i}", **one})
    return found


def arrivals(mentions: Sequence[dict[str, Any]]) -> Arrivals:
    """Return new mentions and the cases that their rows name."""
    stated = [{name: value for name, value in one.items() if name not in ("kind_", "case")} for one in mentions]
    named = [(one["record_id"], one["case"]) for one in mentions if one["case"]]
    rows = {"record_id": [record for record, _ in named], "node_id": [case for _, case in named]}
    nodes = pa.table({name: pa.array(values, pa.string()) for name, values in rows.items()})
    nodes = nodes.append_column("label", pa.array(["Case"] * len(named), pa.string()))
    return Arrivals({**of_mentions(stated).tables, "row_node": nodes})


def shown(times: list[tuple[float, float]]) -> str:
    """Return the median, p95 and slowest of times in milliseconds: on the clock, and of the processor."""
    told = []
    for name, of in zip(("", "processor "), zip(*times, strict=True), strict=True):
        by = sorted(of)
        told.append(f"{name}median {statistics.median(by):.0f} ms, p95 {by[int(0.95 * len(by))]:.0f} ms, "
                    f"slowest {by[-1]:.0f} ms")  # fmt: skip
    return "; ".join(told)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("records", type=Path)
    parser.add_argument("--one", type=int, default=500)
    parser.add_argument("--many", type=int, nargs="*", default=[1_000, 10_000])
    given = parser.parse_args()
    start = time.perf_counter()
    resolver = Resolver(given.records)
    print(f"held in memory after {time.perf_counter() - start:.1f} s, peak {peak_mb()} MB")
    mentions = drawn(given.records, max(given.one + 20, *given.many))
    for mention in mentions[:20]:
        resolver.resolve(arrivals([mention]))
    times: dict[str, list[tuple[float, float]]] = {kind: [] for kind in KINDS}
    for mention in mentions[20 : 20 + given.one]:
        one, start, spent = arrivals([mention]), time.perf_counter(), time.process_time()
        resolver.resolve(one)
        taken = (1000 * (time.perf_counter() - start), 1000 * (time.process_time() - spent))
        times[mention["kind_"]].append(taken)
    print(f"one record of {given.one}: {shown([one for of in times.values() for one in of])}")
    for kind, of in times.items():
        print(f"  {kind}: {shown(of)}")
    for n in given.many:
        start, spent = time.perf_counter(), time.process_time()
        told = resolver.resolve(arrivals(mentions[:n]))
        known = sum(match.known for match in told.matches)
        print(f"{n:,} records: {time.perf_counter() - start:.1f} s, {time.process_time() - spent:.1f} s of the "
              f"processor, {known:,} known, {len(told.review):,} to review, "
              f"peak {peak_mb()} MB")  # fmt: skip


if __name__ == "__main__":
    main()
