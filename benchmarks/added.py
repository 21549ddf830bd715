"""How fast new records are resolved against a published generation.

    python benchmarks/added.py RECORDS.duckdb [--one 200] [--many 1000 10000]

RECORDS.duckdb is that of a generation that was resolved. New records are made of its own mentions: a quarter with
number and name, a quarter without the number but with birth date and phone, a quarter with a character of the name
wrong, a quarter with a name and a phone that nobody has. Printed: seconds to hold the generation in memory, its peak
memory, the time of one record (median, p95 and slowest of so many, one by one) and of many at once.
"""

import argparse
import random
import statistics
import sys
import time
from pathlib import Path
from typing import Any

import duckdb

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.peers import peak_mb
from resolution.added.arrivals import of_mentions
from resolution.added.resolver import Resolver

_DRAWN = """
SELECT name, number, birth_date, sex, phones, addresses FROM (
    FROM mention WHERE kind = 'person' AND number IS NOT NULL AND length(name) BETWEEN 2 AND 4)
ORDER BY md5(mention_id) LIMIT {n}
"""


def drawn(records: Path, n: int) -> list[dict[str, Any]]:
    """Return n new mentions, made of known ones."""
    with duckdb.connect(str(records), read_only=True) as con:
        rows = con.execute(_DRAWN.format(n=n)).fetchall()
    dice, found = random.Random(7), []
    for i, (name, number, birth, sex, phones, addresses) in enumerate(rows):
        one = {"name": name, "number": number, "birth_date": birth, "sex": sex}
        one |= {"phones": phones or [], "addresses": addresses or []}
        if i % 4 == 1:
            one["number"] = None
        elif i % 4 == 2:
            one |= {"name": name[:-1] + dice.choice(rows)[0][-1], "number": None}
        elif i % 4 == 3:
            one |= {"number": None, "birth_date": None, "phones": [f"139{dice.randrange(10**8):08d}"], "addresses": []}
        found.append({"mention_id": f"new:{i}#person", "record_id": f"new:{i}", **one})
    return found


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("records", type=Path)
    parser.add_argument("--one", type=int, default=200)
    parser.add_argument("--many", type=int, nargs="*", default=[1_000, 10_000])
    given = parser.parse_args()
    start = time.perf_counter()
    resolver = Resolver(given.records)
    print(f"held in memory after {time.perf_counter() - start:.1f} s, peak {peak_mb()} MB")
    mentions = drawn(given.records, max(given.one + 20, *given.many))
    for mention in mentions[:20]:
        resolver.resolve(of_mentions([mention]))
    times = []
    for mention in mentions[20 : 20 + given.one]:
        start = time.perf_counter()
        resolver.resolve(of_mentions([mention]))
        times.append(1000 * (time.perf_counter() - start))
    times.sort()
    print(f"one record: median {statistics.median(times):.0f} ms, p95 {times[int(0.95 * len(times))]:.0f} ms, "
          f"slowest {times[-1]:.0f} ms of {len(times)}")  # fmt: skip
    for n in given.many:
        start = time.perf_counter()
        told = resolver.resolve(of_mentions(mentions[:n]))
        known = sum(match.known for match in told.matches)
        print(f"{n:,} records: {time.perf_counter() - start:.1f} s, {known:,} known, {len(told.review):,} to review, "
              f"peak {peak_mb()} MB")  # fmt: skip


if __name__ == "__main__":
    main()
