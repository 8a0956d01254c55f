"""The way that a case goes, as its customer sees it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from yinuo.core.promises.public import PromiseView
from yinuo.features.cases import rules
from yinuo.features.cases.queries.case import CaseDetail

DECISIONS = (".decision", ".review")  # what a case ends with: the decision, or that of the review


@dataclass(frozen=True, kw_only=True)
class Step:
    """One step of the way; ``state``: done, now, late or ahead."""

    title: str
    state: str
    at: datetime | None = None
    by: datetime | None = None
    detail: str = ""


def steps(case: CaseDetail) -> list[Step]:
    """The way of a case, from "received" to its end, with what is promised for the steps ahead."""
    decision = next((promise for promise in case.promises if promise.duty.endswith(DECISIONS)), None)
    letter = next((promise for promise in case.promises if promise.duty == rules.LETTER), None)
    response = next((promise for promise in case.promises if promise not in (decision, letter)), None)
    way = [Step(title=_("Received"), state="done", at=case.opened_at, detail=case.source_label)]
    if case.owner_id:
        way.append(Step(title=_("A specialist is in charge"), state="done", detail=case.owner_name))
    ended = next((record.at for record in case.records if record.action == "case.withdrawn"), None)
    if case.answered_at or not ended:
        way.append(_step(_("We answer you"), response, case.answered_at, is_next=True))
    if ended:
        return [*way, Step(title=_("You withdrew it"), state="done", at=ended)]
    if decision:
        way.append(_step(_("Decision"), decision, case.resolved_at, is_next=case.answered_at is not None))
    if letter and letter.state != "WITHDRAWN":
        way.append(_step(_("Letter with the decision"), letter, letter.settled_at, is_next=True))
    return way


def _step(title: str, promise: PromiseView | None, done_at: datetime | None, *, is_next: bool) -> Step:
    if done_at:
        return Step(title=title, state="done", at=done_at)
    late = promise is not None and promise.state == "BROKEN"
    return Step(
        title=title,
        state="late" if late else "now" if is_next else "ahead",
        by=promise.due_at if promise else None,
    )
