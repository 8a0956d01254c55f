"""Policies that were applied again to promises that were open already."""

from __future__ import annotations

from django.db import models
from uuid_utils.compat import uuid7

from yinuo.core.promises.models.policies import Policy, PolicyVersion
from yinuo.core.promises.models.promises import Promise


class Reapplication(models.Model):
    """
    One decision to measure open promises by another version, carried out in batches.

    Attributes:
        version: by which they are measured; None puts back what ``undoes`` changed.
        reached: the last promise that was looked at, so that it goes on from there after a crash.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    policy = models.ForeignKey(Policy, models.PROTECT, related_name="+")
    version = models.ForeignKey(PolicyVersion, models.PROTECT, null=True, related_name="+")
    undoes = models.OneToOneField("self", models.PROTECT, null=True, related_name="undone_by")
    asked_by = models.CharField(max_length=60)
    reason = models.CharField(max_length=200)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    reached = models.UUIDField(null=True)
    looked_at = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    broken = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-started_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["policy"],
                condition=models.Q(finished_at__isnull=True),
                name="one_reapplication_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.policy_id} {self.started_at:%Y-%m-%d}"


class Reapplied(models.Model):
    """One promise that a re-application changed, and what it was before."""

    reapplication = models.ForeignKey(Reapplication, models.CASCADE, related_name="promises")
    promise = models.ForeignKey(Promise, models.CASCADE, related_name="+")
    from_version = models.ForeignKey(PolicyVersion, models.PROTECT, related_name="+", db_index=False)
    due_before = models.DateTimeField()
    due_after = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["reapplication", "promise"], name="reapplied_once"),
        ]

    def __str__(self) -> str:
        return f"{self.promise_id}"
