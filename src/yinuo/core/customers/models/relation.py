"""How the relation with a customer went: a history that only grows, for churn to be counted."""

from __future__ import annotations

from django.db import models
from uuid_utils.compat import uuid7

from yinuo.core.customers.models.customer import Customer, State


class RelationChange(models.Model):
    """One step: from which state to which, on which day, and why."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="relation_changes")
    before = models.CharField(max_length=8, choices=State, blank=True)
    after = models.CharField(max_length=8, choices=State)
    effective_date = models.DateField()
    cause = models.CharField(max_length=24, blank=True)
    actor = models.CharField(max_length=60)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]
        indexes = [models.Index(fields=["after", "effective_date"], name="relation_change_by_day")]

    def __str__(self) -> str:
        return f"{self.before}>{self.after}"
