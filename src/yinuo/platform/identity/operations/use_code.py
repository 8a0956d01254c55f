"""Accept a code from an authenticator app, or a recovery code: each of them once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from allauth.core.internal.cryptokit import compare_user_code
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.mfa.utils import decrypt

from yinuo.platform.jobs.public import transaction

PERIOD = 30  # seconds
TOLERANCE = 1  # steps that a telephone's clock may be off, either way


def use_code(*, staff_id: UUID, code: str, now: datetime) -> Authenticator | None:
    """
    The second factor of ``staff_id`` that ``code`` belongs to, with the code used up; None for a wrong one.

    A code of an app is refused when it, or a later one, was used before (RFC 6238, section 5.2): of two
    browsers that send the same code at once, one gets in.
    """
    with transaction():
        factors: Iterable[Authenticator] = (
            Authenticator.objects.select_for_update().filter(user_id=staff_id).order_by("pk")
        )
        for factor in factors:
            if factor.type == Authenticator.Type.TOTP:
                step = step_of(secret=decrypt(factor.data["secret"]), code=code, now=now)
                if step is not None and step > factor.data.get("last_step", -1):
                    burn_step(factor=factor, step=step)
                    return factor
            elif factor.type == Authenticator.Type.RECOVERY_CODES and RecoveryCodes(factor).validate_code(
                code
            ):
                return factor
        return None


def step_of(*, secret: str, code: str, now: datetime) -> int | None:
    """The time step in which an app with ``secret`` shows ``code``, or None where it is not about now."""
    present = int(now.timestamp()) // PERIOD
    for step in range(present - TOLERANCE, present + TOLERANCE + 1):
        if compare_user_code(actual=code, expected=format_hotp_value(hotp_value(secret, step))):
            return step
    return None


def burn_step(*, factor: Authenticator, step: int) -> None:
    """Refuse the code of ``step``, and all before it, from now on."""
    factor.data["last_step"] = step
    factor.save(update_fields=["data"])
