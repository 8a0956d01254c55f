"""Saved views of the queue: a name for filters that somebody, or a team, looks through every day."""

from __future__ import annotations

from django.db import models
from uuid_utils.compat import uuid7


class SavedView(models.Model):
    """``owner`` for a view of one's own; without one it is the team's: everybody's who works at ``path`` or below."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField(max_length=40)
    owner = models.ForeignKey("identity.Staff", models.CASCADE, null=True, related_name="+")
    path = models.CharField(max_length=255)
    query = models.JSONField(default=dict)  # as the address of the queue says it
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["created_at", "id"]
        indexes = [
            models.Index(fields=["path"], name="saved_view_of_team"),
            models.Index(fields=["owner"], name="saved_view_own"),
        ]

    def __str__(self) -> str:
        return self.name
