"""Write a message of a case: whole under seal, and redacted for reading."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from yinuo.core.customers.public import clear_names
from yinuo.features.cases.models import Case, Complainant, Message
from yinuo.features.cases.snoozing import bring_back
from yinuo.features.cases.together import names_of_people
from yinuo.kernel.redaction import redact
from yinuo.platform.vault.public import Place, Sealer, sealer_for


def place_of(message_id: UUID) -> Place:
    """Where the sealed text of a message stands."""
    return Place(table="cases_message", column="sealed", row=message_id)


def compose_message(
    *,
    case: Case,
    kind: Message.Kind,
    text: str,
    at: datetime,
    names: Iterable[str],
    sealer: Sealer,
    channel: str = "",
    author_id: UUID | None = None,
) -> Message:
    """
    What was said, whole under seal and redacted; not stored yet.

    Args:
        names: every name of the customer that is known; they are taken out of the redacted text.
        sealer: of the case's customer.
    """
    message = Message(case=case, kind=kind, channel=channel, author_id=author_id, at=at)
    message.sealed = sealer.seal(place=place_of(message.pk), value=text)
    message.redacted = redact(text, names={*names})
    return message


def write_message(
    *,
    case: Case,
    kind: Message.Kind,
    text: str,
    at: datetime,
    channel: str = "",
    author_id: UUID | None = None,
    names: Iterable[str] = (),
    said_by: Complainant | None = None,
) -> Message:
    """
    Store what was said.

    Args:
        names: as the customer wrote it this time; whoever writes, every name that we hold of the customer and of
            the further people on the case is taken out of the redacted text, too.
        said_by: who of several people said it; None for the first customer, and for us.
    """
    message = compose_message(
        case=case,
        kind=kind,
        text=text,
        at=at,
        names={*names, *clear_names(case.customer_id), *names_of_people(case.pk)},
        sealer=sealer_for(case.customer_id),
        channel=channel,
        author_id=author_id,
    )
    message.said_by = said_by
    message.save(force_insert=True)
    if kind == Message.Kind.CUSTOMER:
        bring_back(case)  # whatever its owner waits for: the customer does not wait for them
    return message
