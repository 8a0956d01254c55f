"""What the evidence of requests is called on auditors' pages."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from yinuo.platform.audit.public import Naming, register_actions, register_naming


def register_evidence_wordings() -> None:
    """Name the actions; called once from the wiring."""
    register_naming(kind="approval", naming=Naming(label=_("Request for a second person")))
    register_actions(
        {
            "approval.requested": _("Second person asked for"),
            "approval.granted": _("Approved by a second person"),
            "approval.refused": _("Not approved by a second person"),
            "approval.withdrawn": _("Request taken back"),
            "approval.expired": _("Request expired"),
            "approval.carried_out": _("Approved act carried out"),
        }
    )
