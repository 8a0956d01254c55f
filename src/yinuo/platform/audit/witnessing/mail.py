"""The auditor's mailbox as witness: each mail holds the checkpoint and the proof from the one of the mail before."""

from __future__ import annotations

from smtplib import SMTPException

from django.core.mail import EmailMessage
from django.utils.translation import gettext as _

from yinuo.platform.audit.witnessing.addresses import WitnessAddress
from yinuo.platform.audit.witnessing.statement import CannotWitness, Statement


def hand_over(address: WitnessAddress, statement: Statement) -> bytes:
    """Send one mail."""
    subject = _("Evidence log: checkpoint of %(size)s entries") % {"size": statement.tree.size}
    words = _(
        "Keep this mail. It shows later that the log was not rewritten: yinuo audit verifier, --checkpoint."
    )
    try:
        EmailMessage(subject, f"{words}\n\n{statement.to_text()}", None, [address.path]).send()
    except (OSError, SMTPException) as error:
        raise CannotWitness(f"{address.name} cannot be reached.", code="witness.unreachable") from error
    return b""
