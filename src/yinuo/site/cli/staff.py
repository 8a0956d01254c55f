"""``yinuo staff`` and ``yinuo token``: what has to work before anybody can sign in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Annotated
from uuid import UUID

import typer

from yinuo.kernel.errors import DomainError
from yinuo.site.cli.work import at_work

if TYPE_CHECKING:
    from yinuo.platform.identity.public import Role

staff_app = typer.Typer(help="Accounts of members of staff.")
token_app = typer.Typer(help="Tokens for programs that call the REST interface.")


class CannotAdminister(DomainError):
    """What was named on the command line does not exist."""

    code = "cli.cannot_administer"


@staff_app.command("create")
def create_staff(
    number: Annotated[str, typer.Argument(help="The staff number to sign in with.")],
    name: Annotated[str, typer.Argument(help="The person's name.")],
    role: Annotated[
        list[str] | None, typer.Option(help="A role, such as SYSTEM_ADMINISTRATOR; may be repeated.")
    ] = None,
    unit: Annotated[str, typer.Option(help="The code of the organisation unit; else the head office.")] = "",
    email: Annotated[str, typer.Option(help="Where notices about the account go.")] = "",
    institution: Annotated[
        str, typer.Option(help="The institution's name: makes the head office of a new house.")
    ] = "",
) -> None:
    """Open an account; prints a one-time password, which is shown once and lasts 72 hours."""
    with at_work():
        from yinuo.platform.identity import public as identity

        created = identity.create_staff(
            number=number,
            name=name,
            node_id=_unit(unit, institution=institution),
            roles=_roles(role or []),
            email=email,
            actor=identity.SYSTEM,
            now=datetime.now(UTC),
        )
        typer.echo(f"The account {number} is open. One-time password, shown once, good for 72 hours:")
        typer.echo(created.one_time_password)


@staff_app.command("reset")
def reset_staff(
    number: Annotated[str, typer.Argument(help="The staff number.")],
    second_factor: Annotated[bool, typer.Option(help="Remove the second factors, too.")] = False,
) -> None:
    """Give a new one-time password; ends the person's sessions and tells them."""
    with at_work():
        from yinuo.platform.identity import public as identity

        found = identity.staff_by_number(number=number)
        if found is None:
            raise CannotAdminister(f"There is no account {number}; check the staff number.")
        done = identity.reset_staff(
            staff_id=found.id,
            password=True,
            second_factor=second_factor,
            actor=identity.SYSTEM,
            now=datetime.now(UTC),
        )
        typer.echo(f"The account {number} is reset. One-time password, shown once, good for 72 hours:")
        typer.echo(done.one_time_password)


@token_app.command("create")
def create_token(
    name: Annotated[str, typer.Argument(help="Which program will hold the token.")],
    scope: Annotated[list[str], typer.Option(help="What it may do, such as cases:write; may be repeated.")],
    unit: Annotated[
        str, typer.Option(help="The code of the unit whose part of the house it sees; else all.")
    ] = "",
    days: Annotated[int, typer.Option(min=1, max=366, help="How long it is good for.")] = 90,
) -> None:
    """Give out a token; its text is shown once."""
    with at_work():
        from yinuo.platform.identity import public as identity

        now = datetime.now(UTC)
        created = identity.create_token(
            name=name,
            scopes=scope,
            node_id=_unit(unit),
            expires_at=now + timedelta(days=days),
            actor=identity.SYSTEM,
            now=now,
        )
        typer.echo(f"The token {created.id} is good for {days} days. Its text, shown once:")
        typer.echo(created.text)


@token_app.command("revoke")
def revoke_token(token: Annotated[str, typer.Argument(help="The token's id, not its text.")]) -> None:
    """Take a token back: the next call with it is refused."""
    try:
        token_id = UUID(token)
    except ValueError:
        raise typer.BadParameter("Give the token's id, as printed when it was made.") from None
    with at_work():
        from yinuo.platform.identity import public as identity

        identity.revoke_token(token_id=token_id, actor=identity.SYSTEM, now=datetime.now(UTC))
        typer.echo("The token is revoked.")


def _unit(code: str, *, institution: str = "") -> UUID:
    from yinuo.platform.identity import public as identity

    units = identity.nodes(actor=identity.SYSTEM)
    if not units:
        if not institution:
            raise CannotAdminister(
                'There is no head office yet; add --institution "Name of the institution".'
            )
        return identity.create_node(
            kind="HEAD_OFFICE",
            code="HO",
            name=institution,
            parent_id=None,
            actor=identity.SYSTEM,
            now=datetime.now(UTC),
        ).id
    found = units[0] if not code else next((unit for unit in units if unit.code == code), None)
    if found is None:
        raise CannotAdminister(
            f"There is no unit {code}; there are: {', '.join(unit.code for unit in units)}."
        )
    return found.id


def _roles(names: Sequence[str]) -> list[Role]:
    from yinuo.platform.identity.public import Role

    unknown = [name for name in names if name.upper() not in Role.values]
    if unknown:
        raise typer.BadParameter(f"There is no role {unknown[0]}; the roles are {', '.join(Role.values)}.")
    return [Role(name.upper()) for name in names]
