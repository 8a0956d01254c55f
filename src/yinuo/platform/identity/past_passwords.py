"""
The passwords that somebody had, so that none of the last few is used again where a rule demands it.

``PASSWORD_HISTORY`` counts them, the one in use among them; with 1, the default, nothing is kept.
"""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.contrib.auth.hashers import check_password
from django.utils.translation import gettext as _

from yinuo.platform.identity.models import PastPassword, Staff


def refusal_of(staff: Staff, password: str) -> str:
    """Why this password is not taken again, as a sentence; empty when it may be taken."""
    if staff.check_password(password):
        return _("This is the password that you have; choose another one.")
    past = staff.past_passwords.values_list("password", flat=True)[: _kept()]
    if any(check_password(password, one) for one in past):
        told = _("You had this password before; the last %(count)d are not used again. Choose another one.")
        return told % {"count": settings.PASSWORD_HISTORY}
    return ""


def keep_past_password(staff: Staff, *, now: datetime) -> None:
    """
    Remember the password that is about to be replaced, and forget those that no longer count.

    One-time passwords are not remembered: nobody chose them.
    """
    if _kept() and staff.has_usable_password() and staff.one_time_until is None:
        PastPassword.objects.create(staff=staff, password=staff.password, replaced_at=now)
    counting = list(staff.past_passwords.values_list("pk", flat=True)[: _kept()])
    staff.past_passwords.exclude(pk__in=counting).delete()


def forget_past_passwords(staff: Staff) -> None:
    """The account is closed: what its owner may still use elsewhere does not lie here."""
    staff.past_passwords.all().delete()


def _kept() -> int:
    return int(settings.PASSWORD_HISTORY) - 1
