"""What the evidence of backups is called on auditors' pages."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from yinuo.platform.audit.public import Naming, register_actions, register_naming


def register_evidence_wordings() -> None:
    """Name the actions; called once from the wiring."""
    register_naming(kind="house", naming=Naming(label=_("This installation")))
    register_actions({"house.backed_up": _("Backup made"), "house.restored": _("Backup restored")})
