"""One thing done to several cases: shown first, then done to each, then what came of it, with a way back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.core import signing
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from yinuo.features.cases.models import Level
from yinuo.features.cases.operations.add_note import add_note
from yinuo.features.cases.operations.assign_case import assign_case
from yinuo.features.cases.operations.confirm_suggestion import confirm_suggestion
from yinuo.features.cases.operations.do_several import MOST, do_several
from yinuo.features.cases.operations.set_level import set_level
from yinuo.features.cases.queries import workload
from yinuo.features.cases.queries.picked import PickedCase, picked
from yinuo.features.cases.roles import HANDLERS
from yinuo.features.cases.staff.acting import back_to, shown_case
from yinuo.platform.identity.public import StaffRequest, staff_page

ACTS = ("assign", "level", "confirm", "note")
UNDO_WITHIN = 3600  # seconds
Act = Callable[[UUID, int], object]


def titles() -> dict[str, str]:
    """What each act is called."""
    return {
        "assign": _("Hand over several cases"),
        "level": _("Change the level of several cases"),
        "confirm": _("Confirm several suggestions"),
        "note": _("Note on several cases"),
    }


@staff_page(*HANDLERS, methods=("POST",))
def several(request: StaffRequest) -> HttpResponse:
    """Show what would happen to the picked cases; once that was seen, do it and say what came of it."""
    act = request.POST.get("act", "")
    if act not in ACTS:
        raise Http404
    shown = dict(pair for text in request.POST.getlist("case")[:MOST] if (pair := shown_case(text)))
    cases = picked(ids=list(shown), actor=request.actor)
    going = [case for case in cases if not _obstacle(act, case)]
    context: dict[str, Any] = {
        "act": act,
        "title": titles()[act],
        "going": going,
        "staying": [(case, why) for case in cases if (why := _obstacle(act, case))],
        "levels": Level.choices,
        "colleagues": workload.takers(workload.loads(actor=request.actor, now=request.now))
        if act == "assign"
        else (),
        "note": request.POST.get("note", "")[:20_000],
        "back": back_to(request),
    }
    if request.POST.get("step") != "do" or not going:
        return render(request, "cases/several.html", context)
    doing = _doing(act, request)
    if doing is None:
        context["problem"] = _("Choose first.")
        return render(request, "cases/several.html", context, status=409)
    came = do_several(shown={case.id: shown[case.id] for case in going}, act=doing)
    context |= {
        "done": [case for case in going if case.id in came.done],
        "refused": [(case, came.refused[case.id]) for case in going if case.id in came.refused],
        "undo": _way_back(act, [case for case in going if case.id in came.done], shown, request),
    }
    return render(request, "cases/several_done.html", context)


@staff_page(*HANDLERS, methods=("POST",))
def undo(request: StaffRequest) -> HttpResponse:
    """Give the cases back to whom they came from, or their former level."""
    try:
        act, rows = signing.loads(request.POST.get("undo", ""), salt=_salt(request), max_age=UNDO_WITHIN)
    except signing.BadSignature as forged:
        raise Http404 from forged
    former = {UUID(case_id): before for case_id, _revision, before in rows}
    shown = {UUID(case_id): revision for case_id, revision, _before in rows}

    def back(case_id: UUID, revision: int) -> None:
        if act == "assign":
            assign_case(
                case_id=case_id,
                owner_id=UUID(former[case_id]),
                actor=request.actor,
                now=request.now,
                revision=revision,
            )
        else:
            set_level(
                case_id=case_id,
                level=Level(former[case_id]),
                actor=request.actor,
                now=request.now,
                revision=revision,
            )

    came = do_several(shown=shown, act=back)
    cases = picked(ids=list(shown), actor=request.actor)
    context = {
        "title": _("Taken back"),
        "act": act,
        "undone": True,
        "done": [case for case in cases if case.id in came.done],
        "refused": [(case, came.refused[case.id]) for case in cases if case.id in came.refused],
        "back": back_to(request),
    }
    return render(request, "cases/several_done.html", context)


def _doing(act: str, request: StaffRequest) -> Act | None:
    """What is done to one case, or None where the form leaves it open."""
    actor, now, given = request.actor, request.now, request.POST
    note = given.get("note", "")
    if act == "assign":
        owner = _id(given.get("owner", ""))
        if owner is None:
            return None
        return lambda case_id, revision: assign_case(
            case_id=case_id, owner_id=owner, actor=actor, now=now, revision=revision, note=note
        )
    if act == "level":
        if given.get("level") not in Level.values:
            return None
        level = Level(given["level"])
        return lambda case_id, revision: set_level(
            case_id=case_id, level=level, actor=actor, now=now, revision=revision
        )
    if act == "confirm":
        return lambda case_id, revision: confirm_suggestion(
            case_id=case_id, actor=actor, now=now, revision=revision
        )
    if not note.strip():
        return None
    return lambda case_id, _revision: add_note(case_id=case_id, text=note, actor=actor, now=now)


def _obstacle(act: str, case: PickedCase) -> str:
    """Why an act is not even tried on a case; empty where it is."""
    if act == "note":
        return ""
    if not case.is_living:
        return _("This case is closed.")
    if act == "confirm" and case.is_classified:
        return _("A person classified this case already.")
    if act == "confirm" and not case.suggested:
        return _("Nothing was suggested; open the case and choose.")
    return ""


def _way_back(act: str, done: list[PickedCase], shown: dict[UUID, int], request: StaffRequest) -> str:
    """What an undo needs, signed for this person; empty where there is no way back."""
    before = {case.id: _before(act, case) for case in done}
    rows = [[str(case_id), shown[case_id] + 1, was] for case_id, was in before.items() if was]
    return signing.dumps([act, rows], salt=_salt(request)) if rows else ""


def _before(act: str, case: PickedCase) -> str:
    if act == "level":
        return case.level
    return str(case.owner_id) if act == "assign" and case.owner_id else ""


def _salt(request: StaffRequest) -> str:
    return f"cases.undo:{request.actor.id}"


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
