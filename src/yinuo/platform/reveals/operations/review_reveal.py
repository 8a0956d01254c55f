"""Say whether somebody's look at a sealed value was justified."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from yinuo.kernel.errors import DomainError
from yinuo.kernel.redaction import redact
from yinuo.platform.audit.public import append
from yinuo.platform.identity.public import Actor
from yinuo.platform.jobs.public import transaction
from yinuo.platform.notices.public import tell
from yinuo.platform.reveals import rules
from yinuo.platform.reveals.models import Reveal, Review
from yinuo.platform.reveals.roles import REVIEWERS


class CannotReviewReveal(DomainError):
    """One's own, reviewed already, or without a word of why."""

    code = "reveal.cannot_review"


class RevealNotFound(DomainError):
    """There is no such reveal for this person."""

    code = "reveal.not_found"


def review_reveals(
    *, reveal_ids: Sequence[UUID], justified: bool, note: str = "", actor: Actor, now: datetime
) -> int:
    """
    Record the verdict on one reveal, or the same on several; returns on how many.

    Args:
        note: needed when not justified; the person reads it. Kept redacted.

    Raises:
        RevealNotFound: one of them does not exist within the actor's reach, or the role is missing.
        CannotReviewReveal: one is the actor's own or reviewed already, or the note is missing. Nothing is recorded.
    """
    if not justified and not rules.is_reason(note):
        raise CannotReviewReveal(_("Say what was not right, in 4 to 500 characters; the person reads it."))
    with transaction():
        wanted = sorted(set(reveal_ids))
        found = list(Reveal.objects.select_for_update().filter(pk__in=wanted).order_by("pk"))
        in_reach = [one for one in found if actor.sees(one.path) or actor.sees(one.staff_path)]
        if not wanted or len(in_reach) != len(wanted) or not actor.has(*REVIEWERS):
            raise RevealNotFound(_("There is no such reveal."))
        for one in in_reach:
            _review(one, justified=justified, note=note, actor=actor, now=now)
        return len(in_reach)


def _review(one: Reveal, *, justified: bool, note: str, actor: Actor, now: datetime) -> None:
    if one.staff_id == actor.id:
        raise CannotReviewReveal(_("Another person reviews what you looked at."))
    if one.review != Review.WAITING:
        raise CannotReviewReveal(_("A colleague has reviewed this meanwhile; nothing was changed."))
    one.review = Review.JUSTIFIED if justified else Review.NOT_JUSTIFIED
    one.reviewer_id, one.reviewed_at, one.note = actor.id, now, redact(note.strip())
    one.save(update_fields=["review", "reviewer", "reviewed_at", "note"])
    append(
        stream=f"reveal:{one.pk}",
        action="reveal.reviewed",
        actor=actor.reference,
        at=now,
        facts={"verdict": one.review},
        sealed=one.note.encode() if one.note else None,
    )
    if not justified:
        tell(recipient_id=one.staff_id, kind="reveal.not_justified", facts={}, now=now)
