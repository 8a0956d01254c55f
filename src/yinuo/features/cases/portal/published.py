"""The complaint process as the policies in force say it: nobody writes it by hand, so it cannot be out of date."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise as LazyText
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from yinuo.core.calendars.public import CalendarView, calendars
from yinuo.core.promises.public import (
    BEGINNING,
    ClockKind,
    PauseReason,
    PolicyView,
    Terms,
    Unit,
    VersionView,
    policies,
)
from yinuo.features.cases.models import Kind, Level, Source

# What is owed to a customer, in the order in which they meet it, with what it is called on this page.
STAGES: tuple[tuple[str, str | LazyText, str | LazyText], ...] = (
    (
        "complaint.acknowledge",
        gettext_lazy("You get a receipt"),
        gettext_lazy("With a number, a time, a person in charge, and a page of your own."),
    ),
    (
        "complaint.first_response",
        gettext_lazy("A person answers you"),
        gettext_lazy("An automatic confirmation does not count as an answer."),
    ),
    (
        "complaint.decision",
        gettext_lazy("You get a decision"),
        gettext_lazy("With what we found, the rules it rests on, the result, and what you can do next."),
    ),
    (
        "complaint.letter",
        gettext_lazy("You get the decision in writing"),
        gettext_lazy("Handed over, posted or sent, with what we found, the basis, and your rights."),
    ),
    (
        "complaint.review",
        gettext_lazy("You may ask the superior unit to review it"),
        gettext_lazy("Within 30 days of the decision; other people decide."),
    ),
    (
        "callback.after_resolution",
        gettext_lazy("We ask whether you are satisfied"),
        gettext_lazy("You may also rate the handling on your page at any time."),
    ),
    (
        "complaint.regulator_transfer",
        gettext_lazy("Complaints that a regulator hands over to us"),
        gettext_lazy("They are answered on the regulator's terms, too."),
    ),
    (
        "consultation.answer",
        gettext_lazy("Questions"),
        gettext_lazy("A consultation that turns into a complaint is timed from the moment you voiced it."),
    ),
)
_CONDITIONS = {"level": Level, "kind": Kind, "source": Source, "channel": Source}


@dataclass(frozen=True, kw_only=True)
class Rule:
    """
    What one policy says for customers.

    Attributes:
        meant_for: for which cases, in words; empty for all.
        counted: how its time is counted.
        more: how far it may be extended; empty for never.
        pauses: for which reasons its clock may stand still; empty for none.
        since: when this version took effect.
    """

    code: str
    name: str
    time: str
    meant_for: str
    counted: str
    more: str
    pauses: str
    basis: str
    since: datetime | None
    version: int


@dataclass(frozen=True, kw_only=True)
class Stage:
    """One stage of the process with its rules, the general one first."""

    title: str
    text: str
    rules: tuple[Rule, ...]


@dataclass(frozen=True, kw_only=True)
class Past:
    """What a policy said for a half-open time: without a start from the beginning on, without an end in force."""

    name: str
    version: int
    time: str
    meant_for: str
    more: str
    since: datetime | None
    until: datetime | None


@dataclass(frozen=True, kw_only=True)
class Process:
    """The whole page: what holds at a moment, and what held when."""

    stages: tuple[Stage, ...]
    history: tuple[Past, ...]


def published_process(*, at: datetime) -> Process:
    """The process in force at ``at``, with the history of all its rules."""
    by_duty: dict[str, list[PolicyView]] = {}
    for policy in policies(now=at):
        by_duty.setdefault(policy.duty, []).append(policy)
    named = {one.code: one for one in calendars()}
    stages = []
    for duty, title, text in STAGES:
        rules = [
            _rule(policy, policy.valid, named) for policy in by_duty.get(duty, []) if policy.valid is not None
        ]
        if rules:
            rules.sort(key=lambda rule: (bool(rule.meant_for), rule.code))
            stages.append(Stage(title=str(title), text=str(text), rules=tuple(rules)))
    shown = [policy for duty, _title, _text in STAGES for policy in by_duty.get(duty, [])]
    return Process(stages=tuple(stages), history=tuple(past for policy in shown for past in _history(policy)))


def time_in_words(amount: int, unit: str) -> str:
    """A length of time as a policy counts it."""
    said = {
        Unit.MINUTE: ngettext("%(n)s minute", "%(n)s minutes", amount),
        Unit.HOUR: ngettext("%(n)s hour", "%(n)s hours", amount),
        Unit.DAY: ngettext("%(n)s day", "%(n)s days", amount),
        Unit.WORKING_DAY: ngettext("%(n)s working day", "%(n)s working days", amount),
        Unit.MONTH: ngettext("%(n)s month", "%(n)s months", amount),
        Unit.QUARTER_END: ngettext(
            "by the end of the quarter", "by the end of the quarter, %(n)s quarters on", amount
        ),
        Unit.NEXT_MONTH_WORKING_DAY: ngettext(
            "by the first working day of the next month",
            "by working day %(n)s of the next month",
            amount,
        ),
    }[Unit(unit)]
    return said % {"n": amount} if "%(n)s" in said else said


def _rule(policy: PolicyView, version: VersionView, named: dict[str, CalendarView]) -> Rule:
    terms = version.terms
    return Rule(
        code=policy.code,
        name=policy.name,
        time=time_in_words(terms.amount, terms.unit),
        meant_for=_meant_for(terms),
        counted=_counted(terms, named),
        more=_more(terms),
        pauses=_listed(PauseReason(reason).label for reason in terms.pause_reasons),
        basis=policy.basis,
        since=version.valid_from,
        version=version.number,
    )


def _listed(texts: Iterable[object]) -> str:
    comma = "、" if (get_language() or "").startswith("zh") else ", "
    return comma.join(map(str, texts))


def _meant_for(terms: Terms) -> str:
    said = []
    for name, values in sorted(terms.conditions.items()):
        labels = dict(_CONDITIONS[name].choices) if name in _CONDITIONS else {}
        said.append(_listed(labels.get(value, value) for value in values))
    return " · ".join(said)


def _counted(terms: Terms, named: dict[str, CalendarView]) -> str:
    if not terms.calendar:
        return _("Nights, weekends and holidays count, too.")
    calendar = named.get(terms.calendar)
    name = calendar.name if calendar else terms.calendar
    if terms.clock == ClockKind.WORKING:
        return _("Only opening hours count: calendar “%(name)s”.") % {"name": name}
    return _("Working days are those of the calendar “%(name)s”.") % {"name": name}


def _more(terms: Terms) -> str:
    if not terms.extension_limit:
        return ""
    return _("at most %(time)s more, if a second person agrees and you are told the reason") % {
        "time": time_in_words(terms.extension_limit, terms.unit)
    }


def _history(policy: PolicyView) -> list[Past]:
    return [
        Past(
            name=policy.name,
            version=version.number,
            time=time_in_words(version.terms.amount, version.terms.unit),
            meant_for=_meant_for(version.terms),
            more=_more(version.terms),
            since=version.valid_from if version.valid_from > BEGINNING else None,
            until=version.valid_to,
        )
        for version in policy.versions
        if version.state == "PUBLISHED" and version.valid_from is not None
    ]
