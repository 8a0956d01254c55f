"""Change the rules that choose owners: a draft, seen with what it would have chosen, then in force as a whole."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError
from django.db.models import Max
from django.utils.translation import gettext as _

from yinuo.features.cases.models import OwnerRules
from yinuo.features.cases.owning.editions import edition_in_force
from yinuo.features.cases.owning.terms import read_rules, write_rules
from yinuo.kernel.errors import DomainError
from yinuo.platform.audit.public import append
from yinuo.platform.identity.public import Actor, Role, head_office
from yinuo.platform.jobs.public import transaction

STREAM = "owner-rules:institution"
State = OwnerRules.State


class CannotChangeOwnerRules(DomainError):
    """There is no such draft any more, or the actor leads no whole institution."""

    code = "owner_rules.cannot_change"


def may_change_owner_rules(actor: Actor) -> bool:
    """Whether the actor is a supervisor of the whole institution, for which the rules hold."""
    return actor.has(Role.SUPERVISOR) and actor.reach == head_office()


def draft_owner_rules(
    *, rules: Iterable[Mapping[str, Any]], revision: int, actor: Actor, now: datetime
) -> OwnerRules:
    """
    Keep ``rules`` as the draft, instead of the one that stands there.

    Args:
        revision: of the draft that was shown; 0 where there was none.

    Raises:
        CannotReadRules: a rule means nothing.
        CannotChangeOwnerRules: see the class.
    """
    written = write_rules(read_rules(rules))
    try:
        return _keep(written, revision, actor, now)
    except IntegrityError as error:
        # Two drafts were begun at the same moment.
        raise _changed_meanwhile() from error


def _keep(written: list[dict[str, Any]], revision: int, actor: Actor, now: datetime) -> OwnerRules:
    with transaction():
        draft = _draft(actor)
        if (draft.revision if draft else 0) != revision:
            raise _changed_meanwhile()
        if draft is None:
            highest = OwnerRules.objects.aggregate(number=Max("number"))["number"] or 0
            draft = OwnerRules.objects.create(
                number=highest + 1, rules=written, drafted_by=actor.id, drafted_at=now
            )
        else:
            draft.rules, draft.drafted_by, draft.drafted_at = written, actor.id, now
            draft.revision += 1
            draft.save(update_fields=["rules", "drafted_by", "drafted_at", "revision"])
        _note(draft, "drafted", actor, now)
        return draft


def begin_draft(*, actor: Actor, now: datetime) -> OwnerRules:
    """Begin a draft with what is in force; the one that stands there already, where there is one."""
    existing = OwnerRules.objects.filter(state=State.DRAFT).first()
    if existing is not None:
        return existing
    return draft_owner_rules(rules=write_rules(edition_in_force().rules), revision=0, actor=actor, now=now)


def discard_owner_rules(*, actor: Actor, now: datetime) -> None:
    """
    Give the draft up.

    Raises:
        CannotChangeOwnerRules: there is none.
    """
    with transaction():
        draft = _required(actor)
        draft.state = State.DISCARDED
        draft.save(update_fields=["state"])
        _note(draft, "discarded", actor, now)


def put_owner_rules_in_force(*, revision: int, actor: Actor, now: datetime) -> None:
    """
    From now on new cases get their owners by the draft; cases that have one keep it.

    Args:
        revision: of the draft that was shown.

    Raises:
        CannotChangeOwnerRules: there is none, or a colleague changed it.
    """
    with transaction():
        draft = _required(actor)
        if draft.revision != revision:
            raise _changed_meanwhile()
        OwnerRules.objects.filter(state=State.IN_FORCE).update(state=State.REPLACED)
        draft.state, draft.in_force_at, draft.put_in_force_by = State.IN_FORCE, now, actor.id
        draft.save(update_fields=["state", "in_force_at", "put_in_force_by"])
        _note(draft, "put_in_force", actor, now)


def _changed_meanwhile() -> CannotChangeOwnerRules:
    return CannotChangeOwnerRules(_("A colleague changed the draft meanwhile; look at it, then try again."))


def _draft(actor: Actor) -> OwnerRules | None:
    if not may_change_owner_rules(actor):
        raise CannotChangeOwnerRules(
            _("These rules hold for the whole institution: a supervisor of the head office changes them.")
        )
    return OwnerRules.objects.select_for_update().filter(state=State.DRAFT).first()


def _required(actor: Actor) -> OwnerRules:
    draft = _draft(actor)
    if draft is None:
        raise CannotChangeOwnerRules(_("There is no draft any more."))
    return draft


def _note(draft: OwnerRules, what: str, actor: Actor, now: datetime) -> None:
    append(
        stream=STREAM,
        action=f"owner_rules.{what}",
        actor=actor.reference,
        at=now,
        facts={"edition": draft.number, "rules": len(draft.rules), "revision": draft.revision},
    )
