"""What customers agreed to and withdrew: a history that only grows."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from uuid_utils.compat import uuid7

from yinuo.core.customers.models.customer import Customer


class Consent(models.Model):
    """One word of a customer about one purpose and channel; the last one counts."""

    class Purpose(models.TextChoices):
        SERVICE = "SERVICE", _("Service messages")
        SURVEY = "SURVEY", _("Surveys")
        PRODUCTS = "PRODUCTS", _("Product information")
        MARKET_NEWS = "MARKET_NEWS", _("Market news")
        PROFILING = "PROFILING", _("Personal analysis")
        SHARING = "SHARING", _("Sharing with partners")

    class Channel(models.TextChoices):
        ANY = "ANY", _("All channels")
        PHONE = "PHONE", _("Phone call")
        SMS = "SMS", _("Text message")
        EMAIL = "EMAIL", _("E-mail")
        APP = "APP", _("Mobile app")
        POST = "POST", _("Letter")

    class Proof(models.TextChoices):
        SIGNED_FORM = "SIGNED_FORM", _("Signed form")
        RECORDING = "RECORDING", _("Recorded call")
        PORTAL = "PORTAL", _("Ticked by the customer")
        MESSAGE = "MESSAGE", _("Written message")
        CORE_SYSTEM = "CORE_SYSTEM", _("Core system")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="consents")
    purpose = models.CharField(max_length=12, choices=Purpose)
    channel = models.CharField(max_length=8, choices=Channel)
    given = models.BooleanField()
    at = models.DateTimeField()
    proof = models.CharField(max_length=12, choices=Proof)
    reference = models.CharField(max_length=40, blank=True)
    recorded_by = models.CharField(max_length=60)
    recorded_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["customer", "purpose", "channel", "-at", "-id"], name="consent_newest")
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.channel} {self.given}"
