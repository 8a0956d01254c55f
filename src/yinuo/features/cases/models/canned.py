"""What is said and done again and again: texts of a team, and sets of acts under a name."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from uuid_utils.compat import uuid7


class CannedText(models.Model):
    """A text for answers, with places that the case fills; for everybody who works at ``path`` or below."""

    class Language(models.TextChoices):
        CHINESE = "zh-hans", _("Chinese")
        ENGLISH = "en", _("English")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    path = models.CharField(max_length=255)
    language = models.CharField(max_length=8, choices=Language)
    title = models.CharField(max_length=60)
    text = models.TextField()
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["title", "id"]
        constraints = [
            models.UniqueConstraint(fields=["path", "language", "title"], name="canned_text_once"),
        ]

    def __str__(self) -> str:
        return self.title


class Macro(models.Model):
    """
    Acts under a name; with ``owner`` one's own, without one for everybody who works at ``path`` or below.

    Attributes:
        acts: ``note``, ``level``, ``confirm`` (the suggested classification), ``task`` (what, unit), ``answer``.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField(max_length=60)
    owner = models.ForeignKey("identity.Staff", models.CASCADE, null=True, related_name="+")
    path = models.CharField(max_length=255)
    acts = models.JSONField(default=dict)
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["name", "id"]
        indexes = [
            models.Index(fields=["path"], name="macro_of_team"),
            models.Index(fields=["owner"], name="macro_own"),
        ]

    def __str__(self) -> str:
        return self.name
