"""The page and what it is made of: files that hold no data."""

from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import FileResponse

from api.access import Action
from api.asking import Asked, JournalledRoute, asks
from api.problems import Problem

WEB = Path(__file__).resolve().parent.parent / "web"
TYPES = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".mjs": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
    ".json": "application/json",
}

router = APIRouter(route_class=JournalledRoute, include_in_schema=False)
Opens = Annotated[Asked, Depends(asks(Action.PAGE))]


@router.get("/")
def page(asked: Opens) -> FileResponse:
    """Return the page."""
    return _file("index.html")


@router.get("/web/{name:path}")
def part(asked: Opens, name: str) -> FileResponse:
    """Return a part of the page."""
    return _file(name)


def _file(name: str) -> FileResponse:
    path = (WEB / name).resolve()
    if not path.is_relative_to(WEB) or path.suffix not in TYPES or not path.is_file():
        raise Problem("not_found")
    return FileResponse(path, media_type=TYPES[path.suffix], headers={"Cache-Control": "no-cache"})
