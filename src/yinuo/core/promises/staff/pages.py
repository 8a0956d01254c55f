"""The wallboard, and one promise with its arithmetic."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from yinuo.core.promises.explaining import Explanation, explain_promise
from yinuo.core.promises.subjects import named_subjects
from yinuo.core.promises.wall import wall
from yinuo.platform.identity.public import Role, StaffRequest, names_of, staff_page

READERS = (
    Role.CLERK,
    Role.COMPLAINT_SPECIALIST,
    Role.CALLBACK_OFFICER,
    Role.SUPERVISOR,
    Role.COMPLAINT_ANALYST,
    Role.EXECUTIVE,
    Role.AUDITOR,
)
WATCHERS = (Role.SUPERVISOR, Role.COMPLAINT_ANALYST, Role.EXECUTIVE)


@dataclass(frozen=True, kw_only=True)
class Block:
    """One stretch of the drawing, in thousandths of its width."""

    x: float
    width: float
    kind: str
    title: str


@dataclass(frozen=True, kw_only=True)
class Mark:
    """One moment in the drawing."""

    x: float
    kind: str
    title: str


@staff_page(*WATCHERS)
def wall_page(request: StaffRequest) -> HttpResponse:
    """The wallboard of the actor's part of the institution."""
    return render(request, "promises/wall.html", {"wall": wall(actor=request.actor, now=request.now)})


@staff_page(*READERS)
def promise_page(request: StaffRequest, promise_id: UUID) -> HttpResponse:
    """One promise: which time counted, which alarms went off, what was given and what came of it."""
    found = explain_promise(promise_id=promise_id, actor=request.actor, now=request.now)
    if found is None:
        raise Http404
    people = {one for e in found.extensions for one in (e.asked_by, e.approved_by)}
    if found.promise.owner_id:
        people.add(found.promise.owner_id)
    names = names_of(people)
    spans = [
        {"span": span, "reason": reason_of(span.reason), "kind": kinds()[span.kind]} for span in found.spans
    ]
    context = {
        "found": found,
        "promise": found.promise,
        "subject": named_subjects(subjects=[found.promise.subject], actor=request.actor).get(
            found.promise.subject
        ),
        "owner": names.get(found.promise.owner_id, "") if found.promise.owner_id else "",
        "spans": spans,
        "extensions": [
            (one, names.get(one.asked_by), names.get(one.approved_by)) for one in found.extensions
        ],
        **drawing(found, now=request.now),
    }
    return render(request, "promises/promise.html", context)


def drawing(found: Explanation, *, now: datetime) -> dict[str, Any]:
    """The time of a promise as blocks and marks."""
    promise = found.promise
    begin = promise.made_at
    ends = [promise.due_at, *(span.end for span in found.spans)]
    ends += [promise.settled_at] if promise.settled_at else []
    whole = (max(ends) - begin).total_seconds() or 1.0

    def x(moment: datetime) -> float:
        return round(min(max((moment - begin).total_seconds() / whole, 0.0), 1.0) * 1000, 2)

    blocks = [
        Block(
            x=x(span.begin),
            width=round(x(span.end) - x(span.begin), 2),
            kind=span.kind,
            title=" · ".join(part for part in (kinds()[span.kind], reason_of(span.reason)) if part),
        )
        for span in found.spans
    ]
    marks = [
        Mark(x=x(one.at), kind="fired" if one.fired_at else "ahead", title=one.key) for one in found.alarms
    ]
    marks.append(Mark(x=x(promise.due_at), kind="due", title=_("due")))
    if promise.settled_at:
        marks.append(Mark(x=x(promise.settled_at), kind="settled", title=_("settled")))
    elif begin <= now <= max(ends):
        marks.append(Mark(x=x(now), kind="now", title=_("now")))
    return {"blocks": blocks, "marks": marks}


def kinds() -> dict[str, str]:
    """What each kind of stretch is called."""
    return {"counted": _("counted"), "closed": _("not counted"), "paused": _("paused")}


def reason_of(code: str) -> str:
    """Why time did not count, in words; the name of a day is its own word."""
    known = {
        "CLOSED": _("outside the hours"),
        "REST": _("day of rest"),
        "HOLIDAY": _("holiday"),
        "TAKEN": _("hours taken away"),
        "PAUSED": _("paused"),
        "WAITING_FOR_CUSTOMER": _("waiting for the customer"),
        "MEDIATION_AGREED": _("mediation agreed by both sides"),
        "EXTERNAL_APPRAISAL": _("external appraisal"),
        "COURT_OR_ARBITRATION": _("court or arbitration"),
        "FORCE_MAJEURE": _("force majeure"),
    }
    return known.get(code, code)
