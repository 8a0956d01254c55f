"""What staff are told about their cases, and how it reads."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yinuo.core.promises.public import AlarmsFired, FiredAlarm
from yinuo.features.cases.events import CaseOpened
from yinuo.features.cases.models import Case
from yinuo.platform.notices.public import Told, Wording, register_notice, tell, tell_many

# An imported case of last year is no news.
OLD = timedelta(days=7)


def on_alarms_fired(event: AlarmsFired) -> None:
    """Tell everybody on the rung of each alarm."""
    numbers = _numbers(alarm.promise.subject for alarm in event.alarms)
    tell_many(
        told=[
            Told(recipient_id=recipient, kind=kind, facts=facts)
            for alarm in event.alarms
            if alarm.promise.subject in numbers and event.noticed_at - alarm.alarm_at <= OLD
            for kind, facts in [_said_of(alarm, numbers[alarm.promise.subject])]
            for recipient in alarm.tell
        ],
        now=event.noticed_at,
    )


def _said_of(alarm: FiredAlarm, number: str) -> tuple[str, dict[str, str | int]]:
    if alarm.is_broken:
        return "case.broken", {"number": number}
    return "case.at_risk", {"number": number, "percent": alarm.percent}


def on_case_opened(event: CaseOpened) -> None:
    """Tell the owner of a new case."""
    if event.owner_id:
        tell(recipient_id=event.owner_id, kind="case.new", facts={"number": event.number}, now=event.at)


def register_wordings() -> None:
    """Say how the notices of this room read."""
    register_notice("case.at_risk", _at_risk, label=gettext_lazy("A promise of mine is at risk"))
    register_notice("case.broken", _broken, label=gettext_lazy("A promise is broken"), urgent=True)
    register_notice(
        "case.letter_failed",
        _letter_failed,
        label=gettext_lazy("A letter did not reach the customer"),
        urgent=True,
    )
    register_notice("case.named", _named, label=gettext_lazy("A colleague names me in a note"))
    register_notice("case.new", _new, label=gettext_lazy("A new case is mine"))


def _numbers(subjects: Iterable[str]) -> dict[str, str]:
    """The numbers of those subjects that are cases."""
    ids = {
        UUID(id_) for room, _colon, id_ in (subject.partition(":") for subject in subjects) if room == "case"
    }
    found = Case.objects.filter(pk__in=ids).values_list("pk", "number")
    return {f"case:{pk}": number for pk, number in found}


def _url(facts: Mapping[str, Any]) -> str:
    return reverse("cases:case", args=[facts["number"]])


def _at_risk(facts: Mapping[str, Any]) -> Wording:
    text = _("%(number)s: %(percent)s %% of the time has passed") % dict(facts)
    return Wording(text=text, url=_url(facts), tone="warn")


def _broken(facts: Mapping[str, Any]) -> Wording:
    return Wording(text=_("%(number)s: a promise is broken") % dict(facts), url=_url(facts), tone="bad")


def _letter_failed(facts: Mapping[str, Any]) -> Wording:
    text = _("%(number)s: the letter did not reach the customer") % dict(facts)
    return Wording(text=text, url=reverse("cases:letter", args=[facts["number"]]), tone="bad")


def _named(facts: Mapping[str, Any]) -> Wording:
    return Wording(text=_("%(number)s: a colleague names you in a note") % dict(facts), url=_url(facts))


def _new(facts: Mapping[str, Any]) -> Wording:
    return Wording(text=_("%(number)s: a new case is yours") % dict(facts), url=_url(facts))
