"""Change what is known about a customer beside their sealed values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import available_timezones

from django.utils.translation import gettext as _

from yinuo.core.customers.errors import CannotChangeCustomer
from yinuo.core.customers.locking import lock_customer, note, touch
from yinuo.core.customers.models import Customer, Segment, Vulnerability
from yinuo.platform.identity.public import Actor, actor_of_staff, nodes
from yinuo.platform.jobs.public import transaction

LANGUAGES = ("zh-hans", "en")


@dataclass(frozen=True, kw_only=True)
class Profile:
    """
    What may be changed; None leaves a value as it is.

    Attributes:
        manager_id: the relationship manager; ``no_manager`` leaves the customer without one.
        path: the home branch.
    """

    kind: str | None = None
    tier: str | None = None
    segment: str | None = None
    language: str | None = None
    time_zone: str | None = None
    vulnerabilities: Sequence[str] | None = None
    manager_id: UUID | None = None
    no_manager: bool = False
    path: str | None = None


def change_customer(
    *, customer_id: UUID, profile: Profile, revision: int | None = None, actor: Actor, now: datetime
) -> int:
    """
    Change the profile; each changed value is named in the evidence. Returns the new revision.

    Raises:
        CustomerNotFound: they do not exist, or lie outside the actor's reach.
        CustomerChangedMeanwhile: a colleague was quicker.
        CannotChangeCustomer: a value is none of those that are known.
    """
    _check(profile, actor)
    with transaction():
        customer = lock_customer(customer_id=customer_id, actor=actor, revision=revision)
        changes = _changes(customer, profile)
        if not changes:
            return customer.revision
        facts: dict[str, str | int | bool | None] = {}
        for field, value in changes.items():
            setattr(customer, field, value)
            facts[field] = ",".join(value) if isinstance(value, list) else str(value) if value else None
        touch(customer, *changes)
        note(customer, "changed", actor=actor, now=now, facts=facts)
        return customer.revision


def _changes(customer: Customer, profile: Profile) -> dict[str, object]:
    asked: dict[str, object] = {
        "kind": profile.kind,
        "tier": profile.tier,
        "segment": profile.segment,
        "language": profile.language,
        "time_zone": profile.time_zone,
        "path": profile.path,
        "manager_id": profile.manager_id,
        "vulnerabilities": sorted(set(profile.vulnerabilities))
        if profile.vulnerabilities is not None
        else None,
    }
    changes = {
        field: value
        for field, value in asked.items()
        if value is not None and value != getattr(customer, field)
    }
    if profile.no_manager and customer.manager_id is not None:
        changes["manager_id"] = None
    return changes


def _check(profile: Profile, actor: Actor) -> None:
    known = [
        (profile.kind, Customer.Kind.values),
        (profile.segment, ["", *Segment.values]),
        (profile.language, ["", *LANGUAGES]),
    ]
    if any(value is not None and value not in choices for value, choices in known):
        raise CannotChangeCustomer(_("Choose one of the values offered."))
    if profile.vulnerabilities is not None and set(profile.vulnerabilities) - set(Vulnerability.values):
        raise CannotChangeCustomer(_("Choose one of the values offered."))
    if profile.tier is not None and len(profile.tier) > 24:
        raise CannotChangeCustomer(_("Keep the tier within 24 characters."))
    if profile.time_zone and profile.time_zone not in available_timezones():
        raise CannotChangeCustomer(_("There is no such time zone; write it like Asia/Shanghai."))
    if profile.path is not None and profile.path not in {node.path for node in nodes(actor=actor)}:
        raise CannotChangeCustomer(_("There is no such unit of the organisation."))
    if profile.manager_id is not None:
        manager = actor_of_staff(profile.manager_id)
        if manager is None or not manager.node_path or not actor.sees(manager.node_path):
            raise CannotChangeCustomer(_("There is no such member of staff."))
