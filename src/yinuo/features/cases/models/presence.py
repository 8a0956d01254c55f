"""Who has a case open at this moment."""

from __future__ import annotations

from django.db import models

from yinuo.features.cases.models.case import Case


class Presence(models.Model):
    """A member of staff on the page of a case; kept for as long as their page says so, and of no use afterwards."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="+")
    staff = models.ForeignKey("identity.Staff", models.CASCADE, related_name="+")
    seen_at = models.DateTimeField()
    is_writing = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "staff"], name="present_once")]
        indexes = [models.Index(fields=["staff", "seen_at"], name="presence_of_staff")]

    def __str__(self) -> str:
        return f"{self.staff_id} {self.case_id}"
