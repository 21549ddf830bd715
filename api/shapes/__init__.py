"""The answers as OpenAPI describes them, by the name of their example in `api/examples.json`.

They are documentation: what goes out is not validated with them, so that a difference costs a caller nothing; tests
hold real answers to them.
"""

from typing import Any

from api.shapes import leads, look, models, review, service, why

SHAPES: dict[str, Any] = {
    "health": service.Health, "ready": service.Health, "session": service.Session, "entry": service.Entry,
    "users": service.Users, "invited": service.Invited, "disabled": service.Disabled, "journal": service.Journal,
    "loaded": service.Loaded, "rejects": service.Rejects, "schema": service.Vocabulary, "search": look.Search,
    "entity": look.Dossier, "neighbours": look.Neighbours, "why": why.Why,
    "entity_history": why.EntityHistory, "paths": look.Paths,
    "screen": leads.Screening, "leads": leads.Leads, "lead": leads.Lead, "history": leads.History,
    "export": list[leads.ExportedLead],
    "resolved": look.Resolved,
    "review": review.Review, "judgements": review.Judgements, "judged": review.Judgement,
    "models": models.Models, "model": models.Model, "trial": models.Trial,
}  # fmt: skip
