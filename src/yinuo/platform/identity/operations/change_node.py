"""Rename a unit of the organisation, or move it with everything below it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import F, Value
from django.db.models.functions import Concat, Length, Substr
from django.utils.translation import gettext as _

from yinuo.kernel.errors import DomainError
from yinuo.platform.identity import rules
from yinuo.platform.identity.actor import Actor
from yinuo.platform.identity.evidence import note_node
from yinuo.platform.identity.models import PATH_LENGTH, Node
from yinuo.platform.identity.scope import TREE_LOCK, hold, node_in_reach, require_administrator
from yinuo.platform.jobs.public import transaction


class CannotChangeNode(DomainError):
    """The unit cannot be called so, or cannot stand there."""

    code = "identity.cannot_change_node"


@dataclass(frozen=True, kw_only=True)
class NodeChanged:
    """The unit after the change."""

    id: UUID
    path: str


def change_node(
    *, node_id: UUID, name: str, parent_id: UUID | None, actor: Actor, now: datetime
) -> NodeChanged:
    """
    Give a unit another name, and move it below ``parent_id``; staff and units below move with it.

    ``parent_id`` is None for the head office alone.

    Raises:
        CannotAdminister: the actor is no system administrator.
        UnknownNode: the unit or the new parent does not exist within reach.
        CannotChangeNode: the name is empty, or the place is below itself or not for this kind.
    """
    require_administrator(actor)
    name = name.strip()
    if not name:
        raise CannotChangeNode(_("Give the unit a name."))
    with transaction():
        hold(TREE_LOCK)
        node = node_in_reach(node_id, actor)
        old_path = node.path
        if node.name != name:
            node.name = name
            node.save(update_fields=["name"])
            note_node(node_id=node.pk, action="identity.node_renamed", actor=actor, at=now)
        if node.parent_id != parent_id:
            _move(node, parent_id, actor)
            note_node(
                node_id=node.pk,
                action="identity.node_moved",
                actor=actor,
                at=now,
                facts={"from": old_path, "to": node.path},
            )
        return NodeChanged(id=node.pk, path=node.path)


def _move(node: Node, parent_id: UUID | None, actor: Actor) -> None:
    if parent_id is None or node.parent_id is None:
        raise CannotChangeNode(_("The head office stays at the top."))
    parent = node_in_reach(parent_id, actor)
    if parent.path.startswith(node.path):
        raise CannotChangeNode(_("A unit cannot stand below itself."))
    if not rules.may_contain(parent=parent.kind, child=node.kind):
        raise CannotChangeNode(
            _("%(child)s cannot stand below %(parent)s.")
            % {"child": Node.Kind(node.kind).label, "parent": Node.Kind(parent.kind).label}
        )
    old_path, new_path = node.path, rules.path_below(parent=parent.path, code=node.code)
    below = Node.objects.filter(path__startswith=old_path)
    deepest = max(below.annotate(size=Length("path")).values_list("size", flat=True))
    if deepest - len(old_path) + len(new_path) > PATH_LENGTH:
        raise CannotChangeNode(_("The organisation is too deep here; shorten the codes."))
    below.update(path=Concat(Value(new_path), Substr(F("path"), len(old_path) + 1)))
    node.parent, node.path = parent, new_path
    node.save(update_fields=["parent"])
