"""``yinuo import taxonomy``: official codes, or an institution's own classification, from a file."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from yinuo.site.cli.failures import DATA_ERROR
from yinuo.site.cli.work import at_work


def import_taxonomy(
    file: Annotated[Path, typer.Argument(help="The classification: CSV or Excel.")],
    valid_from: Annotated[
        datetime | None,
        typer.Option(
            "--from", formats=["%Y-%m-%d"], help="The day on which it begins to be valid; today if none."
        ),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only look through; write nothing.")] = False,
    report: Annotated[Path | None, typer.Option(help="Write the bad rows into this file, too.")] = None,
) -> None:
    """Look a classification through, then put it in force from a day, once. Exit code 65: rows were refused."""
    from django.utils import timezone

    from yinuo.core.customers.public import read_file
    from yinuo.features.cases import public as cases
    from yinuo.platform.identity.public import SYSTEM

    with at_work():
        content, now = read_file(path=file), datetime.now(UTC)
        found = cases.look_through_taxonomy(content=content)
        typer.echo(
            f"Rows: {found.total}. Bad: {len(found.bad)}. Left as they are (W, X, Y): {found.skipped}."
            f" New codes: {found.added}. Renamed: {found.renamed}. No longer offered: {found.dropped}."
        )
        if found.cases:
            typer.echo(f"{found.cases} cases keep a code that nothing replaces; they stay as they are.")
        for name in found.rules:
            typer.echo(f"Rule for owners asks for a code that goes: {name}", err=True)
        lines = [f"Line {one.line}: {one.reason}." for one in found.bad]
        for line in lines:
            typer.echo(line, err=True)
        if report is not None:
            report.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
        if found.bad:
            raise typer.Exit(DATA_ERROR)
        if dry_run:
            return
        day = (valid_from or timezone.localtime(now)).date()
        begin = timezone.make_aware(datetime(day.year, day.month, day.day))  # noqa: DTZ001 - made aware here
        number = cases.import_taxonomy(content=content, valid_from=begin, actor=SYSTEM, now=now)
        typer.echo("Already there." if number is None else f"Edition {number}, valid from {day.isoformat()}.")
