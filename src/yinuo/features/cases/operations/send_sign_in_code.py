"""Send the code that lets a customer in who comes back; it is made here, in the background, and kept as a hash."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from uuid import UUID

from yinuo.core.customers.public import deliver_code
from yinuo.features.cases.models import SignInCode
from yinuo.platform.audit.public import append
from yinuo.platform.identity.public import SYSTEM
from yinuo.platform.jobs.public import transaction
from yinuo.platform.vault.public import CannotOpen, blind_index

DIGITS = 6
EVERY = timedelta(minutes=1)
A_DAY = 5


def send_sign_in_code(*, code_id: UUID, now: datetime) -> bool:
    """Make the code and hand it over, in the background; False where nobody is to get one, or not so many."""
    with transaction():
        row = SignInCode.objects.select_for_update().filter(pk=code_id, digest=None, ends_at__gt=now).first()
        if row is None or row.customer_id is None or row.detail_id is None or _too_many(row, now):
            return False
        code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"
        row.digest = code_digest(row_id=row.pk, code=code)
        row.save(update_fields=["digest"])
        try:
            delivered = deliver_code(customer_id=row.customer_id, detail_id=row.detail_id, code=code)
        except CannotOpen:
            return False
        if delivered:
            append(
                stream=f"customer:{row.customer_id}",
                action="customer.sign_in_code_sent",
                actor=SYSTEM.reference,
                at=now,
                facts={"detail": str(row.detail_id)},
            )
        return delivered


def _too_many(row: SignInCode, now: datetime) -> bool:
    sent = SignInCode.objects.filter(
        customer_id=row.customer_id, digest__isnull=False, asked_at__gt=now - timedelta(days=1)
    )
    times = list(sent.order_by("-asked_at").values_list("asked_at", flat=True)[:A_DAY])
    return len(times) >= A_DAY or (bool(times) and times[0] > now - EVERY)


def code_digest(*, row_id: UUID, code: str) -> bytes:
    """The keyed hash of a code, bound to the row that it belongs to."""
    return blind_index(field="SIGN_IN_CODE", value=f"{row_id}:{code}")
