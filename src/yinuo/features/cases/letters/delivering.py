"""Record how a letter was brought to the customer: each attempt with time, way, outcome and proof."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _
from uuid_utils.compat import uuid7

from yinuo.core.customers.public import clear_names
from yinuo.core.promises.public import hold_promises
from yinuo.features.cases.letters.promising import settle_letter
from yinuo.features.cases.locking import CaseNotFound, lock_case
from yinuo.features.cases.models import Case, Delivery, Letter
from yinuo.features.cases.telling import tell_screens
from yinuo.kernel.errors import DomainError
from yinuo.kernel.redaction import redact
from yinuo.platform.audit.public import append
from yinuo.platform.identity.public import SYSTEM, Actor, ActorKind
from yinuo.platform.jobs.public import transaction
from yinuo.platform.notices.public import tell

LONGEST_PROOF = 300
BY_STAFF = (Delivery.Way.HANDED_OVER, Delivery.Way.POSTED, Delivery.Way.SENT)


class CannotRecordDelivery(DomainError):
    """Nothing shows the attempt, or it happened at an impossible time."""

    code = "case.cannot_record_delivery"


def record_delivery(
    *,
    case_id: UUID,
    letter_id: UUID,
    way: str,
    outcome: str,
    at: datetime,
    proof: str,
    actor: Actor,
    now: datetime,
) -> None:
    """
    Record one attempt; the letter counts as delivered from the first one that reached the customer.

    Args:
        proof: the postal number, who signed, which address: what shows it to somebody who was not there.

    Raises:
        CaseNotFound: it lies outside the actor's reach, or has no such letter.
        CannotRecordDelivery: no proof, an unknown way, or a time before the letter or in the future.
    """
    if way not in BY_STAFF or outcome not in Delivery.Outcome.values:
        raise CannotRecordDelivery(_("Choose how the letter was delivered, and what came of it."))
    if not proof.strip() or len(proof) > LONGEST_PROOF:
        raise CannotRecordDelivery(
            _(
                "Name what proves the attempt in at most 300 characters: a postal number, who signed, which address."
            )
        )
    with transaction():
        case = lock_case(case_id=case_id, actor=actor)
        letter = Letter.objects.select_for_update().filter(pk=letter_id, case=case).first()
        if letter is None:
            raise CaseNotFound(_("There is no such letter on this case."))
        if letter.issued_at is None:
            raise CannotRecordDelivery(
                _("This letter is not issued; deliver it once a second person released it.")
            )
        if not letter.issued_at <= at <= now:
            raise CannotRecordDelivery(
                _("A letter is delivered after it was issued and not in the future; check the time.")
            )
        shown = redact(proof.strip(), names=clear_names(case.customer_id))[:LONGEST_PROOF]
        _record(case, letter, way, outcome, at, shown, actor, now)


def record_mail(*, attempt_id: UUID, letter_id: UUID, outcome: str, proof: str, now: datetime) -> None:
    """What came of a mail about a letter; a second record of the same attempt changes nothing."""
    with transaction():
        case_id = Letter.objects.values_list("case_id", flat=True).get(pk=letter_id)
        case = Case.objects.select_for_update().get(pk=case_id)
        hold_promises(subject=f"case:{case_id}")
        letter = Letter.objects.select_for_update().get(pk=letter_id)
        if not letter.deliveries.filter(pk=attempt_id).exists():
            _record(case, letter, Delivery.Way.SENT, outcome, now, proof, SYSTEM, now, attempt_id=attempt_id)


def note_download(*, case_id: UUID, file_id: UUID, now: datetime) -> None:
    """A customer opened the letter on their own page: the first time is an attempt that reached them."""
    if not Letter.objects.filter(case_id=case_id, file_id=file_id).exists():
        return
    with transaction():
        case = Case.objects.select_for_update().get(pk=case_id)
        hold_promises(subject=f"case:{case_id}")
        letter = Letter.objects.select_for_update().get(file_id=file_id)
        if letter.deliveries.filter(way=Delivery.Way.DOWNLOADED).exists():
            return
        reached, way = Delivery.Outcome.REACHED, Delivery.Way.DOWNLOADED
        _record(case, letter, way, reached, now, f"file:{file_id}", SYSTEM, now)


def _record(
    case: Case,
    letter: Letter,
    way: str,
    outcome: str,
    at: datetime,
    proof: str,
    actor: Actor,
    now: datetime,
    attempt_id: UUID | None = None,
) -> None:
    attempt = Delivery.objects.create(
        pk=attempt_id or uuid7(),
        letter=letter,
        way=way,
        outcome=outcome,
        at=at,
        proof=proof,
        recorded_by=actor.id if actor.kind is ActorKind.STAFF else None,
        recorded_at=now,
    )
    if outcome == Delivery.Outcome.REACHED and (letter.delivered_at is None or at < letter.delivered_at):
        letter.delivered_at = at
        letter.save(update_fields=["delivered_at"])
    append(
        stream=f"case:{case.pk}",
        action="case.letter_delivery",
        actor=actor.reference,
        at=now,
        facts={
            "letter": str(letter.pk),
            "attempt": str(attempt.pk),
            "way": way,
            "outcome": outcome,
            "happened_at": at.isoformat(),
        },
    )
    if outcome != Delivery.Outcome.FAILED:
        settle_letter(case, attempt, actor=actor, now=now)
    elif case.owner_id and case.owner_id != actor.id:
        tell(recipient_id=case.owner_id, kind="case.letter_failed", facts={"number": case.number}, now=now)
    tell_screens(case)
