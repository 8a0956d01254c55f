"""Pages of the calendars: the list, a year, a draft, days from a file."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from yinuo.core.calendars import queries
from yinuo.core.calendars.changes import changed_days
from yinuo.core.calendars.consequences import consequences
from yinuo.core.calendars.importing import CannotImportDays, FoundDay, days_from
from yinuo.core.calendars.operations.ask_for_calendar import ask_for_calendar
from yinuo.core.calendars.operations.draft_calendar import discard_draft, draft_calendar
from yinuo.core.calendars.queries import CalendarView, VersionView
from yinuo.core.calendars.roles import EDITORS
from yinuo.core.calendars.staff.forms import AskForm, CalendarForm, FileForm, NewCalendarForm, initial_of
from yinuo.core.calendars.staff.year import detail_of, year_of
from yinuo.kernel.errors import DomainError
from yinuo.kernel.whole_numbers import read_whole
from yinuo.platform.approvals.public import approvals_on
from yinuo.platform.identity.public import StaffRequest, names_of, staff_page
from yinuo.platform.ui.public import add_refusal

REFUSED = 422
_SALT = "calendars.import"


@staff_page()
def list_page(request: StaffRequest) -> HttpResponse:
    """Every calendar, with what is in force."""
    rows = []
    for one in queries.calendars():
        version = one.at(request.now)
        rows.append({"calendar": one, "version": version, "data": version.calendar if version else None})
    return render(request, "calendars/list.html", {"rows": rows, "may_edit": request.actor.has(*EDITORS)})


@staff_page()
def calendar_page(request: StaffRequest, code: str) -> HttpResponse:
    """One year of a calendar, as it is in force, or as a version or the draft has it."""
    view = _view(code)
    version = _chosen(request, view)
    calendar = version.calendar
    today = localtime(request.now, calendar.tz).date()
    chosen = _date(request.GET.get("day", ""))
    number = _number(request.GET.get("year", ""), chosen.year if chosen else today.year)
    names = names_of(one for v in view.versions for one in (v.drafted_by, v.published_by) if one)
    context = {
        "view": view,
        "version": version,
        "calendar": calendar,
        "year": year_of(calendar, number=number, today=today, chosen=chosen),
        "weekdays": [_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun")],
        "day": detail_of(calendar, chosen) if chosen else None,
        "versions": [
            {
                "version": one,
                "drafted_by": names.get(one.drafted_by) if one.drafted_by else "",
                "published_by": names.get(one.published_by) if one.published_by else "",
                "in_force": one.in_force(request.now),
            }
            for one in view.versions
        ],
        "may_edit": request.actor.has(*EDITORS),
    }
    return render(request, "calendars/calendar.html", context)


@staff_page(*EDITORS, methods=("GET", "POST"))
def new_page(request: StaffRequest) -> HttpResponse:
    """Draft a calendar that does not exist yet."""
    form = NewCalendarForm(request.POST or None, initial={"zone": "Asia/Shanghai"})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        names = {"name_zh": given["name_zh"], "name_en": given["name_en"]}
        if _drafted(request, form, given["code"].strip(), form.content(), **names):
            return redirect("calendars:draft", given["code"].strip())
    status = REFUSED if form.errors else 200
    return render(request, "calendars/edit.html", {"form": form}, status=status)


@staff_page(*EDITORS, methods=("GET", "POST"))
def edit_page(request: StaffRequest, code: str) -> HttpResponse:
    """Edit a calendar as a draft."""
    view = _view(code)
    base = view.draft or view.at(request.now) or view.versions[0]
    form = CalendarForm(request.POST or None, initial=initial_of(base.data))
    if request.method == "POST" and form.is_valid() and _drafted(request, form, code, form.content()):
        return redirect("calendars:draft", code)
    status = REFUSED if form.errors else 200
    return render(request, "calendars/edit.html", {"form": form, "view": view}, status=status)


@staff_page(*EDITORS, methods=("GET", "POST"))
def draft_page(request: StaffRequest, code: str) -> HttpResponse:
    """What the draft would change; from here a second person is asked."""
    view = _view(code)
    if view.draft is None:
        raise Http404
    begin = localtime(request.now).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    form = AskForm(request.POST or None, initial={"takes_effect_at": begin.strftime("%Y-%m-%dT%H:%M")})
    if request.method == "POST" and form.is_valid():
        try:
            ask_for_calendar(code=code, **form.cleaned_data, actor=request.actor, now=request.now)
        except DomainError as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(
                request, _("A second person was asked; the calendar takes effect once they agree.")
            )
            return redirect("calendars:calendar", code)
    before = view.at(request.now)
    changes = changed_days(before.calendar, view.draft.calendar, begin=begin.date()) if before else []
    context = {
        "view": view,
        "form": form,
        "before": before,
        "changes": [(detail_of_change(c.before), detail_of_change(c.after)) for c in changes[:60]],
        "count": len(changes),
        "consequences": consequences(
            code=code, calendar=view.draft.calendar, actor=request.actor, now=request.now
        ),
        "asked": [
            one
            for one in approvals_on(subject=f"calendar:{code}", actor=request.actor)
            if one.state == "WAITING"
        ],
    }
    return render(request, "calendars/draft.html", context, status=REFUSED if form.errors else 200)


@staff_page(*EDITORS, methods=("POST",))
def discard(request: StaffRequest, code: str) -> HttpResponse:
    """Throw the draft away."""
    discard_draft(code=code, actor=request.actor, now=request.now)
    messages.success(request, _("The draft was thrown away."))
    return redirect("calendars:list")


@staff_page(*EDITORS, methods=("GET", "POST"))
def import_page(request: StaffRequest, code: str) -> HttpResponse:
    """Days from a file: shown first, and only those that somebody takes become part of the draft."""
    view = _view(code)
    if "read" in request.POST:
        return _take(request, view)
    form = FileForm(request.POST or None, request.FILES or None)
    found: list[FoundDay] = []
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            found = days_from(content=file.read(), filename=file.name)
        except CannotImportDays as refusal:
            form.add_error("file", str(refusal))
    listed = [[one.date.isoformat(), one.kind, one.name, one.name_en] for one in found]
    context = {
        "view": view,
        "form": form,
        "found": list(enumerate(found)),
        "doubts": sum(1 for one in found if one.doubt),
        "read": signing.dumps(listed, salt=_SALT, compress=True) if found else "",
    }
    return render(request, "calendars/import.html", context, status=REFUSED if form.errors else 200)


def _take(request: StaffRequest, view: CalendarView) -> HttpResponse:
    try:
        listed = signing.loads(request.POST["read"], salt=_SALT, max_age=3600)
    except signing.BadSignature:
        raise Http404 from None
    taken = {read_whole(one, most=len(listed)) for one in request.POST.getlist("take")}
    base = view.draft or view.at(request.now) or view.versions[0]
    data = dict(base.data)
    chosen = {row[0]: row for number, row in enumerate(listed) if number in taken}
    kept = [one for one in data.get("exceptions", []) if one["date"] not in chosen]
    usual: list[str] = next((hours for hours in data.get("week", {}).values() if hours), [])
    data["exceptions"] = kept + [
        {"date": day, "kind": kind, "hours": usual if kind == "MAKEUP" else [], "name": zh, "name_en": en}
        for day, kind, zh, en in chosen.values()
    ]
    try:
        draft_calendar(code=view.code, data=data, actor=request.actor, now=request.now)
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return redirect("calendars:import", view.code)
    messages.success(request, _("%(count)s days are in the draft now.") % {"count": len(chosen)})
    return redirect("calendars:draft", view.code)


def detail_of_change(day: Any) -> dict[str, Any]:
    """A day as one cell of the comparison."""
    from yinuo.core.calendars.staff.year import labels

    return {
        "date": day.date,
        "kind": labels()[day.kind],
        "look": day.kind.value.lower(),
        "hours": [str(one) for one in day.spans],
    }


def _drafted(
    request: StaffRequest, form: CalendarForm, code: str, data: dict[str, Any], **names: str
) -> bool:
    try:
        draft_calendar(code=code, data=data, actor=request.actor, now=request.now, **names)
    except DomainError as refusal:
        add_refusal(form, refusal)
        return False
    messages.success(request, _("Saved as a draft; nothing has changed yet."))
    return True


def _view(code: str) -> CalendarView:
    view = queries.calendar_view(code=code)
    if view is None:
        raise Http404
    return view


def _chosen(request: StaffRequest, view: CalendarView) -> VersionView:
    number = request.GET.get("version", "")
    if number:
        found = next((one for one in view.versions if str(one.number) == number), None)
        if found is None:
            raise Http404
        return found
    return view.at(request.now) or view.versions[0]


def _date(text: str) -> date | None:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if 1972 <= found.year <= 2200 else None


def _number(text: str, usual: int) -> int:
    found = read_whole(text, most=2200)
    return found if found is not None and found >= 1972 else usual
