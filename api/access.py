"""Who may do what: the one question that every route asks."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal


class Role(StrEnum):
    """What a person was invited as."""

    ADMINISTRATOR = "administrator"
    INVESTIGATOR = "investigator"


class Action(StrEnum):
    """What can be asked for; `case data` is all that tells of persons, cases and leads."""

    HEALTH = "health"
    PAGE = "page"
    ENTER = "enter"
    DESCRIBE = "describe"
    """Titles of the graph, models and their law: no case data."""
    MANAGE = "manage users"
    JOURNAL = "journal"
    LOOK = "look up"
    LEADS = "look at leads"
    DECIDE = "decide leads"
    SCREEN = "screen a case"
    TRY = "run a model"
    LOADED = "look at what was loaded"
    REVIEW = "review who is who"
    JUDGE = "judge who is who"
    """Decide it: a word that a person stands for, not a system."""
    REVEAL = "reveal"
    """Names and numbers without a mask."""


_ANYBODY = {Action.HEALTH, Action.PAGE, Action.ENTER}
_CASE_DATA = {
    Action.LOOK, Action.LEADS, Action.DECIDE, Action.SCREEN, Action.TRY, Action.LOADED, Action.REVIEW, Action.REVEAL
}  # fmt: skip
_USERS = {
    Role.ADMINISTRATOR: _ANYBODY | {Action.DESCRIBE, Action.MANAGE, Action.JOURNAL},
    Role.INVESTIGATOR: _ANYBODY | {Action.DESCRIBE, Action.JOURNAL, Action.JUDGE} | _CASE_DATA,
}
_SYSTEM = _ANYBODY | {Action.DESCRIBE, Action.JOURNAL} | _CASE_DATA


@dataclass(frozen=True)
class Actor:
    """Who asks: a user with a role, a system with a key, or nobody; `purpose` is what a system asks for."""

    name: str
    kind: Literal["user", "system", "nobody"]
    role: Role | None = None
    purpose: str = ""
    reveals: bool = True

    @property
    def journal_name(self) -> str:
        """How the journal names the actor: a system's name cannot be mistaken for a person's."""
        return f"key:{self.name}" if self.kind == "system" else self.name


NOBODY = Actor("", "nobody")


@dataclass(frozen=True)
class Decision:
    """Whether an actor may, and the code of the reason (a sentence of `api.problems` where it is refused)."""

    allowed: bool
    why: str


def may(actor: Actor, action: Action, subject: str = "") -> Decision:
    """Say whether an actor may do this to this, and why.

    `subject` is what the route's path names (an entity, a lead, a case), empty where it names nothing. Investigators
    and systems see only their own journal; the route narrows it.
    """
    if action in _ANYBODY:
        return Decision(True, "open to anybody")
    if actor.kind == "nobody":
        return Decision(False, "not_signed_in")
    if actor.kind == "system":
        if action == Action.REVEAL and not actor.reveals:
            return Decision(False, "key_does_not_reveal")
        return Decision(True, "a key in force") if action in _SYSTEM else Decision(False, "not_for_keys")
    assert actor.role is not None
    if action in _USERS[actor.role]:
        return Decision(True, f"role {actor.role}")
    if actor.role == Role.ADMINISTRATOR:
        return Decision(False, "administrators_see_no_case_data")
    return Decision(False, "not_for_your_role")
