"""The page of one case."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render

from yinuo.core.customers.public import sealed_details
from yinuo.features.cases.letters.queries import letters_of
from yinuo.features.cases.models import Kind, State
from yinuo.features.cases.owning.explaining import concerned_in, people_in, why_chosen
from yinuo.features.cases.presence import others_here
from yinuo.features.cases.queries.bonds import bonds_of
from yinuo.features.cases.queries.case import CaseDetail, case_detail
from yinuo.features.cases.queries.complaining import people_on
from yinuo.features.cases.queries.customer_pages import rating_of, wish_of
from yinuo.features.cases.queries.deciding import way_to_decision
from yinuo.features.cases.queries.teams import team_name_of
from yinuo.features.cases.queries.to_do import tasks_of
from yinuo.features.cases.referring import DECLINED, places
from yinuo.features.cases.responsibility import responsible_name
from yinuo.features.cases.roles import HANDLERS, READERS
from yinuo.features.cases.snoozing import snooze_of
from yinuo.features.cases.staff.snooze_times import times
from yinuo.features.cases.staff.stream import stream_of
from yinuo.features.cases.taxonomy import classification
from yinuo.features.cases.texts.canned import canned_texts
from yinuo.features.cases.texts.macros import macros, offer_of
from yinuo.features.cases.texts.mentioning import mentionable
from yinuo.platform.files.public import files_of
from yinuo.platform.identity.public import (
    SYSTEM,
    Role,
    StaffRequest,
    names_of,
    nodes,
    staff_page,
    staff_with_role,
)


@staff_page(*READERS)
def case_page(request: StaffRequest, number: str) -> HttpResponse:
    """Conversation and events in one stream, promises and customer beside it."""
    return show_case(request, number)


def show_case(
    request: StaffRequest,
    number: str,
    *,
    problem: str = "",
    write: str = "",
    text: str = "",
    status: int = 200,
    more: Mapping[str, str] | None = None,
) -> HttpResponse:
    """
    Render the page, after a refused action with what was typed still in place.

    Args:
        problem: why the action was refused.
        write: what was being written, ``reply`` or ``note``; else the address says.
        text: as it was typed.
        more: what else the page shows.
    """
    case = case_detail(number=number, actor=request.actor, now=request.now)
    if case is None:
        raise Http404
    may_handle = request.actor.has(*HANDLERS) and case.is_living
    names, units = _names(case), nodes(actor=SYSTEM)
    context = {
        "case": case,
        "stream": stream_of(case, names),
        "why_chosen": why_chosen(case.records, names),
        "files": files_of(subject=f"case:{case.id}"),
        "people": people_on(case_id=case.id),
        "team_name": team_name_of(customer_id=case.customer.id),
        "concerned": concerned_in(case.records, names),
        "units": units,
        "responsible_name": responsible_name(case.responsible, units),
        "may_handle": may_handle,
        "bonds": bonds_of(case=case, actor=request.actor, now=request.now),
        "open_promise": next((promise for promise in case.promises if promise.is_open), None),
        "sealed": sum(record.number is not None for record in case.records),
        "colleagues": _colleagues(request) if may_handle else (),
        "may_write_letter": request.actor.has(*HANDLERS)
        and case.kind == Kind.COMPLAINT
        and case.state in (State.ANSWERED, State.RESOLVED),
        "letters": letters_of(case_id=case.id) if case.kind == Kind.COMPLAINT else (),
        "causes": classification.names(classification.CAUSE),
        **way_to_decision(case.id, may_handle=may_handle, actor=request.actor, now=request.now),
        "details": sealed_details(customer_id=case.customer.id),
        "wish": wish_of(case_id=case.id),
        "referring": {"places": places(), "reasons": DECLINED.items()} if may_handle else {},
        "tasks": tasks_of(case_id=case.id, actor=request.actor, now=request.now),
        "rating": rating_of(case_id=case.id, now=request.now, in_clear=False),
        "problem": problem,
        "number": case.number,
        "here": others_here(case_id=case.id, actor=request.actor, now=request.now),
        "snooze": snooze_of(case_id=case.id, now=request.now),
        "snooze_times": times(),
        **(_composer(request, case, write, text) if may_handle else {}),
        **(more or {}),
    }
    return render(request, "cases/case.html", context, status=status)


def _composer(request: StaffRequest, case: CaseDetail, write: str, text: str) -> dict[str, object]:
    """What somebody writes, or is offered by a canned text or a macro that the address names."""
    actor, asked = request.actor, request.GET
    canned = canned_texts(actor=actor, now=request.now, case=case, me=actor.name)
    usable = macros(actor=actor)
    writing = write or ("note" if asked.get("write") == "note" else "reply")
    inserted = next((one.text for one in canned if str(one.id) == asked.get("canned")), "")
    offered = asked.get("macro") if writing == "reply" and not text else None
    macro = next((one for one in usable if str(one.id) == offered), None)
    offer = offer_of(macro, case=case, me=actor.name, now=request.now)
    return {
        "write": writing,
        "mentionable": _mentionable(case, request) if writing == "note" else (),
        "text": text or (offer.text if offer else inserted),
        "offer": offer,
        "canned": canned,
        "macros": usable,
    }


def _names(case: CaseDetail) -> dict[str, str]:
    ids = {
        str(record.facts[key])
        for record in case.records
        for key in ("owner", "from", "to")
        if record.facts.get(key)
    }
    known = names_of({*(UUID(text) for text in ids), *people_in(case.records)})
    return {str(staff_id): name for staff_id, name in known.items()}


def _mentionable(case: CaseDetail, request: StaffRequest) -> list[str]:
    people = mentionable(path=case.path, at=request.now, but=case.concerns)
    return [name for name, pk in people.items() if pk != request.actor.id]


def _colleagues(request: StaffRequest) -> tuple[tuple[UUID, str, str], ...]:
    reach = request.actor.reach or ""
    found = (
        *staff_with_role(role=Role.COMPLAINT_SPECIALIST, reach=reach),
        *staff_with_role(role=Role.SUPERVISOR, reach=reach),
    )
    return tuple({row.id: (row.id, row.name, row.node_name) for row in found}.values())
