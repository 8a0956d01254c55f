"""Canned texts of a team: written, changed and taken away by its supervisors."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from yinuo.features.cases import rules
from yinuo.features.cases.models import CannedText
from yinuo.features.cases.texts.places import refused_place
from yinuo.kernel.errors import DomainError
from yinuo.platform.identity.public import Actor, Role
from yinuo.platform.jobs.public import transaction

MOST = 200  # of one unit
LONGEST_TITLE = 60


class CannotKeepCannedText(DomainError):
    """It has no title, no text, a place that no case fills, or the actor supervises no team."""

    code = "case.cannot_keep_canned_text"


def keep_canned_text(*, title: str, text: str, language: str, actor: Actor, now: datetime) -> UUID:
    """
    Keep a text for everybody who works where the actor does or below; one of the same title is replaced.

    Args:
        text: with places such as ``{number}``; see ``places.places``.

    Raises:
        CannotKeepCannedText: see there.
    """
    called, said = " ".join(title.split()), text.strip()
    if actor.node_path is None or not actor.has(Role.SUPERVISOR):
        raise CannotKeepCannedText(_("Only a supervisor keeps texts for the team."))
    if not called or len(called) > LONGEST_TITLE:
        raise CannotKeepCannedText(_("Give the text a title of 1 to 60 characters."))
    if not said or len(said) > rules.LONGEST_TEXT:
        raise CannotKeepCannedText(_("Write a text of 1 to 20,000 characters."))
    if language not in CannedText.Language.values:
        raise CannotKeepCannedText(_("Choose the language."))
    wrong = refused_place(said)
    if wrong:
        raise CannotKeepCannedText(wrong)
    with transaction():
        theirs = CannedText.objects.filter(path=actor.node_path)
        same = theirs.select_for_update().filter(language=language, title=called).first()
        if same is None and theirs.count() >= MOST:
            raise CannotKeepCannedText(_("There are 200 texts already; take one away first."))
        kept = same or CannedText(path=actor.node_path, language=language, title=called)
        kept.text, kept.changed_at = said, now
        kept.save()
        return kept.pk


def remove_canned_text(*, text_id: UUID, actor: Actor) -> bool:
    """Take a text of the actor's part of the institution away; whether there was one."""
    if not actor.has(Role.SUPERVISOR) or actor.reach is None:
        return False
    removed, _kinds = CannedText.objects.filter(pk=text_id, path__startswith=actor.reach).delete()
    return removed > 0
