"""The customer adds words, files, or both, in one write."""

from __future__ import annotations

from datetime import datetime

from yinuo.features.cases.operations.add_customer_message import add_customer_message
from yinuo.features.cases.operations.attach_to_case import attach_as_customer
from yinuo.platform.files.public import CheckedUploads
from yinuo.platform.jobs.public import transaction


def add_to_case(*, token: str, text: str, checked: CheckedUploads, now: datetime) -> None:
    """
    Add what the customer sent from their page; all of it, or nothing.

    Raises:
        CaseNotFound: no page has this secret.
        CannotAddMessage, CannotAttach, CannotTakeFile: see the operations that it calls.
    """
    with transaction():
        if text.strip() or not checked.files:
            add_customer_message(token=token, text=text, now=now)
        if checked.files:
            attach_as_customer(token=token, checked=checked, now=now)
