"""People for tests: a small bank, its staff, and browsers that are signed in as them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from uuid import UUID

from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.auth import get_user_model
from django.test import Client
from django.utils import timezone

from yinuo.platform.identity.public import SYSTEM, Actor, Role, actor_of_staff, create_node, create_staff
from yinuo.platform.identity.sign_in import session

AT = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
_numbers = count(1001)


@dataclass(frozen=True)
class Office:
    """A head office with two branches; the first branch has an outlet."""

    head: UUID
    north: UUID
    south: UUID
    outlet: UUID


def make_office() -> Office:
    """Build the organisation by calling operations."""
    head = create_node(
        parent_id=None, kind="HEAD_OFFICE", code="HQ", name="江海银行", actor=SYSTEM, now=AT
    ).id

    def below(parent: UUID, kind: str, code: str, name: str) -> UUID:
        return create_node(parent_id=parent, kind=kind, code=code, name=name, actor=SYSTEM, now=AT).id

    north = below(head, "BRANCH", "BJ", "北京分行")
    south = below(head, "BRANCH", "SZ", "深圳分行")
    return Office(head=head, north=north, south=south, outlet=below(north, "OUTLET", "BJ-01", "朝阳支行"))


def make_staff(node_id: UUID, *roles: Role, name: str = "王小明", number: str = "", **more: str) -> Actor:
    """A member of staff as an actor; without password, so that it costs no hashing."""
    made = create_staff(
        number=number or f"T{next(_numbers)}",
        name=name,
        node_id=node_id,
        roles=roles,
        actor=SYSTEM,
        now=AT,
        with_password=False,
        **more,  # type: ignore[arg-type]
    )
    actor = actor_of_staff(made.id)
    assert actor is not None
    return actor


def signed_in(actor: Actor, client: Client | None = None) -> Client:
    """A browser fully signed in as ``actor`` at this moment, the way a persona of the demo is."""
    client = client or Client()
    client.force_login(get_user_model().objects.get(pk=actor.id))
    kept = client.session
    now = int(timezone.now().timestamp())
    kept[session.BEGAN] = kept[session.SEEN] = now
    kept[session.PERSONA] = True
    kept.save()
    return client


def with_old_proof(actor: Actor) -> Client:
    """A browser signed in as ``actor`` for a while: nothing of the last minutes proves who sits there."""
    browser = signed_in(actor)
    kept = browser.session
    kept[session.PERSONA] = False
    kept[session.SECOND_FACTOR] = True
    kept.save()
    TOTP.activate(get_user_model().objects.get(pk=actor.id), generate_totp_secret())
    return browser
