"""Finding and locking what an operation is about, within the reach of who asks."""

from __future__ import annotations

from uuid import UUID

from django.db import connection
from django.utils.translation import gettext as _

from yinuo.platform.identity.actor import Actor, ActorKind
from yinuo.platform.identity.errors import CannotAdminister, UnknownNode, UnknownStaff
from yinuo.platform.identity.models import Node, Staff
from yinuo.platform.identity.roles import Role

# Locks that concern all rows at once, by number; released with the transaction.
TREE_LOCK = 0x79_69_6E_01
ABSENCE_LOCK = 0x79_69_6E_02
ADMINISTRATOR_LOCK = 0x79_69_6E_03


def hold(lock: int) -> None:
    """Wait for one of the locks above and keep it until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [lock])


def require_administrator(actor: Actor) -> None:
    """
    Let only system administrators, the command line and the demo story go on.

    Raises:
        CannotAdminister: the actor is somebody else.
    """
    if actor.kind is not ActorKind.SYSTEM and not actor.has(Role.SYSTEM_ADMINISTRATOR):
        raise CannotAdminister(_("Only a system administrator may do this."))


def refuse_self(actor: Actor, staff_id: UUID) -> None:
    """
    Nobody administers themself.

    Raises:
        CannotAdminister: the actor is the person whom the operation is about.
    """
    if actor.kind is ActorKind.STAFF and actor.id == staff_id:
        raise CannotAdminister(_("You cannot do this to your own account; ask another administrator."))


def locked_staff(staff_id: UUID | None, actor: Actor) -> Staff:
    """
    The member of staff within the actor's reach, locked until the transaction ends.

    Raises:
        UnknownStaff: there is none, or not within reach.
    """
    staff = (
        Staff.objects.select_related("node")
        .select_for_update(of=("self",))
        .filter(pk__in=[staff_id] if staff_id else [])
        .first()
    )
    if staff is None or not actor.sees(staff.node.path):
        raise UnknownStaff(_("There is no such member of staff."))
    return staff


def node_in_reach(node_id: UUID, actor: Actor) -> Node:
    """
    The unit within the actor's reach.

    Raises:
        UnknownNode: there is none, or not within reach.
    """
    node = Node.objects.filter(pk=node_id).first()
    if node is None or not actor.sees(node.path):
        raise UnknownNode(_("There is no such unit of the organisation."))
    return node
