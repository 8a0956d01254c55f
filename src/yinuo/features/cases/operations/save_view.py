"""Save a view of the queue under a name, for oneself or for a team; and take it away again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from yinuo.features.cases.models import SavedView
from yinuo.features.cases.queries.filtering import VIEWS, read_filters
from yinuo.kernel.errors import DomainError
from yinuo.platform.identity.public import Actor, Role
from yinuo.platform.jobs.public import transaction

MOST = 12  # of one's own, and of a team: more than fits above a list


class CannotSaveView(DomainError):
    """It has no name, there are too many, or the team is another's."""

    code = "case.cannot_save_view"


def save_view(*, name: str, query: Mapping[str, str], for_team: bool, actor: Actor, now: datetime) -> UUID:
    """
    Keep a view; one of the same name is replaced.

    Args:
        query: ``view`` and filters, as the address of the queue says them; anything else is left out.
        for_team: for everybody who works where the actor does or below; only supervisors may.

    Raises:
        CannotSaveView: no name; too many views; the actor leads no team.
    """
    called = " ".join(name.split())[:40]
    if not called or actor.id is None or actor.node_path is None:
        raise CannotSaveView(_("Give the view a name."))
    if for_team and not actor.has(Role.SUPERVISOR):
        raise CannotSaveView(_("Only a supervisor makes views for the team."))
    view = query.get("view", "")
    kept = {"view": view if view in VIEWS else "mine"} | read_filters(query).as_query()
    with transaction():
        mine = SavedView.objects.filter(
            owner_id=None if for_team else actor.id, **({"path": actor.node_path} if for_team else {})
        )
        same = mine.select_for_update().filter(name=called).first()
        if same is None and mine.count() >= MOST:
            raise CannotSaveView(_("There are %(most)s views already; take one away first.") % {"most": MOST})
        saved = same or SavedView(name=called, path=actor.node_path, created_at=now)
        saved.owner_id, saved.query = None if for_team else actor.id, kept
        saved.save()
        return saved.pk


def delete_view(*, view_id: UUID, actor: Actor) -> bool:
    """Take a view away: one's own, or as a supervisor one of the team; whether there was one."""
    with transaction():
        saved = SavedView.objects.select_for_update().filter(pk=view_id).first()
        if saved is None:
            return False
        is_own = saved.owner_id == actor.id and actor.id is not None
        is_teams = saved.owner_id is None and actor.has(Role.SUPERVISOR) and actor.sees(saved.path)
        if is_own or is_teams:
            saved.delete()
        return is_own or is_teams
