"""Replace somebody's recovery codes by new ones."""

from __future__ import annotations

from datetime import datetime

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.utils.translation import gettext as _

from yinuo.kernel.errors import DomainError
from yinuo.platform.identity.actor import Actor
from yinuo.platform.identity.evidence import note_staff
from yinuo.platform.identity.scope import locked_staff
from yinuo.platform.identity.tasks import Notice, send_notice
from yinuo.platform.jobs.public import transaction


class CannotMakeRecoveryCodes(DomainError):
    """There is no second factor that the codes could stand in for."""

    code = "identity.cannot_make_recovery_codes"


def make_recovery_codes(*, actor: Actor, now: datetime) -> None:
    """
    Void the actor's recovery codes and make new ones, to be shown once.

    Raises:
        UnknownStaff: the actor is no member of staff.
        CannotMakeRecoveryCodes: there is no second factor.
    """
    with transaction():
        staff = locked_staff(actor.id, actor)
        factors = Authenticator.objects.filter(user=staff)
        if not factors.exclude(type=Authenticator.Type.RECOVERY_CODES).exists():
            raise CannotMakeRecoveryCodes(_("Set up a second factor first."))
        factors.filter(type=Authenticator.Type.RECOVERY_CODES).delete()
        RecoveryCodes.activate(staff)
        note_staff(staff_id=staff.pk, action="sign_in.codes_made", actor=actor, at=now)
        send_notice(staff.pk, Notice.RECOVERY_CODES_MADE)
