"""The log as auditors see it: found, opened, proved, verified."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from yinuo.platform.audit.public import (
    CannotProve,
    CannotSign,
    EntryRow,
    Named,
    begin_verification,
    checkpoints,
    entry_detail,
    known_actions,
    last_verification,
    missing_guards,
    named,
    reference_typed,
    search_entries,
    verify_in_background,
    verify_stream,
    waiting_state,
    witness_states,
)
from yinuo.platform.identity.public import Role, StaffRequest, staff_page

READERS = (Role.AUDITOR, Role.SECURITY_OFFICER)
LARGEST = 18  # digits of a number


@staff_page(*READERS)
def entries(request: StaffRequest) -> HttpResponse:
    """Search the log; what is asked for are codes, numbers of cases and of staff, so it may stand in the address."""
    asked = request.GET
    page = search_entries(
        stream=reference_typed(asked.get("subject", "").strip()),
        actor=reference_typed(asked.get("actor", "").strip()),
        action=asked.get("action", "").strip(),
        since=_day(asked.get("since", "")),
        until=_day(asked.get("until", ""), end=True),
        after=_number(asked.get("after", "")),
    )
    context = {
        "page": page,
        "rows": _named(page.rows),
        "asked": asked,
        "actions": known_actions(),
        "state": waiting_state(now=request.now),
        "next_url": _url(asked, page.after) if page.after is not None else "",
        "first_url": _url(asked, None) if "after" in asked else "",
    }
    return render(request, "auditors/entries.html", context)


@staff_page(*READERS)
def entry(request: StaffRequest, number: int) -> HttpResponse:
    """One entry: what it says, its hash, and the proof that it is in the log."""
    shown = entry_detail(number=number)
    if shown is None:
        raise Http404
    ((_row, subject, actor),) = _named([shown.row])
    context = {"entry": shown, "subject_named": subject, "actor_named": actor}
    return render(request, "auditors/entry.html", context)


@staff_page(*READERS, methods=("POST",))
def verify_subject(request: StaffRequest, number: int) -> HttpResponse:
    """Verify the whole chain of the entry's subject, now."""
    shown = entry_detail(number=number)
    if shown is None:
        raise Http404
    try:
        findings = verify_stream(stream=shown.row.stream)
    except (CannotProve, CannotSign) as refusal:
        messages.error(request, str(refusal))
    else:
        place = findings[0][0] if findings else None
        if place is not None:
            messages.error(request, _("Entry %(place)s of this subject is not as it was.") % {"place": place})
        elif findings:
            messages.error(
                request,
                _("The log is not as it was, from this subject's last entry on. Verify the whole log."),
            )
        else:
            messages.success(request, _("Every entry of this subject is as it was, and none is missing."))
    return redirect("audit:entry", number)


@staff_page(*READERS)
def integrity(request: StaffRequest) -> HttpResponse:
    """Is the log whole: verification, checkpoints, witnesses, guards."""
    run = last_verification()
    rows, after = checkpoints(after=_number(request.GET.get("after", "")), limit=20)
    context = {
        "run": run,
        "rows": rows,
        "next_url": f"{reverse('audit:integrity')}?after={after}" if after else "",
        "first_url": reverse("audit:integrity") if "after" in request.GET else "",
        "witnesses": witness_states(),
        "missing": missing_guards(),
        "state": waiting_state(now=request.now),
    }
    page = render(request, "auditors/integrity.html", context)
    if run and run.finished_at is None and request.now - run.started_at < timedelta(hours=12):
        page.headers["Refresh"] = "2"
    return page


@staff_page(*READERS, methods=("POST",))
def verify_all(request: StaffRequest) -> HttpResponse:
    """Let a worker verify the whole log."""
    run = last_verification()
    if run is None or run.finished_at or request.now - run.started_at > timedelta(hours=1):
        verify_in_background(begin_verification(actor=request.actor.reference, now=request.now))
    return redirect("audit:integrity")


def _named(rows: Sequence[EntryRow]) -> list[tuple[EntryRow, Named | None, Named | None]]:
    """Each entry with what its subject and its actor are called, where they are called something."""
    names = named(reference for row in rows for reference in (row.stream, row.actor))
    return [(row, names.get(row.stream), names.get(row.actor)) for row in rows]


def _url(asked: QueryDict, after: int | None) -> str:
    kept = asked.copy()
    kept.pop("after", None)
    if after is not None:
        kept["after"] = str(after)
    return f"{reverse('audit:entries')}?{kept.urlencode()}"


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= LARGEST else None


def _day(text: str, *, end: bool = False) -> datetime | None:
    try:
        day = parse_date(text)
    except ValueError:
        return None
    if day is None:
        return None
    start = datetime(day.year, day.month, day.day, tzinfo=timezone.get_current_timezone())
    return start + timedelta(days=1) if end else start
