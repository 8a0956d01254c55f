"""Files of customers that were taken over: what was found, what was refused, how far it went."""

from __future__ import annotations

from django.db import models

from yinuo.platform.takeovers.public import GivenFile


class Import(GivenFile):
    """A file of customers."""

    class Meta:
        indexes = [models.Index(fields=["-id"], name="import_newest")]


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
