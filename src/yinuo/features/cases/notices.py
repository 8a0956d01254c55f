"""What staff are told about their cases, and how it reads."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from yinuo.core.promises.public import AlarmsFired, FiredAlarm
from yinuo.features.cases.events import CaseOpened
from yinuo.features.cases.models import Case
from yinuo.platform.notices.public import Wording, register_notice, tell

# An imported case of last year is no news.
OLD = timedelta(days=7)
HANDFUL = 5


def on_alarms_fired(event: AlarmsFired) -> None:
    """
    Tell everybody on the rung of each alarm; whoever would hear of more than a handful at once hears how many.
    """
    numbers = _numbers(alarm.promise.subject for alarm in event.alarms)
    hears: dict[UUID, list[FiredAlarm]] = defaultdict(list)
    for alarm in event.alarms:
        if alarm.promise.subject in numbers and event.noticed_at - alarm.alarm_at <= OLD:
            for recipient in alarm.tell:
                hears[recipient].append(alarm)
    for recipient, alarms in hears.items():
        if len(alarms) > HANDFUL:
            broken = sum(alarm.is_broken for alarm in alarms)
            counts: dict[str, str | int] = {"broken": broken, "risk": len(alarms) - broken}
            tell(recipient_id=recipient, kind="case.alarms", facts=counts, now=event.noticed_at)
            continue
        for alarm in alarms:
            facts: dict[str, str | int] = {"number": numbers[alarm.promise.subject]}
            kind = "case.broken" if alarm.is_broken else "case.at_risk"
            if not alarm.is_broken:
                facts["percent"] = alarm.percent
            tell(recipient_id=recipient, kind=kind, facts=facts, now=event.noticed_at)


def on_case_opened(event: CaseOpened) -> None:
    """Tell the owner of a new case."""
    if event.owner_id:
        tell(recipient_id=event.owner_id, kind="case.new", facts={"number": event.number}, now=event.at)


def register_wordings() -> None:
    """Say how the notices of this room read."""
    register_notice("case.at_risk", _at_risk)
    register_notice("case.broken", _broken)
    register_notice("case.new", _new)
    register_notice("case.alarms", _alarms)


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


def _new(facts: Mapping[str, Any]) -> Wording:
    return Wording(text=_("%(number)s: a new case is yours") % dict(facts), url=_url(facts))


def _alarms(facts: Mapping[str, Any]) -> Wording:
    text = _("%(broken)s promises are broken and %(risk)s are at risk") % dict(facts)
    return Wording(text=text, url=reverse("cases:soon"), tone="bad" if facts["broken"] else "warn")
