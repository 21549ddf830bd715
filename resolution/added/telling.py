"""What clusters made again come to in words: entity ids, merges, splits, and what is left to people."""

from collections import Counter, defaultdict

import duckdb

from resolution import entities
from resolution.added.near import Touched
from resolution.added.outcome import Candidate, Item, Match, Outcome
from resolution.added.population import Population
from resolution.added.regroup import Held, Regrouped, Scored
from resolution.linking.comparisons import COMPARISONS, level_value
from resolution.linking.score import LEAST_MARGIN, equal_mentions

_ORGANIZATIONS = """
SELECT mention_id, record_id, role, shown, valid, known_name FROM organization_mention JOIN arrived USING (mention_id)
ORDER BY mention_id
"""


class Telling:
    """Puts clusters into words: entity ids, merges, splits and what is left to people."""

    def __init__(
        self, con: duckdb.DuckDBPyConnection, population: Population, touched: Touched, grouped: Regrouped
    ) -> None:
        self.con, self.population, self.grouped = con, population, grouped
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
        kept = entities.keep(self.overlap, {str(a): (letter[a], smallest[a]) for a in members})
        ids, taken = {}, set(kept.values()) | {old for _, old, _ in self.overlap}
        for anchor in sorted(members, key=lambda a: smallest[a]):
            record_id, role = min((one.record_id, one.role) for one in members[anchor])
            ids[anchor] = kept.get(str(anchor)) or entities.fresh(letter[anchor], record_id, role, taken)
            taken.add(ids[anchor])
        return ids

    def outcome(self) -> Outcome:
        """Return everything told of."""
        heirs: dict[str, set[str]] = defaultdict(set)
        sources: dict[str, set[str]] = defaultdict(set)
        for group, old, _ in self.overlap:
            heirs[old].add(self.ids[int(group)])
            sources[self.ids[int(group)]].add(old)
        return Outcome(
            tuple(sorted([*self._persons(), *self._organizations()], key=lambda match: match.mention_id)),
            tuple((one, tuple(sorted(old - {one}))) for one, old in sorted(sources.items()) if len(old) > 1),
            tuple((old, tuple(sorted(new))) for old, new in sorted(heirs.items()) if len(new) > 1),
            tuple(self._review()),
        )

    def _persons(self) -> list[Match]:
        known = {int(group) for group, _, _ in self.overlap}
        equal = equal_mentions(self.population.statistics)
        levels = self._levels()
        said, rivals = self._why(levels), self._candidates(levels)
        found = []
        for node, mention, record, _, owned, _, _, _ in self.new:
            anchor = self.group[node]
            joined = self.grouped.joined.get(node)
            basis = joined.basis if joined else "alone"
            if basis == "contradicted":
                probability = 0.5
            elif owned:
                basis, probability = "number", 1.0
            elif joined and basis not in ("alone", "number"):
                probability = joined.probability
            else:
                basis, probability = ("scored", equal) if self.size[node] > 1 else ("alone", 1.0)
            kind = "undecided" if self.ids[anchor].startswith("U") else "person"
            why = {"number": "own"} if owned else said.get(node, {})
            found.append(Match(mention, record, self.ids[anchor], kind, anchor in known, basis,
                               round(probability, 6), why, rivals.get(node, ())))  # fmt: skip
        return found

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

    def _organizations(self) -> list[Match]:
        found = []
        fresh: dict[str, str] = {}
        if not self.organized:
            return []
        for mention, record, role, shown, valid, name in self.con.execute(_ORGANIZATIONS).fetchall():
            by_number = self.population.organizations.get(("number", shown)) if valid else None
            by_name = self.population.organizations.get(("name", name)) if name and not valid else None
            key = shown if valid else name or mention
            known = by_number or by_name
            entity = known or fresh.setdefault(key, entities.fresh("O", record, role, set()))
            basis, probability = ("number", 1.0) if by_number else ("alone", 1.0)
            if by_name:
                basis, probability = "scored", 0.99
            why = {"number": "own"} if by_number else {"name": "exact"} if by_name else {}
            found.append(Match(mention, record, entity, "organization", known is not None, basis, probability, why))
        return found

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
            if one.outcome == "unclear":
                lost, rival = (one.b, one.a) if one.a in self.grouped.numbers else (one.a, one.b)
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
