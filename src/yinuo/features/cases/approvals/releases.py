"""A letter of weight is issued once a second person has released this very PDF."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yinuo.features.cases.approvals.kinds import Content, case_of, kind_on_cases
from yinuo.features.cases.letters import releasing
from yinuo.features.cases.locking import lock_case
from yinuo.features.cases.models import Letter
from yinuo.platform.approvals.public import ApprovalRefused, Line, Request
from yinuo.platform.identity.public import Actor, actor_of_staff


def on_release_refused(event: ApprovalRefused) -> None:
    """A letter that a second person did not release is not issued."""
    decider = actor_of_staff(event.decided_by)
    if event.kind == releasing.KIND and decider is not None:
        releasing.refuse(letter_id=UUID(event.content["letter"]), decider=decider, now=event.at)


def _lines(content: Content) -> list[Line]:
    letter = Letter.objects.select_related("case").get(pk=UUID(content["letter"]))
    writer = actor_of_staff(letter.written_by) if letter.written_by else None
    reasons = releasing.why_second_person(letter.case, actor=writer) if writer else []
    return [
        Line(label=_("Case"), value=letter.case.number),
        Line(label=_("Subject"), value=letter.case.subject),
        Line(label=_("Why two people"), value=" · ".join(reasons)),
        Line(label=_("SHA-256 of the PDF"), value=letter.digest),
    ]


def _now(request: Request) -> Content | None:
    letter = Letter.objects.select_related("case").filter(pk=UUID(request.content["letter"])).first()
    return releasing.content_of(letter, amount=releasing.compensation_of(letter.case)) if letter else None


def _pdf_of(request: Request) -> str:
    return reverse("files:file", args=[request.content["file"]])


def _release(request: Request, decider: Actor, now: datetime) -> None:
    case = lock_case(case_id=case_of(request), actor=decider)
    releasing.release(case=case, letter_id=UUID(request.content["letter"]), decider=decider, now=now)


RELEASE = kind_on_cases(
    code=releasing.KIND,
    label=gettext_lazy("Release a decision letter"),
    describe=_lines,
    current=_now,
    carry_out=_release,
    page="cases:letter",
    costs=True,
    document=_pdf_of,
)
