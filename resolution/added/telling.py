"""What clusters made again come to in words: entity ids, merges, splits, and what is left to people."""

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence

import duckdb

from resolution.added import naming
from resolution.added.companies import Person, Told
from resolution.added.near import Touched
from resolution.added.outcome import Candidate, Item, Match, Outcome
from resolution.added.population import Population
from resolution.added.regroup import Held, Regrouped, Scored
from resolution.entities import Heir
from resolution.linking.comparisons import COMPARISONS, level_value
from resolution.linking.score import LEAST_MARGIN, equal_mentions

_ORGANIZATIONS = "SELECT count(*) FROM organization_mention JOIN arrived USING (mention_id)"


class Telling:
    """Puts clusters into words: entity ids, merges, splits and what is left to people."""

    def __init__(
        self,
        con: duckdb.DuckDBPyConnection,
        population: Population,
        touched: Touched,
        grouped: Regrouped,
        companies: Callable[[Sequence[Person]], Told],
    ) -> None:
        """`companies` tells of the organizations that new rows name, given who persons became."""
        self.con, self.population, self.grouped, self.companies = con, population, grouped, companies
        self.was, self.compared, self.organized = touched.was, touched.compared, touched.organized
        arrived = {mention for (mention,) in con.execute("SELECT mention_id FROM arrived").fetchall()}
        self.new = sorted((one for one in grouped.held if one.mention_id in arrived), key=lambda one: one.mention_id)
        self.known = [one for one in grouped.held if one.mention_id not in arrived]
        self.size = Counter(one.node for one in grouped.held)
        self.group = {node: self._anchor(node) for node in self.size}
        self.overlap: list[tuple[str, str, int]] = []
        self.ids = self._ids()

    def _anchor(self, node: int) -> int:
        joined = self.grouped.joined.get(node)
        return joined.anchor if joined else node

    def _ids(self) -> dict[int, str]:
        """Return the entity id of each group, kept by the largest overlap as in a full run."""
        members: dict[int, list[Held]] = defaultdict(list)
        for one in self.grouped.held:
            members[self.group[one.node]].append(one)
        letter = {a: "U" if all(one.decided == "undecided" and not one.owned for one in held) else "P"
                  for a, held in members.items()}  # fmt: skip
        smallest = {a: min(one.mention_id for one in held) for a, held in members.items()}
        shared: dict[tuple[str, str], int] = defaultdict(int)
        for one in self.known:
            if (entity := self.population.entity_of(self.was.get(one.mention_id, one.node))) is not None:
                shared[str(self.group[one.node]), entity] += 1
        self.overlap = [(group, old, n) for (group, old), n in sorted(shared.items())]
        place = {a: min((one.record_id, one.role) for one in held) for a, held in members.items()}
        heirs = {
            str(a): (Heir(letter[a], any(one.owned for one in held), len(held), smallest[a]), place[a])
            for a, held in members.items()
        }
        ids = naming.name(self.overlap, heirs)
        return {int(group): entity for group, entity in ids.items()}

    def outcome(self) -> Outcome:
        """Return everything told of."""
        told = self._organizations()
        merged, split = naming.changes(self.overlap, {str(group): entity for group, entity in self.ids.items()})
        return Outcome(
            tuple(sorted([*self._persons(), *told.matches], key=lambda match: match.mention_id)),
            (*merged, *told.merged),
            (*split, *told.split),
            tuple(self._review()),
        )

    def _persons(self) -> list[Match]:
        known = {int(group) for group, _, _ in self.overlap}
        levels = self._levels()
        said, rivals = self._why(levels), self._candidates(levels)
        found = []
        for one in self.new:
            anchor = self.group[one.node]
            basis, probability = self._basis(one)
            kind = "undecided" if self.ids[anchor].startswith("U") else "person"
            why = {"number": "own"} if one.owned else said.get(one.node, {})
            found.append(Match(one.mention_id, one.record_id, self.ids[anchor], kind, anchor in known, basis,
                               round(probability, 6), why, rivals.get(one.node, ())))  # fmt: skip
        return found

    def _basis(self, one: Held) -> tuple[str, float]:
        """Return how a mention came into its cluster, and how likely it belongs there."""
        joined = self.grouped.joined.get(one.node)
        if joined and joined.basis == "contradicted":
            return joined.basis, 0.5
        if one.owned:
            return "number", 1.0
        if joined and joined.basis not in ("alone", "number"):
            return joined.basis, joined.probability
        return ("scored", equal_mentions(self.population.statistics)) if self.size[one.node] > 1 else ("alone", 1.0)

    def _levels(self) -> dict[tuple[int, int], dict[str, str]]:
        """Return the levels of the comparisons of every pair that was scored."""
        if not self.compared:
            return {}
        names = {name: {level_value(name, level): level for level, _ in COMPARISONS[name][1]} for name in COMPARISONS}
        gammas = ", ".join(f"gamma_{name}" for name in COMPARISONS)
        return {
            (a, b): {name: names[name][level] for name, level in zip(COMPARISONS, levels, strict=True) if level >= 0}
            for a, b, *levels in self.con.execute(
                f"SELECT least(node_l, node_r), greatest(node_l, node_r), {gammas} FROM predicted"
            ).fetchall()
        }

    def _why(self, levels: dict[tuple[int, int], dict[str, str]]) -> dict[int, dict[str, str]]:
        """Return what joined each node that holds a new mention: the levels on its strongest edge."""
        nodes = {one.node for one in self.new}
        found: dict[int, dict[str, str]] = {}
        for edge, outcome in self.grouped.outcomes:
            for end in {edge.a, edge.b} & nodes:
                if outcome.outcome == "joined" and end not in found:
                    told = levels.get((min(edge.a, edge.b), max(edge.a, edge.b)), {})
                    found[end] = {"context": "same"} | told if edge.basis == "context" else told
        return found

    def _candidates(self, levels: dict[tuple[int, int], dict[str, str]]) -> dict[int, tuple[Candidate, ...]]:
        """Return the known entities that each node with a new mention was compared with, the likeliest first."""
        nodes = {one.node for one in self.new}
        found: dict[int, dict[str, Candidate]] = defaultdict(dict)
        for a, b, _, probability, _ in self.grouped.scored:
            for node, other in ((a, b), (b, a)):
                entity = self.population.entity_of(other)
                if node in nodes and entity is not None:
                    found[node].setdefault(entity, Candidate(entity, probability, levels[a, b]))
        return {node: tuple(known.values()) for node, known in found.items()}

    def _organizations(self) -> Told:
        if not self.organized or self.con.execute(_ORGANIZATIONS).fetchall() == [(0,)]:
            return Told()
        return self.companies(
            [
                Person(one.mention_id, self.ids[self.group[one.node]], self._basis(one)[0],
                       one.number if one.owned else None)
                for one in self.grouped.held
            ]
        )  # fmt: skip

    def _review(self) -> list[Item]:
        new = {one.node: one.mention_id for one in reversed(self.new)}
        found: dict[tuple[str, int, int], Item | None] = {}
        # A mention of a sealed record stands for nobody.
        open_ = sorted((one.mention_id, one.node) for one in self.grouped.held
                       if one.record_id not in self.population.sealed)  # fmt: skip
        self.shown = {node: mention for mention, node in reversed(open_)} | new
        for edge, outcome in self.grouped.outcomes:
            if outcome.outcome == "vetoed" and (edge.a, edge.b, edge.basis) not in self.grouped.before:
                ends = sorted((edge.a, edge.b), key=lambda node: node not in new)
                found["vetoed", edge.a, edge.b] = self._item("vetoed", outcome.reason, ends, edge.probability)
        for lost, rivals, probability in self._unclear():
            others = [one for one in rivals if self.group[one] != self.group[lost]]
            if others and not new.keys().isdisjoint((lost, *others)):
                found["unclear", lost, others[0]] = self._item("unclear", None, [lost, *others], probability)
        owners = {number: node for node, number in self.grouped.numbers.items()}
        for node, _, _, _, owned, _, valid, number in self.new:
            if valid and not owned and number and (other := owners.get(number)) is not None:
                found["number_of_another", node, other] = self._item("number_of_another", None, [node, other], None)
        return [item for key in sorted(found) if (item := found[key]) is not None]

    def _unclear(self) -> list[tuple[int, list[int], float]]:
        """Return whoever lacks a number, whom he fits about as well as the best of them, and the best's chance."""
        fits: dict[int, list[tuple[int, Scored]]] = defaultdict(list)
        for one in self.grouped.scored:
            lost, rival = (one.b, one.a) if one.a in self.grouped.numbers else (one.a, one.b)
            if one.outcome == "unclear" and rival in self.grouped.numbers:
                fits[lost].append((rival, one))
        found = []
        for lost, rivals in sorted(fits.items()):
            near = sorted((-one.weight, rival, one) for rival, one in rivals
                          if rivals[0][1].weight - one.weight < LEAST_MARGIN)  # fmt: skip
            found.append((lost, [rival for _, rival, _ in near], max(one.probability for *_, one in near)))
        return found

    def _item(self, kind: str, reason: str | None, nodes: list[int], probability: float | None) -> Item | None:
        """Return an item, None where sealed records alone name one of them."""
        if not self.shown.keys() >= set(nodes):
            return None
        mentions = tuple(self.shown[node] for node in nodes)
        return Item(kind, reason, mentions, tuple(self.ids[self.group[node]] for node in nodes), probability)
