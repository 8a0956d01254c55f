"""What staff are told about their cases, and how it reads."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yinuo.core.promises.public import PromiseAtRisk, PromiseBroken
from yinuo.features.cases.events import CaseOpened
from yinuo.features.cases.models import Case
from yinuo.platform.identity.public import Role, nearest_with_role
from yinuo.platform.notices.public import Wording, register_notice, tell

# An imported case of last year is no news.
OLD = timedelta(days=7)


def on_promise_at_risk(event: PromiseAtRisk) -> None:
    """Warn the owner while there is time."""
    number = _number(event.promise.subject)
    if number and event.promise.owner_id and event.noticed_at <= event.promise.due_at:
        facts: dict[str, str | int] = {"number": number, "percent": event.percent}
        tell(recipient_id=event.promise.owner_id, kind="case.at_risk", facts=facts, now=event.noticed_at)


def on_promise_broken(event: PromiseBroken) -> None:
    """Tell the owner and their supervisors."""
    number = _number(event.promise.subject)
    if number is None or event.noticed_at - event.promise.due_at > OLD:
        return
    told = {row.id for row in nearest_with_role(role=Role.SUPERVISOR, path=event.promise.path)}
    for recipient in told | ({event.promise.owner_id} if event.promise.owner_id else set()):
        tell(recipient_id=recipient, kind="case.broken", facts={"number": number}, now=event.noticed_at)


def on_case_opened(event: CaseOpened) -> None:
    """Tell the owner of a new case."""
    if event.owner_id:
        tell(recipient_id=event.owner_id, kind="case.new", facts={"number": event.number}, now=event.at)


def register_wordings() -> None:
    """Say how the notices of this room read."""
    register_notice("case.at_risk", _at_risk, label=gettext_lazy("A promise of mine is at risk"))
    register_notice("case.broken", _broken, label=gettext_lazy("A promise is broken"), urgent=True)
    register_notice("case.new", _new, label=gettext_lazy("A new case is mine"))


def _number(subject: str) -> str | None:
    room, _colon, id_ = subject.partition(":")
    if room != "case":
        return None
    return Case.objects.filter(pk=UUID(id_)).values_list("number", flat=True).first()


def _url(facts: Mapping[str, Any]) -> str:
    return reverse("cases:case", args=[facts["number"]])


def _at_risk(facts: Mapping[str, Any]) -> Wording:
    text = _("%(number)s: %(percent)s %% of the time has passed") % dict(facts)
    return Wording(text=text, url=_url(facts), tone="warn")


def _broken(facts: Mapping[str, Any]) -> Wording:
    return Wording(text=_("%(number)s: a promise is broken") % dict(facts), url=_url(facts), tone="bad")


def _new(facts: Mapping[str, Any]) -> Wording:
    return Wording(text=_("%(number)s: a new case is yours") % dict(facts), url=_url(facts))
