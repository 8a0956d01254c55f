"""Customers whose data fall due: the law's time is over soon or was, and what became of it."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from yinuo.core.customers.models.customer import Customer


class RetentionDue(models.Model):
    """
    One customer who was put on the list.

    Attributes:
        due_date: from when the law does not want the data kept any more; None while that is not known.
        erase_date: the first day on which they are erased: never less than the notice after they were put on the list.
        reasons: codes of what keeps them meanwhile: ``hold``, or rules of retention.
        look_date: when they are looked at next.
    """

    class State(models.TextChoices):
        DUE = "DUE", _("Falls due")
        KEPT = "KEPT", _("Kept")
        ERASED = "ERASED", _("Erased")

    customer = models.OneToOneField(
        Customer, models.PROTECT, primary_key=True, related_name="retention_due", db_index=False
    )
    state = models.CharField(max_length=8, choices=State)
    due_date = models.DateField(null=True)
    erase_date = models.DateField(null=True)
    reasons = ArrayField(models.CharField(max_length=40), default=list)
    look_date = models.DateField(null=True)
    listed_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["erase_date", "customer_id"]
        indexes = [
            models.Index(
                fields=["look_date"], name="retention_to_look_at", condition=~models.Q(state="ERASED")
            ),
            models.Index(fields=["state", "erase_date", "customer"], name="retention_by_state"),
        ]

    def __str__(self) -> str:
        return f"{self.customer_id} {self.state}"
