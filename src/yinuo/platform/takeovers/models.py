"""What a room keeps of each file that it was given."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from uuid_utils.compat import uuid7


class GivenFile(models.Model):
    """
    One file; its content lies sealed until it is taken over or given up.

    Attributes:
        sealed: the key of the parts of its content; None once they are forgotten.
        size, position: its bytes, and how many of them the work has read.
        done: rows that the work has been through; while it is looked through, of a number that nobody knows yet.
        told: why it was refused whole, as a sentence.
    """

    class State(models.TextChoices):
        RECEIVED = "RECEIVED", _("Being looked through")
        REFUSED = "REFUSED", _("Cannot be read")
        CHECKED = "CHECKED", _("Checked, waits for confirmation")
        RUNNING = "RUNNING", _("Being taken over")
        DONE = "DONE", _("Taken over")
        GIVEN_UP = "GIVEN_UP", _("Given up")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    state = models.CharField(max_length=8, choices=State, default=State.RECEIVED)
    path = models.CharField(max_length=255)
    digest = models.BinaryField(max_length=32)
    form = models.CharField(max_length=4)
    sealed = models.BinaryField(null=True)
    size = models.BigIntegerField(default=0)
    position = models.BigIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    taken = models.PositiveIntegerField(default=0)
    known = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    told = models.CharField(max_length=400, blank=True)
    actor = models.CharField(max_length=60)
    at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return str(self.pk)


class Part(models.Model):
    """One part of a file's content, sealed under the file's own key."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    file = models.UUIDField()
    number = models.PositiveIntegerField()
    content = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["file", "number"], name="part_once")]

    def __str__(self) -> str:
        return f"{self.file} {self.number}"
