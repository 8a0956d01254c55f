"""What was said about a case."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from uuid_utils.compat import uuid7

from yinuo.features.cases.models.case import Case
from yinuo.features.cases.models.complainants import Complainant
from yinuo.features.cases.models.kinds import Source


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
    # Who of several people said it; None for the first customer, and for us.
    said_by = models.ForeignKey(Complainant, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    sealed = models.BinaryField()
    redacted = models.TextField()

    class Meta:
        ordering = ["at", "id"]
        indexes = [models.Index(fields=["case", "at", "id"], name="message_of_case")]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"
