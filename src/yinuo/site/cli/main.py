"""The table of commands."""

from __future__ import annotations

import io
import sys
from pathlib import Path
from typing import Annotated

import typer
from typer.exceptions import TyperException

from yinuo import __version__
from yinuo.site.cli import failures
from yinuo.site.cli.audit import audit_app
from yinuo.site.cli.importing import import_app
from yinuo.site.cli.keys import keys_app
from yinuo.site.cli.promise import promise_app
from yinuo.site.cli.staff import staff_app, token_app

app = typer.Typer(
    name="yinuo",
    help="Promises to customers, kept and proved.",
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


app.add_typer(audit_app, name="audit")
app.add_typer(keys_app, name="keys")
app.add_typer(staff_app, name="staff")
app.add_typer(token_app, name="token")
app.add_typer(import_app, name="import")
app.add_typer(promise_app, name="promise")


@app.command()
def version() -> None:
    """Print the version."""
    typer.echo(__version__)


@app.command()
def serve() -> None:
    """Start everything and keep it running."""
    from yinuo.site.cli.serve import serve

    serve()


@app.command()
def web() -> None:
    """Serve pages and the REST interface."""
    from yinuo.site.cli.processes import web

    web()


@app.command()
def live() -> None:
    """Serve the event streams that keep pages up to date."""
    from yinuo.site.cli.processes import live

    live()


@app.command()
def worker() -> None:
    """Run background jobs."""
    from yinuo.site.cli.processes import worker

    worker()


@app.command()
def clock() -> None:
    """Call what is due: alarms, sealing of the evidence log, repairs."""
    from yinuo.site.cli.processes import clock

    clock()


@app.command()
def migrate() -> None:
    """Bring the tables and this machine's static files to this release."""
    from yinuo.site.cli.preparation import migrate

    migrate()


@app.command()
def demo() -> None:
    """Build the demo story, if it is not there yet."""
    from yinuo.site.cli.preparation import demo

    demo()


@app.command()
def backup(
    folder: Annotated[
        Path | None, typer.Argument(help="The folder that keeps the backups; else YINUO_BACKUPS.")
    ] = None,
    keys: Annotated[
        Path | None, typer.Option(help="The folder for customers' wrapped keys; else YINUO_BACKUP_KEYS.")
    ] = None,
    keys_days: Annotated[int, typer.Option(min=1, help="Delete keys files that are older.")] = 7,
) -> None:
    """Back up database, attachments and, apart from them, wrapped keys; the house may be open."""
    from yinuo.site.cli.backup import backup

    backup(into=folder, keys_into=keys, keys_days=keys_days)


@app.command()
def restore(
    folder: Annotated[Path, typer.Argument(help="The backup: a folder that yinuo backup made.")],
    keys: Annotated[Path, typer.Option(help="The newest keys file.")],
    replace: Annotated[bool, typer.Option("--replace", help="The house that is there may go.")] = False,
) -> None:
    """Put a backup in the place of what is there, once it has proved itself."""
    from yinuo.site.cli.backup import restore

    restore(source=folder, keys_file=keys, replace=replace)


@app.command()
def doctor() -> None:
    """Look for what is wrong, and say what to do."""
    from yinuo.site.cli.doctor import doctor

    raise typer.Exit(doctor())


def main() -> None:
    """Run one command; every failure is one sentence and a documented exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal that cannot show Chinese is no reason to fail
    try:
        code = app(args=sys.argv[1:] or ["--help"], standalone_mode=False, prog_name="yinuo")
    except TyperException as error:
        failures.show(f"{error.format_message().rstrip('.')}. See: yinuo --help")
        sys.exit(failures.USAGE)
    except (typer.Abort, KeyboardInterrupt):
        sys.exit(failures.INTERRUPTED)
    except BrokenPipeError:
        sys.exit(0)  # whoever read us is gone
    except Exception as error:  # noqa: BLE001 - the edge of the program: everything becomes a sentence
        sys.exit(failures.fail(error))
    sys.exit(code if isinstance(code, int) else 0)
