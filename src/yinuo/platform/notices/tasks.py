"""Mail about notices; it runs in the background."""

from __future__ import annotations

from uuid import UUID

from django.utils import timezone

from yinuo.platform.jobs.public import task
from yinuo.platform.notices.operations.send_mail import send_mail


@task()
def mail_notices(recipients: list[str]) -> None:
    """Send to each what is due; one that fails is tried again with the job, the others have theirs already."""
    failed = None
    for recipient in recipients:
        try:
            send_mail(recipient_id=UUID(recipient), now=timezone.now())
        except OSError as error:
            failed = error
    if failed is not None:
        raise failed
