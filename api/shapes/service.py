"""Answers about the service itself: its health, who comes in, who looked, what was loaded, which words there are."""

from typing import Literal

from pydantic import Field

from api.shapes.base import Day, Masked, Shape, Total, Words
from api.shapes.leads import Status


class Health(Shape):
    """The server lives, or can answer."""

    status: Literal["ok", "ready"]


class Session(Shape):
    """Who asks, and what he may do."""

    name: str = Field(description="Empty without a login.")
    kind: Literal["user", "system", "nobody"]
    role: Literal["administrator", "investigator", ""]
    may: list[str]
    generation: int | None = Field(None, description="The generation that answers; not told to nobody.")
    as_of: Day | None = None


class Entry(Shape):
    """For whom a login or an invitation is."""

    name: str
    role: Literal["administrator", "investigator"]


class User(Entry):
    """Somebody who may come in, or no longer."""

    state: Literal["invited", "active", "disabled"]
    since: str = Field(description="When the state began; of an invitation, when it ends.")


class Users(Shape):
    """The people of this workspace."""

    users: list[User]


class Invited(Entry):
    """A link that works once, within seven days."""

    link: str


class Disabled(Shape):
    """Somebody was shut out."""

    name: str
    state: Literal["disabled"]


class Seen(Shape):
    """What an answer showed: ids, and whether without a mask."""

    open: bool
    total: Total
    ids: list[str] = Field(description="Of the look-ups of others administrators see none.")


class JournalEntry(Shape):
    """One look-up or change."""

    entry: int
    at: str = Field(description="A moment in UTC, ISO 8601.")
    actor: str
    action: str
    subject: Masked = Field(description="`***` where an administrator sees the look-up of somebody else.")
    reason: Masked = Field(description="`***` where an administrator sees the look-up of somebody else.")
    shown: Seen | None


class Journal(Shape):
    """Look-ups and changes, newest first."""

    entries: list[JournalEntry]


class LoadedFile(Shape):
    """What became of the rows of a file or sheet: rows = loaded + skipped + all rejected."""

    file: str
    sheet: str
    table: str | None
    table_title: str | None
    rows: int
    loaded: int
    sealed: int
    repeated: int
    retired: int
    skipped: int
    rejected: dict[str, int] = Field(description="By reason.")
    warnings: dict[str, int] = Field(description="By what is warned of.")
    error: str | None
    batch: str | None
    withdrawn: bool
    leaves_next: bool = Field(description="It was withdrawn and is left out of the next run.")


class Loaded(Shape):
    """What became of every file."""

    generation: int
    as_of: Day
    files: list[LoadedFile]


class Reject(Shape):
    """A row that was not loaded, as it was sent."""

    row: int
    reason: str
    cells: list[Masked | None]


class Rejects(Shape):
    """Rejected rows of a file."""

    file: str
    sheet: str
    total: Total
    rejects: list[Reject]


class Label(Shape):
    """What a node can be."""

    label: str
    title: Words


class Type(Shape):
    """How nodes can be tied."""

    type: str
    title: Words


class Vocabulary(Shape):
    """The words of the graph and of leads."""

    nodes: list[Label]
    relationships: list[Type]
    kinds: list[str] = Field(description="Labels that search finds.")
    statuses: list[Status]
