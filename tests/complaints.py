"""The complaint of most tests: Li Lei was promised on the phone that the annual fee is waived, and it was charged."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import timezone

from yinuo.core.customers.public import CustomerDetails
from yinuo.features.cases.public import Kind, OpenedCase, Source, open_case
from yinuo.platform.identity.public import SYSTEM

TEXT = "年费承诺没有兑现"
LI_LEI = CustomerDetails(name="李雷", phone="13812345678")


def file_complaint(
    path: str | None = None,
    *,
    now: datetime | None = None,
    text: str = TEXT,
    subject: str = "年费",
    customer: CustomerDetails = LI_LEI,
    source: Source = Source.HOTLINE,
    **more: Any,
) -> OpenedCase:
    """
    File it.

    Args:
        path: of the unit that it comes to; of the head office without one.
        now: the moment; this one unless another is given.
        more: what else ``open_case`` takes.
    """
    return open_case(
        kind=Kind.COMPLAINT,
        source=source,
        subject=subject,
        text=text,
        customer=customer,
        actor=SYSTEM,
        now=now or timezone.now(),
        path=path,
        **more,
    )
