"""What answers over HTTP: one module per noun."""

from api.routers import health, journal, leads, loaded, models, page, schema, search, session, users

ROUTERS = tuple(
    one.router for one in (health, session, users, search, leads, models, journal, loaded, schema, page)
)  # fmt: skip
