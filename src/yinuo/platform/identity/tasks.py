"""Mail that tells somebody that their way in has changed; it runs in the background."""

from __future__ import annotations

from enum import Enum
from uuid import UUID

from yinuo.platform.identity.mails import send_credential_mail
from yinuo.platform.jobs.public import defer, task


class Notice(Enum):
    """What changed; each has its own words in ``mails``."""

    PASSWORD_CHANGED = "PASSWORD_CHANGED"  # noqa: S105
    PASSWORD_RESET = "PASSWORD_RESET"  # noqa: S105
    SECOND_FACTOR_ADDED = "SECOND_FACTOR_ADDED"
    SECOND_FACTOR_REMOVED = "SECOND_FACTOR_REMOVED"
    SECOND_FACTOR_RESET = "SECOND_FACTOR_RESET"
    RECOVERY_CODES_MADE = "RECOVERY_CODES_MADE"


@task()
def mail_notice(staff_id: str, notice: str) -> None:
    """Send one notice; without an e-mail address there is nobody to tell."""
    send_credential_mail(staff_id=UUID(staff_id), notice=notice)


def send_notice(staff_id: UUID, notice: Notice) -> None:
    """Tell the person, after the open transaction has committed."""
    defer(mail_notice, staff_id=str(staff_id), notice=notice.value)
