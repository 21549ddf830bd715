"""How often strangers agree: in closed form from the persons at hand, one GROUP BY per column."""

from dataclasses import replace

import duckdb

from resolution import shares
from resolution.linking.comparisons import COMPARISONS
from resolution.linking.model import Weight

# Fewer persons than this say little about a population; the learnt values stand.
ENOUGH = 500
# A small folder still comes from a population: no fewer strangers, and names as rare as they are in a county.
LEAST_POPULATION = 5_000
_USUAL_NAME = 1e-4

_AGREE = {
    ("birth", "exact"): "SELECT birth_date AS v FROM node WHERE valid AND birth_date IS NOT NULL",
    ("home", "shared"): "SELECT unnest(homes) AS v FROM node WHERE valid",
    ("name", "exact"): "SELECT name AS v FROM node WHERE valid AND name IS NOT NULL",
    ("name", "variant"): "SELECT sound AS v FROM node WHERE valid AND name IS NOT NULL",
}

_PHONES = f"""
WITH shown AS (SELECT node, unnest(phone_times, recursive := true) FROM node WHERE valid),
pair AS (SELECT {shares.TOGETHER} AS together FROM shown a JOIN shown b USING (phone) WHERE a.node < b.node)
SELECT count(*) FILTER (together), count(*) FILTER (NOT together), (SELECT count(*) FROM shown) FROM pair
"""

# What addresses lie in, from the smallest to the largest; no level is taken to be rarer than this in a few addresses.
_PLACES = {
    "building": ("SELECT unnest(buildings) AS v FROM node WHERE valid", 1e-5),
    "road": ("SELECT unnest(of_level(places, 'r')) AS v FROM node WHERE valid", 1e-4),
    "town": ("SELECT unnest(of_level(places, 't')) AS v FROM node WHERE valid", 1e-3),
    "county": ("SELECT unnest(of_level(places, 'c')) AS v FROM node WHERE valid", 1e-2),
}
# Of these, from those of few to those of many.
_EMPLOYERS = {"few": ("s", 1e-5), "some": ("m", 1e-4), "many": ("l", 1e-3)}
_EMPLOYED = "SELECT sum(len(employers)) FROM node WHERE valid"
_COUNT = "SELECT sum(n * (n - 1)), sum(n) FROM (SELECT count(*)::DOUBLE AS n FROM ({values}) GROUP BY v)"


def observed(con: duckdb.DuckDBPyConnection, levels: dict[str, dict[str, Weight]]) -> dict[str, dict[str, Weight]]:
    """Return the levels with u as counted among the persons of `node` whose number is known."""
    return related(counted(con, levels))


def counted(con: duckdb.DuckDBPyConnection, levels: dict[str, dict[str, Weight]]) -> dict[str, dict[str, Weight]]:
    """Return the levels with u of those that a count can tell, whatever m is."""
    found = {comparison: dict(weights) for comparison, weights in levels.items()}
    for (comparison, level), values in _AGREE.items():
        pairs, total = con.execute(_COUNT.format(values=values)).fetchall()[0]
        if total and total >= ENOUGH:
            u = max(pairs / (total * (total - 1)), 1 / (total * total))
            found[comparison][level] = replace(found[comparison][level], u=min(u, 0.5))
    both = found["name"]
    both["variant"] = replace(both["variant"], u=max(both["variant"].u - both["exact"].u, 1e-7))
    found["phone"] = _phones(con, found["phone"])
    found["home"] = _places(con, found["home"])
    found["employer"] = _employers(con, found["employer"])
    return found


def _phones(con: duckdb.DuckDBPyConnection, levels: dict[str, Weight]) -> dict[str, Weight]:
    """Numbers are handed out again, which a coherent register does not show: no fewer strangers are believed to bear
    one number in different years than at one time.
    """
    together, apart, total = con.execute(_PHONES).fetchall()[0]
    if total < ENOUGH:
        return levels
    pairs = total * (total - 1) / 2
    same = min(max(together / pairs, 1 / (total * total)), 0.5)
    years = min(max(apart / pairs, same), 0.5)
    u = {"same time": same, "other years": years}
    return levels | {level: replace(levels[level], u=found) for level, found in u.items()}


def _places(con: duckdb.DuckDBPyConnection, levels: dict[str, Weight]) -> dict[str, Weight]:
    """Strangers agree at a level who agree at none that is smaller."""
    smaller = levels["shared"].u
    found = dict(levels)
    for level, (values, least) in _PLACES.items():
        pairs, total = con.execute(_COUNT.format(values=values)).fetchall()[0]
        if total and total >= ENOUGH:
            agree = pairs / (total * (total - 1))
            found[level] = replace(levels[level], u=max(agree - smaller, least))
            smaller = agree
    return found


def _employers(con: duckdb.DuckDBPyConnection, levels: dict[str, Weight]) -> dict[str, Weight]:
    """Two strangers work for one employer of its size; the larger it is, the more do."""
    total, found = con.execute(_EMPLOYED).fetchall()[0][0] or 0, dict(levels)
    if total < ENOUGH:
        return found
    for level, (size, least) in _EMPLOYERS.items():
        values = f"SELECT unnest(of_level(employers, '{size}')) AS v FROM node WHERE valid"
        pairs = con.execute(_COUNT.format(values=values)).fetchall()[0][0] or 0
        found[level] = replace(levels[level], u=max(pairs / (total * (total - 1)), least))
    return found


def related(levels: dict[str, dict[str, Weight]]) -> dict[str, dict[str, Weight]]:
    """Return the levels with u of those whose weight follows from that of others."""
    fallen = {comparison: _falling(comparison, levels[comparison]) for comparison in ("home", "employer")}
    return levels | fallen | {"phone": _at_any_time(levels["phone"])}


def _falling(comparison: str, levels: dict[str, Weight]) -> dict[str, Weight]:
    """Return the levels, best first, none weighing more than the one before: to agree on less never makes likelier."""
    found: dict[str, Weight] = {}
    least = 0.0
    for level, _ in COMPARISONS[comparison][1]:
        weight = levels[level]
        found[level] = replace(weight, u=min(max(weight.u, weight.m * least), 1.0))
        least = found[level].u / weight.m
    return found


def _at_any_time(levels: dict[str, Weight]) -> dict[str, Weight]:
    """Return the levels of a phone, in which one at a time that is not known weighs as on average."""
    known = [levels["same time"], levels["other years"]]
    average = sum(weight.u for weight in known) / sum(weight.m for weight in known)
    return levels | {"shared": replace(levels["shared"], u=levels["shared"].m * average)}


def names(con: duckdb.DuckDBPyConnection) -> None:
    """Make name_frequency(name, tf_name), drawn towards the usual rarity of a name where there are few persons."""
    con.execute(
        f"""CREATE OR REPLACE TABLE name_frequency AS
            SELECT name, {of_name("count(*)", "sum(count(*)) OVER ()")} AS tf_name
            FROM node WHERE name IS NOT NULL GROUP BY name"""
    )


def of_name(count: str, total: str) -> str:
    """Return the SQL of the frequency of a name that `count` of `total` bear; 0 of them for a name never seen."""
    return f"({count} + {LEAST_POPULATION * _USUAL_NAME}) / ({total} + {LEAST_POPULATION})"


def prior(con: duckdb.DuckDBPyConnection, found: float) -> float:
    """Return the probability that two provisional persons drawn at random are one.

    `found` is the share of those without a number whose person is known from elsewhere.
    """
    persons = con.execute("SELECT count(*) FROM node WHERE valid").fetchall()[0][0]
    return float(found / max(persons, LEAST_POPULATION))
