"""What is promised to a customer, and what changed it: each pause and each extension with its reason."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yinuo.core.promises.public import PauseReason, PromiseView, explain_promise
from yinuo.platform.identity.public import SYSTEM

# Codes that evidence keeps, in words for customers; the full reason stands in a message to them.
_REASONS = {
    "complex_matter": gettext_lazy("the matter is complex"),
    "COMPLEX": gettext_lazy("the matter is complex"),
}
_PAUSES = {
    PauseReason.WAITING_FOR_CUSTOMER: gettext_lazy("we wait for something from you"),
    PauseReason.MEDIATION_AGREED: gettext_lazy("mediation, on which both sides agreed"),
    PauseReason.EXTERNAL_APPRAISAL: gettext_lazy("an external appraisal"),
    PauseReason.COURT_OR_ARBITRATION: gettext_lazy("court or arbitration proceedings"),
    PauseReason.FORCE_MAJEURE: gettext_lazy("force majeure"),
}


@dataclass(frozen=True, kw_only=True)
class Change:
    """Something that moved a due time; ``end`` is None for one that goes on, and for extensions."""

    text: str
    begin: datetime
    end: datetime | None = None
    due_after: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Promised:
    """A promise with everything that changed it, oldest first."""

    promise: PromiseView
    changes: tuple[Change, ...]


def promised(promises: tuple[PromiseView, ...], *, now: datetime) -> list[Promised]:
    """The promises of a case as its customer reads them."""
    return [Promised(promise=promise, changes=_changes(promise, now)) for promise in promises]


def _changes(promise: PromiseView, now: datetime) -> tuple[Change, ...]:
    explained = explain_promise(promise_id=promise.id, actor=SYSTEM, now=now)
    if explained is None:
        return ()
    pauses = [
        Change(
            text=_("The clock stood still: %(reason)s")
            % {"reason": _PAUSES.get(PauseReason(span.reason), "")},
            begin=span.begin,
            end=None if promise.paused_at == span.begin else span.end,
        )
        for span in explained.spans
        if span.kind == "paused"
    ]
    extensions = [
        Change(
            text=_("Extended by %(amount)s %(unit)s: %(reason)s")
            % {
                "amount": one.amount,
                "unit": one.unit_label,
                "reason": _REASONS.get(one.reason, _("we told you the reason in a message")),
            },
            begin=one.at,
            due_after=one.due_after,
        )
        for one in explained.extensions
    ]
    return tuple(sorted([*pauses, *extensions], key=lambda change: change.begin))
