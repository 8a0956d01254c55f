"""What the processes tell each other through the database."""

from __future__ import annotations

from django.db import models


class Beat(models.Model):
    """A clock process that lives, and when it last said so."""

    process = models.CharField(max_length=120, primary_key=True)
    beat_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.process
