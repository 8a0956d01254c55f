"""Sealed values of customers, and the keyed hashes by which they are found."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from uuid_utils.compat import uuid7

from yinuo.core.customers.models.customer import Customer


class Detail(models.Model):
    """One sealed value of a customer."""

    class Kind(models.TextChoices):
        NAME = "NAME", _("name")
        NUMBER = "NUMBER", _("customer number")
        PHONE = "PHONE", _("phone")
        EMAIL = "EMAIL", _("e-mail")
        IDENTITY = "IDENTITY", _("identity number")
        ACCOUNT = "ACCOUNT", _("account")
        ADDRESS = "ADDRESS", _("address")

    class Proof(models.TextChoices):
        CODE = "CODE", _("one-time code")
        DOCUMENT = "DOCUMENT", _("document seen")
        CALLBACK = "CALLBACK", _("called back")
        CORE_SYSTEM = "CORE_SYSTEM", _("core system")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    customer = models.ForeignKey(Customer, models.CASCADE, related_name="details")
    kind = models.CharField(max_length=12, choices=Kind)
    sealed = models.BinaryField()
    mask = models.CharField(max_length=80)
    added_at = models.DateTimeField(db_default=Now())
    # A phone or address that somebody merely claimed is never written to without being asked first.
    verified_at = models.DateTimeField(null=True)
    verified_by = models.CharField(max_length=60, blank=True)
    verified_how = models.CharField(max_length=12, choices=Proof, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(verified_at__isnull=True, verified_how="", verified_by="")
                | (
                    models.Q(verified_at__isnull=False)
                    & ~models.Q(verified_how="")
                    & ~models.Q(verified_by="")
                ),
                name="verified_says_by_whom_and_how",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.mask}"


class DetailIndex(models.Model):
    """
    One keyed hash by which a value is found: for each field and for each version of the index key.

    ``field`` is the kind of the value, or a compound of two: surname and last four digits.
    """

    SURNAME_LAST4 = "SURNAME_LAST4"

    id = models.BigAutoField(primary_key=True)
    detail = models.ForeignKey(Detail, models.CASCADE, related_name="index_rows")
    customer = models.ForeignKey(Customer, models.CASCADE, related_name="+", db_index=False)
    field = models.CharField(max_length=16)
    version = models.PositiveSmallIntegerField()
    digest = models.BinaryField(max_length=32)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["digest"], condition=models.Q(field="NUMBER"), name="one_customer_for_each_number"
            ),
            # What searches ask, too: everything that they need lies in this index.
            models.UniqueConstraint(
                fields=["digest", "detail"], include=["field", "customer"], name="customer_found_by"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.field}#{self.version}"
