"""The keys, wrapped: destroying an owner's rows makes everything sealed for them unreadable."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from uuid_utils.compat import uuid7


class DataKey(models.Model):
    """
    One version of one owner's key, wrapped under a key of the installation.

    This table holds wrapped keys only, so that it can be backed up apart from the data and for a shorter time.
    """

    owner = models.UUIDField()
    version = models.PositiveIntegerField()
    suite = models.PositiveSmallIntegerField(default=1)
    key_id = models.CharField(max_length=80, default="file")
    key_version = models.PositiveIntegerField(default=1)
    wrapped = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "version"], name="one_key_for_each_version")]

    def __str__(self) -> str:
        return f"{self.owner}#{self.version}"


class IndexKey(models.Model):
    """
    One version of the key of the search indexes, wrapped in the same way.

    ``RETIRED`` is no longer written or searched; its index rows are being removed.
    """

    class State(models.TextChoices):
        ACTIVE = "ACTIVE"
        RETIRED = "RETIRED"

    version = models.PositiveIntegerField(primary_key=True)
    state = models.CharField(max_length=8, choices=State, default=State.ACTIVE)
    suite = models.PositiveSmallIntegerField(default=1)
    key_id = models.CharField(max_length=80)
    key_version = models.PositiveIntegerField()
    wrapped = models.BinaryField()

    def __str__(self) -> str:
        return f"index#{self.version}"


class Rotation(models.Model):
    """A rotation that was begun; ``reached`` is the last owner that is done, so that it can go on after a kill."""

    kind = models.CharField(max_length=8, primary_key=True)
    reached = models.UUIDField(null=True)
    begun_at = models.DateTimeField(db_default=Now())
    # Old keys stay until every read and write that began with them is over.
    settled_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.kind


class LegalHold(models.Model):
    """Somebody's data must be kept, whatever else was promised, until the hold is lifted."""

    class Cause(models.TextChoices):
        LITIGATION = "LITIGATION", _("Litigation")
        REGULATOR = "REGULATOR", _("Inquiry of a regulator")
        INVESTIGATION = "INVESTIGATION", _("Internal investigation")
        DISPUTE = "DISPUTE", _("Open dispute")
        OTHER = "OTHER", _("Another reason")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    owner = models.UUIDField(db_index=True)
    cause = models.CharField(max_length=16, choices=Cause)
    reference = models.CharField(max_length=120, blank=True)
    placed_by = models.CharField(max_length=60)
    placed_at = models.DateTimeField()
    lifted_by = models.CharField(max_length=60, blank=True)
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["placed_at", "id"]

    def __str__(self) -> str:
        return self.cause


class Erasure(models.Model):
    """The keys of this owner were destroyed: none is ever made for them again."""

    owner = models.UUIDField(primary_key=True)
    erased_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.owner)
