"""The command line: `clew`. Commands live in `api/commands`, one module per noun."""

import os
import signal
import sys
import traceback
from importlib import import_module
from importlib.metadata import version
from io import TextIOWrapper
from types import FrameType
from typing import Annotated

import typer

from core.errors import ClewError, Interrupted
from core.faults import write_report

COMMANDS = {
    "runs": ("synth", "run", "load", "resolve", "build", "detect"),
    "add": ("add",),
    "status": ("status",),
    "leads": ("leads",),
    "people": ("person", "path"),
    "models": ("models",),
    "export": ("export",),
    "mappings": ("mappings",),
    "sources": ("sources",),
    "linking": ("linking",),
    "why": ("why",),
    "review": ("review",),
    "judgements": ("judge", "judgements"),
    "journal": ("journal",),
    "serve": ("serve",),
    "users": ("users",),
    "keys": ("keys",),
}
"""The modules of `api/commands` in the order of the help, and the commands that each attaches."""


def command_line(word: str = "") -> typer.Typer:
    """Return the command line with the module that has this command, else with all: imports are most of a start."""
    app = typer.Typer(
        name="clew",
        help="Follow the thread: agency exports in, leads with evidence out.",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode="markdown",
        callback=_options,
    )
    for module in [name for name, words in COMMANDS.items() if word in words] or COMMANDS:
        import_module(f"api.commands.{module}").attach(app)
    return app


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"clew {version('clew')}")
        raise typer.Exit


def _options(
    asked: Annotated[
        bool, typer.Option("--version", help="Say which version this is.", callback=_version, is_eager=True)
    ] = False,
) -> None:
    """Follow the thread: agency exports in, leads with evidence out."""


def main() -> None:
    """Run the command line; exits 0 done, 1 user error, 2 usage, 3 internal fault, 130 interrupted."""
    signal.signal(signal.SIGINT, _interrupt)
    _speak_chinese()
    try:
        command_line(*sys.argv[1:2])()
    except ClewError as error:
        typer.secho(str(error), err=True, fg=typer.colors.RED if error.exit_code == 1 else None)
        sys.exit(error.exit_code)
    except Exception:  # the last line before the user: whatever is no ClewError is a fault, and no traceback shows
        where = write_report(traceback.format_exc())
        typer.echo(f"Clew met a fault of the program. Its report is in {where}; please pass it on.", err=True)
        sys.exit(3)


def _speak_chinese() -> None:
    """Start once more in UTF-8 where the locale has no Chinese; what a stream cannot show is written as its number."""
    try:
        "线索 ·".encode(sys.getfilesystemencoding())
    except UnicodeEncodeError:
        if os.environ.get("PYTHONUTF8") != "1":
            os.execve(sys.executable, sys.orig_argv, {**os.environ, "PYTHONUTF8": "1"})
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _interrupt(number: int, frame: FrameType | None) -> None:
    raise Interrupted


if __name__ == "__main__":
    main()
