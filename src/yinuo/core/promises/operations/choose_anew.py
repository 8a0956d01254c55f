"""Choose the policy of an open promise anew: the matter turned out to be of another level than it seemed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext as _

from yinuo.core.promises import rules
from yinuo.core.promises.arranging import ARRANGED, arrange, timing_of, wake_for
from yinuo.core.promises.choosing import version_for_duty
from yinuo.core.promises.events import PromiseMoved
from yinuo.core.promises.keeping import calendar_for
from yinuo.core.promises.models import Promise
from yinuo.core.promises.views import PromiseView, owed, state_at, view_of
from yinuo.kernel.errors import DomainError
from yinuo.platform.audit.public import append
from yinuo.platform.identity.public import Actor
from yinuo.platform.jobs.public import publish, require_transaction


class CannotChoosePolicyAnew(DomainError):
    """The time that the other policy gives is over already."""

    code = "promise.cannot_choose_anew"


def choose_policy_anew(
    *, subject: str, duty: str, circumstances: Mapping[str, str], reason: str, actor: Actor, now: datetime
) -> PromiseView | None:
    """
    Measure the open promise of ``duty`` by the policy that fits ``circumstances``, from when it was made.

    Pauses and extensions stay. One that is broken or settled keeps its verdict, and one to which the same version
    still applies is left alone; then there is nothing to return.

    Args:
        circumstances: as ``make_promise`` takes them.
        reason: a code, such as ``level_changed``.

    Raises:
        CannotChoosePolicyAnew: the due time would lie in the past.
    """
    require_transaction("promise.chosen_anew")
    promise = (
        Promise.objects.select_for_update(of=("self",))
        .select_related("policy", "version")
        .filter(subject=subject, policy__duty=duty, settled_at__isnull=True)
        .first()
    )
    if promise is None or state_at(promise, now=now) not in {Promise.State.RUNNING, Promise.State.PAUSED}:
        return None
    version = version_for_duty(duty=duty, circumstances=circumstances, path=promise.path, at=promise.made_at)
    if version is None or version.pk == promise.version_id:
        return None
    before = {"policy": promise.policy_id, "due_before": promise.due_at.isoformat()}
    promise.version, promise.policy = version, version.policy
    promise.calendar_version = calendar_for(version.terms, at=now)
    timing = timing_of(promise, version)
    if timing.due_at < now and promise.paused_at is None:
        raise CannotChoosePolicyAnew(
            _("By the other policy its time would be over already; leave the level, or answer first.")
        )
    promise.term += 1
    arrange(promise, timing, plan=rules.to_come(timing.alarms, after=now))
    promise.save(update_fields=["version", "policy", "calendar_version", "term", *ARRANGED])
    append(
        stream=subject,
        action="promise.moved",
        actor=actor.reference,
        at=now,
        facts={
            "promise": str(promise.pk),
            "from_policy": before["policy"],
            "policy": promise.policy_id,
            "version": version.number,
            "reason": reason,
            "due_before": before["due_before"],
            "due_at": promise.due_at.isoformat(),
        },
    )
    publish(PromiseMoved(promise=owed(promise), how="moved", at=now))
    wake_for(promise, now=now)
    return view_of(promise, now=now)
