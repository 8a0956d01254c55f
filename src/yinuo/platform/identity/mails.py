"""The words of the mails about a changed way in; they hold no link, so that none can be copied to deceive."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.core.mail import send_mail
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from yinuo.platform.identity.models import Staff

SENTENCES = {
    "PASSWORD_CHANGED": gettext_noop("Your password was changed."),
    "PASSWORD_RESET": gettext_noop("An administrator gave you a new one-time password."),
    "SECOND_FACTOR_ADDED": gettext_noop("A second factor was added to your account."),
    "SECOND_FACTOR_REMOVED": gettext_noop("A second factor was removed from your account."),
    "SECOND_FACTOR_RESET": gettext_noop("An administrator removed your second factors."),
    "RECOVERY_CODES_MADE": gettext_noop(
        "New recovery codes were made for your account; the old ones are void."
    ),
}


def send_credential_mail(*, staff_id: UUID, notice: str) -> None:
    """Write to somebody, in their own language, that their way in has changed."""
    staff = Staff.objects.filter(pk=staff_id).exclude(email="").first()
    if staff is None:
        return
    with translation.override(staff.language or settings.LANGUAGE_CODE):
        sentence = _(SENTENCES[notice])
        text = "\n\n".join(
            [
                _("Hello %(name)s,") % {"name": staff.name},
                sentence,
                _("If this was you, there is nothing to do. If not, call your administrator at once."),
            ]
        )
        send_mail(sentence, text, None, [staff.email])
