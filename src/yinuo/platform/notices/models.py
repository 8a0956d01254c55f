"""Messages to staff."""

from __future__ import annotations

from django.db import models
from uuid_utils.compat import uuid7


class Notice(models.Model):
    """Something that one member of staff should know; ``facts`` hold codes and numbers, never personal data."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    recipient = models.ForeignKey("identity.Staff", models.CASCADE, related_name="+")
    kind = models.CharField(max_length=40)
    facts = models.JSONField(default=dict)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["recipient", "-at", "-id"], name="notice_of_recipient"),
            models.Index(
                fields=["recipient"], name="notice_unread", condition=models.Q(read_at__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"
