"""``yinuo audit``: prove that the evidence is as it was."""

from __future__ import annotations

import typer

from yinuo.site.cli.failures import DATA_ERROR
from yinuo.site.cli.progress import Progress
from yinuo.site.cli.work import at_work

MOST_SHOWN = 20

audit_app = typer.Typer(help="Verify the evidence log.")


@audit_app.callback()
def audit() -> None:
    """Verify the evidence log."""


@audit_app.command("verify")
def verify() -> None:
    """Read the whole log and compute everything again. Exit code 65: something is not as it was."""
    with at_work():
        from yinuo.platform.audit.public import log_size, verify_log

        size = log_size()
        with Progress(f"Verifying {size} entries").of(size) as progress:
            verified = verify_log(step=progress.advance)
        for finding in verified.findings[:MOST_SHOWN]:
            place = f"Entry {finding.entry}" if finding.entry is not None else "The log"
            typer.echo(f"{place}: {finding.detail} [{finding.what}].", err=True)
        more = len(verified.findings) - MOST_SHOWN
        if more > 0:
            typer.echo(f"... and {more} more.", err=True)
        if verified.findings:
            raise typer.Exit(DATA_ERROR)
        typer.echo(
            f"{verified.entries} entries and {verified.checkpoints} checkpoints: everything is as it was."
        )
