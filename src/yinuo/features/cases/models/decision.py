"""What leads to the end of a case: what we offer."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from uuid_utils.compat import uuid7

from yinuo.features.cases.models.case import Case


class Proposal(models.Model):
    """What we offer a customer; above a limit a second person agrees before it is made."""

    class State(models.TextChoices):
        WAITING = "WAITING", _("waits for a second person")
        OFFERED = "OFFERED", _("offered to the customer")
        ACCEPTED = "ACCEPTED", _("accepted by the customer")
        DECLINED = "DECLINED", _("declined by the customer")
        REFUSED = "REFUSED", _("not approved")
        REPLACED = "REPLACED", _("replaced by another")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="proposals")
    sealed = models.BinaryField()
    redacted = models.TextField()
    digest = models.CharField(max_length=64)  # SHA-256 of the sealed text: what an approval is bound to
    amount = models.DecimalField(max_digits=12, decimal_places=2)  # CNY
    state = models.CharField(max_length=12, choices=State)
    made_by = models.UUIDField()
    made_at = models.DateTimeField()
    offered_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["made_at", "id"]
        constraints = [
            models.CheckConstraint(condition=models.Q(amount__gte=0), name="proposal_pays_nobody_less"),
            models.UniqueConstraint(
                fields=["case"],
                condition=models.Q(state__in=["WAITING", "OFFERED"]),
                name="one_living_proposal",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.amount} {self.state}"
