"""The customer record: sealed values, their masks, and the keyed hashes that find them."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from uuid_utils.compat import uuid7


class Customer(models.Model):
    """A person or company that the institution serves, or that turned to it."""

    class Kind(models.TextChoices):
        PERSON = "PERSON", _("Person")
        COMPANY = "COMPANY", _("Company")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.PERSON)
    name_mask = models.CharField(max_length=16, blank=True)
    tier = models.CharField(max_length=24, blank=True)
    path = models.CharField(max_length=255)
    language = models.CharField(max_length=16, blank=True)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [models.Index(fields=["path"], name="customer_subtree", opclasses=["varchar_pattern_ops"])]

    def __str__(self) -> str:
        return str(self.pk)


class Detail(models.Model):
    """One sealed value of a customer."""

    class Kind(models.TextChoices):
        NAME = "NAME", _("name")
        NUMBER = "NUMBER", _("customer number")
        PHONE = "PHONE", _("phone")
        EMAIL = "EMAIL", _("e-mail")
        IDENTITY = "IDENTITY", _("identity number")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    customer = models.ForeignKey(Customer, models.CASCADE, related_name="details")
    kind = models.CharField(max_length=12, choices=Kind)
    sealed = models.BinaryField()
    mask = models.CharField(max_length=80)
    found_by = models.BinaryField(max_length=32)
    # A phone or address that somebody merely claimed is never written to without being asked first.
    verified_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["found_by"], name="customer_detail_found_by")]
        constraints = [
            models.UniqueConstraint(
                fields=["found_by"], condition=models.Q(kind="NUMBER"), name="one_customer_for_each_number"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.mask}"
