"""Standards that the institution sets."""

from __future__ import annotations

from hashlib import sha256
from uuid import uuid4

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from uuid_utils.compat import uuid7

from yinuo.core.promises.terms import ClockKind, Terms, Unit, stored_terms, write_terms
from yinuo.kernel.canonical import canonical_json
from yinuo.platform.jobs.public import TsTzRange


class Policy(models.Model):
    """
    A standard, such as "decision on a complex complaint within 30 days".

    Attributes:
        duty: what is owed, such as ``complaint.decision``: policies of one duty compete by their conditions.
    """

    code = models.CharField(max_length=60, primary_key=True)
    duty = models.CharField(max_length=60, db_index=True)
    name_zh = models.CharField(max_length=80)
    name_en = models.CharField(max_length=120)
    basis = models.CharField(max_length=160, blank=True)

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.code

    @property
    def name(self) -> str:
        """The name in the language of the reader."""
        return self.name_zh if (get_language() or "").startswith("zh") else self.name_en


class PolicyVersion(models.Model):
    """What a policy says for a half-open time; of one policy only one is valid at any moment."""

    class State(models.TextChoices):
        DRAFT = "DRAFT", _("draft")
        PUBLISHED = "PUBLISHED", _("published")
        DISCARDED = "DISCARDED", _("discarded")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    policy = models.ForeignKey(Policy, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=12, choices=State, default=State.PUBLISHED)
    valid_from = models.DateTimeField(null=True)
    valid_to = models.DateTimeField(null=True)
    amount = models.PositiveIntegerField()
    unit = models.CharField(max_length=24, choices=Unit)
    clock = models.CharField(max_length=8, choices=ClockKind, default=ClockKind.NATURAL)
    calendar = models.CharField(max_length=40, blank=True)
    conditions = models.JSONField(default=dict)
    priority = models.SmallIntegerField(default=0)
    at_risk_percent = models.PositiveSmallIntegerField()
    alarms = models.JSONField(default=list)
    pause_reasons = models.JSONField(default=list)
    extension_limit = models.PositiveIntegerField(default=0)
    settle_late = models.BooleanField(default=True)
    reminder_calendar = models.CharField(max_length=40, blank=True)
    drafted_by = models.UUIDField(null=True)
    drafted_at = models.DateTimeField(null=True)
    published_by = models.UUIDField(null=True)
    published_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["policy", "number"]
        constraints = [
            models.UniqueConstraint(fields=["policy", "number"], name="policy_version_number"),
            models.UniqueConstraint(fields=["id", "policy"], name="version_of_policy"),
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="policy_gives_time"),
            models.CheckConstraint(
                condition=~models.Q(state="PUBLISHED") | models.Q(valid_from__isnull=False),
                name="published_since_a_time",
            ),
            ExclusionConstraint(
                name="one_valid_version",
                expressions=[
                    ("policy", RangeOperators.EQUAL),
                    (TsTzRange("valid_from", "valid_to"), RangeOperators.OVERLAPS),
                ],
                condition=models.Q(state="PUBLISHED"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.policy_id}#{self.number}"

    @property
    def terms(self) -> Terms:
        """What it says."""
        return stored_terms({name: getattr(self, name) for name in Terms.__dataclass_fields__})

    @terms.setter
    def terms(self, terms: Terms) -> None:
        for name, value in write_terms(terms).items():
            setattr(self, name, value)

    @property
    def digest(self) -> str:
        """What exactly it says, as a hash: whoever approves it approves this."""
        return sha256(canonical_json(write_terms(self.terms))).hexdigest()


class PolicyEdition(models.Model):
    """The name of the policies as they are now, in one row; a trigger gives a new one with every change."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    name = models.UUIDField(default=uuid4)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="one_edition")]

    def __str__(self) -> str:
        return str(self.name)
