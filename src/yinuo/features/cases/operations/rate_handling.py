"""The customer says how well their case was handled."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from yinuo.core.customers.public import clear_names
from yinuo.features.cases.locking import CaseNotFound
from yinuo.features.cases.models import Rating, State
from yinuo.features.cases.queries.tracking import find_tracked
from yinuo.features.cases.telling import tell_screens
from yinuo.kernel.errors import DomainError
from yinuo.kernel.redaction import redact
from yinuo.platform.audit.public import append
from yinuo.platform.jobs.public import transaction
from yinuo.platform.vault.public import Place, sealer_for, unlock

LONGEST_WORDS = 2_000
CHANGEABLE_FOR = timedelta(days=1)
SCORES = range(1, 6)


class CannotRate(DomainError):
    """There is no answer to rate yet, no such mark, too many words, or the day for changes has passed."""

    code = "case.cannot_rate"


def rate_handling(*, token: str, score: int, words: str, now: datetime) -> None:
    """
    Keep the customer's mark and words; for a day they may be changed.

    Args:
        score: 1 (bad) to 5 (very good).
        words: may be empty; sealed, redacted for reading.

    Raises:
        CaseNotFound: no page has this secret.
        CannotRate: see the class.
    """
    said = words.strip()
    if score not in SCORES:
        raise CannotRate(_("Choose from 1 to 5."))
    if len(said) > LONGEST_WORDS:
        raise CannotRate(_("Please keep your words within 2,000 characters."))
    with transaction():
        tracked = find_tracked(token=token, now=now, lock=True)
        if tracked is None:
            raise CaseNotFound(_("This link does not lead to a case; check that it is complete."))
        case = tracked.case
        if not tracked.is_customers_side:
            raise CannotRate(_("The first customer, or who speaks for them, rates how this was handled."))
        if case.answered_at is None or case.state == State.MERGED:
            raise CannotRate(_("We have not answered you yet; tell us afterwards how we did."))
        rating = Rating.objects.filter(case=case).first()
        if rating is None:
            rating = Rating(case=case, given_at=now)
        elif not is_changeable(rating, now=now):
            raise CannotRate(_("Your rating stands; it could be changed for a day."))
        rating.score, rating.changed_at = score, now
        rating.sealed = sealer_for(case.customer_id).seal(place=place_of(rating), value=said)
        rating.redacted = redact(said, names=clear_names(case.customer_id)) if said else ""
        rating.save()
        append(
            stream=f"case:{case.pk}",
            action="case.rated",
            actor=tracked.actor.reference,
            at=now,
            facts={"score": score, "words": bool(said)},
            sealed=bytes(rating.sealed),
        )
        tell_screens(case)


def is_changeable(rating: Rating, *, now: datetime) -> bool:
    """Whether the customer may still change it."""
    return now < rating.given_at + CHANGEABLE_FOR


def words_of(rating: Rating) -> str:
    """The words in clear, for the customer who wrote them."""
    if rating.sealed is None:
        return ""
    owner = rating.case.customer_id
    return unlock([owner]).open(owner=owner, place=place_of(rating), sealed=bytes(rating.sealed))


def place_of(rating: Rating) -> Place:
    """Where the sealed words of a rating stand."""
    return Place(table="cases_rating", column="sealed", row=rating.pk)
