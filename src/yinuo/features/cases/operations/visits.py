"""Sessions of customers: apart from those of staff, short, and ended by a button."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from yinuo.core.customers.public import family
from yinuo.features.cases.locking import CaseNotFound
from yinuo.features.cases.models import (
    Case,
    Complainant,
    CustomerSession,
    SignInCode,
    SpentToken,
    TrackingKey,
)
from yinuo.features.cases.queries.tracking import new_key
from yinuo.platform.audit.public import append
from yinuo.platform.identity.public import Actor, ActorKind
from yinuo.platform.jobs.public import transaction

IDLE = timedelta(minutes=15)
WHOLE = timedelta(hours=1)
NOTED_EVERY = timedelta(seconds=30)
CODES_KEPT = timedelta(days=2)  # as long as they count against how many may be asked for


@dataclass(frozen=True, kw_only=True)
class Visit:
    """A session that began; ``secret`` goes into the cookie, only its hash is kept."""

    customer_id: UUID
    secret: str
    ends_at: datetime


def begin_visit(*, customer_id: UUID, by: str, now: datetime) -> Visit:
    """
    Let a customer in who has proved who they are.

    Args:
        by: how they proved it, ``code`` or ``app``.
    """
    secret = secrets.token_urlsafe(32)
    with transaction():
        CustomerSession.objects.create(
            customer_id=customer_id,
            digest=_digest(secret),
            began_at=now,
            seen_at=now,
            ends_at=now + WHOLE,
        )
        append(
            stream=f"customer:{customer_id}",
            action="customer.signed_in",
            actor=_actor(customer_id).reference,
            at=now,
            facts={"by": by},
        )
    return Visit(customer_id=customer_id, secret=secret, ends_at=now + WHOLE)


def visitor(*, secret: str, now: datetime) -> UUID | None:
    """Whose session it is, if it has not ended; using it keeps it from idling out."""
    if not secret:
        return None
    row = CustomerSession.objects.filter(
        digest=_digest(secret), ends_at__gt=now, seen_at__gt=now - IDLE
    ).first()
    if row is None:
        return None
    if row.seen_at <= now - NOTED_EVERY:
        CustomerSession.objects.filter(pk=row.pk).update(seen_at=now)
    return row.customer_id


def open_matter(*, customer_id: UUID, number: str, now: datetime) -> str:
    """
    A token for the page of one of the customer's cases, good for as long as a session lasts.

    Raises:
        CaseNotFound: it is none of theirs.
    """
    with transaction():
        theirs = family(customer_id=customer_id)
        case = Case.objects.filter(number=number, customer_id__in=theirs).first()
        if case is not None:
            return new_key(case=case, ends_at=now + WHOLE)
        on_it = Complainant.objects.select_related("case")
        person = on_it.filter(case__number=number, customer_id__in=theirs, until__isnull=True).first()
        if person is None:
            raise CaseNotFound(_("There is no such case."))
        return new_key(case=person.case, person=person, ends_at=now + WHOLE)


def end_visit(*, secret: str, now: datetime) -> None:
    """Close the session, and every page that was opened through it."""
    customer_id = visitor(secret=secret, now=now)
    with transaction():
        CustomerSession.objects.filter(digest=_digest(secret)).delete()
        if customer_id is not None:
            theirs = family(customer_id=customer_id)
            opened = Q(person__isnull=True, case__customer_id__in=theirs) | Q(person__customer_id__in=theirs)
            TrackingKey.objects.filter(opened).delete()


def prune_visits(*, now: datetime) -> None:
    """Remove what no longer opens anything."""
    CustomerSession.objects.filter(ends_at__lte=now).delete()
    TrackingKey.objects.filter(ends_at__lte=now).delete()
    SpentToken.objects.filter(ends_at__lte=now).delete()
    SignInCode.objects.filter(asked_at__lte=now - CODES_KEPT).delete()


def _actor(customer_id: UUID) -> Actor:
    return Actor(kind=ActorKind.CUSTOMER, id=customer_id)


def _digest(secret: str) -> bytes:
    return sha256(secret.encode("utf-8", "surrogatepass")).digest()
