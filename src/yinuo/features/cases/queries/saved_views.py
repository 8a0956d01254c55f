"""The saved views that somebody finds above their queue: their own, and those of the teams they belong to."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from yinuo.features.cases.models import SavedView
from yinuo.features.cases.queries.filtering import VIEWS, Filters, read_filters
from yinuo.platform.identity.public import Actor, Role


@dataclass(frozen=True, kw_only=True)
class ViewRow:
    """A saved view; ``may_delete`` for whoever made it, and for supervisors of its team."""

    id: UUID
    name: str
    is_team: bool
    may_delete: bool
    view: str
    filters: Filters


def saved_views(*, actor: Actor) -> tuple[ViewRow, ...]:
    """The team's first, then the actor's own, in the order in which they were made: one query."""
    if actor.id is None or actor.node_path is None:
        return ()
    steps = actor.node_path.strip("/").split("/")
    above = ["/" + "/".join(steps[:count]) + "/" for count in range(1, len(steps) + 1)]
    found = SavedView.objects.filter(Q(owner_id=actor.id) | Q(owner__isnull=True, path__in=above))
    rows = [_row(saved, actor) for saved in found]
    return tuple(sorted(rows, key=lambda row: not row.is_team))


def _row(saved: SavedView, actor: Actor) -> ViewRow:
    kept = {key: str(value) for key, value in saved.query.items()}
    view = kept.get("view", "")
    is_team = saved.owner_id is None
    return ViewRow(
        id=saved.pk,
        name=saved.name,
        is_team=is_team,
        may_delete=not is_team or (actor.has(Role.SUPERVISOR) and actor.sees(saved.path)),
        view=view if view in VIEWS else "mine",
        filters=read_filters(kept),
    )
