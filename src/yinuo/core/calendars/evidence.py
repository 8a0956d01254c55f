"""What the evidence of calendars is called on auditors' pages."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.utils.translation import gettext_lazy as _

from yinuo.core.calendars.models import BusinessCalendar
from yinuo.platform.audit.public import Naming, register_actions, register_naming


def register_evidence_wordings() -> None:
    """Name actions and calendars; called once, when the room is loaded."""
    register_naming(kind="calendar", naming=Naming(label=_("Calendar"), names=_calendars, has_codes=True))
    register_actions(
        {
            "calendar.draft_discarded": _("Draft of a calendar given up"),
            "calendar.drafted": _("Calendar drafted"),
            "calendar.published": _("Calendar put in force"),
        }
    )


def _calendars(codes: Collection[str]) -> Mapping[str, str]:
    return {one.code: one.name for one in BusinessCalendar.objects.filter(code__in=codes)}
