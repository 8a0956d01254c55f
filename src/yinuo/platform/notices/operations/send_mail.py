"""Send somebody one mail about everything that is due for them."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import ngettext

from yinuo.platform.identity.public import mailbox_of
from yinuo.platform.jobs.public import transaction
from yinuo.platform.notices.models import Notice
from yinuo.platform.notices.wording import in_words

SHOWN = 20


def send_mail(*, recipient_id: UUID, now: datetime) -> int:
    """
    Send what is due in one mail: numbers and links, never personal data.

    What goes into a mail is settled before it is sent, and its Message-ID is that of its first notice: a mail
    sent again after a crash is the same mail, and mail servers show it once.

    Returns:
        How many notices it told of.
    """
    mail_id = _gather(recipient_id, now)
    if mail_id is None:
        return 0
    with transaction():
        rows = list(
            Notice.objects.select_for_update()
            .filter(mail_id=mail_id, recipient_id=recipient_id, mailed_at__isnull=True)
            .order_by("at", "pk")
        )
        box = mailbox_of(staff_id=recipient_id)
        if rows and box is not None:
            _message(rows, address=box.email, language=box.language, mail_id=mail_id).send()
        Notice.objects.filter(mail_id=mail_id).update(mailed_at=now)
    return len(rows)


def _gather(recipient_id: UUID, now: datetime) -> UUID | None:
    """Put what is due into one mail; a mail that was begun and not sent comes first."""
    with transaction():
        waiting = Notice.objects.filter(
            recipient_id=recipient_id, mailed_at__isnull=True, mail_after__lte=now
        )
        begun = waiting.filter(mail_id__isnull=False).values_list("mail_id", flat=True).first()
        if begun is not None:
            return begun
        ids = list(waiting.select_for_update().order_by("at", "pk").values_list("pk", flat=True))
        if ids:
            Notice.objects.filter(pk__in=ids).update(mail_id=ids[0])
        return ids[0] if ids else None


def _message(rows: list[Notice], *, address: str, language: str, mail_id: UUID) -> EmailMultiAlternatives:
    config = settings.CONFIG
    origin = config.origin or f"http://{config.host}:{config.port}"
    with translation.override(language or settings.LANGUAGE_CODE):
        lines = [in_words(row.kind, row.facts) for row in rows]
        subject = (
            lines[0].text
            if len(lines) == 1
            else ngettext("%(count)s notice", "%(count)s notices", len(lines)) % {"count": len(lines)}
        )
        context = {
            "subject": subject,
            "lines": [
                {"text": line.text, "url": origin + line.url, "tone": line.tone} for line in lines[:SHOWN]
            ],
            "more": max(0, len(lines) - SHOWN),
            "origin": origin,
            "language": translation.get_language(),
        }
        text = render_to_string("notices/mail.txt", context)
        html = render_to_string("notices/mail.html", context)
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("> ") or "localhost"
    message = EmailMultiAlternatives(
        subject,
        text,
        None,
        [address],
        headers={"Message-ID": f"<notice.{mail_id}@{domain}>", "Auto-Submitted": "auto-generated"},
    )
    message.attach_alternative(html, "text/html")
    return message
