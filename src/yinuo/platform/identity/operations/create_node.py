"""Add a unit to the organisation."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from yinuo.kernel.errors import DomainError
from yinuo.platform.identity import rules
from yinuo.platform.identity.actor import Actor
from yinuo.platform.identity.evidence import note_node
from yinuo.platform.identity.models import PATH_LENGTH, Node
from yinuo.platform.identity.scope import TREE_LOCK, hold, node_in_reach, require_administrator
from yinuo.platform.jobs.public import transaction

CODE = re.compile(r"[A-Z0-9][A-Z0-9-]{0,31}")


class CannotCreateNode(DomainError):
    """The unit does not fit into the organisation."""

    code = "identity.cannot_create_node"


@dataclass(frozen=True, kw_only=True)
class NodeCreated:
    """The new unit, with the path that names all units above it."""

    id: UUID
    path: str


def create_node(
    *, parent_id: UUID | None, kind: str, code: str, name: str, actor: Actor, now: datetime
) -> NodeCreated:
    """
    Add a head office (without parent), branch, outlet or team.

    Args:
        kind: one of ``Node.Kind``: HEAD_OFFICE, BRANCH, OUTLET, TEAM.
        code: short and unique: capital letters, digits and hyphens, such as BJ-01.

    Raises:
        CannotAdminister: the actor is no system administrator.
        UnknownNode: the parent does not exist within reach.
        CannotCreateNode: the code is taken or malformed, or this kind has no place below the parent.
    """
    require_administrator(actor)
    name = name.strip()
    if kind not in Node.Kind.values or not name or not CODE.fullmatch(code):
        raise CannotCreateNode(
            _("Give the unit a kind, a name, and a code of capital letters, digits and hyphens.")
        )
    with transaction():
        hold(TREE_LOCK)
        parent = node_in_reach(parent_id, actor) if parent_id else None
        _refuse_misplaced(parent, kind)
        if Node.objects.filter(code=code).exists():
            raise CannotCreateNode(_("Another unit has the code %(code)s; choose another.") % {"code": code})
        path = rules.path_below(parent=parent.path if parent else "/", code=code)
        if len(path) > PATH_LENGTH:
            raise CannotCreateNode(_("The organisation is too deep here; shorten the codes."))
        node = Node.objects.create(parent=parent, kind=kind, code=code, name=name, path=path)
        note_node(
            node_id=node.pk,
            action="identity.node_created",
            actor=actor,
            at=now,
            facts={"kind": kind, "path": path},
        )
        return NodeCreated(id=node.pk, path=path)


def _refuse_misplaced(parent: Node | None, kind: str) -> None:
    if parent is None:
        if kind != Node.Kind.HEAD_OFFICE:
            raise CannotCreateNode(_("Only the head office stands alone; choose the unit above this one."))
        if Node.objects.filter(parent=None).exists():
            raise CannotCreateNode(_("There is a head office already."))
    elif not rules.may_contain(parent=parent.kind, child=kind):
        raise CannotCreateNode(
            _("%(child)s cannot stand below %(parent)s.")
            % {"child": Node.Kind(kind).label, "parent": Node.Kind(parent.kind).label}
        )
