"""A customer turns to us on the web form: words, files, and how they wish to be answered, in one write."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from yinuo.core.customers.public import CustomerDetails
from yinuo.features.cases.models import AnswerBy, Case, Demand, Kind, PreferredTime, Source, Wish
from yinuo.features.cases.operations.attach_to_case import attach_as_customer
from yinuo.features.cases.operations.open_case import OpenedCase, open_case
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
) -> OpenedCase:
    """
    Open the case with its files and wishes: all of it, or nothing.

    Raises:
        CannotOpenCase, CannotReadDetails: see ``open_case``.
        CannotTakeFile, StoreIsAway: see ``attach_files``.
    """
    with transaction():
        opened = open_case(
            kind=kind,
            source=Source.WEB_FORM,
            subject="",
            text=text,
            customer=customer,
            actor=SYSTEM,
            now=now,
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
        return opened
