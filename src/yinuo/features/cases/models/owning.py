"""The rules that choose owners, edition by edition; what was in force stays readable."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from uuid_utils.compat import uuid7


class OwnerRules(models.Model):
    """All rules in their order; an edition that was once in force is never changed."""

    class State(models.TextChoices):
        DRAFT = "DRAFT", _("draft")
        IN_FORCE = "IN_FORCE", _("in force")
        REPLACED = "REPLACED", _("replaced")
        DISCARDED = "DISCARDED", _("discarded")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    number = models.PositiveIntegerField(unique=True)
    state = models.CharField(max_length=12, choices=State, default=State.DRAFT)
    rules = models.JSONField()
    revision = models.PositiveIntegerField(default=1)
    drafted_by = models.UUIDField(null=True)
    drafted_at = models.DateTimeField()
    put_in_force_by = models.UUIDField(null=True)
    in_force_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["state"], condition=models.Q(state="IN_FORCE"), name="owner_rules_in_force_once"
            ),
            models.UniqueConstraint(
                fields=["state"], condition=models.Q(state="DRAFT"), name="owner_rules_one_draft"
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["DRAFT", "DISCARDED"]) | models.Q(in_force_at__isnull=False),
                name="owner_rules_in_force_since",
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.number}"
