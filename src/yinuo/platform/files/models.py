"""Files that belong to something: sealed where they lie, known here."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from uuid_utils.compat import uuid7


class StoredFile(models.Model):
    """
    One file of a subject, such as ``case:0198…``.

    The content lies sealed in the store under ``location``, under a key of its own; that key and the name are sealed
    here under the key of the person whose data it is.
    """

    class State(models.TextChoices):
        WAITING = "WAITING", _("waits for its virus scan")
        READY = "READY", _("ready")
        INFECTED = "INFECTED", _("destroyed: a virus was found")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    subject = models.CharField(max_length=80)
    owner = models.UUIDField()
    by_customer = models.BooleanField(default=False)
    for_customer = models.BooleanField(default=False)
    added_by = models.CharField(max_length=60)
    added_at = models.DateTimeField()
    sealed_name = models.BinaryField()
    sealed_key = models.BinaryField()
    name_mask = models.CharField(max_length=16)
    media_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    digest = models.BinaryField(max_length=32)  # SHA-256 of the sealed content
    location = models.CharField(max_length=80, unique=True)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)

    class Meta:
        ordering = ["added_at", "id"]
        indexes = [
            models.Index(fields=["subject", "added_at", "id"], name="file_of_subject"),
            models.Index(fields=["added_at"], name="file_waiting", condition=models.Q(state="WAITING")),
        ]

    def __str__(self) -> str:
        return str(self.pk)
