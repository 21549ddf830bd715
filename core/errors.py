"""Every error a user may meet, as a sentence.

ClewError
├── UserError            something the user can mend (exit 1)
│   ├── WorkspaceBusy    another run holds the workspace
│   ├── OutOfReach       a database does not answer, or refuses
│   │   └── OlderWorkspace  an older version made the workspace, without what is asked for
│   └── WorkspaceTooNew  the workspace was written by a newer version
├── Interrupted          a person stopped it (exit 130)
└── InternalError        a fault of the program (exit 3)
"""


class ClewError(Exception):
    """Base of all errors whose text is a sentence for people; `exit_code` is what the command line returns."""

    exit_code = 3


class UserError(ClewError):
    """Something the user can mend: says what was wrong, where, and what to do."""

    exit_code = 1


class WorkspaceBusy(UserError):
    """Another run holds the workspace."""

    def __init__(self, path: str, holder: str) -> None:
        self.path, self.holder = path, holder
        super().__init__(
            f"The workspace {path} is in use by another run ({holder}). Wait until it has ended, then try again."
        )


class OutOfReach(UserError):
    """A database does not answer, or refuses what it is asked."""


class OlderWorkspace(OutOfReach):
    """The workspace was made by an older version of Clew, which did not keep what is asked for."""

    def __init__(
        self, said: str = "This workspace was resolved by an older Clew. Run `clew run` on it once more."
    ) -> None:
        super().__init__(said)


class WorkspaceTooNew(UserError):
    """The workspace was written by a newer version of Clew."""

    def __init__(self, path: str, found: int, known: int) -> None:
        self.path, self.found, self.known = path, found, known
        super().__init__(
            f"The workspace {path} has format {found}; this version of Clew knows formats up to {known}. "
            "Install a newer Clew to open it."
        )


class Interrupted(ClewError):
    """A person stopped the work."""

    exit_code = 130

    def __init__(self) -> None:
        super().__init__("Interrupted. Run the same command again: it goes on after the last finished stage.")


class InternalError(ClewError):
    """A fault of the program itself."""
