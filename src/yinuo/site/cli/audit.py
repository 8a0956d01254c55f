"""``yinuo audit``: prove that the evidence is as it was."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Annotated

import typer

from yinuo.platform.audit.standalone import verifier_source
from yinuo.site.cli.failures import DATA_ERROR
from yinuo.site.cli.progress import Progress
from yinuo.site.cli.work import at_work

MOST_SHOWN = 20

audit_app = typer.Typer(help="Verify, export and prove the evidence log.")


@audit_app.callback()
def audit() -> None:
    """Verify, export and prove the evidence log."""


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


@audit_app.command("export")
def export(
    file: Annotated[Path, typer.Argument(help="The file to write.")],
    resume: Annotated[
        bool, typer.Option("--resume", help="Go on after the last checkpoint of an earlier export.")
    ] = False,
) -> None:
    """Write the whole log into one file, for yinuo audit verifier to check anywhere."""
    with at_work():
        from yinuo.platform.audit.public import export_log, log_size

        size = log_size()
        with Progress(f"Exporting {size} entries").of(size) as progress:
            done = export_log(path=file, resume=resume, step=progress.advance)
        more = f", {done.entries - done.kept} of them new" if done.kept else ""
        typer.echo(f"{file} holds {done.entries} entries{more} and {done.checkpoints} checkpoints.")


@audit_app.command("prove")
def prove(
    name: Annotated[str, typer.Argument(help="A subject such as case:0198..., or an entry's number or id.")],
    since: Annotated[
        int | None,
        typer.Option(help="The size of an earlier checkpoint: prove that the log only grew since."),
    ] = None,
) -> None:
    """Print the proof that a subject's entries, or one entry, are in the log."""
    with at_work():
        from yinuo.platform.audit.public import proof_of_entry, proof_of_stream

        proof = (
            proof_of_stream(stream=name, before=since)
            if ":" in name
            else proof_of_entry(name=name, before=since)
        )
        typer.echo(json.dumps(proof, ensure_ascii=False, indent=1))


@audit_app.command("key")
def key() -> None:
    """Print the log's public key, with which anybody checks its checkpoints: publish it."""
    with at_work():
        from yinuo.platform.audit.public import public_key

        typer.echo(base64.b64encode(public_key()).decode())


@audit_app.command("grants")
def grants(role: Annotated[str, typer.Argument(help="The database role that runs the application.")]) -> None:
    """Print the SQL that lets a role run the application without being able to change evidence."""
    with at_work():
        from yinuo.platform.audit.public import grants_for

        typer.echo(grants_for(role=role), nl=False)


@audit_app.command("verifier")
def verifier() -> None:
    """Print the stand-alone verifier: one Python file that needs nothing else."""
    typer.echo(verifier_source(), nl=False)
