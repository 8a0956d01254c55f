"""The row of a customer: nothing in it says who they are."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from uuid_utils.compat import uuid7


class Segment(models.TextChoices):
    """Which part of the institution's business somebody belongs to."""

    RETAIL = "RETAIL", _("Retail")
    WEALTH = "WEALTH", _("Wealth management")
    PRIVATE = "PRIVATE", _("Private banking")
    SMALL_BUSINESS = "SMALL_BUSINESS", _("Small business")
    CORPORATE = "CORPORATE", _("Corporate")


class State(models.TextChoices):
    """How the relation with the institution stands."""

    PROSPECT = "PROSPECT", _("Prospect")
    ACTIVE = "ACTIVE", _("Active")
    DORMANT = "DORMANT", _("Dormant")
    CLOSED = "CLOSED", _("Closed")


class Vulnerability(models.TextChoices):
    """Why somebody deserves particular care; what colleagues need to know, and no diagnosis."""

    ELDERLY = "ELDERLY", _("Elderly")
    MINOR = "MINOR", _("Minor")
    SIGHT = "SIGHT", _("Impaired sight")
    HEARING = "HEARING", _("Impaired hearing")
    LANGUAGE = "LANGUAGE", _("Needs an interpreter")
    HARDSHIP = "HARDSHIP", _("In financial hardship")
    GUARDIAN = "GUARDIAN", _("Has a guardian")


class Customer(models.Model):
    """A person or company that the institution serves, or that turned to it."""

    class Kind(models.TextChoices):
        PERSON = "PERSON", _("Person")
        COMPANY = "COMPANY", _("Company")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.PERSON)
    name_mask = models.CharField(max_length=16, blank=True)
    tier = models.CharField(max_length=24, blank=True)
    segment = models.CharField(max_length=16, choices=Segment, blank=True)
    path = models.CharField(max_length=255)
    manager = models.ForeignKey("identity.Staff", models.PROTECT, null=True, related_name="+", db_index=False)
    language = models.CharField(max_length=16, blank=True)
    time_zone = models.CharField(max_length=40, blank=True)
    vulnerabilities = ArrayField(models.CharField(max_length=12, choices=Vulnerability), default=list)
    state = models.CharField(max_length=8, choices=State, default=State.ACTIVE)
    closed_date = models.DateField(null=True)
    closed_cause = models.CharField(max_length=24, blank=True)
    # Of two records of one person the younger points to the other; nothing is copied, so that undoing is exact.
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, related_name="merged", db_index=False)
    erased_at = models.DateTimeField(null=True)
    imported_by = models.UUIDField(null=True)
    revision = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state="CLOSED", closed_date__isnull=False, closed_cause__gt="")
                | (~models.Q(state="CLOSED") & models.Q(closed_date__isnull=True, closed_cause="")),
                name="closed_needs_date_and_cause",
            ),
            models.CheckConstraint(
                condition=~models.Q(merged_into=models.F("id")), name="merged_into_another"
            ),
        ]
        indexes = [
            models.Index(
                fields=["path", "-id"], name="customer_subtree", opclasses=["varchar_pattern_ops", "uuid_ops"]
            ),
            models.Index(fields=["tier", "-id"], name="customer_tier"),
            models.Index(fields=["segment", "state", "-id"], name="customer_segment"),
            models.Index(
                fields=["merged_into"],
                name="customer_merged",
                condition=models.Q(merged_into__isnull=False),
            ),
            models.Index(
                fields=["manager"], name="customer_manager", condition=models.Q(manager__isnull=False)
            ),
            models.Index(
                fields=["created_at"],
                name="prospect_by_age",
                condition=models.Q(state="PROSPECT", merged_into__isnull=True, erased_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)
