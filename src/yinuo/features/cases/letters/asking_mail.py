"""Ask for a letter to be told of by e-mail; what comes of it is recorded when it is sent."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _
from uuid_utils.compat import uuid7

from yinuo.core.customers.public import verified_mailbox
from yinuo.features.cases.letters.delivering import CannotRecordDelivery
from yinuo.features.cases.locking import CaseNotFound, lock_case
from yinuo.features.cases.models import Letter
from yinuo.features.cases.tasks import mail_letter
from yinuo.features.cases.telling import tell_screens
from yinuo.platform.audit.public import append
from yinuo.platform.identity.public import Actor
from yinuo.platform.jobs.public import defer, transaction


def ask_for_mail(
    *, case_id: UUID, letter_id: UUID, actor: Actor, now: datetime, revision: int | None = None
) -> UUID:
    """
    Let a mail with a link be sent to the customer's verified address.

    Returns:
        The id that the attempt will have.

    Raises:
        CaseNotFound, CaseChangedMeanwhile: see ``lock_case``; or the case has no such letter.
        CannotRecordDelivery: the letter is not issued, or no address of the customer is verified.
    """
    with transaction():
        case = lock_case(case_id=case_id, actor=actor, revision=revision)
        letter = Letter.objects.filter(pk=letter_id, case=case).first()
        if letter is None:
            raise CaseNotFound(_("There is no such letter on this case."))
        if letter.issued_at is None:
            raise CannotRecordDelivery(
                _("This letter is not issued; deliver it once a second person released it.")
            )
        mailbox = verified_mailbox(customer_id=case.customer_id)
        if mailbox is None:
            raise CannotRecordDelivery(
                _(
                    "No e-mail address of this customer is verified; verify one first, or deliver it another way."
                )
            )
        attempt_id = uuid7()
        defer(
            mail_letter,
            attempt_id=str(attempt_id),
            letter_id=str(letter.pk),
            detail_id=str(mailbox.detail_id),
            asked_at=now.isoformat(),
        )
        case.revision += 1
        case.save(update_fields=["revision"])
        append(
            stream=f"case:{case.pk}",
            action="case.letter_mail_asked",
            actor=actor.reference,
            at=now,
            facts={
                "letter": str(letter.pk),
                "attempt": str(attempt_id),
                "detail": str(mailbox.detail_id),
            },
        )
        tell_screens(case)
        return attempt_id
