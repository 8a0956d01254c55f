"""Set up an authenticator app as somebody's second factor."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.utils.translation import gettext as _

from yinuo.kernel.errors import DomainError
from yinuo.platform.identity.actor import Actor
from yinuo.platform.identity.evidence import note_staff
from yinuo.platform.identity.operations.use_code import burn_step
from yinuo.platform.identity.scope import locked_staff
from yinuo.platform.identity.tasks import Notice, send_notice
from yinuo.platform.jobs.public import transaction


class CannotAddApp(DomainError):
    """There is an authenticator app already."""

    code = "identity.cannot_add_app"


@dataclass(frozen=True, kw_only=True)
class AppAdded:
    """Whether recovery codes were made with it, which the person has not seen yet."""

    staff_id: UUID
    made_codes: bool


def add_app(*, secret: str, step: int, actor: Actor, now: datetime) -> AppAdded:
    """
    Let the app with ``secret`` open the actor's account; the code of ``step``, which proved it, is used up.

    Raises:
        UnknownStaff: the actor is no member of staff.
        CannotAddApp: there is one already, perhaps set up in another window a moment ago.
    """
    with transaction():
        staff = locked_staff(actor.id, actor)
        factors = Authenticator.objects.filter(user=staff)
        if factors.filter(type=Authenticator.Type.TOTP).exists():
            raise CannotAddApp(_("You have an authenticator app already; remove it first."))
        burn_step(factor=TOTP.activate(staff, secret).instance, step=step)
        made_codes = not factors.filter(type=Authenticator.Type.RECOVERY_CODES).exists()
        if made_codes:
            RecoveryCodes.activate(staff)
        note_staff(
            staff_id=staff.pk,
            action="sign_in.factor_added",
            actor=actor,
            at=now,
            facts={"type": "totp", "made_codes": made_codes},
        )
        send_notice(staff.pk, Notice.SECOND_FACTOR_ADDED)
        return AppAdded(staff_id=staff.pk, made_codes=made_codes)
