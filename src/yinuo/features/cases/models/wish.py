"""How somebody wishes to be answered."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from yinuo.features.cases.models.case import Case


class AnswerBy(models.TextChoices):
    """The ways in which a customer may ask for the answer; it stands on their page in any case."""

    PHONE = "PHONE", _("By phone")
    EMAIL = "EMAIL", _("By e-mail")
    PAGE = "PAGE", _("On this page only")


class PreferredTime(models.TextChoices):
    """When a call suits them."""

    ANY = "ANY", _("At any time")
    MORNING = "MORNING", _("In the morning, 9 to 12")
    AFTERNOON = "AFTERNOON", _("In the afternoon, 12 to 18")
    EVENING = "EVENING", _("In the evening, 18 to 21")


class Demand(models.TextChoices):
    """What a customer wants: dimension W of the taxonomy."""

    W01 = "W01", _("My money back")
    W02 = "W02", _("To know why it happened")
    W03 = "W03", _("An answer")
    W04 = "W04", _("Information about my account")
    W05 = "W05", _("Compensation")
    W06 = "W06", _("No more calls or messages")
    W07 = "W07", _("To have it done faster")
    W08 = "W08", _("To use the service again")


class Wish(models.Model):
    """What the customer chose when they turned to us."""

    case = models.OneToOneField(Case, models.CASCADE, primary_key=True, related_name="wish")
    answer_by = models.CharField(max_length=8, choices=AnswerBy, default=AnswerBy.PHONE)
    preferred_time = models.CharField(max_length=12, choices=PreferredTime, default=PreferredTime.ANY)

    def __str__(self) -> str:
        return f"{self.answer_by} {self.preferred_time}"
