"""The organisation as a tree."""

from __future__ import annotations

import time
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q

from yinuo.platform.identity.actor import Actor
from yinuo.platform.identity.models import Node


@dataclass(frozen=True, kw_only=True)
class NodeView:
    """
    One unit.

    Attributes:
        depth: 0 for the topmost unit that the asking person sees.
        staff_count: open accounts directly in this unit.
    """

    id: UUID
    parent_id: UUID | None
    kind: str
    kind_label: str
    code: str
    name: str
    path: str
    depth: int
    staff_count: int


def nodes(*, actor: Actor) -> tuple[NodeView, ...]:
    """The units within the actor's reach, each after the one that it stands below."""
    if actor.reach is None:
        return ()
    found = Node.objects.filter(path__startswith=actor.reach).annotate(
        staff_count=Count("staff", filter=Q(staff__is_active=True))
    )
    rows = sorted(found, key=lambda node: node.path)
    top = rows[0].path.count("/") if rows else 0
    return tuple(
        NodeView(
            id=node.pk,
            parent_id=node.parent_id,
            kind=node.kind,
            kind_label=node.get_kind_display(),
            code=node.code,
            name=node.name,
            path=node.path,
            depth=node.path.count("/") - top,
            staff_count=node.staff_count,
        )
        for node in rows
    )


def head_office() -> str:
    """The path of the topmost unit: what belongs to no branch belongs there."""
    return (
        Node.objects.filter(parent__isnull=True).order_by("path").values_list("path", flat=True).first()
        or "/"
    )


class InstitutionName:
    """The name of the institution, which is that of its topmost unit; asked for on every page, read once a minute."""

    keep_for = 60.0  # seconds

    def __init__(self) -> None:
        self.forget()

    def forget(self) -> None:
        """Read it anew at the next use."""
        self._name, self._read_at = "", float("-inf")

    def __call__(self) -> str:
        now = time.monotonic()
        if not self._name or now - self._read_at > self.keep_for:
            topmost = Node.objects.filter(parent__isnull=True).order_by("path")
            self._name = topmost.values_list("name", flat=True).first() or ""
            self._read_at = now
        return self._name


institution_name = InstitutionName()
