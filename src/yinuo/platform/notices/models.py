"""Messages to staff."""

from __future__ import annotations

from datetime import time

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _
from uuid_utils.compat import uuid7

from yinuo.platform.notices.rules import Wishes


class Notice(models.Model):
    """Something that one member of staff should know; ``facts`` hold codes and numbers, never personal data."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    recipient = models.ForeignKey("identity.Staff", models.CASCADE, related_name="+", db_index=False)
    kind = models.CharField(max_length=40)
    facts = models.JSONField(default=dict)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    mail_after = models.DateTimeField(null=True)  # null: the bell alone
    mail_id = models.UUIDField(null=True)  # the first notice of the mail that tells of it
    mailed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["recipient", "-at", "-id"], name="notice_of_recipient"),
            models.Index(
                fields=["recipient"], name="notice_unread", condition=models.Q(read_at__isnull=True)
            ),
            models.Index(
                fields=["recipient", "mail_after"],
                name="notice_to_mail",
                condition=models.Q(mail_after__isnull=False, mailed_at__isnull=True),
            ),
            models.Index(
                fields=["mail_id"], name="notice_of_mail", condition=models.Q(mail_id__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class Preference(models.Model):
    """How somebody wants to hear; whoever never said has what stands here."""

    class Mail(models.TextChoices):
        EACH = "EACH", _("Soon after it happens")
        DIGEST = "DIGEST", _("Once a day, in one mail")
        NONE = "NONE", _("Never")

    staff = models.OneToOneField("identity.Staff", models.CASCADE, primary_key=True, related_name="+")
    mail = models.CharField(max_length=8, choices=Mail, default=Mail.EACH)
    quiet_from = models.TimeField(default=time(20))
    quiet_to = models.TimeField(default=time(8))
    digest_at = models.TimeField(default=time(8, 30))
    without = ArrayField(models.CharField(max_length=40), default=list, blank=True)

    def __str__(self) -> str:
        return self.mail

    @property
    def wishes(self) -> Wishes:
        """What the rules need."""
        return Wishes(
            mail=self.mail,
            quiet_from=self.quiet_from,
            quiet_to=self.quiet_to,
            digest_at=self.digest_at,
            without=frozenset(self.without),
        )
