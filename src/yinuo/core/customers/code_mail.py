"""Carry a one-time code to an e-mail address, once the write that made it is committed."""

from __future__ import annotations

from functools import partial

from django.core.mail import send_mail
from django.db import transaction
from django.utils.translation import gettext as _


def mail_contact_code(address: str, code: str) -> None:
    """Send the code; neither it nor the address is kept in any queue."""
    text = _("Your code is %(code)s. It counts for ten minutes; nobody of us ever asks for it by phone.") % {
        "code": code
    }
    send = partial(send_mail, _("Your code"), text, None, [address])
    transaction.on_commit(send, robust=True)
