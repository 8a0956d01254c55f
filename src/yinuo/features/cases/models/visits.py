"""Customers who come back: codes, sessions, and tokens of the institution's app that were used."""

from __future__ import annotations

from django.db import models
from uuid_utils.compat import uuid7


class SignInCode(models.Model):
    """
    A code that somebody asked for; only its keyed hash is kept.

    Attributes:
        customer_id, detail_id: whom it is for and the phone that it goes to; None where nobody was recognised: such a
            row makes both kinds of request look and take the same.
        digest: None until the code is made and sent, which happens in the background.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    customer_id = models.UUIDField(null=True)
    detail_id = models.UUIDField(null=True)
    digest = models.BinaryField(max_length=32, null=True)
    asked_at = models.DateTimeField()
    ends_at = models.DateTimeField(db_index=True)
    attempts_left = models.PositiveSmallIntegerField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["customer_id", "-asked_at"], name="sign_in_code_of_customer")]

    def __str__(self) -> str:
        return str(self.pk)


class CustomerSession(models.Model):
    """A customer who signed in, on one device; only the hash of the cookie's secret is kept."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    customer_id = models.UUIDField()
    digest = models.BinaryField(max_length=32, unique=True)
    began_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    ends_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return str(self.pk)


class SpentToken(models.Model):
    """A token of the institution's app that was used: it opens nothing a second time."""

    digest = models.BinaryField(max_length=32, primary_key=True)
    ends_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return bytes(self.digest).hex()
