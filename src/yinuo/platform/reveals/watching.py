"""Rules over who saw what: unusual access becomes an alarm, and is still on record."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from yinuo.platform.audit.public import append, counts_by_actor
from yinuo.platform.identity.public import Actor, Role, actor_of_staff, staff_reaching
from yinuo.platform.notices.public import tell
from yinuo.platform.reveals import rules
from yinuo.platform.reveals.limits import limits
from yinuo.platform.reveals.models import Alarm, Reveal, Rule


def watch_reveals(*, actor: Actor, now: datetime) -> None:
    """Look at the last hour of one person, in the transaction of their newest reveal."""
    if actor.id is None:
        return
    usual, home = limits(), actor.node_path or ""
    lately = list(Reveal.objects.filter(staff_id=actor.id, at__gt=now - rules.HOUR).values_list("path", "at"))
    zone = timezone.get_default_timezone()
    elsewhere = sum(rules.is_elsewhere(path=path, home=home) for path, _at in lately)
    late = sum(rules.is_off_hours(at, zone=zone, limits=usual) for _path, at in lately)
    for rule, count, limit in (
        (Rule.REVEAL_RATE, len(lately), usual.alarm_at),
        (Rule.OTHER_BRANCH, elsewhere, usual.elsewhere),
        (Rule.OFF_HOURS, late, usual.off_hours),
    ):
        if count >= limit:
            raise_alarm(rule=rule, staff_id=actor.id, path=home, count=count, limit=limit, now=now)


def watch_evidence(*, now: datetime) -> None:
    """Look at everybody's last hour in the evidence log: refused pages, and searches for customers."""
    usual = limits()
    for rule, actions, limit in (
        (Rule.DENIALS, ("access.denied",), usual.denials),
        (Rule.SEARCHES, ("customer.searched", "customers.searched"), usual.searches),
    ):
        found = counts_by_actor(actions=actions, since=now - rules.HOUR, at_least=limit)
        for reference, count in found.items():
            actor = _staff(reference)
            if actor is not None and actor.id is not None:
                with transaction.atomic():
                    raise_alarm(
                        rule=rule,
                        staff_id=actor.id,
                        path=actor.node_path or "",
                        count=count,
                        limit=limit,
                        now=now,
                    )


def raise_alarm(*, rule: Rule, staff_id: UUID, path: str, count: int, limit: int, now: datetime) -> None:
    """Raise the alarm once an hour for one rule and person, and tell the security officers who see the unit."""
    key = {"rule": rule, "staff_id": staff_id, "window": rules.window_of(now)}
    if Alarm.objects.filter(**key).exists():
        return
    try:
        with transaction.atomic():
            alarm = Alarm.objects.create(**key, path=path, count=count, limit=limit, at=now)
    except IntegrityError:
        return  # another process saw it at the same moment
    append(
        stream=f"alarm:{alarm.pk}",
        action="watch.alarm_raised",
        actor="system",
        at=now,
        facts={"rule": rule.value, "staff": str(staff_id), "count": count, "limit": limit},
    )
    for officer in staff_reaching(roles=[Role.SECURITY_OFFICER], path=path):
        if officer.id and officer.id != staff_id:
            tell(recipient_id=officer.id, kind="watch.alarm", facts={"rule": rule.value}, now=now)


def _staff(reference: str) -> Actor | None:
    kind, _colon, id_ = reference.partition(":")
    return actor_of_staff(UUID(id_)) if kind == "staff" and id_ else None
