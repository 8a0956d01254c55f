"""Consultations and complaints, and what was said about them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from uuid_utils.compat import uuid7


class Kind(models.TextChoices):
    """What somebody wants of us; each has its own standards."""

    COMPLAINT = "COMPLAINT", _("Complaint")
    CONSULTATION = "CONSULTATION", _("Consultation")
    SUGGESTION = "SUGGESTION", _("Suggestion")
    PRAISE = "PRAISE", _("Praise")


class Source(models.TextChoices):
    """How it reached us."""

    WEB_FORM = "WEB_FORM", _("Web form")
    HOTLINE = "HOTLINE", _("Hotline")
    COUNTER = "COUNTER", _("Branch counter")
    PORTAL = "PORTAL", _("Mobile app")
    CHAT = "CHAT", _("Online chat")
    EMAIL = "EMAIL", _("E-mail")
    SOCIAL_MEDIA = "SOCIAL_MEDIA", _("Social media")
    LETTER = "LETTER", _("Letter")
    REGULATOR = "REGULATOR", _("Regulator")
    MUNICIPAL_HOTLINE = "MUNICIPAL_HOTLINE", _("12345 hotline")
    CONSUMER_HOTLINE = "CONSUMER_HOTLINE", _("12315 hotline")
    MEDIA = "MEDIA", _("Media")
    CFPB = "CFPB", _("CFPB import")


class Level(models.TextChoices):
    ORDINARY = "ORDINARY", _("Ordinary")
    COMPLEX = "COMPLEX", _("Complex")
    MAJOR = "MAJOR", _("Major")


class State(models.TextChoices):
    OPEN = "OPEN", _("Waiting for an answer")
    ANSWERED = "ANSWERED", _("Answered")
    RESOLVED = "RESOLVED", _("Resolved")
    WITHDRAWN = "WITHDRAWN", _("Withdrawn")


LIVING = (State.OPEN, State.ANSWERED)


class Case(models.Model):
    """One matter of one customer, from the first word to the result."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    number = models.CharField(max_length=24, unique=True)
    kind = models.CharField(max_length=16, choices=Kind)
    source = models.CharField(max_length=20, choices=Source)
    level = models.CharField(max_length=12, choices=Level, default=Level.ORDINARY)
    state = models.CharField(max_length=12, choices=State, default=State.OPEN)
    subject = models.CharField(
        max_length=200
    )  # redacted; what was written stands sealed in the first message
    customer = models.ForeignKey("customers.Customer", models.PROTECT, related_name="+")
    path = models.CharField(max_length=255)
    owner = models.ForeignKey("identity.Staff", models.PROTECT, null=True, related_name="+")
    voiced_at = models.DateTimeField()
    opened_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    resolved_at = models.DateTimeField(null=True)
    cause = models.CharField(max_length=16, blank=True)
    # The nearest time that something on this case is owed by: what queues are sorted by.
    attention_at = models.DateTimeField(null=True)
    tracking_digest = models.BinaryField(max_length=32, unique=True)
    external_id = models.CharField(max_length=40, blank=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["source", "external_id"], condition=~models.Q(external_id=""), name="imported_once"
            ),
            models.CheckConstraint(
                condition=~models.Q(state="RESOLVED") | models.Q(resolved_at__isnull=False, cause__gt=""),
                name="resolved_needs_cause",
            ),
        ]
        indexes = [
            models.Index(
                fields=["owner", "attention_at", "id"],
                name="case_my_queue",
                condition=models.Q(state__in=["OPEN", "ANSWERED"]),
            ),
            models.Index(
                fields=["path", "attention_at", "id"],
                name="case_team_queue",
                opclasses=["varchar_pattern_ops", "timestamptz_ops", "uuid_ops"],
                condition=models.Q(state__in=["OPEN", "ANSWERED"]),
            ),
            models.Index(fields=["-opened_at", "-id"], name="case_all_newest"),
            models.Index(fields=["customer"], name="case_customer"),
        ]

    def __str__(self) -> str:
        return self.number


class Message(models.Model):
    """Something said: by the customer, to the customer, or among colleagues."""

    class Kind(models.TextChoices):
        CUSTOMER = "CUSTOMER", _("From the customer")
        REPLY = "REPLY", _("To the customer")
        NOTE = "NOTE", _("Internal note")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="messages")
    kind = models.CharField(max_length=12, choices=Kind)
    channel = models.CharField(max_length=20, choices=Source, blank=True)
    author_id = models.UUIDField(null=True)  # of the member of staff; None for the customer
    at = models.DateTimeField()
    sealed = models.BinaryField()
    redacted = models.TextField()

    class Meta:
        ordering = ["at", "id"]
        indexes = [models.Index(fields=["case", "at", "id"], name="message_of_case")]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"
