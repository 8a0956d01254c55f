"""Who is told about a request, and how it reads."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from yinuo.platform.approvals.kinds import kind_of, known_kind
from yinuo.platform.approvals.locking import request_of
from yinuo.platform.approvals.models import Approval, State
from yinuo.platform.identity.public import staff_reaching
from yinuo.platform.notices.public import Wording, register_notice, tell


def tell_deciders(approval: Approval, *, now: datetime) -> None:
    """Tell those who may decide and work nearest to what it concerns."""
    kind = kind_of(approval.kind)
    request = request_of(approval)
    able = [
        person
        for person in staff_reaching(roles=kind.deciders, path=approval.path)
        if person.id != approval.requester_id and not (kind.excused and kind.excused(request, person))
    ]
    nearest = max((len(person.reach or "") for person in able), default=0)
    for person in able:
        if len(person.reach or "") == nearest and person.id:
            _tell(person.id, "approval.waiting", approval, now)


def tell_requester(approval: Approval, *, now: datetime) -> None:
    """Tell whoever asked what became of it."""
    _tell(approval.requester_id, f"approval.{approval.state.lower()}", approval, now)


def _tell(recipient: Any, notice: str, approval: Approval, now: datetime) -> None:
    facts: dict[str, str | int] = {"id": str(approval.pk), "kind": approval.kind}
    tell(recipient_id=recipient, kind=notice, facts=facts, now=now)


def register_wordings() -> None:
    """Say how the notices of this room read."""
    register_notice("approval.waiting", _waiting)
    register_notice(f"approval.{State.GRANTED.lower()}", _granted)
    register_notice(f"approval.{State.REFUSED.lower()}", _refused)
    register_notice(f"approval.{State.EXPIRED.lower()}", _expired)


def _label(facts: Mapping[str, Any]) -> dict[str, str]:
    kind = known_kind(str(facts["kind"]))
    return {"what": str(kind.label) if kind else str(facts["kind"])}


def _url(facts: Mapping[str, Any]) -> str:
    return reverse("approvals:request", args=[facts["id"]])


def _waiting(facts: Mapping[str, Any]) -> Wording:
    url = reverse("approvals:decide", args=[facts["id"]])
    return Wording(text=_("%(what)s: your decision is asked for") % _label(facts), url=url, tone="warn")


def _granted(facts: Mapping[str, Any]) -> Wording:
    return Wording(text=_("%(what)s: approved") % _label(facts), url=_url(facts), tone="good")


def _refused(facts: Mapping[str, Any]) -> Wording:
    return Wording(text=_("%(what)s: not approved") % _label(facts), url=_url(facts), tone="bad")


def _expired(facts: Mapping[str, Any]) -> Wording:
    return Wording(text=_("%(what)s: nobody decided in time") % _label(facts), url=_url(facts), tone="warn")
