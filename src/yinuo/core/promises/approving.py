"""What a second person is shown before a policy, more time or a new measure takes effect."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import get_default_timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yinuo.core.promises.models import PolicyVersion, Promise, Reapplication
from yinuo.core.promises.operations import ask_extension, ask_reapplication, publish_policy
from yinuo.core.promises.operations.extend_promise import extend_promise
from yinuo.core.promises.previews import open_count, open_promises
from yinuo.core.promises.roles import EXTENSION_ASKERS, EXTENSION_DECIDERS, POLICY_DECIDERS, POLICY_EDITORS
from yinuo.platform.approvals.public import ApprovalKind, Line, Request
from yinuo.platform.identity.public import Actor

Content = Mapping[str, Any]


def _policy_lines(content: Content) -> list[Line]:
    version = PolicyVersion.objects.select_related("policy").get(pk=UUID(content["version"]))
    begin = datetime.fromisoformat(content["valid_from"])
    terms = version.terms
    when = "; ".join(f"{name} = {', '.join(values)}" for name, values in terms.conditions.items())
    waiting = open_count(policy=version.policy_id, now=begin)
    return [
        Line(label=_("Policy"), value=f"{version.policy.name} ({version.policy_id})"),
        Line(label=_("Valid from"), value=date_format(begin.astimezone(get_default_timezone()), "Y-m-d H:i")),
        Line(
            label=_("Time"),
            value=f"{terms.amount} {version.get_unit_display()} ({version.get_clock_display()})",
        ),
        Line(label=_("Conditions"), value=when or "-"),
        Line(label=_("Reminders"), value=", ".join(alarm.key for alarm in terms.alarms)),
        Line(
            label=_("Open promises that keep the version before"),
            value=str(waiting),
        ),
    ]


def _policy_now(request: Request) -> Content | None:
    version = PolicyVersion.objects.filter(
        pk=UUID(request.content["version"]), state=PolicyVersion.State.DRAFT
    ).first()
    return {**request.content, "digest": version.digest} if version else None


def _publish(request: Request, decider: Actor, now: datetime) -> None:
    publish_policy.publish_policy_version(
        version_id=UUID(request.content["version"]),
        valid_from=max(datetime.fromisoformat(request.content["valid_from"]), now),
        approver=decider,
        now=now,
    )


def _policy_url(request: Request) -> str:
    version = PolicyVersion.objects.get(pk=UUID(request.content["version"]))
    return reverse("promises:policy", args=[version.policy_id])


def _extension_lines(content: Content) -> list[Line]:
    promise = Promise.objects.select_related("policy", "version").get(pk=UUID(content["promise"]))
    return [
        Line(label=_("Promise"), value=promise.policy.name),
        Line(
            label=_("Due"), value=date_format(promise.due_at.astimezone(get_default_timezone()), "Y-m-d H:i")
        ),
        Line(label=_("More time"), value=f"{content['amount']} {promise.version.get_unit_display()}"),
        Line(label=_("The customer was told by"), value=str(content["told"])),
    ]


def _extension_now(request: Request) -> Content | None:
    promise = Promise.objects.filter(pk=UUID(request.content["promise"])).first()
    return {**request.content, "due_at": promise.due_at.isoformat()} if promise else None


def _extend(request: Request, decider: Actor, now: datetime) -> None:
    wanted: dict[str, Any] = dict(request.content)
    extend_promise(
        promise_id=UUID(wanted["promise"]),
        amount=wanted["amount"],
        reason=wanted["reason"],
        told=wanted["told"],
        asked_by=request.requester_id,
        approver=decider,
        now=now,
    )


def _reapplication_lines(content: Content) -> list[Line]:
    version = PolicyVersion.objects.select_related("policy").get(pk=UUID(content["version"]))
    lines = [Line(label=_("Policy"), value=f"{version.policy.name} ({version.policy_id})")]
    if content["undoes"]:
        undone = Reapplication.objects.get(pk=UUID(content["undoes"]))
        begun = date_format(undone.started_at.astimezone(get_default_timezone()), "Y-m-d H:i")
        return [
            *lines,
            Line(label=_("Undoes what was done on"), value=begun),
            Line(label=_("Promises that get their version back"), value=str(undone.changed)),
        ]
    terms = version.terms
    waiting = open_promises(policy=version.policy_id).exclude(version=version).count()
    return [
        *lines,
        Line(label=_("Version"), value=str(version.number)),
        Line(
            label=_("Time"),
            value=f"{terms.amount} {version.get_unit_display()} ({version.get_clock_display()})",
        ),
        Line(label=_("Open promises that would be measured anew"), value=str(waiting)),
    ]


def _reapplication_now(request: Request) -> Content | None:
    undoes = request.content["undoes"]
    if undoes and not ask_reapplication.can_be_undone(
        policy=request.content["policy"], reapplication_id=UUID(undoes)
    ):
        return None
    version = PolicyVersion.objects.filter(pk=UUID(request.content["version"])).first()
    return (
        ask_reapplication.content_of(version, undoes=undoes, reason=request.content["reason"])
        if version
        else None
    )


def _reapply(request: Request, decider: Actor, now: datetime) -> None:
    ask_reapplication.reapply_as_agreed(content=request.content, approver=decider, now=now)


KINDS = (
    ApprovalKind(
        code=ask_reapplication.KIND,
        label=gettext_lazy("Apply a policy to open promises"),
        deciders=POLICY_DECIDERS,
        askers=POLICY_EDITORS,
        describe=_reapplication_lines,
        current=_reapplication_now,
        carry_out=_reapply,
        url=lambda request: reverse("promises:reapply_policy", args=[request.content["policy"]]),
    ),
    ApprovalKind(
        code=publish_policy.KIND,
        label=gettext_lazy("Put a policy into force"),
        deciders=POLICY_DECIDERS,
        askers=POLICY_EDITORS,
        describe=_policy_lines,
        current=_policy_now,
        carry_out=_publish,
        url=_policy_url,
    ),
    ApprovalKind(
        code=ask_extension.KIND,
        label=gettext_lazy("Give a promise more time"),
        deciders=EXTENSION_DECIDERS,
        askers=EXTENSION_ASKERS,
        describe=_extension_lines,
        current=_extension_now,
        carry_out=_extend,
    ),
)
