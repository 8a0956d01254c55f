"""Classifications that an institution put in place of the one that comes with the house, edition by edition."""

from __future__ import annotations

from django.db import models
from uuid_utils.compat import uuid7


class TaxonomyEdition(models.Model):
    """
    Whole dimensions, valid from a moment until the next edition that holds them; never changed.

    Attributes:
        entries: in the order of the tree: ``dimension``, ``code``, ``parent``, ``zh``, ``en``, ``replaces`` (codes).
        digest: of the entries, so that a file is taken once.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    number = models.PositiveIntegerField(unique=True)
    valid_from = models.DateTimeField(unique=True)
    entries = models.JSONField()
    digest = models.BinaryField(max_length=32)
    imported_at = models.DateTimeField()

    class Meta:
        ordering = ["valid_from"]

    def __str__(self) -> str:
        return f"#{self.number}"
