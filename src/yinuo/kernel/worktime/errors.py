"""Why a calendar, or a question to it, is refused."""

from __future__ import annotations

from yinuo.kernel.errors import DomainError


class CannotUseCalendar(DomainError):
    """
    A calendar that cannot be right, or a question that has no answer.

    Attributes:
        field: what to correct, such as ``week.mon`` or ``exceptions.2025-10-01``.
        problem: a stable name of what is wrong, for translations.
        value: what was given, as text.
    """

    code = "worktime.cannot_use_calendar"

    def __init__(self, *, field: str, problem: str, sentence: str, value: str = "") -> None:
        super().__init__(f"{field}: {sentence}")
        self.field = field
        self.problem = problem
        self.value = value
