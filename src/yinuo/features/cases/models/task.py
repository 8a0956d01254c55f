"""What a department or a colleague is asked to do for a case."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from uuid_utils.compat import uuid7

from yinuo.features.cases.models.case import Case
from yinuo.features.cases.models.message import Message


class Task(models.Model):
    """
    One thing that somebody does for a case, under a promise of its own (``task:<id>``).

    Attributes:
        question, answer: internal notes of the case, so that they are sealed and redacted as all others are.
        path: of the unit that was asked; whoever works there takes it on while it has no assignee.
    """

    class State(models.TextChoices):
        OPEN = "OPEN", _("To do")
        DONE = "DONE", _("Done")
        DECLINED = "DECLINED", _("Declined with a reason")
        CANCELLED = "CANCELLED", _("No longer needed")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="tasks")
    path = models.CharField(max_length=255)
    assignee = models.ForeignKey("identity.Staff", models.PROTECT, null=True, related_name="+")
    asked_by = models.UUIDField(null=True)
    question = models.ForeignKey(Message, models.PROTECT, related_name="+")
    answer = models.ForeignKey(Message, models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=12, choices=State, default=State.OPEN)
    promise_id = models.UUIDField(unique=True)
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state__in=["DONE", "DECLINED"]) | models.Q(answer__isnull=False),
                name="ended_task_says_what",
            ),
            models.CheckConstraint(
                condition=models.Q(state="OPEN", ended_at__isnull=True)
                | (~models.Q(state="OPEN") & models.Q(ended_at__isnull=False)),
                name="task_ends_once",
            ),
        ]
        indexes = [
            models.Index(fields=["case", "asked_at"], name="task_of_case"),
            models.Index(fields=["assignee", "due_at"], name="task_to_do", condition=models.Q(state="OPEN")),
            models.Index(
                fields=["path", "due_at"],
                name="task_of_unit",
                opclasses=["varchar_pattern_ops", "timestamptz_ops"],
                condition=models.Q(state="OPEN"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.state} {self.pk}"
