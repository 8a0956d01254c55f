"""Every event of signing in, in the evidence log: who, when, how; never a name, number or address."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from allauth.account.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.http import HttpRequest

from yinuo.platform.audit.public import append
from yinuo.platform.identity.actor import SYSTEM, Actor, ActorKind
from yinuo.platform.identity.evidence import NOBODY, address_mark, note_staff
from yinuo.platform.identity.models import Staff
from yinuo.platform.identity.sign_in.session import prove_second_factor
from yinuo.platform.identity.tasks import Notice, send_notice
from yinuo.platform.jobs.public import transaction


def record(
    request: HttpRequest, *, action: str, staff_id: UUID | None, **facts: str | int | bool | None
) -> None:
    """Append one event of signing in to the chain of the person, or of nobody."""
    now: datetime = request.now  # type: ignore[attr-defined]
    about = {"address": address_mark(get_adapter().get_client_ip(request)), **facts}
    with transaction():
        if staff_id is None:
            append(stream=NOBODY, action=action, actor=SYSTEM.reference, at=now, facts=about)
        else:
            actor = Actor(kind=ActorKind.STAFF, id=staff_id)
            note_staff(staff_id=staff_id, action=action, actor=actor, at=now, facts=about)


def record_failure(request: HttpRequest, *, number: str) -> None:
    """Somebody gave a wrong password, or a staff number that nobody has; both cost the same."""
    staff_id = Staff.objects.filter(username__iexact=number).values_list("pk", flat=True).first()
    record(request, action="sign_in.failed", staff_id=staff_id, method="password")


def on_factor_added(*, request: HttpRequest, user: Any, authenticator: Any, **_rest: Any) -> None:
    """A second factor was set up: it is on record, the owner is told, and this session has shown it."""
    with transaction():
        record(request, action="sign_in.factor_added", staff_id=user.pk, type=authenticator.type)
        if authenticator.type != Authenticator.Type.RECOVERY_CODES:
            prove_second_factor(request)
            send_notice(user.pk, Notice.SECOND_FACTOR_ADDED)


def on_factor_removed(*, request: HttpRequest, user: Any, authenticator: Any, **_rest: Any) -> None:
    """A second factor was taken away by its owner."""
    with transaction():
        record(request, action="sign_in.factor_removed", staff_id=user.pk, type=authenticator.type)
        send_notice(user.pk, Notice.SECOND_FACTOR_REMOVED)


def on_factor_used(
    *,
    request: HttpRequest,
    user: Any,
    authenticator: Any,
    reauthenticated: bool,
    **_rest: Any,
) -> None:
    """A second factor was shown."""
    record(
        request,
        action="sign_in.factor_used",
        staff_id=user.pk,
        type=authenticator.type,
        again=reauthenticated,
    )


def on_factor_refused(*, request: HttpRequest, user: Any, authenticator: Any, **_rest: Any) -> None:
    """A wrong code, or one that was used before."""
    record(request, action="sign_in.failed", staff_id=user.pk, method=authenticator.type)
