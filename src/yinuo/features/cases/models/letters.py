"""The decision in writing, and how it reached the customer."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from uuid_utils.compat import uuid7

from yinuo.features.cases.models.case import Case


class Letter(models.Model):
    """A decision in writing: the file that the customer gets, and the hash of what it says."""

    class State(models.TextChoices):
        WAITING = "WAITING", _("waits for a second person")
        ISSUED = "ISSUED", _("issued")
        REFUSED = "REFUSED", _("not released")
        REPLACED = "REPLACED", _("replaced by another")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="letters")
    state = models.CharField(max_length=8, choices=State, default=State.ISSUED)
    file_id = models.UUIDField(unique=True)
    digest = models.CharField(max_length=64)  # SHA-256 of the PDF
    language = models.CharField(max_length=16)
    written_by = models.UUIDField(null=True)
    written_at = models.DateTimeField()
    issued_at = models.DateTimeField(null=True)
    approval_id = models.UUIDField(null=True)  # of the request that a second person decides, where one has to
    delivered_at = models.DateTimeField(null=True)  # of the first attempt that reached the customer

    class Meta:
        ordering = ["written_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=models.Q(state="WAITING"), name="one_letter_waits"
            ),
            models.CheckConstraint(
                condition=models.Q(state="ISSUED", issued_at__isnull=False)
                | (~models.Q(state="ISSUED") & models.Q(issued_at__isnull=True)),
                name="issued_letter_has_time",
            ),
        ]

    def __str__(self) -> str:
        return str(self.file_id)


class Delivery(models.Model):
    """One attempt to bring a letter to the customer: what counts is when it was made, and what proves it."""

    class Way(models.TextChoices):
        HANDED_OVER = "HANDED_OVER", _("handed over")
        POSTED = "POSTED", _("posted")
        SENT = "SENT", _("sent electronically")
        DOWNLOADED = "DOWNLOADED", _("downloaded by the customer")

    class Outcome(models.TextChoices):
        UNDER_WAY = "UNDER_WAY", _("under way")
        REACHED = "REACHED", _("reached the customer")
        FAILED = "FAILED", _("did not reach the customer")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    letter = models.ForeignKey(Letter, models.PROTECT, related_name="deliveries")
    way = models.CharField(max_length=12, choices=Way)
    outcome = models.CharField(max_length=12, choices=Outcome)
    at = models.DateTimeField()
    proof = models.CharField(max_length=300)  # redacted: a postal number, who signed, which line
    recorded_by = models.UUIDField(null=True)
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(at__lte=models.F("recorded_at")), name="delivery_happened"
            ),
            models.CheckConstraint(condition=models.Q(proof__gt=""), name="delivery_has_proof"),
        ]

    def __str__(self) -> str:
        return f"{self.way} {self.at:%Y-%m-%d %H:%M}"
