"""One-time codes that prove that a phone or an address reaches its customer."""

from __future__ import annotations

from django.db import models
from uuid_utils.compat import uuid7

from yinuo.core.customers.models.detail import Detail


class ContactCode(models.Model):
    """A code that was sent; only its keyed hash is kept."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    detail = models.ForeignKey(Detail, models.CASCADE, related_name="codes")
    digest = models.BinaryField(max_length=32)
    sent_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    attempts_left = models.PositiveSmallIntegerField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["detail", "-sent_at"], name="contact_code_newest")]

    def __str__(self) -> str:
        return str(self.pk)
