"""Legal holds: while one lies on a customer, nothing of theirs is destroyed."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from uuid_utils.compat import uuid7

from yinuo.core.customers.models.customer import Customer


class LegalHold(models.Model):
    """A reason to keep everything, from one day until it is lifted."""

    class Cause(models.TextChoices):
        LITIGATION = "LITIGATION", _("Litigation")
        REGULATOR = "REGULATOR", _("Inquiry of a regulator")
        INVESTIGATION = "INVESTIGATION", _("Internal investigation")
        DISPUTE = "DISPUTE", _("Open dispute")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="holds")
    cause = models.CharField(max_length=16, choices=Cause)
    reference = models.CharField(max_length=40, blank=True)
    placed_by = models.CharField(max_length=60)
    placed_at = models.DateTimeField()
    lifted_by = models.CharField(max_length=60, blank=True)
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["placed_at", "id"]

    def __str__(self) -> str:
        return self.cause
