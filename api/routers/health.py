"""Whether the server lives and can answer; the description of all routes."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request

from api.access import NOBODY, Action
from api.asking import Asked, JournalledRoute, asks
from api.describe import described
from api.problems import Problem, language_of
from core.errors import OutOfReach

router = APIRouter(route_class=JournalledRoute, tags=["health"])


async def _lives(request: Request) -> None:
    """Ask as `asks` does, but for nobody: neither for a thread nor for the database is waited."""
    language = language_of(request)
    request.state.asked = Asked(request.app.state.service, NOBODY, Action.HEALTH, language, False, "", False)


_lives.action = Action.HEALTH  # type: ignore[attr-defined]


@router.get("/healthz", summary="The server lives", responses=described("health"), dependencies=[Depends(_lives)])
async def health() -> dict[str, str]:
    """Answer as long as the server lives, however much it has to do."""
    return {"status": "ok"}


@router.get("/readyz", summary="Questions can be answered", responses=described("ready"))
def ready(asked: Annotated[Asked, Depends(asks(Action.HEALTH))]) -> dict[str, str]:
    """Answer when a generation is published, and graph and SQL database can be reached; else problem 503."""
    try:
        asked.published().store.updating()
        with asked.session() as db:
            db.connection()
    except OutOfReach:
        raise Problem("not_ready") from None
    return {"status": "ready"}


@router.get("/v1/openapi.json", summary="This description", responses=described("openapi"))
def openapi(request: Request, asked: Annotated[Asked, Depends(asks(Action.DESCRIBE))]) -> dict[str, Any]:
    """Describe every route."""
    found: dict[str, Any] = request.app.openapi()
    return found
