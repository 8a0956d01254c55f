"""Further keys to a case's page, beside the one on its receipt."""

from __future__ import annotations

from django.db import models
from uuid_utils.compat import uuid7

from yinuo.features.cases.models.case import Case
from yinuo.features.cases.models.complainants import Complainant


class TrackingKey(models.Model):
    """A key that was made for a customer who signed in; it opens the page for a short time. Only its hash is kept."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    case = models.ForeignKey(Case, models.CASCADE, related_name="tracking_keys")
    person = models.ForeignKey(Complainant, models.CASCADE, null=True, related_name="+")
    digest = models.BinaryField(max_length=32, unique=True)
    ends_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return str(self.pk)
