"""What a room keeps of each file that it was given."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from uuid_utils.compat import uuid7


class GivenFile(models.Model):
    """One file; its content lies sealed until it is taken over or given up."""

    class State(models.TextChoices):
        CHECKED = "CHECKED", _("Checked, waits for confirmation")
        RUNNING = "RUNNING", _("Being taken over")
        DONE = "DONE", _("Taken over")
        GIVEN_UP = "GIVEN_UP", _("Given up")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    state = models.CharField(max_length=8, choices=State, default=State.CHECKED)
    path = models.CharField(max_length=255)
    digest = models.BinaryField(max_length=32)
    form = models.CharField(max_length=4)
    sealed = models.BinaryField(null=True)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    taken = models.PositiveIntegerField(default=0)
    known = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    actor = models.CharField(max_length=60)
    at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return str(self.pk)
