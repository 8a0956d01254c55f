"""Tell the customer by e-mail that the letter lies on their page: a number and a link, never what it says."""

from __future__ import annotations

from datetime import datetime, timedelta
from smtplib import SMTPAuthenticationError, SMTPRecipientsRefused, SMTPResponseException
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from yinuo.core.customers.public import clear_address
from yinuo.features.cases.letters.delivering import record_mail
from yinuo.features.cases.models import Delivery, Letter
from yinuo.platform.vault.public import CannotOpen

AGAIN, GIVE_UP = timedelta(minutes=10), timedelta(hours=4)


def send_letter_mail(
    *, attempt_id: UUID, letter_id: UUID, detail_id: UUID, asked_at: datetime, now: datetime
) -> datetime | None:
    """
    Send the mail, once, and record what came of it; a mail that is sent again after a crash is the same mail.

    A server that does not answer is asked again for four hours; then the attempt has failed. One that refuses the
    address, or an address that is gone, fails at once.

    Returns:
        When to try again; None where the attempt is on record.
    """
    if Delivery.objects.filter(pk=attempt_id).exists():
        return None
    letter = Letter.objects.select_related("case").get(pk=letter_id)
    outcome, proof, code = Delivery.Outcome.FAILED, "", 0
    address = _address(letter, detail_id)
    with translation.override(settings.LANGUAGE_CODE):
        if address is None:
            proof = _("e-mail %(id)s: the address is gone")
        else:
            try:
                _message(letter, address, attempt_id).send()
                outcome, proof = Delivery.Outcome.UNDER_WAY, _("e-mail %(id)s: accepted by the mail server")
            except OSError as error:  # what smtplib raises, too
                code = _refused(error)
                if not code and now < asked_at + GIVE_UP:
                    return now + AGAIN
                proof = (
                    _("e-mail %(id)s: refused by the mail server, %(code)s")
                    if code
                    else _("e-mail %(id)s: the mail server did not answer")
                )
    proof = proof % {"id": attempt_id, "code": code}
    record_mail(attempt_id=attempt_id, letter_id=letter_id, outcome=outcome, proof=proof, now=now)
    return None


def _address(letter: Letter, detail_id: UUID) -> str | None:
    try:
        return clear_address(customer_id=letter.case.customer_id, detail_id=detail_id)
    except CannotOpen:
        return None


def _refused(error: OSError) -> int:
    """The code by which the server says that it will never take this mail; 0 where trying again may help."""
    codes = []
    if isinstance(error, SMTPRecipientsRefused):
        codes = [code for code, _text in error.recipients.values()]
    elif isinstance(error, SMTPResponseException) and not isinstance(error, SMTPAuthenticationError):
        codes = [error.smtp_code]
    return codes[0] if codes and all(500 <= code < 600 for code in codes) else 0


def _domain() -> str:
    return settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("> ") or "localhost"


def _message(letter: Letter, address: str, attempt_id: UUID) -> EmailMessage:
    config = settings.CONFIG
    origin = config.origin or f"http://{config.host}:{config.port}"
    number = letter.case.number
    link = f"{origin}{reverse('portal:matters')}?{urlencode({'number': number})}"
    with translation.override(letter.language):
        subject = _("%(number)s: our decision is ready for you") % {"number": number}
        text = _(
            "Our decision on your case %(number)s is ready, as a letter.\n\n"
            "Sign in with the number and a one-time code to read and keep it:\n%(link)s\n\n"
            "We never send the letter itself by e-mail, and nobody of us ever asks for a code."
        ) % {"number": number, "link": link}
    headers = {"Message-ID": f"<letter.{attempt_id}@{_domain()}>", "Auto-Submitted": "auto-generated"}
    return EmailMessage(subject, text, None, [address], headers=headers)
