"""Do something to the case of a page: done, or refused with what was typed still in place."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme

from yinuo.features.cases.operations.answer_customer import preview_answer
from yinuo.features.cases.queries.case import id_of
from yinuo.features.cases.staff.case import show_case
from yinuo.kernel.errors import DomainError
from yinuo.kernel.whole_numbers import read_whole
from yinuo.platform.identity.public import StaffRequest

# A person acted on what the page showed: 409 when that changed or is refused, so that nothing seems saved.
REFUSED = 409
HIGHEST_REVISION = 2_000_000_000


def act_on(
    request: StaffRequest, number: str, act: Callable[[UUID], str], *, write: str = "", text: str = ""
) -> HttpResponse:
    """
    Act, then show the case again with what ``act`` says.

    Args:
        write: what was being written, ``reply`` or ``note``.
        text: as it was typed, to be shown again after a refusal.
    """
    case_id = id_of(number=number, actor=request.actor)
    if case_id is None:
        raise Http404
    try:
        said = act(case_id)
    except DomainError as refusal:
        return show_case(request, number, problem=str(refusal), write=write, text=text, status=REFUSED)
    messages.success(request, said)
    return redirect("cases:case", number=number)


def revision_of(request: StaffRequest) -> int | None:
    """The revision that the page showed."""
    return read_whole(request.POST.get("revision", ""), most=HIGHEST_REVISION)


def read_as_sent(request: StaffRequest, case_id: UUID, text: str) -> dict[str, str]:
    """What ``cases/includes/preview.html`` shows of an answer: how it would read, or why it would not be sent."""
    try:
        said = preview_answer(case_id=case_id, text=text, actor=request.actor, now=request.now)
    except DomainError as refusal:
        return {"preview_problem": str(refusal)}
    return {"preview": said}


def shown_case(text: str) -> tuple[UUID, int] | None:
    """A picked case and the revision that was shown, as lists send them: ``id:revision``."""
    case_id, _colon, revision = text.partition(":")
    number = read_whole(revision, most=HIGHEST_REVISION)
    try:
        return (UUID(case_id), number) if number is not None else None
    except ValueError:
        return None


def back_to(request: StaffRequest) -> str:
    """Where the form says that one came from, if that is a page of ours."""
    there = request.POST.get("back", "")
    ours = url_has_allowed_host_and_scheme(there, allowed_hosts=None) and there.startswith("/cases/")
    return there if ours else ""
