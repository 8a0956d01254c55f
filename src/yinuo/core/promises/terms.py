"""What a policy says: how long, on which clock, for whom, which alarms, what may be changed later."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import Enum
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yinuo.core.promises.conditions import check_condition
from yinuo.core.promises.errors import CannotReadTerms

DUE = "due"
MINUTES = {"m": 1, "h": 60, "d": 24 * 60}
_ALARM = re.compile(r"due|(?P<percent>[1-9]\d?)%|(?P<sign>[+-])(?P<count>[1-9]\d{0,5})(?P<unit>[mhd])")


class ClockKind(TextChoices):
    """Whether time passes day and night, or only while a calendar is open."""

    NATURAL = "NATURAL", gettext_lazy("natural")
    WORKING = "WORKING", gettext_lazy("working")


class Unit(TextChoices):
    """What an amount counts; the last three end with the last second of a day."""

    MINUTE = "MINUTE", gettext_lazy("minutes")
    HOUR = "HOUR", gettext_lazy("hours")
    DAY = "DAY", gettext_lazy("days")
    WORKING_DAY = "WORKING_DAY", gettext_lazy("working days")
    MONTH = "MONTH", gettext_lazy("months")
    QUARTER_END = "QUARTER_END", gettext_lazy("quarters' ends")
    NEXT_MONTH_WORKING_DAY = "NEXT_MONTH_WORKING_DAY", gettext_lazy("working days of the next month")


# No promise lasts longer than ten years, whatever it is counted in.
_MOST = {
    Unit.MINUTE: 10 * 366 * 24 * 60,
    Unit.HOUR: 10 * 366 * 24,
    Unit.DAY: 3660,
    Unit.WORKING_DAY: 2600,
    Unit.MONTH: 120,
    Unit.QUARTER_END: 40,
    Unit.NEXT_MONTH_WORKING_DAY: 20,
}
COUNTS_WORKING_DAYS = frozenset({Unit.WORKING_DAY, Unit.NEXT_MONTH_WORKING_DAY})


class Rung(TextChoices):
    """Who is told, from the one who owes it upwards; whoever is away is represented by their substitute."""

    OWNER = "OWNER", gettext_lazy("owner")
    SUPERVISOR = "SUPERVISOR", gettext_lazy("supervisor")
    DEPARTMENT_HEAD = "DEPARTMENT_HEAD", gettext_lazy("head of department")
    EXECUTIVE = "EXECUTIVE", gettext_lazy("executive")


class PauseReason(TextChoices):
    """Why a clock may stand still; each policy lists those that it allows."""

    WAITING_FOR_CUSTOMER = "WAITING_FOR_CUSTOMER", gettext_lazy("waiting for the customer")
    MEDIATION_AGREED = "MEDIATION_AGREED", gettext_lazy("mediation agreed by both sides")
    EXTERNAL_APPRAISAL = "EXTERNAL_APPRAISAL", gettext_lazy("external appraisal")
    COURT_OR_ARBITRATION = "COURT_OR_ARBITRATION", gettext_lazy("court or arbitration")
    FORCE_MAJEURE = "FORCE_MAJEURE", gettext_lazy("force majeure")


class AlarmKind(Enum):
    PERCENT = "percent"
    BEFORE = "before"
    DUE = "due"
    AFTER = "after"


@dataclass(frozen=True, kw_only=True)
class AlarmTerm:
    """
    One rung of the ladder: when it goes off, and who is told.

    Attributes:
        key: its name within the policy: ``80%``, ``-2h`` (before), ``due``, ``+1d`` (after).
        tell: whom, as ``Rung`` values.
    """

    key: str
    tell: tuple[str, ...]

    @property
    def kind(self) -> AlarmKind:
        if self.key == DUE:
            return AlarmKind.DUE
        if self.key.endswith("%"):
            return AlarmKind.PERCENT
        return AlarmKind.BEFORE if self.key.startswith("-") else AlarmKind.AFTER

    @property
    def percent(self) -> int:
        """The share of the time, for those that go by it."""
        return int(self.key[:-1])

    @property
    def distance(self) -> timedelta:
        """How far from the due time, on the policy's clock, for those that go by it."""
        return timedelta(minutes=int(self.key[1:-1]) * MINUTES[self.key[-1]])


@dataclass(frozen=True, kw_only=True)
class Terms:
    """
    What one version of a policy says.

    Attributes:
        calendar: code of the calendar that a working clock or working days go by; empty for none.
        conditions: for each field of ``matching.FIELDS`` the values for which the policy is meant; empty for all.
        priority: of several policies that fit, the one with the highest goes first; see ``matching``.
        pause_reasons: for which the clock may stand still; none: it never does.
        extension_limit: how much may be added in all, in ``unit``; 0 for never.
        settle_late: whether what comes after the due time still ends it (as broken, with how late it was).
        reminder_calendar: outside whose hours nobody is reminded; empty for at any time.
    """

    amount: int
    unit: str
    clock: str = ClockKind.NATURAL.value
    calendar: str = ""
    conditions: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    priority: int = 0
    at_risk_percent: int = 80
    alarms: tuple[AlarmTerm, ...] = ()
    pause_reasons: tuple[str, ...] = ()
    extension_limit: int = 0
    settle_late: bool = True
    reminder_calendar: str = ""


def read_terms(data: Mapping[str, Any]) -> Terms:
    """
    The terms in ``data``, as JSON or a form gives them.

    Raises:
        CannotReadTerms: names the first field that is missing, unknown, absurd or at odds with another.
    """
    known = set(Terms.__dataclass_fields__)
    for name in data:
        if name not in known:
            raise CannotReadTerms(name, _("there is no such field."))
    for name in ("amount", "unit"):
        if name not in data:
            raise CannotReadTerms(name, _("is missing."))
    terms = Terms(
        amount=_whole(data, "amount"),
        unit=_one_of(Unit.values, data, "unit"),
        clock=_one_of(ClockKind.values, data, "clock", ClockKind.NATURAL.value),
        calendar=_text(data, "calendar"),
        conditions=_conditions(data.get("conditions", {})),
        priority=_whole(data, "priority", 0),
        at_risk_percent=_whole(data, "at_risk_percent", 80),
        alarms=_alarms(data.get("alarms", [])),
        pause_reasons=_several(PauseReason.values, data.get("pause_reasons", []), "pause_reasons"),
        extension_limit=_whole(data, "extension_limit", 0),
        settle_late=bool(data.get("settle_late", True)),
        reminder_calendar=_text(data, "reminder_calendar"),
    )
    _check_together(terms)
    return terms


def write_terms(terms: Terms) -> dict[str, Any]:
    """The terms as JSON holds them; ``read_terms`` reads them back."""
    written = {name: getattr(terms, name) for name in Terms.__dataclass_fields__}
    return written | {
        "conditions": {name: list(values) for name, values in terms.conditions.items()},
        "alarms": [{"at": alarm.key, "tell": list(alarm.tell)} for alarm in terms.alarms],
        "pause_reasons": list(terms.pause_reasons),
    }


def stored_terms(written: Mapping[str, Any]) -> Terms:
    """The terms that ``write_terms`` wrote, as they are: they were checked when they were drafted."""
    return Terms(
        **{
            **written,
            "conditions": {name: tuple(values) for name, values in written["conditions"].items()},
            "alarms": tuple(
                AlarmTerm(key=alarm["at"], tell=tuple(alarm["tell"])) for alarm in written["alarms"]
            ),
            "pause_reasons": tuple(written["pause_reasons"]),
        }
    )


def _check_together(terms: Terms) -> None:
    most = _MOST[Unit(terms.unit)]
    if not 1 <= terms.amount <= most:
        raise CannotReadTerms(
            "amount", _("must be from 1 to %(most)s; no promise lasts longer.") % {"most": most}
        )
    if not 0 <= terms.extension_limit <= most:
        raise CannotReadTerms("extension_limit", _("must be from 0 to %(most)s.") % {"most": most})
    if not 1 <= terms.at_risk_percent <= 99:
        raise CannotReadTerms("at_risk_percent", _("must be from 1 to 99."))
    if not -1000 <= terms.priority <= 1000:
        raise CannotReadTerms("priority", _("must be from -1000 to 1000."))
    counts_hours = terms.unit in {Unit.MINUTE, Unit.HOUR}
    needs_calendar = terms.clock == ClockKind.WORKING or terms.unit in COUNTS_WORKING_DAYS
    if needs_calendar and not terms.calendar:
        raise CannotReadTerms("calendar", _("name the calendar by which working time is counted."))
    if terms.calendar and not needs_calendar:
        raise CannotReadTerms("calendar", _("a natural clock goes by no calendar; leave it empty."))
    if terms.clock == ClockKind.WORKING and not (counts_hours or terms.unit in COUNTS_WORKING_DAYS):
        raise CannotReadTerms("unit", _("a working clock counts minutes, hours or working days."))
    _check_alarms(terms)


def _check_alarms(terms: Terms) -> None:
    keys = [alarm.key for alarm in terms.alarms]
    if len(keys) != len(set(keys)):
        raise CannotReadTerms("alarms", _("two of them go off at the same time."))
    if terms.unit not in {Unit.MINUTE, Unit.HOUR}:
        return
    whole = timedelta(minutes=terms.amount * (60 if terms.unit == Unit.HOUR else 1))
    for alarm in terms.alarms:
        if alarm.kind is AlarmKind.BEFORE and alarm.distance >= whole:
            raise CannotReadTerms("alarms", _("“%(at)s” lies before the time begins.") % {"at": alarm.key})


def _alarms(data: Any) -> tuple[AlarmTerm, ...]:
    if not isinstance(data, list | tuple):
        raise CannotReadTerms("alarms", _("must be a list."))
    found = [_alarm(one) for one in data]
    if DUE not in {alarm.key for alarm in found}:
        # The moment at which a promise breaks is always noticed; nobody has to be told.
        found.append(AlarmTerm(key=DUE, tell=()))
    return tuple(found)


def _alarm(data: Any) -> AlarmTerm:
    if not isinstance(data, Mapping) or not {"at"} <= set(data) <= {"at", "tell"}:
        raise CannotReadTerms("alarms", _("each has “at” and “tell”, and nothing else."))
    key = str(data["at"])
    if not _ALARM.fullmatch(key):
        raise CannotReadTerms(
            "alarms",
            _("“%(at)s” is no time; write 80%%, -2h (before), due, or +1d (after).") % {"at": key[:20]},
        )
    return AlarmTerm(key=key, tell=_several(Rung.values, data.get("tell", []), "alarms"))


def _conditions(data: Any) -> dict[str, tuple[str, ...]]:
    if not isinstance(data, Mapping):
        raise CannotReadTerms("conditions", _("must name fields with their values."))
    found = {}
    for name, values in data.items():
        if isinstance(values, str) or not isinstance(values, Iterable):
            raise CannotReadTerms(f"conditions.{name}", _("must be a list of values."))
        listed = tuple(sorted({str(value) for value in values}))
        check_condition(name=str(name), values=listed)
        found[str(name)] = listed
    return found


def _whole(data: Mapping[str, Any], name: str, default: int = 0) -> int:
    value = data.get(name, default)
    if isinstance(value, bool) or not isinstance(value, int):
        raise CannotReadTerms(name, _("must be a whole number."))
    return value


def _text(data: Mapping[str, Any], name: str) -> str:
    value = data.get(name, "")
    if not isinstance(value, str) or len(value) > 40:
        raise CannotReadTerms(name, _("must be a code of at most 40 characters."))
    return value.strip()


def _one_of(allowed: list[str], data: Mapping[str, Any], name: str, default: str = "") -> str:
    value = str(data.get(name, default))
    if value not in allowed:
        raise CannotReadTerms(name, _("must be one of %(allowed)s.") % {"allowed": ", ".join(allowed)})
    return value


def _several(allowed: list[str], values: Any, name: str) -> tuple[str, ...]:
    if isinstance(values, str) or not isinstance(values, Iterable):
        raise CannotReadTerms(name, _("must be a list."))
    listed = tuple(dict.fromkeys(str(value) for value in values))
    for value in listed:
        if value not in allowed:
            raise CannotReadTerms(
                name,
                _("“%(value)s” is none of %(allowed)s.")
                % {"value": value[:40], "allowed": ", ".join(allowed)},
            )
    return listed
