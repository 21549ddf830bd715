"""An empty SQL database for judgements."""

from collections.abc import Iterator

import pytest
from sqlalchemy.orm import Session

from core.database import session_scope, upgrade


@pytest.fixture
def db(database_url: str) -> Iterator[Session]:
    """A session on an empty database with all its tables."""
    upgrade(database_url)
    with session_scope(database_url) as session:
        yield session
