"""Whom a record means that is not loaded: one person held against the published entities."""

from datetime import date
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends
from pydantic import BaseModel, ConfigDict, Field

from api.access import Action
from api.asking import Asked, JournalledRoute, asks_open
from api.describe import described
from api.parts import masked_entity
from api.problems import Problem
from core.ids import digest
from records import lookup
from resolution.added.arrivals import of_mentions
from resolution.judgement_table import judgements_in_force
from resolution.normalise import addresses, names, numbers, phones

router = APIRouter(prefix="/v1/resolve", route_class=JournalledRoute, tags=["look"])
MOST_CANDIDATES = 20
Text = Annotated[str, Field(max_length=200)]
Several = Annotated[list[Text], Field(max_length=20)]


class Wanted(BaseModel):
    """A person as a form states him; at least a name or a number."""

    model_config = ConfigDict(extra="forbid")

    name: Text = ""
    number: Text = Field("", description="A citizen number, passport or permit; masked ones count too.")
    birth_date: date | None = None
    sex: Literal["male", "female"] | None = None
    phones: Several = []
    addresses: Several = []
    other_names: Several = []
    employer: Text = ""

    def mention(self) -> dict[str, Any]:
        """Return it as the load stage would leave it."""
        number = numbers.parse(self.number)
        return {
            "name": names.clean(self.name) or None,
            "number": number.text if number else None,
            "birth_date": self.birth_date,
            "sex": self.sex,
            "phones": sorted({found for one in self.phones if (found := phones.clean(one))}),
            "addresses": sorted({found for one in self.addresses if (found := addresses.clean(one))}),
            "other_names": sorted({found for one in self.other_names if (found := names.clean(one))}),
            "employer": self.employer or None,
        }


@router.post("", summary="Whom a record means", responses=described("resolved", "nothing_sought"))
def resolve(asked: Annotated[Asked, Depends(asks_open(Action.LOOK))], wanted: Wanted) -> dict[str, Any]:
    """Return who a person is by the rules of a full run, and who else he may be; nothing is kept."""
    mention = wanted.mention()
    if mention["name"] is None and mention["number"] is None:
        raise Problem("nothing_sought")
    record = f"asked:{digest(wanted.model_dump_json())}"
    published = asked.published()
    with asked.session() as db:
        judgements = judgements_in_force(db, asked.workspace)
    outcome = published.resolver.resolve(
        of_mentions([{"mention_id": f"{record}#person", "record_id": record, **mention}]), judgements
    )
    match = outcome.matches[0]
    candidates = {one.entity_id: (one.probability, one.why) for one in match.candidates}
    if match.known:
        candidates[match.entity_id] = (match.probability, match.why)
    with published.records() as con:
        concerned = {entity for item in outcome.review for entity in item.entities}
        known = {row["entity_id"]: row for row in lookup.entities(con, sorted(candidates.keys() | concerned))}
    told = match.known and match.entity_id in known
    rows = [
        {
            **masked_entity(known[entity], asked.open), "probability": probability, "why": why,
            "is": told and entity == match.entity_id,
        }
        for entity, (probability, why) in candidates.items() if entity in known
    ]  # fmt: skip
    rows.sort(key=lambda row: (not row["is"], -row["probability"], row["id"]))
    asked.journal("resolve", wanted.number or wanted.name)
    return {
        "known": told,
        "basis": match.basis if told else None,
        "candidates": rows[:MOST_CANDIDATES],
        "review": [
            {
                "kind": item.kind,
                "reason": item.reason,
                "entities": [
                    {name: told_of[name] for name in ("id", "label", "title")}
                    for entity in item.entities
                    if entity in known
                    for told_of in (masked_entity(known[entity], asked.open),)
                ],
            }
            for item in outcome.review
        ],
        "would_merge": sum(len(goes) for _, goes in outcome.merged),
    }
