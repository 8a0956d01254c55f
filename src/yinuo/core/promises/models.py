"""Standards that the institution sets, and the promises made under them."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from uuid_utils.compat import uuid7

from yinuo.platform.jobs.public import TsTzRange


class Policy(models.Model):
    """A standard, such as "first substantive response to a complaint"."""

    code = models.CharField(max_length=60, primary_key=True)
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
    """What a policy says for a half-open time; immutable, and of one policy only one is valid at any moment."""

    class Unit(models.TextChoices):
        MINUTE = "MINUTE", _("minutes")
        HOUR = "HOUR", _("hours")
        DAY = "DAY", _("days")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    policy = models.ForeignKey(Policy, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    valid_from = models.DateTimeField()
    valid_to = models.DateTimeField(null=True)
    amount = models.PositiveIntegerField()
    unit = models.CharField(max_length=8, choices=Unit)
    at_risk_percent = models.PositiveSmallIntegerField()
    alarm_percents = models.JSONField(default=list)

    class Meta:
        ordering = ["policy", "number"]
        constraints = [
            models.UniqueConstraint(fields=["policy", "number"], name="policy_version_number"),
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="policy_gives_time"),
            ExclusionConstraint(
                name="one_valid_version",
                expressions=[
                    ("policy", RangeOperators.EQUAL),
                    (TsTzRange("valid_from", "valid_to"), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.policy_id}#{self.number}"


class Promise(models.Model):
    """One policy version applied to one subject."""

    class State(models.TextChoices):
        RUNNING = "RUNNING", _("running")
        PAUSED = "PAUSED", _("paused")
        KEPT = "KEPT", _("kept")
        BROKEN = "BROKEN", _("broken")
        WITHDRAWN = "WITHDRAWN", _("withdrawn")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    version = models.ForeignKey(PolicyVersion, models.PROTECT, related_name="+")
    policy = models.ForeignKey(Policy, models.PROTECT, related_name="+")
    subject = models.CharField(max_length=80)
    path = models.CharField(max_length=255)
    owner_id = models.UUIDField(null=True)
    made_at = models.DateTimeField()
    at_risk_at = models.DateTimeField()
    due_at = models.DateTimeField()
    state = models.CharField(max_length=12, choices=State, default=State.RUNNING)
    settled_at = models.DateTimeField(null=True)
    evidence = models.CharField(max_length=120, blank=True)
    next_alarm_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(due_at__gt=models.F("made_at")), name="promise_gives_time"
            ),
            models.CheckConstraint(
                condition=models.Q(settled_at__isnull=False, evidence__gt="") | ~models.Q(state="KEPT"),
                name="kept_needs_evidence",
            ),
        ]
        indexes = [
            models.Index(fields=["subject"], name="promise_subject"),
            models.Index(
                fields=["next_alarm_at"],
                name="promise_alarm",
                condition=models.Q(next_alarm_at__isnull=False),
            ),
            models.Index(fields=["policy", "due_at"], name="promise_by_due"),
        ]

    def __str__(self) -> str:
        return f"{self.policy_id} {self.subject}"


class AlarmFired(models.Model):
    """An alarm that went off: dated by when it was due, with when it was carried out beside it."""

    promise = models.ForeignKey(Promise, models.CASCADE, related_name="alarms")
    level = models.PositiveSmallIntegerField()
    due_at = models.DateTimeField()
    fired_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["promise", "level"], name="each_level_once")]

    def __str__(self) -> str:
        return f"{self.promise_id}@{self.level}"
