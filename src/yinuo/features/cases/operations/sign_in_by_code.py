"""A customer who comes back proves who they are by a code that reaches their phone or address."""

from __future__ import annotations

import re
import secrets
from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from yinuo.core.customers.public import contact_of, customer_with_number
from yinuo.features.cases.models import Case, Complainant, SignInCode
from yinuo.features.cases.operations.send_sign_in_code import code_digest
from yinuo.features.cases.operations.visits import Visit, begin_visit
from yinuo.features.cases.tasks import send_code
from yinuo.kernel.errors import DomainError
from yinuo.platform.jobs.public import defer, transaction

LIFE = timedelta(minutes=10)
ATTEMPTS = 5
LONGEST = 200  # characters of what is typed
_CASE_NUMBER = re.compile(r"[A-Za-z]{2}-?\d{6}-?\d{4,8}")


class CannotSignIn(DomainError):
    """The code is wrong, old, used, or was tried too often: one answer for all, and for codes that never were."""

    code = "customer.cannot_sign_in"


def ask_for_code(*, number: str, contact: str, now: datetime) -> UUID:
    """
    Begin to sign in. The answer, and what it costs, is the same whether or not anybody is recognised.

    Args:
        number: of the customer, or of one of their cases.
        contact: their phone or e-mail address.

    Returns:
        The handle with which the code is to be given.
    """
    typed, reached_at = number.strip()[:LONGEST], contact.strip()[:LONGEST]
    case_number = _as_case_number(typed)
    first = Case.objects.filter(number=case_number).values_list("customer_id", flat=True)
    others = Complainant.objects.filter(case__number=case_number, until__isnull=True)
    named = {*first, *others.values_list("customer_id", flat=True), customer_with_number(typed)}
    found = contact_of(customer_ids={one for one in named if one}, contact=reached_at)
    with transaction():
        row = SignInCode.objects.create(
            customer_id=found.customer_id if found else None,
            detail_id=found.detail_id if found else None,
            asked_at=now,
            ends_at=now + LIFE,
            attempts_left=ATTEMPTS,
        )
        defer(send_code, code_id=str(row.pk))
        return row.pk


def sign_in_by_code(*, code_id: UUID, code: str, now: datetime) -> Visit:
    """
    Take the code; each wrong one costs an attempt.

    Raises:
        CannotSignIn: see the class.
    """
    with transaction():
        row = SignInCode.objects.select_for_update().filter(pk=code_id).first()
        expected = bytes(row.digest) if row is not None and row.digest else b""
        matches = secrets.compare_digest(expected, code_digest(row_id=code_id, code=code.strip()[:20]))
        counts = (
            row is not None
            and row.used_at is None
            and row.attempts_left > 0
            and row.asked_at <= now < row.ends_at
        )
        if row is not None and counts and matches and row.customer_id is not None:
            row.used_at = now
            row.save(update_fields=["used_at"])
            return begin_visit(customer_id=row.customer_id, by="code", now=now)
        if row is not None and counts:
            row.attempts_left -= 1
            row.save(update_fields=["attempts_left"])
    raise CannotSignIn(_("This code is wrong or no longer counts. Check it, or ask for a new one."))


def _as_case_number(typed: str) -> str:
    if not _CASE_NUMBER.fullmatch(typed):
        return "?"
    plain = typed.upper().replace("-", "")
    return f"{plain[:2]}-{plain[2:8]}-{plain[8:]}"
