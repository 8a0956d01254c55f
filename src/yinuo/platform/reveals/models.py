"""Who saw what in clear and why, who reviewed it, and what looked unusual."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from uuid_utils.compat import uuid7


class Reason(models.TextChoices):
    """Why somebody needs a value in clear."""

    CALL = "CALL", _("To call the customer")
    WRITE = "WRITE", _("To write to the customer")
    VERIFY = "VERIFY", _("To check who is speaking")
    LOOK_UP = "LOOK_UP", _("To find a transaction in another system")
    READ = "READ", _("To understand what the customer wrote")
    AUTHORITY = "AUTHORITY", _("An authority asks for it")
    OTHER = "OTHER", _("Another reason")


class Review(models.TextChoices):
    WAITING = "WAITING", _("Waiting for review")
    JUSTIFIED = "JUSTIFIED", _("Justified")
    NOT_JUSTIFIED = "NOT_JUSTIFIED", _("Not justified")


class Reveal(models.Model):
    """One sealed value, shown once to one person; the value itself is not here."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.CharField(max_length=60)
    object_id = models.UUIDField()
    owner = models.UUIDField()  # whose data: the customer
    path = models.CharField(max_length=255)
    mask = models.CharField(max_length=80)
    staff = models.ForeignKey("identity.Staff", models.PROTECT, related_name="+")
    staff_path = models.CharField(max_length=255)
    reason = models.CharField(max_length=12, choices=Reason)
    text = models.TextField()  # redacted
    at = models.DateTimeField()
    review = models.CharField(max_length=16, choices=Review, default=Review.WAITING)
    reviewer = models.ForeignKey("identity.Staff", models.PROTECT, null=True, related_name="+")
    reviewed_at = models.DateTimeField(null=True)
    note = models.TextField(blank=True)  # redacted

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(reviewer__isnull=True) | ~models.Q(reviewer=models.F("staff")),
                name="reveal_reviewed_by_another",
            ),
            models.CheckConstraint(
                condition=models.Q(review="WAITING", reviewer__isnull=True)
                | (~models.Q(review="WAITING") & models.Q(reviewer__isnull=False)),
                name="reveal_reviewed_by_somebody",
            ),
        ]
        indexes = [
            models.Index(fields=["staff", "-at", "-id"], name="reveal_of_staff"),
            models.Index(fields=["owner", "-at"], name="reveal_of_owner"),
            models.Index(fields=["at", "id"], name="reveal_waiting", condition=models.Q(review="WAITING")),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class Allowance(models.Model):
    """More reveals than usual for one person, until a moment; approved by a second one."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    staff = models.ForeignKey("identity.Staff", models.PROTECT, related_name="+")
    hourly = models.PositiveIntegerField()
    until = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["staff", "until"], name="allowance_of_staff")]

    def __str__(self) -> str:
        return f"{self.staff_id} {self.hourly}"


class Rule(models.TextChoices):
    """What the watch looks for."""

    REVEAL_RATE = "REVEAL_RATE", _("Many values seen in clear")
    OFF_HOURS = "OFF_HOURS", _("Seen in clear outside working hours")
    OTHER_BRANCH = "OTHER_BRANCH", _("Customers of another branch seen in clear")
    DENIALS = "DENIALS", _("Refused again and again")
    SEARCHES = "SEARCHES", _("Many searches for customers")


class Alarm(models.Model):
    """Access that looks unusual; somebody looks at it and says what it was."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    rule = models.CharField(max_length=16, choices=Rule)
    staff = models.ForeignKey("identity.Staff", models.PROTECT, related_name="+")
    path = models.CharField(max_length=255)
    window = models.DateTimeField()  # the beginning of the hour in which it was seen
    count = models.PositiveIntegerField()
    limit = models.PositiveIntegerField()
    at = models.DateTimeField()
    closed_by = models.ForeignKey("identity.Staff", models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True)
    note = models.TextField(blank=True)  # redacted

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["rule", "staff", "window"], name="alarm_once_an_hour"),
            models.CheckConstraint(
                condition=models.Q(closed_by__isnull=True) | ~models.Q(closed_by=models.F("staff")),
                name="alarm_closed_by_another",
            ),
        ]
        indexes = [
            models.Index(fields=["-at"], name="alarm_open", condition=models.Q(closed_by__isnull=True))
        ]

    def __str__(self) -> str:
        return f"{self.rule} {self.pk}"
