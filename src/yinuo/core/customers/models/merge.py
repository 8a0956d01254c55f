"""Two records of one customer: joined, parted again, or known to be two."""

from __future__ import annotations

from django.db import models
from uuid_utils.compat import uuid7

from yinuo.core.customers.models.customer import Customer


class Merge(models.Model):
    """One joining; ``moved`` are the records that pointed elsewhere before, for undoing."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kept = models.ForeignKey(Customer, models.PROTECT, related_name="+")
    merged = models.ForeignKey(Customer, models.PROTECT, related_name="+")
    moved = models.JSONField(default=list)
    actor = models.CharField(max_length=60)
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)
    undone_by = models.CharField(max_length=60, blank=True)

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.merged_id}>{self.kept_id}"


class Dismissal(models.Model):
    """Somebody looked at two records and says that they are two people."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    one = models.ForeignKey(Customer, models.CASCADE, related_name="+")
    other = models.ForeignKey(Customer, models.CASCADE, related_name="+")
    actor = models.CharField(max_length=60)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="dismissed_once"),
            models.CheckConstraint(condition=models.Q(one__lt=models.F("other")), name="dismissed_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.one_id} {self.other_id}"
