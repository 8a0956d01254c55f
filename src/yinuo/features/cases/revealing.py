"""What can be seen in clear on a case: the customer's details, and a message as it was written."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yinuo.core.customers.public import find_detail
from yinuo.features.cases.models import Case, Message
from yinuo.features.cases.texts.messages import place_of
from yinuo.platform.identity.public import Actor
from yinuo.platform.reveals.public import Revealable, register_revealable

DETAIL, MESSAGE = "cases.detail", "cases.message"


def find_case_detail(detail_id: UUID, actor: Actor) -> Revealable | None:
    """A detail of a customer of whom the actor sees a case, wherever that customer is at home."""

    def sees_a_case(customer_id: UUID, _path: str) -> bool:
        within = Case.objects.filter(customer_id=customer_id, path__startswith=actor.reach or "")
        return actor.reach is not None and within.exists()

    return find_detail(detail_id=detail_id, may_see=sees_a_case)


def find_message(message_id: UUID, actor: Actor) -> Revealable | None:
    """A message of a case that the actor sees."""
    row = Message.objects.select_related("case").filter(pk=message_id).first()
    if row is None or not actor.sees(row.case.path):
        return None
    return Revealable(
        owner=row.case.customer_id,
        place=place_of(row.pk),
        sealed=bytes(row.sealed),
        path=row.case.path,
        mask="",
        what=_("message"),
        is_text=True,
    )


def register_revealables() -> None:
    """Let both be revealed."""
    register_revealable(
        kind=DETAIL, label=gettext_lazy("A customer's contact or number, on a case"), find=find_case_detail
    )
    register_revealable(kind=MESSAGE, label=gettext_lazy("A message as it was written"), find=find_message)
