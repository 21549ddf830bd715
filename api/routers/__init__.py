"""What answers over HTTP: one module per noun."""

from api.routers import (
    cases,
    entities,
    health,
    journal,
    leads,
    loaded,
    models,
    page,
    paths,
    schema,
    search,
    session,
    users,
)

_NOUNS = (health, session, users, search, entities, paths, cases, leads, models, journal, loaded, schema, page)
ROUTERS = tuple(noun.router for noun in _NOUNS)
