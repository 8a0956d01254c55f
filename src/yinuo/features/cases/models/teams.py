"""Dedicated teams: the people who know a customer."""

from __future__ import annotations

from django.db import models
from uuid_utils.compat import uuid7


class ServiceTeam(models.Model):
    """A named team that looks after some customers; ``path`` is the unit that it belongs to."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField(max_length=80)
    path = models.CharField(max_length=255)
    made_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["name", "id"]
        indexes = [
            models.Index(fields=["path"], name="service_team_subtree", opclasses=["varchar_pattern_ops"])
        ]

    def __str__(self) -> str:
        return self.name


class TeamMember(models.Model):
    """Somebody in a team; of a team one at most is the relationship manager."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    team = models.ForeignKey(ServiceTeam, models.CASCADE, related_name="members")
    staff = models.ForeignKey("identity.Staff", models.PROTECT, related_name="+")
    is_manager = models.BooleanField(default=False)
    since = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["team", "staff"], name="team_member_once"),
            models.UniqueConstraint(
                fields=["team"], condition=models.Q(is_manager=True), name="team_one_manager"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.team_id} {self.staff_id}"


class TeamCustomer(models.Model):
    """A customer whom a team looks after; one team at a time."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    team = models.ForeignKey(ServiceTeam, models.CASCADE, related_name="customers")
    customer = models.OneToOneField("customers.Customer", models.PROTECT, related_name="+")
    since = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.team_id} {self.customer_id}"
