"""What answers over HTTP: one module per noun."""

from api.routers import (
    cases,
    entities,
    health,
    journal,
    judgements,
    leads,
    loaded,
    models,
    page,
    paths,
    resolve,
    review,
    schema,
    search,
    session,
    users,
)

_NOUNS = (
    health, session, users, search, resolve, entities, paths, cases, leads, models, review, judgements, journal,
    loaded, schema, page,
)  # fmt: skip
ROUTERS = tuple(noun.router for noun in _NOUNS)
