"""The customer says more about their case."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from yinuo.features.cases import rules
from yinuo.features.cases.locking import CaseNotFound
from yinuo.features.cases.models import LIVING, Message, Source
from yinuo.features.cases.queries.tracking import find_tracked
from yinuo.features.cases.telling import tell_screens
from yinuo.features.cases.texts.messages import write_message
from yinuo.kernel.errors import DomainError
from yinuo.platform.audit.public import append
from yinuo.platform.jobs.public import transaction


class CannotAddMessage(DomainError):
    """Nothing is said, too much, or the case is closed."""

    code = "case.cannot_add_message"


def add_customer_message(*, token: str, text: str, now: datetime) -> UUID:
    """
    Store what the customer added on their own page.

    Args:
        token: the secret of that page.

    Returns:
        The message's id.

    Raises:
        CaseNotFound: no page has this secret.
        CannotAddMessage: nothing is said, more than 20,000 characters, or the case is closed.
    """
    if not text.strip() or len(text) > rules.LONGEST_TEXT:
        raise CannotAddMessage(_("Please write between 1 and 20,000 characters."))
    with transaction():
        tracked = find_tracked(token=token, now=now, lock=True)
        if tracked is None:
            raise CaseNotFound(_("This link does not lead to a case; check that it is complete."))
        case = tracked.case
        if case.state not in LIVING:
            raise CannotAddMessage(_("This case is closed. Please open a new one and name its number."))
        if tracked.withdrew_at:
            raise CannotAddMessage(_("You have withdrawn from this case; the others go on with it."))
        message = write_message(
            case=case,
            kind=Message.Kind.CUSTOMER,
            text=text.strip(),
            at=now,
            channel=Source.WEB_FORM,
            said_by=tracked.person,
        )
        append(
            stream=f"case:{case.pk}",
            action="case.customer_wrote",
            actor=tracked.actor.reference,
            at=now,
            facts={"message": str(message.pk)},
            sealed=bytes(message.sealed),
        )
        case.revision += 1
        case.save(update_fields=["revision"])
        tell_screens(case)
        return message.pk
