"""Calendars as the institution sets them: versions with half-open validity, of which only drafts change."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from uuid_utils.compat import uuid7

from yinuo.platform.jobs.public import TsTzRange


class BusinessCalendar(models.Model):
    """A calendar, such as the bank's opening hours."""

    code = models.CharField(max_length=40, primary_key=True)
    name_zh = models.CharField(max_length=80)
    name_en = models.CharField(max_length=120)

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.code

    @property
    def name(self) -> str:
        """The name in the language of the reader."""
        return self.name_zh if (get_language() or "").startswith("zh") else self.name_en


class CalendarVersion(models.Model):
    """
    What a calendar says for a half-open time; of one calendar only one version is in force at any moment.

    Attributes:
        data: as ``yinuo.kernel.worktime.calendar_from`` reads it.
    """

    class State(models.TextChoices):
        DRAFT = "DRAFT", _("draft")
        PUBLISHED = "PUBLISHED", _("published")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    calendar = models.ForeignKey(BusinessCalendar, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=12, choices=State, default=State.DRAFT)
    data = models.JSONField()
    valid_from = models.DateTimeField(null=True)
    valid_to = models.DateTimeField(null=True)
    drafted_by = models.UUIDField(null=True)
    drafted_at = models.DateTimeField(null=True)
    published_by = models.UUIDField(null=True)
    published_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["calendar", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["calendar", "number"], name="calendar_version_number"),
            models.UniqueConstraint(
                fields=["calendar"], condition=models.Q(state="DRAFT"), name="one_draft_of_a_calendar"
            ),
            models.CheckConstraint(
                condition=models.Q(state="DRAFT") | models.Q(valid_from__isnull=False),
                name="published_calendar_has_a_beginning",
            ),
            ExclusionConstraint(
                name="one_calendar_version_in_force",
                expressions=[
                    ("calendar", RangeOperators.EQUAL),
                    (TsTzRange("valid_from", "valid_to"), RangeOperators.OVERLAPS),
                ],
                condition=models.Q(state="PUBLISHED"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.calendar_id}#{self.number}"
