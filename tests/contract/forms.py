"""Query forms that both engines run alike, each with a matcher in plain Python that says what the answer is."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import product

Row = tuple[object, ...]


@dataclass(frozen=True)
class Graph:
    """A random graph: persons with a sex and an optional age, cases; KNOWS among persons, PARTY_IN with a role."""

    people: dict[str, tuple[str, int | None]]
    cases: tuple[str, ...]
    knows: tuple[tuple[str, str], ...]
    parties: tuple[tuple[str, str, str], ...]

    def known(self, one: str) -> list[str]:
        """Return who is at the other end of each KNOWS of one, in either direction."""
        return [b if a == one else a for a, b in self.knows if one in (a, b)]

    def edges(self, one: str) -> Iterator[tuple[int, str]]:
        """Yield each KNOWS of one as (number of the relationship, other end)."""
        for number, (a, b) in enumerate(self.knows):
            if one in (a, b):
                yield number, b if a == one else a


@dataclass(frozen=True)
class Form:
    """A text and what it must return."""

    text: str
    answer: Callable[[Graph], list[Row]]


def _reach(graph: Graph, start: str, longest: int) -> set[str]:
    found, edge = {start}, {start}
    for _ in range(longest):
        edge = {other for one in edge for other in graph.known(one)}
        found |= edge
    return found - {start}


def _ages(graph: Graph, case: str) -> list[int]:
    found = {person for person, other, _ in graph.parties if other == case}
    return [age for person in sorted(found) if (age := graph.people[person][1]) is not None]


FORMS = {
    "where": Form(
        "MATCH (p:Person) WHERE p.sex = 'male' AND p.age >= 3 RETURN p.id",
        lambda g: [(p,) for p, (sex, age) in g.people.items() if sex == "male" and age is not None and age >= 3],
    ),
    "null": Form(
        "MATCH (p:Person) RETURN p.id, coalesce(p.age, -1), p.age IS NULL",
        lambda g: [(p, -1 if age is None else age, age is None) for p, (_, age) in g.people.items()],
    ),
    "hop": Form(
        "MATCH (p:Person)-[r:PARTY_IN]->(c:`Case`) WHERE r.role = 'suspect' RETURN p.id, c.id",
        lambda g: [(p, c) for p, c, role in g.parties if role == "suspect"],
    ),
    "either direction": Form(
        "MATCH (a:Person)-[r:KNOWS]-(b:Person) RETURN a.id, b.id",
        lambda g: [(a, b) for a in g.people for b in g.known(a)],
    ),
    "two hops": Form(
        "MATCH (a:Person)-[r1:KNOWS]-(b:Person)-[r2:KNOWS]-(c:Person) WHERE r1 <> r2 RETURN a.id, b.id, c.id",
        lambda g: [
            (a, b, c) for a in g.people for first, b in g.edges(a) for second, c in g.edges(b) if first != second
        ],
    ),
    "pairs in one case": Form(
        "MATCH (a:Person)-[r1:PARTY_IN]->(c:`Case`)<-[r2:PARTY_IN]-(b:Person) WHERE r1 <> r2 AND a.id < b.id "
        "RETURN a.id, b.id, count(DISTINCT c.id)",
        lambda g: [
            (a, b, len(shared))
            for a, b in product(g.people, g.people)
            if a < b and (shared := {c for p, c, _ in g.parties if p == a} & {c for p, c, _ in g.parties if p == b})
        ],
    ),
    "optional": Form(
        "MATCH (p:Person) OPTIONAL MATCH (p)-[r:PARTY_IN]->(c:`Case`) RETURN p.id, count(c)",
        lambda g: [(p, sum(1 for one, _, _ in g.parties if one == p)) for p in g.people],
    ),
    "having": Form(
        "MATCH (p:Person)-[r:PARTY_IN]->(c:`Case`) WITH p, count(DISTINCT c.id) AS n WHERE n >= 2 RETURN p.id, n",
        lambda g: [(p, n) for p in g.people if (n := len({case for one, case, _ in g.parties if one == p})) >= 2],
    ),
    "exists": Form(
        "MATCH (p:Person) WHERE EXISTS { MATCH (p)-[r:KNOWS]-(q:Person) WHERE q.sex = 'female' } RETURN p.id",
        lambda g: [(p,) for p in g.people if any(g.people[q][0] == "female" for q in g.known(p))],
    ),
    "not exists": Form(
        "MATCH (p:Person) WHERE NOT EXISTS { MATCH (p)-[r:PARTY_IN]->(c:`Case`) WHERE r.role = 'victim' } RETURN p.id",
        lambda g: [(p,) for p in g.people if not any(one == p and role == "victim" for one, _, role in g.parties)],
    ),
    "counted": Form(
        "MATCH (c:`Case`) WHERE COUNT { MATCH (c)<-[r:PARTY_IN]-(p:Person) } >= 2 RETURN c.id",
        lambda g: [(c,) for c in g.cases if sum(1 for _, case, _ in g.parties if case == c) >= 2],
    ),
    "reach": Form(
        "MATCH (a:Person)-[:KNOWS*1..3]-(b:Person) WHERE a.id <> b.id RETURN DISTINCT a.id, b.id",
        lambda g: [(a, b) for a in g.people for b in _reach(g, a, 3)],
    ),
    "aggregates": Form(
        "MATCH (c:`Case`)<-[r:PARTY_IN]-(p:Person) WITH DISTINCT c, p "
        "RETURN c.id, min(p.age), max(p.age), coalesce(sum(p.age), 0)",
        lambda g: [
            (c, min(ages, default=None), max(ages, default=None), sum(ages))
            for c in g.cases
            if any(case == c for _, case, _ in g.parties)
            for ages in [_ages(g, c)]
        ],
    ),
    "union": Form(
        "MATCH (p:Person) WHERE p.sex = 'male' RETURN p.id AS id UNION "
        "MATCH (p:Person)-[r:PARTY_IN]->(c:`Case`) RETURN p.id AS id",
        lambda g: [(p,) for p in g.people if g.people[p][0] == "male" or any(one == p for one, _, _ in g.parties)],
    ),
    "unwound": Form(
        "UNWIND ['male', 'female'] AS sex OPTIONAL MATCH (p:Person) WHERE p.sex = sex RETURN sex, count(p)",
        lambda g: [(sex, sum(1 for s, _ in g.people.values() if s == sex)) for sex in ("male", "female")],
    ),
    "case": Form(
        "MATCH (p:Person) RETURN CASE WHEN p.age < 3 THEN 'low' WHEN p.age >= 3 THEN 'high' ELSE '' END, count(*)",
        lambda g: [
            (word, n)
            for word in ("low", "high", "")
            if (n := sum(1 for _, a in g.people.values() if word == ("" if a is None else "low" if a < 3 else "high")))
        ],
    ),
}
