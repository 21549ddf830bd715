"""How entries of the journal are shown: what somebody searched for may be a name."""

import re

from core.masking import PERSONAL, by_level, mask_inside

HIDDEN = "***"
SEARCHES = ("search", "person search")
_ID = re.compile(r"[A-Za-z]+-[0-9a-f]{16}")


def subject_shown(action: str, subject: str, open_: bool) -> str:
    """Return what an entry is about, masked unless open: a search may be for a name, all else is ids and filters."""
    if open_:
        return subject
    searched = action in SEARCHES and not _ID.fullmatch(subject)
    return str(by_level(subject, PERSONAL)) if searched else mask_inside(subject)


def tells_of_cases(action: str) -> bool:
    """Say whether subject and reason of an action may tell of cases: not where it is about users, keys or logins."""
    return action.partition(" ")[0] not in ("users", "keys", "session", "journal")
