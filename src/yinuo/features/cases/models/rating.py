"""What a customer thinks of how their case was handled."""

from __future__ import annotations

from django.db import models
from uuid_utils.compat import uuid7

from yinuo.features.cases.models.case import Case


class Rating(models.Model):
    """Marks from 1 to 5, with words under seal; given once, changeable for a day."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    case = models.OneToOneField(Case, models.PROTECT, related_name="rating")
    score = models.PositiveSmallIntegerField()
    sealed = models.BinaryField(null=True)
    redacted = models.TextField(blank=True)
    given_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(score__range=(1, 5)), name="rating_from_one_to_five")
        ]
        indexes = [models.Index(fields=["given_at"], name="rating_given")]

    def __str__(self) -> str:
        return str(self.score)
