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
from yinuo.site.cli.taxonomy import import_taxonomy
from yinuo.site.cli.work import at_work

if TYPE_CHECKING:
    from yinuo.features.cases.public import Refused

import_app = typer.Typer(help="Take over cases, customers and classifications from files of other systems.")


class Format(StrEnum):
    """The forms of files that can be read."""

    CFPB = "cfpb"
    YINUO = "yinuo"


@import_app.command("complaints")
def import_complaints(
    file: Annotated[Path, typer.Argument(help="The file of complaints.")],
    form: Annotated[
        Format, typer.Option("--format", help="The form of the file: as the CFPB publishes, or our own.")
    ] = Format.CFPB,
    unit: Annotated[str, typer.Option(help="Code of the unit of rows that name none (our own form).")] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only look through; write nothing.")] = False,
    processes: Annotated[
        int, typer.Option(min=1, max=64, help="How many processes seal and redact at once (CFPB).")
    ] = 1,
) -> None:
    """Import past complaints, each once; may be interrupted and started again. Exit code 65: rows were refused."""
    with at_work():
        if form is Format.YINUO:
            refused = _take_own_form(file, unit=unit, dry_run=dry_run)
        else:
            refused = _take_published(file, dry_run=dry_run, processes=processes)
        if refused:
            raise typer.Exit(DATA_ERROR)


def _take_published(file: Path, *, dry_run: bool, processes: int) -> int:
    from yinuo.features.cases import public as cases
    from yinuo.platform.identity.public import SYSTEM

    found = cases.look_through_complaints(path=file)
    if dry_run:
        typer.echo(f"Rows: {found.total}.")
        return 0
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
    return done.refused


def _take_own_form(file: Path, *, unit: str, dry_run: bool) -> int:
    from yinuo.core.customers.public import read_file, unit_path
    from yinuo.features.cases import public as cases
    from yinuo.platform.identity.public import SYSTEM

    now, path, content = datetime.now(UTC), unit_path(code=unit, actor=SYSTEM), read_file(path=file)
    found = cases.look_through_cases(content=content, path=path, actor=SYSTEM, now=now)
    typer.echo(f"Rows: {found.total}. Can be taken over: {found.good}. Refused: {found.refused}.")
    for one in found.refusals:
        typer.echo(f"Line {one.line}: {one.column} {one.code} ({one.masked}).", err=True)
    if not dry_run:
        with Progress(f"Importing {found.good} cases").of(found.total) as progress:
            done = cases.take_over_cases(
                content=content,
                path=path,
                actor=SYSTEM,
                now=now,
                step=lambda rows, _found: progress.advance(rows),
            )
        typer.echo(f"Taken: {done.taken}. Already there: {done.known}.")
    return found.refused


import_app.command("customers")(import_customers)
import_app.command("taxonomy")(import_taxonomy)


def _say_refused(row: Refused) -> None:
    typer.echo(f"Line {row.line} was refused: {row.reason.rstrip('.')}.", err=True)
