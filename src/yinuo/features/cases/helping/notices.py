"""What staff are told about tasks: one is theirs, one is answered, its time runs out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yinuo.core.promises.public import AlarmsFired
from yinuo.features.cases.models import Task
from yinuo.platform.notices.public import Told, Wording, register_notice, tell_many

Facts = Mapping[str, Any]


def on_task_alarms(event: AlarmsFired) -> None:
    """Tell everybody on the rung of each alarm of a task."""
    prefix = "task:"
    alarms = [alarm for alarm in event.alarms if alarm.promise.subject.startswith(prefix)]
    if not alarms:
        return
    ids = [UUID(alarm.promise.subject.removeprefix(prefix)) for alarm in alarms]
    numbers = dict(Task.objects.filter(pk__in=ids).values_list("pk", "case__number"))
    tell_many(
        told=[
            Told(
                recipient_id=recipient,
                kind="case.task_broken" if alarm.is_broken else "case.task_at_risk",
                facts={"task": str(task_id), "number": numbers[task_id], "percent": alarm.percent},
            )
            for alarm, task_id in zip(alarms, ids, strict=True)
            if task_id in numbers
            for recipient in alarm.tell
        ],
        now=event.noticed_at,
    )


def register_task_wordings() -> None:
    """Say how the notices about tasks read."""
    register_notice("case.task_given", _given, label=gettext_lazy("A task for a case is mine"))
    register_notice("case.task_done", _done, label=gettext_lazy("A task that I asked for is answered"))
    register_notice("case.task_declined", _declined)
    register_notice("case.task_cancelled", _cancelled)
    register_notice("case.task_at_risk", _at_risk, label=gettext_lazy("A task of mine is at risk"))
    register_notice("case.task_broken", _broken, label=gettext_lazy("A task is overdue"), urgent=True)


def _wording(text: str, facts: Facts, tone: str = "") -> Wording:
    return Wording(text=text % dict(facts), url=reverse("cases:task", args=[facts["task"]]), tone=tone)


def _given(facts: Facts) -> Wording:
    return _wording(_("%(number)s: you are asked for something"), facts)


def _done(facts: Facts) -> Wording:
    return _wording(_("%(number)s: a task is done"), facts, "good")


def _declined(facts: Facts) -> Wording:
    return _wording(_("%(number)s: a task was declined, with a reason"), facts, "warn")


def _cancelled(facts: Facts) -> Wording:
    return _wording(_("%(number)s: a task is no longer needed"), facts)


def _at_risk(facts: Facts) -> Wording:
    return _wording(_("%(number)s: %(percent)s %% of the time for a task has passed"), facts, "warn")


def _broken(facts: Facts) -> Wording:
    return _wording(_("%(number)s: a task is overdue"), facts, "bad")
