"""Keep acts under a name, for oneself or as a supervisor for the team; take a macro away."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from yinuo.features.cases import rules
from yinuo.features.cases.models import Level, Macro
from yinuo.features.cases.operations.give_task import unit_at
from yinuo.features.cases.texts.macros import Acts
from yinuo.features.cases.texts.places import refused_place
from yinuo.kernel.errors import DomainError
from yinuo.platform.identity.public import Actor, Role
from yinuo.platform.jobs.public import transaction

MOST = 50  # of one's own, and of a team
LONGEST_NAME = 60


class CannotKeepMacro(DomainError):
    """It has no name, does nothing, its answer has a place that no case fills, or the team is another's."""

    code = "case.cannot_keep_macro"


def keep_macro(*, name: str, acts: Acts, for_team: bool, actor: Actor, now: datetime) -> UUID:
    """
    Keep a macro; one of the same name is replaced.

    Raises:
        CannotKeepMacro: see there.
        CannotGiveTask: there is no such unit to ask.
    """
    called = " ".join(name.split())
    if actor.id is None or actor.node_path is None or (for_team and not actor.has(Role.SUPERVISOR)):
        raise CannotKeepMacro(_("Only a supervisor keeps macros for the team."))
    if not called or len(called) > LONGEST_NAME:
        raise CannotKeepMacro(_("Give the macro a name of 1 to 60 characters."))
    if not acts.is_any or max(map(len, (acts.note, acts.task, acts.answer))) > rules.LONGEST_TEXT:
        raise CannotKeepMacro(
            _("Choose at least one thing that the macro does; texts have 20,000 characters.")
        )
    if acts.level and acts.level not in Level.values:
        raise CannotKeepMacro(_("Choose one of the levels."))
    wrong = refused_place(acts.answer)
    if wrong:
        raise CannotKeepMacro(wrong)
    if acts.task:
        unit_at(acts.unit)
    with transaction():
        theirs = Macro.objects.filter(
            owner_id=None if for_team else actor.id, **({"path": actor.node_path} if for_team else {})
        )
        same = theirs.select_for_update().filter(name=called).first()
        if same is None and theirs.count() >= MOST:
            raise CannotKeepMacro(_("There are 50 macros already; take one away first."))
        kept = same or Macro(name=called, path=actor.node_path, owner_id=None if for_team else actor.id)
        kept.acts, kept.changed_at = asdict(acts), now
        kept.save()
        return kept.pk


def remove_macro(*, macro_id: UUID, actor: Actor) -> bool:
    """Take a macro away: one's own, or as a supervisor one of the team; whether there was one."""
    with transaction():
        macro = Macro.objects.select_for_update().filter(pk=macro_id).first()
        if macro is None:
            return False
        is_own = macro.owner_id is not None and macro.owner_id == actor.id
        is_teams = macro.owner_id is None and actor.has(Role.SUPERVISOR) and actor.sees(macro.path)
        if is_own or is_teams:
            macro.delete()
        return is_own or is_teams
