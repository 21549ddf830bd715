"""The HTTP server: what it is made of, and one map from errors to answers."""

import secrets
import sys
import traceback
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from functools import partial
from importlib.metadata import version

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from sqlalchemy.exc import DataError
from starlette.exceptions import HTTPException

from api.asking import Service
from api.body_limit import BodyLimit
from api.openapi import open_api
from api.problems import Problem, language_of, of_validation
from api.published import Holder
from api.routers import ROUTERS
from core.database import open_engine
from core.errors import ClewError, OlderWorkspace, OutOfReach, UserError
from core.faults import write_report
from core.settings import Settings
from core.workspace import Workspace
from graph.errors import QueryTimeout

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; "
    "font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def make_app(settings: Settings) -> FastAPI:
    """Return the application for a workspace whose SQL database is up to date."""

    @asynccontextmanager
    async def life(app: FastAPI) -> AsyncIterator[None]:
        yield
        app.state.service.holder.close()
        app.state.service.engine.dispose()

    app = FastAPI(
        title="Clew", version=version("clew"), openapi_url=None, docs_url=None, redoc_url=None, lifespan=life,
        description="Persons, graph and leads for the case system. Names and numbers are masked unless `reveal` says "
        "why they must be seen; every look-up is journalled.",
    )  # fmt: skip
    app.state.service = Service(settings, open_engine(settings.url), Holder(settings), Workspace(settings.workspace).id)
    for router in ROUTERS:
        app.include_router(router)
    app.openapi = partial(open_api, app, ROUTERS)  # type: ignore[method-assign]
    app.add_middleware(BodyLimit)
    app.middleware("http")(_with_headers)
    app.exception_handler(Problem)(_problem)
    app.exception_handler(RequestValidationError)(_validation)
    app.exception_handler(HTTPException)(_http)
    app.exception_handler(ClewError)(_clew_error)
    app.exception_handler(DataError)(_not_storable)
    return app


async def _with_headers(request: Request, call: Callable[[Request], Awaitable[Response]]) -> Response:
    try:
        response = await call(request)
    except Exception as error:
        response = _fault(request, error)
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if request.url.path.startswith("/v1"):
        response.headers["Cache-Control"] = "no-store"
    return response


async def _problem(request: Request, error: Exception) -> Response:
    assert isinstance(error, Problem)
    return error.answer(language_of(request))


async def _validation(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    return of_validation(list(error.errors())).answer(language_of(request))


async def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    code = {404: "not_found", 405: "method_not_allowed", 413: "too_large"}.get(error.status_code)
    problem = Problem(code, headers=error.headers) if code else Problem("refused", said=error.detail)
    return problem.answer(language_of(request))


async def _clew_error(request: Request, error: Exception) -> Response:
    if isinstance(error, OlderWorkspace):
        return Problem("older_workspace").answer(language_of(request))
    if isinstance(error, OutOfReach):
        return Problem("not_ready").answer(language_of(request))
    if isinstance(error, QueryTimeout):
        return Problem("out_of_time").answer(language_of(request))
    if isinstance(error, UserError):
        return Problem("refused", said=str(error)).answer(language_of(request))
    return _fault(request, error)


async def _not_storable(request: Request, error: Exception) -> Response:
    return Problem("not_storable").answer(language_of(request))


def _fault(request: Request, error: Exception) -> Response:
    """Answer a fault of the program: its report goes to a file, its number to the caller."""
    number = f"{secrets.token_hex(2)}-{secrets.token_hex(2)}"  # more digits in a row would be scrubbed
    told = "".join(traceback.format_exception(error))
    # The pattern, for a path may hold the secret of an invitation.
    path = getattr(request.scope.get("route"), "path", "an unknown path")
    where = write_report(f"fault {number}\n{request.method} {path}\n{told}")
    print(f"Fault {number} of the program: its report is in {where}.", file=sys.stderr)  # noqa: T201
    return Problem("fault", id=number).answer(language_of(request))
