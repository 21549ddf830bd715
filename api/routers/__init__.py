"""What answers over HTTP: one module per noun."""

from api.routers import health, leads, page, session, users

ROUTERS = (health.router, session.router, users.router, leads.router, page.router)
