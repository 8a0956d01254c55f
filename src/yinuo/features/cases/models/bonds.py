"""What ties cases together: a merge that may be undone, and a link between two matters."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from uuid_utils.compat import uuid7

from yinuo.features.cases.models.case import Case
from yinuo.features.cases.models.kinds import State


class Merge(models.Model):
    """
    One case that was merged into another, with what is needed to take it apart again.

    Attributes:
        was_state: of the case that was merged.
        duties: what was owed on it and is owed no more.
        carried: the other case had been answered already, so that it got a new promise of an answer.
        new_facts: the customer told something new, so that the other case's decision has a new clock.
        into_revision: of the other case just after the merge; another one says that something new happened.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="merges")
    into = models.ForeignKey(Case, models.PROTECT, related_name="taken_in")
    at = models.DateTimeField()
    was_state = models.CharField(max_length=12, choices=State)
    duties = ArrayField(models.CharField(max_length=60), default=list)
    carried = models.BooleanField(default=False)
    new_facts = models.BooleanField(default=False)
    into_revision = models.PositiveIntegerField()
    undone_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=models.Q(undone_at__isnull=True), name="merged_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.into_id}"


class Link(models.Model):
    """Two matters that colleagues should read together; ``one`` has the smaller id."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    one = models.ForeignKey(Case, models.PROTECT, related_name="+")
    other = models.ForeignKey(Case, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["one", "other"], name="linked_once")]

    def __str__(self) -> str:
        return f"{self.one_id} {self.other_id}"
