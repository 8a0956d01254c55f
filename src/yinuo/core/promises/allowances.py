"""What the policy of a promise still allows: which pauses, how much more time."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Sum

from yinuo.core.promises.models import Promise
from yinuo.core.promises.terms import PauseReason


@dataclass(frozen=True, kw_only=True)
class Allowance:
    """
    What may still be done to one promise.

    Attributes:
        pauses: code and name of each reason that its policy takes.
        more: how much of ``unit`` is left to extend by; 0 for none.
    """

    pauses: tuple[tuple[str, str], ...]
    more: int
    unit: str
    unit_label: str


def allowance_of(*, promise_id: UUID) -> Allowance:
    """
    What the version that a promise goes by allows, less what was used.

    Raises:
        Promise.DoesNotExist: there is none.
    """
    promise = Promise.objects.select_related("version").get(pk=promise_id)
    terms = promise.version.terms
    used = promise.extensions.aggregate(sum=Sum("amount"))["sum"] or 0
    return Allowance(
        pauses=tuple((str(reason), str(PauseReason(reason).label)) for reason in terms.pause_reasons),
        more=max(0, terms.extension_limit - used),
        unit=promise.version.unit,
        unit_label=str(promise.version.get_unit_display()),
    )
