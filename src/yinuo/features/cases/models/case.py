"""The case: one matter of one customer."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from uuid_utils.compat import uuid7

from yinuo.features.cases.models.kinds import Kind, Level, Relation, Source, State


class Case(models.Model):
    """One matter of one customer, from the first word to the result."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    number = models.CharField(max_length=24, unique=True)
    kind = models.CharField(max_length=16, choices=Kind)
    source = models.CharField(max_length=20, choices=Source)
    level = models.CharField(max_length=12, choices=Level, default=Level.ORDINARY)
    state = models.CharField(max_length=12, choices=State, default=State.OPEN)
    subject = models.CharField(
        max_length=200
    )  # redacted; what was written stands sealed in the first message
    customer = models.ForeignKey("customers.Customer", models.PROTECT, related_name="+", db_index=False)
    path = models.CharField(max_length=255)
    owner = models.ForeignKey("identity.Staff", models.PROTECT, null=True, related_name="+")
    # The unit that received it, which ``path`` was before the case had an owner; empty for imported cases.
    received_by = models.CharField(max_length=255, blank=True, default="")
    # Colleagues whom the matter is about: they never own it.
    concerns = ArrayField(models.UUIDField(), default=list, blank=True)
    # The unit that answers for what went wrong, by its path; NONE where none of ours does.
    responsible = models.CharField(max_length=255, blank=True, default="")
    voiced_at = models.DateTimeField()
    opened_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    resolved_at = models.DateTimeField(null=True)
    # The dimensions of JR/T 0169-2018 (A, B, C) and the institution's own (demand, sensitivity); codes of its taxonomy.
    business_channel = models.CharField(max_length=16, blank=True)
    category = models.CharField(max_length=16, blank=True)
    cause = models.CharField(max_length=16, blank=True)
    demand = models.CharField(max_length=16, blank=True)
    sensitivity = ArrayField(models.CharField(max_length=16), default=list, blank=True)
    # What the system suggested, beside what a person decided: {"category": {"code": "B0302", "confidence": 0.91}}.
    suggested = models.JSONField(default=dict, blank=True)
    classified_at = models.DateTimeField(null=True)
    # Where the case came from: an earlier round, the case under review, the case it was split from.
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children", db_index=False)
    relation = models.CharField(max_length=8, choices=Relation, blank=True)
    round = models.PositiveSmallIntegerField(default=1)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, related_name="merged", db_index=False)
    # Put aside until a time or the customer's next word, with the reason that colleagues see.
    snoozed_until = models.DateTimeField(null=True)
    snooze_reason = models.CharField(max_length=200, blank=True)
    waits_for_customer = models.BooleanField(default=False)
    # The nearest time that something on this case is owed by: what queues are sorted by.
    attention_at = models.DateTimeField(null=True)
    tracking_digest = models.BinaryField(max_length=32, unique=True)
    # When the first customer said that they no longer want it, while others on the case go on.
    customer_withdrew_at = models.DateTimeField(null=True)
    external_id = models.CharField(max_length=40, blank=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["source", "external_id"], condition=~models.Q(external_id=""), name="imported_once"
            ),
            models.CheckConstraint(
                condition=~models.Q(state="RESOLVED") | models.Q(resolved_at__isnull=False, cause__gt=""),
                name="resolved_needs_cause",
            ),
            models.CheckConstraint(
                condition=models.Q(parent__isnull=True, relation="")
                | models.Q(parent__isnull=False, relation__gt=""),
                name="relation_needs_parent",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="MERGED") | models.Q(merged_into__isnull=False),
                name="merged_names_the_other",
            ),
        ]
        indexes = [
            models.Index(
                fields=["owner", "attention_at", "id"],
                include=["path", "snoozed_until"],  # what its count asks, too
                name="case_my_queue",
                condition=models.Q(state__in=["OPEN", "ANSWERED"]),
            ),
            models.Index(
                fields=["path", "attention_at", "id"],
                name="case_team_queue",
                opclasses=["varchar_pattern_ops", "timestamptz_ops", "uuid_ops"],
                condition=models.Q(state__in=["OPEN", "ANSWERED"]),
            ),
            models.Index(
                fields=["attention_at", "id"],
                name="case_due",
                condition=models.Q(state__in=["OPEN", "ANSWERED"]),
            ),
            models.Index(
                fields=["attention_at", "id"],
                name="case_letters_owed",
                condition=models.Q(state="RESOLVED", attention_at__isnull=False),
            ),
            # Few answer to these, so that counting them must not look through all that are open.
            models.Index(
                fields=["path"],
                name="case_answered",
                opclasses=["varchar_pattern_ops"],
                condition=models.Q(state="ANSWERED"),
            ),
            models.Index(
                fields=["owner", "snoozed_until"],
                name="case_snoozed",
                condition=models.Q(snoozed_until__isnull=False, state__in=["OPEN", "ANSWERED"]),
            ),
            models.Index(fields=["-opened_at", "-id"], name="case_all_newest"),
            models.Index(fields=["customer"], name="case_customer"),
            models.Index(fields=["parent"], name="case_children", condition=models.Q(parent__isnull=False)),
            models.Index(
                fields=["merged_into"], name="case_merged", condition=models.Q(merged_into__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return self.number
