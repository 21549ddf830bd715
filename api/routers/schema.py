"""What there is to ask for: labels, relationship types and their titles."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends

from api.access import Action
from api.asking import Asked, JournalledRoute, asks
from api.describe import described
from api.lead_data import words
from api.parts import SOUGHT
from graph.schema import load_schema
from queries.lead_tables import LeadStatus

router = APIRouter(prefix="/v1", route_class=JournalledRoute, tags=["describe"])


@router.get("/schema", summary="Labels, relationship types and statuses", responses=described("schema"))
def show(asked: Annotated[Asked, Depends(asks(Action.DESCRIBE))]) -> dict[str, Any]:
    """Return the words of the graph and of leads in both languages; no case data."""
    schema = load_schema()
    return {
        "nodes": [{"label": one.name, "title": words(one.title_zh, one.title_en)} for one in schema.nodes.values()],
        "relationships": [
            {"type": one.name, "title": words(one.title_zh, one.title_en)} for one in schema.relationships.values()
        ],
        "kinds": list(SOUGHT),
        "statuses": [{"status": one.value, "title": words(one.zh, one.value)} for one in LeadStatus],
    }
