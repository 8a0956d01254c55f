"""What the evidence of reveals and alarms is called on auditors' pages."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from yinuo.platform.audit.public import Naming, register_actions, register_naming


def register_evidence_wordings() -> None:
    """Name the actions; called once from the wiring."""
    register_naming(kind="reveal", naming=Naming(label=_("Reveal")))
    register_naming(kind="alarm", naming=Naming(label=_("Alarm")))
    register_actions(
        {
            "reveal.shown": _("Reveal: a sealed value was shown"),
            "reveal.reviewed": _("Reveal reviewed"),
            "watch.alarm_raised": _("Alarm: unusual access"),
            "watch.alarm_closed": _("Alarm dealt with"),
        }
    )
