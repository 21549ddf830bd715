"""The command line: `clew`. Commands live in `api/commands`, one module per noun."""

import sys
import traceback

import click
import typer

from api.commands import export, leads, linking, mappings, models, people, runs, sources, status
from core.errors import ClewError

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
    sys.exit(_outcome())


def _outcome() -> int:
    try:
        result = app(standalone_mode=False)
    except ClewError as error:
        typer.secho(str(error), err=True, fg=typer.colors.RED if error.exit_code == 1 else None)
        return error.exit_code
    except click.exceptions.NoArgsIsHelpError as error:
        typer.echo(error.format_message())
        return 2
    except click.UsageError as error:
        error.show()
        return 2
    except (click.Abort, KeyboardInterrupt):
        typer.echo("Interrupted. Run the same command again: it goes on after the last finished stage.", err=True)
        return 130
    except BrokenPipeError:
        sys.stderr.close()
        return 0
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except Exception:
        from api.common import fault_report

        where = fault_report(traceback.format_exc())
        typer.echo(f"Clew met a fault of the program. Its report is in {where}; please pass it on.", err=True)
        return 3
    return result if isinstance(result, int) else 0


if __name__ == "__main__":
    main()
