"""Who else complains on a case, and who speaks for somebody."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from uuid_utils.compat import uuid7

from yinuo.features.cases.models.case import Case


class Complainant(models.Model):
    """
    A person beside the first customer of a case.

    Attributes:
        proof: what shows that a representative may speak: the kind of document, never its text.
        may_withdraw: the authority of a representative names withdrawing the matter.
        tracking_digest: the hash of the key of their own page, once they were given one.
        withdrew_at: when they said that they no longer want it; the others go on.
        until: when they left the case again; their row stays as it was, and their key opens nothing more.
    """

    class Part(models.TextChoices):
        COMPLAINANT = "COMPLAINANT", _("Also complains")
        REPRESENTATIVE = "REPRESENTATIVE", _("Speaks for the customer")
        HEIR = "HEIR", _("Heir")

    class Proof(models.TextChoices):
        NONE = "", _("not needed")
        SIGNED_LETTER = "SIGNED_LETTER", _("Signed letter of authority")
        NOTARISED = "NOTARISED", _("Notarised authority")
        GUARDIANSHIP = "GUARDIANSHIP", _("Proof of guardianship")
        INHERITANCE = "INHERITANCE", _("Proof of inheritance")
        LAWYER = "LAWYER", _("Lawyer's authority and licence")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="complainants")
    customer = models.ForeignKey("customers.Customer", models.PROTECT, related_name="+")
    part = models.CharField(max_length=16, choices=Part)
    proof = models.CharField(max_length=16, choices=Proof, blank=True)
    may_withdraw = models.BooleanField(default=False)
    tracking_digest = models.BinaryField(max_length=32, unique=True, null=True)
    since = models.DateTimeField()
    withdrew_at = models.DateTimeField(null=True)
    until = models.DateTimeField(null=True)

    class Meta:
        ordering = ["since", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "customer"], condition=models.Q(until__isnull=True), name="complainant_once"
            ),
            models.CheckConstraint(
                condition=models.Q(part="COMPLAINANT") | ~models.Q(proof=""),
                name="representative_has_proof",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.part}"

    @property
    def is_customers_side(self) -> bool:
        """Whether they act in the customer's place, and read what the customer wrote."""
        return self.part != self.Part.COMPLAINANT

    @property
    def is_party(self) -> bool:
        """Whether the matter is their own, so that it goes on while they want it."""
        return self.part != self.Part.REPRESENTATIVE
