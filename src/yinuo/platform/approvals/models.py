"""What was asked for, exactly as it was shown, and who decided it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from uuid_utils.compat import uuid7


class State(models.TextChoices):
    WAITING = "WAITING", _("Waiting for a decision")
    GRANTED = "GRANTED", _("Approved")
    REFUSED = "REFUSED", _("Not approved")
    WITHDRAWN = "WITHDRAWN", _("Taken back")
    EXPIRED = "EXPIRED", _("Nobody decided in time")


class Approval(models.Model):
    """Something that one person asked for and another decides."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.CharField(max_length=60)
    subject = models.CharField(max_length=80)
    path = models.CharField(max_length=255)
    content = models.JSONField()  # codes, ids, amounts and masks: what is done once it is approved
    shown = models.JSONField()  # for each language, the lines that everybody reads before they decide
    digest = models.BinaryField(max_length=32)
    reason = models.TextField()  # redacted
    state = models.CharField(max_length=12, choices=State, default=State.WAITING)
    requester = models.ForeignKey("identity.Staff", models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    decided_by = models.ForeignKey("identity.Staff", models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True)
    note = models.TextField(blank=True)  # redacted
    carried_out_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(decided_by__isnull=True) | ~models.Q(decided_by=models.F("requester")),
                name="approval_by_another_person",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["GRANTED", "REFUSED"], decided_by__isnull=False)
                | models.Q(state__in=["WAITING", "WITHDRAWN", "EXPIRED"], decided_by__isnull=True),
                name="approval_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=models.Q(carried_out_at__isnull=True) | models.Q(state="GRANTED"),
                name="approval_granted_before_carried_out",
            ),
            models.UniqueConstraint(
                fields=["kind", "subject", "digest", "requester"],
                condition=models.Q(state="WAITING"),
                name="approval_asked_once",
            ),
        ]
        indexes = [
            models.Index(fields=["expires_at"], name="approval_waiting", condition=models.Q(state="WAITING")),
            models.Index(fields=["requester", "-asked_at", "-id"], name="approval_of_requester"),
            models.Index(fields=["subject", "kind"], name="approval_of_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"
