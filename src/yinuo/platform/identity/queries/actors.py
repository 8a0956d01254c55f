"""Who a member of staff is at this moment, read afresh with every request."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.contrib.postgres.aggregates import ArrayAgg
from django.contrib.postgres.fields import ArrayField
from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Length

from yinuo.platform.identity.actor import Actor, ActorKind
from yinuo.platform.identity.models import Node, Staff
from yinuo.platform.identity.roles import SERVING_THE_UNIT, Role

_NO_ROLES = Value([], output_field=ArrayField(CharField()))


def signing_in() -> QuerySet[Staff]:
    """Staff with all that a request needs to know about them, in one query."""
    factors = Authenticator.objects.filter(user=OuterRef("pk")).exclude(
        type=Authenticator.Type.RECOVERY_CODES
    )
    roles = ArrayAgg("held_roles__role", filter=Q(held_roles__isnull=False), default=_NO_ROLES)
    units = Node.objects.exclude(kind=Node.Kind.TEAM).annotate(
        place=ExpressionWrapper(OuterRef("node__path"), output_field=CharField())
    )
    serves = units.filter(place__startswith=F("path")).order_by(Length("path").desc()).values("path")[:1]
    return Staff.objects.select_related("node").annotate(
        role_list=roles, has_second_factor=Exists(factors), serves=Subquery(serves)
    )


def actor_from(staff: Any) -> Actor:
    """The actor that a member of staff read by ``signing_in`` is."""
    roles = frozenset(Role(role) for role in staff.role_list)
    return Actor(
        kind=ActorKind.STAFF,
        id=staff.pk,
        name=staff.name,
        roles=roles,
        node_id=staff.node_id,
        node_path=staff.node.path,
        reach=staff.serves if roles & SERVING_THE_UNIT else staff.node.path,
    )


def themself(staff: Staff) -> Actor:
    """The actor that somebody is on the way in: without roles, concerned with nothing but their own account."""
    return Actor(
        kind=ActorKind.STAFF,
        id=staff.pk,
        name=staff.name,
        node_id=staff.node_id,
        node_path=staff.node.path,
        reach=staff.node.path,
    )


def actor_of_staff(staff_id: UUID) -> Actor | None:
    """The actor that a member of staff is at this moment, or None when their account is closed."""
    staff = signing_in().filter(pk=staff_id, is_active=True).first()
    return actor_from(staff) if staff else None


def staff_reaching(*, roles: Iterable[Role], path: str) -> tuple[Actor, ...]:
    """Everybody with an open account who holds one of ``roles`` and whose part of the tree covers ``path``."""
    holders = Staff.objects.filter(is_active=True, held_roles__role__in=list(roles)).values("pk")
    found = (actor_from(staff) for staff in signing_in().filter(pk__in=holders).order_by("name_sort", "pk"))
    return tuple(actor for actor in found if actor.sees(path))
