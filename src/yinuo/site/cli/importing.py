"""``yinuo import``: take over what other systems published or kept."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from yinuo.site.cli.customers import import_customers
from yinuo.site.cli.failures import DATA_ERROR
from yinuo.site.cli.progress import Progress
from yinuo.site.cli.work import at_work

if TYPE_CHECKING:
    from yinuo.features.cases.public import Refused

import_app = typer.Typer(help="Take over cases and customers from files of other systems.")


class Format(StrEnum):
    """The forms of files that can be read."""

    CFPB = "cfpb"


@import_app.command("complaints")
def import_complaints(
    file: Annotated[Path, typer.Argument(help="The file of complaints.")],
    form: Annotated[  # noqa: ARG001 - one form so far, named so that a second one changes no script
        Format, typer.Option("--format", help="The form of the file.")
    ] = Format.CFPB,
    processes: Annotated[
        int, typer.Option(min=1, max=64, help="How many processes seal and redact at once.")
    ] = 1,
) -> None:
    """Import past complaints, each once; may be interrupted and started again. Exit code 65: rows were refused."""
    with at_work():
        from yinuo.features.cases import public as cases
        from yinuo.platform.identity.public import SYSTEM

        found = cases.look_through_complaints(path=file)
        with Progress(f"Importing {found.total} complaints").of(found.total) as progress:
            done = cases.import_complaints(
                file=found,
                actor=SYSTEM,
                now=datetime.now(UTC),
                refuse=_say_refused,
                step=progress.advance,
                processes=processes,
            )
        typer.echo(f"Taken: {done.taken}. Already there: {done.known}. Refused: {done.refused}.")
        if done.refused:
            raise typer.Exit(DATA_ERROR)


import_app.command("customers")(import_customers)


def _say_refused(row: Refused) -> None:
    typer.echo(f"Line {row.line} was refused: {row.reason.rstrip('.')}.", err=True)
