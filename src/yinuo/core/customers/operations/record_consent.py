"""Record that a customer agrees to something, or no longer does."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from yinuo.core.customers.events import ConsentRecorded
from yinuo.core.customers.locking import lock_customer, note, touch
from yinuo.core.customers.models import Consent
from yinuo.core.customers.references import refuse_personal
from yinuo.kernel.errors import DomainError
from yinuo.platform.identity.public import Actor
from yinuo.platform.jobs.public import publish, transaction


class CannotRecordConsent(DomainError):
    """Purpose, channel or proof is none that is known, or it would have been said in the future."""

    code = "customer.cannot_record_consent"


def record_consent(
    *,
    customer_id: UUID,
    purpose: str,
    channel: str,
    given: bool,
    proof: str,
    reference: str = "",
    at: datetime | None = None,
    actor: Actor,
    now: datetime,
) -> UUID:
    """
    Add a word of the customer to the history; the last one counts, and none is ever changed.

    Args:
        reference: under which number the proof is filed; no personal data.
        at: when they said it, where that was earlier than ``now``.

    Raises:
        CannotRecordConsent: a value is none that is known, or it would have been said in the future.
        CannotChangeCustomer: the reference holds personal data; it stands in clear.
        CustomerNotFound, CannotChangeCustomer: see ``lock_customer``.
    """
    said_at = at or now
    known = (
        purpose in Consent.Purpose.values
        and channel in Consent.Channel.values
        and proof in Consent.Proof.values
    )
    if not known or len(reference) > 40:
        raise CannotRecordConsent(
            _("Choose purpose, channel and proof; keep the reference within 40 characters.")
        )
    if said_at > now:
        raise CannotRecordConsent(_("A consent cannot have been given in the future; check the date."))
    with transaction():
        customer = lock_customer(customer_id=customer_id, actor=actor)
        refuse_personal(reference, customer=customer)
        consent = Consent.objects.create(
            customer=customer,
            purpose=purpose,
            channel=channel,
            given=given,
            at=said_at,
            proof=proof,
            reference=reference,
            recorded_by=actor.reference,
            recorded_at=now,
        )
        touch(customer)
        facts = {"purpose": purpose, "channel": channel, "proof": proof, "said_at": said_at.isoformat()}
        action = "consent_given" if given else "consent_withdrawn"
        note(customer, action, actor=actor, now=now, facts=facts)
        publish(
            ConsentRecorded(
                customer_id=customer.pk, purpose=purpose, channel=channel, given=given, at=said_at
            )
        )
        return consent.pk
