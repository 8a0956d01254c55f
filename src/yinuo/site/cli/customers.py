"""``yinuo import customers``: take over a file of customers, of any length."""

from __future__ import annotations

import csv
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from yinuo.site.cli.failures import DATA_ERROR
from yinuo.site.cli.progress import Progress
from yinuo.site.cli.work import at_work

if TYPE_CHECKING:
    from yinuo.core.customers.public import Refusal

SHOWN = 20


def import_customers(
    file: Annotated[
        Path, typer.Argument(help="CSV in UTF-8 or GB18030, or Excel; the first row holds the heads.")
    ],
    unit: Annotated[str, typer.Option(help="Code of the unit of rows that name none.")] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only look through; write nothing.")] = False,
    report: Annotated[
        Path | None, typer.Option(help="Where to write the refused rows, masked, as CSV.")
    ] = None,
    processes: Annotated[int, typer.Option(min=1, max=64, help="How many processes seal at once.")] = 1,
) -> None:
    """Import customers, each once by number; may be interrupted and started again. Exit code 65: rows were refused."""
    with at_work():
        from yinuo.core.customers import public as customers
        from yinuo.platform.identity.public import SYSTEM

        path = customers.unit_path(code=unit, actor=SYSTEM)
        content = customers.read_file(path=file)
        found = customers.look_through(content=content, path=path, actor=SYSTEM)
        typer.echo(f"Rows: {found.total}. Can be taken over: {found.good}. Refused: {found.refused}.")
        for refusal in found.refusals[:SHOWN]:
            _say(refusal)
        if found.refused > SHOWN:
            typer.echo(f"Further refused rows: {found.refused - SHOWN}.", err=True)
        if report is not None:
            _write(report, found.refusals)
        if not dry_run:
            with Progress(f"Importing {found.good} customers").of(found.total) as progress:
                done = customers.take_file(
                    content=content,
                    path=path,
                    processes=processes,
                    actor=SYSTEM,
                    now=datetime.now(UTC),
                    step=progress.advance,
                )
            typer.echo(f"Taken: {done.taken}. Already there: {done.known}.")
        if found.refused:
            raise typer.Exit(DATA_ERROR)


def _say(refusal: Refusal) -> None:
    typer.echo(f"Line {refusal.line}: {refusal.column} {refusal.code} ({refusal.masked}).", err=True)


def _write(report: Path, refusals: tuple[Refusal, ...]) -> None:
    with report.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["line", "column", "reason", "cell, masked"])
        for refusal in refusals:
            masked = f"'{refusal.masked}" if refusal.masked[:1] in "=+-@" else refusal.masked
            writer.writerow([refusal.line, refusal.column, refusal.code, masked])
