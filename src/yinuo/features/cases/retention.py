"""How long the law wants complaint files kept: an open case while it is open, an ended one for years after."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Max
from django.db.models.functions import Coalesce

from yinuo.features.cases.models import Case, Message
from yinuo.features.cases.models.kinds import LIVING
from yinuo.platform.vault.public import Kept

RULE = "complaint_file"


def cases_kept(customer_id: UUID) -> Iterable[Kept]:
    """
    The newest open case of a customer, and the ended one whose time is over last.

    An ended case counts from its result or from the last word in it, whichever was later.
    """
    found = Case.objects.filter(customer=customer_id)
    living = found.filter(state__in=LIVING).order_by("-id").values_list("number", flat=True).first()
    if living is not None:
        yield Kept(rule=RULE, since=None, what=living)
    ended = found.exclude(state__in=LIVING)
    spoken = Message.objects.filter(case__customer=customer_id).aggregate(at=Max("at"))["at"]
    last = ended.annotate(over=Coalesce("resolved_at", "opened_at")).order_by("-over").first()
    if last is not None:
        yield Kept(rule=RULE, since=max(filter(None, (last.over, spoken))), what=last.number)
