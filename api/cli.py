"""The command line: `clew`. Commands live in `api/commands`, one module per noun."""

import signal
import sys
import traceback
from types import FrameType

import typer

from api.commands import export, leads, linking, mappings, models, people, runs, sources, status
from core.errors import ClewError, Interrupted
from core.faults import write_report

app = typer.Typer(
    name="clew",
    help="Follow the thread: agency exports in, leads with evidence out.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",
)
for module in (runs, status, leads, people, models, export, mappings, sources, linking):
    module.attach(app)


def main() -> None:
    """Run the command line; exits 0 done, 1 user error, 2 usage, 3 internal fault, 130 interrupted."""
    signal.signal(signal.SIGINT, _interrupt)
    try:
        app()
    except ClewError as error:
        typer.secho(str(error), err=True, fg=typer.colors.RED if error.exit_code == 1 else None)
        sys.exit(error.exit_code)
    except Exception:
        where = write_report(traceback.format_exc())
        typer.echo(f"Clew met a fault of the program. Its report is in {where}; please pass it on.", err=True)
        sys.exit(3)


def _interrupt(number: int, frame: FrameType | None) -> None:
    raise Interrupted


if __name__ == "__main__":
    main()
