"""A customer turns to us on the web form: words, files, and how they wish to be answered, in one write."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from yinuo.core.customers.public import CustomerDetails
from yinuo.features.cases.models import AnswerBy, Case, Demand, Kind, PreferredTime, Source, Wish
from yinuo.features.cases.operations.attach_to_case import attach_as_customer
from yinuo.features.cases.operations.open_case import open_case
from yinuo.features.cases.queries.tracking import digest_of
from yinuo.platform.audit.public import append
from yinuo.platform.files.public import CheckedUploads
from yinuo.platform.identity.public import SYSTEM
from yinuo.platform.jobs.public import transaction


@dataclass(frozen=True, kw_only=True)
class Wishes:
    """How and when the customer wishes to be answered, and what they want; ``demand`` may be missing."""

    answer_by: AnswerBy = AnswerBy.PHONE
    preferred_time: PreferredTime = PreferredTime.ANY
    demand: Demand | None = None


def file_as_customer(
    *,
    kind: Kind,
    text: str,
    customer: CustomerDetails,
    wishes: Wishes,
    checked: CheckedUploads,
    now: datetime,
    token: str = "",
) -> str:
    """
    Open the case with its files and wishes: all of it, or nothing.

    Args:
        token: the secret of the page that this filing leads to; where there is one already, nothing is filed anew.

    Returns:
        The secret of the customer's page.

    Raises:
        CannotOpenCase, CannotReadDetails: see ``open_case``.
        CannotTakeFile, StoreIsAway: see ``attach_files``.
    """
    with transaction():
        if token and _is_filed(token):
            return token
        opened = open_case(
            kind=kind,
            source=Source.WEB_FORM,
            subject="",
            text=text,
            customer=customer,
            actor=SYSTEM,
            now=now,
            token=token,
        )
        Wish.objects.create(
            case_id=opened.id, answer_by=wishes.answer_by, preferred_time=wishes.preferred_time
        )
        if wishes.demand:
            Case.objects.filter(pk=opened.id).update(demand=wishes.demand)
        append(
            stream=f"case:{opened.id}",
            action="case.wishes_noted",
            actor=SYSTEM.reference,
            at=now,
            facts={
                "answer_by": wishes.answer_by.value,
                "preferred_time": wishes.preferred_time.value,
                "demand": wishes.demand.value if wishes.demand else None,
            },
        )
        if checked.files:
            attach_as_customer(token=opened.tracking_token, checked=checked, now=now)
        return opened.tracking_token


def _is_filed(token: str) -> bool:
    """Whether a case has this secret; of two filings of the same at once, the second waits for the first."""
    digest = digest_of(token)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [int.from_bytes(digest[:8], signed=True)])
    return Case.objects.filter(tracking_digest=digest).exists()
