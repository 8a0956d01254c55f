"""Customers' own keys, wrapped; destroying a row makes everything sealed under it unreadable."""

from __future__ import annotations

from django.db import models


class DataKey(models.Model):
    """One version of one owner's key, wrapped under a version of the installation's key."""

    owner = models.UUIDField()
    version = models.PositiveIntegerField()
    wrapped = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "version"], name="one_key_for_each_version")]

    def __str__(self) -> str:
        return f"{self.owner}#{self.version}"
