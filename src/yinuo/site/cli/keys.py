"""``yinuo keys``: what keys there are, and fresh ones for them, while everybody goes on working."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated

import typer

from yinuo.site.cli.progress import Progress
from yinuo.site.cli.work import at_work

keys_app = typer.Typer(help="Look at the vault's keys, and rotate them.")


class Kind(StrEnum):
    """Which keys: the one that wraps all others, every owner's own, the indexes', or all of another suite."""

    WRAPPING = "wrapping"
    DATA = "data"
    INDEX = "index"
    SUITE = "suite"


@keys_app.command("status")
def status() -> None:
    """Count the keys by holder, version and suite. Exit code 69: their holder does not answer."""
    with at_work():
        from yinuo.platform.vault.public import key_status

        found = key_status()
        typer.echo(f"holder     {found.health.text}")
        typer.echo(f"suite      {found.suite} for new keys")
        for (key_id, version), number in sorted(found.wrapped_by.items()):
            typer.echo(f"wrapped    {number} keys by {key_id}, version {version}")
        for suite, number in sorted(found.suites.items()):
            typer.echo(f"data keys  {number} for {suite}")
        for version, state in found.index_versions.items():
            typer.echo(f"index key  version {version}, {state.lower()}")
        for kind in found.unfinished:
            typer.echo(f"unfinished yinuo keys rotate --kind {kind} goes on where it was")
        typer.echo(f"erased     {found.erased} owners; {found.holds} legal holds")
        if not found.health.is_well:
            raise typer.Exit(69)


@keys_app.command("create")
def create() -> None:
    """Make the first wrapping key of the chosen holder; one that is there stays."""
    with at_work():
        from yinuo.platform.vault.public import make_first_key

        make_first_key()
        typer.echo("The wrapping key is there.")


@keys_app.command("rotate")
def rotate(
    kind: Annotated[Kind, typer.Option(help="Which keys.")] = Kind.WRAPPING,
    processes: Annotated[int, typer.Option(min=1, help="How many work at once.")] = 1,
) -> None:
    """Replace keys under load; goes on where an interrupted rotation was."""
    with at_work():
        from yinuo.platform.identity.public import SYSTEM
        from yinuo.platform.vault import public as vault

        owners = vault.owners_with_keys()
        who = SYSTEM.reference
        if kind is Kind.WRAPPING:
            with Progress("Wrapping every key anew").of(None) as progress:
                done = vault.rotate_wrapping(
                    actor=who, clock=_now, step=progress.advance, processes=processes
                )
            typer.echo(f"{done} keys were wrapped anew.")
        if kind in {Kind.DATA, Kind.SUITE}:
            with Progress("Sealing anew, then destroying old keys").of(2 * owners) as progress:
                done = vault.rotate_data(
                    actor=who,
                    clock=_now,
                    step=progress.advance,
                    only_other_suite=kind is Kind.SUITE,
                    processes=processes,
                )
            typer.echo(f"{done} owners have a fresh key.")
        if kind is Kind.INDEX or (kind is Kind.SUITE and not vault.index_has_chosen_suite()):
            with Progress("Indexing anew").of(owners) as progress:
                done = vault.rotate_index(actor=who, clock=_now, step=progress.advance, processes=processes)
            typer.echo(f"{done} index rows were made.")


def _now() -> datetime:
    return datetime.now(UTC)
