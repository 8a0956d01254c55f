"""Files of customers that were taken over: what was found, what was refused, how far it went."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from uuid_utils.compat import uuid7


class Import(models.Model):
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
        indexes = [models.Index(fields=["-id"], name="import_newest")]

    def __str__(self) -> str:
        return str(self.pk)


class ImportProblem(models.Model):
    """A line that was refused: where, in which column, why; its cell masked."""

    id = models.BigAutoField(primary_key=True)
    run = models.ForeignKey(Import, models.CASCADE, related_name="problems")
    line = models.PositiveIntegerField()
    column = models.CharField(max_length=24, blank=True)
    code = models.CharField(max_length=24)
    masked = models.CharField(max_length=80, blank=True)

    class Meta:
        ordering = ["line", "id"]

    def __str__(self) -> str:
        return f"{self.line} {self.code}"
