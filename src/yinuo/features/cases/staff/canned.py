"""Canned texts and macros: what there is, and keeping it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from yinuo.features.cases.models import CannedText, Level
from yinuo.features.cases.operations.keep_canned_text import keep_canned_text, remove_canned_text
from yinuo.features.cases.operations.keep_macro import keep_macro, remove_macro
from yinuo.features.cases.operations.use_macro import use_macro
from yinuo.features.cases.queries.case import case_detail
from yinuo.features.cases.roles import HANDLERS
from yinuo.features.cases.staff.acting import read_as_sent, revision_of
from yinuo.features.cases.texts.canned import canned_texts
from yinuo.features.cases.texts.macros import Acts, macros, offer_of, would_do
from yinuo.features.cases.texts.places import example_values, filled, language_of, places, unknown_places
from yinuo.kernel.errors import DomainError
from yinuo.platform.identity.public import SYSTEM, Role, StaffRequest, nodes, staff_page

REFUSED = 409


@staff_page(*HANDLERS, methods=("GET", "POST"))
def texts_page(request: StaffRequest) -> HttpResponse:
    """The texts of the team; supervisors keep them."""
    problem = ""
    if request.method == "POST":
        try:
            keep_canned_text(
                title=request.POST.get("title", ""),
                text=request.POST.get("text", ""),
                language=request.POST.get("language", ""),
                actor=request.actor,
                now=request.now,
            )
        except DomainError as refusal:
            problem = str(refusal)
        else:
            messages.success(request, _("Text kept."))
            return redirect("cases:texts")
    texts = canned_texts(actor=request.actor, now=request.now)
    chosen = next((one for one in texts if str(one.id) == request.GET.get("text")), None)
    context = {
        "texts": texts,
        "given": request.POST if problem else chosen,
        "problem": problem,
        "places": places().items(),
        "languages": CannedText.Language.choices,
        "may_keep": request.actor.has(Role.SUPERVISOR),
    }
    return render(request, "cases/texts.html", context, status=REFUSED if problem else 200)


@staff_page(Role.SUPERVISOR, methods=("POST",))
def preview_text(request: StaffRequest) -> HttpResponse:
    """Show how a text would read on an invented case."""
    text = request.POST.get("text", "")
    values = example_values(me=request.actor.name, now=request.now, language=language_of(text))
    wrong = unknown_places(text)
    context = {"given": text, "preview": "" if wrong else filled(text, values), "is_example": True}
    if wrong:
        context["preview_problem"] = _("No case fills this place: %(place)s") % {"place": wrong[0]}
    return render(request, "cases/includes/preview.html", context)


@staff_page(Role.SUPERVISOR, methods=("POST",))
def remove_text(request: StaffRequest, text_id: UUID) -> HttpResponse:
    """Take a text away."""
    if not remove_canned_text(text_id=text_id, actor=request.actor):
        raise Http404
    messages.success(request, _("Text taken away."))
    return redirect("cases:texts")


@staff_page(*HANDLERS, methods=("GET", "POST"))
def macros_page(request: StaffRequest) -> HttpResponse:
    """One's own macros and those of the team."""
    problem = ""
    if request.method == "POST":
        given = request.POST
        acts = Acts(
            level=given.get("level", ""),
            confirm=given.get("confirm") == "1",
            note=given.get("note", "").strip(),
            task=given.get("task", "").strip(),
            unit=given.get("unit", "") if given.get("task", "").strip() else "",
            answer=given.get("answer", "").strip(),
        )
        try:
            keep_macro(
                name=given.get("name", ""),
                acts=acts,
                for_team=given.get("for") == "team",
                actor=request.actor,
                now=request.now,
            )
        except DomainError as refusal:
            problem = str(refusal)
        else:
            messages.success(request, _("Macro kept."))
            return redirect("cases:macros")
    context = {
        "macros": macros(actor=request.actor),
        "given": request.POST,
        "problem": problem,
        "levels": Level.choices,
        "units": nodes(actor=SYSTEM),
        "places": places().items(),
        "may_keep_for_team": request.actor.has(Role.SUPERVISOR),
    }
    return render(request, "cases/macros.html", context, status=REFUSED if problem else 200)


@staff_page(*HANDLERS, methods=("POST",))
def drop_macro(request: StaffRequest, macro_id: UUID) -> HttpResponse:
    """Take a macro away."""
    if not remove_macro(macro_id=macro_id, actor=request.actor):
        raise Http404
    messages.success(request, _("Macro taken away."))
    return redirect("cases:macros")


@staff_page(*HANDLERS, methods=("GET", "POST"))
def macro_page(request: StaffRequest, number: str, macro_id: UUID) -> HttpResponse:
    """What a macro would do to the case; once that was seen, it is done, and its answer waits in the reply box."""
    case = case_detail(number=number, actor=request.actor, now=request.now)
    macro = next((one for one in macros(actor=request.actor) if one.id == macro_id), None)
    if case is None or macro is None:
        raise Http404
    problem, lines = "", would_do(macro.acts, case.id) if case.is_living else ()
    if request.method == "POST":
        try:
            use_macro(
                macro_id=macro_id,
                case_id=case.id,
                actor=request.actor,
                now=request.now,
                revision=revision_of(request),
            )
        except DomainError as refusal:
            problem = str(refusal)
        else:
            if lines:
                messages.success(request, _("Done: %(name)s") % {"name": macro.name})
            back = reverse("cases:case", args=[number])
            return redirect(f"{back}?write=reply&macro={macro_id}" if macro.acts.answer else back)
    context = {"case": case, "macro": macro, "lines": lines, "problem": problem}
    if macro.acts.answer and case.is_living:
        context |= read_as_sent(request, case.id, macro.acts.answer)
        context["offer"] = offer_of(macro, case=case, me=request.actor.name, now=request.now)
    return render(request, "cases/macro.html", context, status=REFUSED if problem else 200)
