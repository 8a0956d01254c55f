"""What the interface remembers: answers already given, and how much of its allowance a caller has used."""

from __future__ import annotations

from django.db import models


class KeptAnswer(models.Model):
    """
    The answer to a write that carried an idempotency key, for the next call with the same key.

    It is written in the transaction of the write itself: after a crash there are both or neither.
    """

    token_id = models.UUIDField()
    key_digest = models.BinaryField(max_length=32)
    fingerprint = models.BinaryField(max_length=32)
    sealed = models.BinaryField()
    expires_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["token_id", "key_digest"], name="one_answer_for_each_key")
        ]
        indexes = [models.Index(fields=["expires_at"], name="kept_answer_expiry")]

    def __str__(self) -> str:
        return str(self.pk)


class Allowance(models.Model):
    """
    How far a caller has used up its allowance: the moment at which it would be whole again.

    The table is unlogged: writing it costs no disk, and after a crash of the server everybody starts afresh.
    """

    subject = models.BinaryField(max_length=32, primary_key=True)
    whole_at = models.FloatField()  # seconds since 1970

    def __str__(self) -> str:
        return str(self.whole_at)
