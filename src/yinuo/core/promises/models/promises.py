"""Promises, and what happened to them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from uuid_utils.compat import uuid7

from yinuo.core.promises.models.policies import Policy, PolicyVersion
from yinuo.core.promises.terms import PauseReason, Unit


class Promise(models.Model):
    """
    One policy version applied to one subject.

    Attributes:
        base_due_at: when it would be due had its clock never stood still.
        plan: its alarms as pairs of time and key, oldest first; those before ``next_alarm_at`` have gone off.
        calendar_version: of the calendar that its clock goes by.
        term: counts the due times that it was given: an extension begins a new one, with alarms of its own.
        paused_at: since when its clock stands still.
    """

    class State(models.TextChoices):
        RUNNING = "RUNNING", _("running")
        PAUSED = "PAUSED", _("paused")
        KEPT = "KEPT", _("kept")
        BROKEN = "BROKEN", _("broken")
        WITHDRAWN = "WITHDRAWN", _("withdrawn")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    # The migrations see to it that the pair of them is a published version of that policy, without a lock on it.
    version = models.ForeignKey(
        PolicyVersion, models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    policy = models.ForeignKey(Policy, models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    subject = models.CharField(max_length=80)
    path = models.CharField(max_length=255)
    owner_id = models.UUIDField(null=True)
    calendar_version = models.UUIDField(null=True)
    made_at = models.DateTimeField()
    base_due_at = models.DateTimeField()
    at_risk_at = models.DateTimeField()
    due_at = models.DateTimeField()
    state = models.CharField(max_length=12, choices=State, default=State.RUNNING)
    paused_at = models.DateTimeField(null=True)
    pause_reason = models.CharField(max_length=24, choices=PauseReason, blank=True)
    settled_at = models.DateTimeField(null=True)
    evidence = models.CharField(max_length=120, blank=True)
    is_provisional = models.BooleanField(default=False)
    term = models.PositiveSmallIntegerField(default=1)
    plan = models.JSONField(default=list)
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
            models.CheckConstraint(
                condition=models.Q(state="PAUSED", paused_at__isnull=False, next_alarm_at__isnull=True)
                | (~models.Q(state="PAUSED") & models.Q(paused_at__isnull=True)),
                name="paused_stands_still",
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
            models.Index(
                fields=["policy", "id"],
                name="promise_open",
                condition=models.Q(state__in=["RUNNING", "PAUSED"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.policy_id} {self.subject}"


class Pause(models.Model):
    """A half-open time in which the clock of a promise stood still; without an end it still does."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    promise = models.ForeignKey(Promise, models.CASCADE, related_name="pauses")
    reason = models.CharField(max_length=24, choices=PauseReason)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    class Meta:
        ordering = ["since"]
        constraints = [
            models.UniqueConstraint(
                fields=["promise"], condition=models.Q(until__isnull=True), name="one_open_pause"
            ),
            models.CheckConstraint(
                condition=models.Q(until__isnull=True) | models.Q(until__gte=models.F("since")),
                name="pause_runs_forwards",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reason} since {self.since:%Y-%m-%d %H:%M}"


class Extension(models.Model):
    """More time for one promise, asked by one person, approved by another; ``told`` shows that the customer knows."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    promise = models.ForeignKey(Promise, models.CASCADE, related_name="extensions")
    amount = models.PositiveIntegerField()
    unit = models.CharField(max_length=24, choices=Unit)
    reason = models.CharField(max_length=60)
    told = models.CharField(max_length=120)
    asked_by = models.UUIDField()
    approved_by = models.UUIDField()
    extended_at = models.DateTimeField()
    due_before = models.DateTimeField()
    due_after = models.DateTimeField()

    class Meta:
        ordering = ["extended_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(asked_by=models.F("approved_by")), name="extension_has_four_eyes"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.amount} {self.unit}"


class AlarmFired(models.Model):
    """
    An alarm that went off: dated by when it was due, with when it was carried out beside it.

    Attributes:
        spoke: False where a higher level of the same promise, due at the same look, spoke for it.
        is_late: it was carried out notably later than it was due, after an outage for example.
    """

    promise = models.ForeignKey(Promise, models.CASCADE, related_name="alarms", db_index=False)
    term = models.PositiveSmallIntegerField(default=1)
    key = models.CharField(max_length=12)
    due_at = models.DateTimeField()
    fired_at = models.DateTimeField()
    spoke = models.BooleanField(default=True)
    is_late = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["promise", "term", "key"], name="each_level_once")]

    def __str__(self) -> str:
        return f"{self.promise_id}@{self.key}"


class ClockTally(models.Model):
    """How many alarms the clock processes have fired, in a few rows so that they do not wait for each other."""

    slot = models.PositiveSmallIntegerField(primary_key=True)
    fired = models.BigIntegerField(default=0)
    late = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.slot)
