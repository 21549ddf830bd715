"""What was loaded and rejected, file by file."""

import json
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query

from api.access import Action
from api.asking import Asked, JournalledRoute, asks, asks_open
from api.describe import described
from api.problems import Problem
from core.masking import PERSONAL, by_level
from loaders.status import files
from records.withdrawals import withdrawn_batches

router = APIRouter(prefix="/v1/loaded", route_class=JournalledRoute, tags=["loaded"])


@router.get("", summary="What became of every file", responses=described("loaded"))
def find(asked: Annotated[Asked, Depends(asks(Action.LOADED))]) -> dict[str, Any]:
    """Return every file and sheet with its rows: loaded, skipped, rejected by reason, warnings, and refusals."""
    published = asked.published()
    titles = published.titles
    with published.records() as con:
        found = files(con)
    out = set(withdrawn_batches(asked.service.settings.url, asked.workspace))
    told = [
        {**one, "table_title": titles.get((one["table"], ""), one["table"]), "leaves_next": one["batch"] in out}
        for one in found
    ]
    asked.journal("loaded", "all")
    generation = published.generation
    return {"generation": generation.number, "as_of": generation.manifest["as_of"], "files": told}


_REJECTS = """
    SELECT r.row, r.reason, r.cells FROM reject r JOIN file f USING (file_id)
    WHERE f.path = $1 AND f.sheet = $2 ORDER BY r.row, r.reason LIMIT $3 OFFSET $4
"""


@router.get("/rejects", summary="Rejected rows of a file", responses=described("rejects", "no_such_file"))
def rejects(
    asked: Annotated[Asked, Depends(asks_open(Action.LOADED))],
    file: Annotated[str, Query(max_length=1000, description="The file, as /v1/loaded names it.")],
    sheet: Annotated[str, Query(max_length=200)] = "",
    offset: Annotated[int, Query(ge=0, le=10_000_000)] = 0,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> dict[str, Any]:
    """Return rejected rows as they were sent, with their reasons; every cell counts as personal."""
    published = asked.published()
    with published.records() as con:
        total = con.execute(
            """SELECT coalesce(sum(n), 0)::BIGINT, count(DISTINCT f.file_id) FROM file f LEFT JOIN file_rejected r
               USING (file_id) WHERE f.path = $1 AND f.sheet = $2""",
            [file, sheet],
        ).fetchall()[0]
        if not total[1]:
            raise Problem("no_such_file", id=file)
        rows = con.execute(_REJECTS, [file, sheet, limit, offset]).fetchall()
    told = [
        {
            "row": row,
            "reason": reason,
            "cells": json.loads(cells) if asked.open else by_level(json.loads(cells), PERSONAL),
        }
        for row, reason, cells in rows
    ]
    asked.journal("loaded rejects", f"{file} {sheet}".strip(), {f"{file}#{sheet}#{row}" for row, _, _ in rows})
    return {"file": file, "sheet": sheet, "total": total[0], "rejects": told}
