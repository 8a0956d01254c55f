"""Pure decisions about customers."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils.translation import gettext as _

from yinuo.kernel.canonical_values import canonical_name

CODE_DIGITS = 6
CODE_LIFE = timedelta(minutes=10)
CODE_ATTEMPTS = 5
CODE_EVERY = timedelta(minutes=1)
CODES_A_DAY = 5

# Surnames of two characters that are common enough to be met; others count by their first character.
_DOUBLE = frozenset(
    {"欧阳", "司马", "上官", "诸葛", "东方", "皇甫", "尉迟", "公孙", "慕容", "令狐", "司徒", "夏侯"}
    | {"端木", "宇文", "长孙", "独孤", "南宫", "轩辕", "西门", "申屠", "太史", "澹台", "濮阳", "淳于"}
)
_STEPS = {
    "": {"PROSPECT", "ACTIVE"},
    "PROSPECT": {"ACTIVE", "CLOSED"},
    "ACTIVE": {"DORMANT", "CLOSED"},
    "DORMANT": {"ACTIVE", "CLOSED"},
    "CLOSED": {"ACTIVE"},
}
CLOSING_CAUSES = ("CUSTOMER_LEFT", "MOVED_AWAY", "DIED", "DISSOLVED", "BANK_ENDED", "DISSATISFIED", "OTHER")


def surname(name: str) -> str:
    """The family name, as an index holds it: 欧阳 of 欧阳震华, the last word of a Western name."""
    name = name.strip()
    if not name:
        return ""
    if name.isascii():
        return canonical_name(name.split()[-1])
    name = canonical_name(name)
    return name[:2] if name[:2] in _DOUBLE else name[:1]


def may_become(*, before: str, after: str) -> bool:
    """Whether the relation may take this step; nobody becomes a prospect again."""
    return after in _STEPS.get(before, set())


def years_after(day: date, years: int) -> date:
    """The same day so many years later; the 29th of February becomes the 1st of March."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


def closing_causes() -> dict[str, str]:
    """Why a relation may have ended, in words."""
    return {
        "CUSTOMER_LEFT": _("Went to another institution"),
        "DISSATISFIED": _("Dissatisfied with us"),
        "MOVED_AWAY": _("Moved away"),
        "DIED": _("Died"),
        "DISSOLVED": _("Company dissolved"),
        "BANK_ENDED": _("Ended by the institution"),
        "OTHER": _("Other"),
    }
