"""What the evidence of keys is called on auditors' pages."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from yinuo.platform.audit.public import Naming, register_actions, register_naming


def register_evidence_wordings() -> None:
    """Name the actions; called once, when the room is loaded."""
    register_naming(kind="vault", naming=Naming(label=_("Keys of the house")))
    register_naming(kind="owner", naming=Naming(label=_("Keys of one owner")))
    register_actions(
        {
            "vault.data_rotated": _("Data keys renewed"),
            "vault.data_rotation_begun": _("Renewal of data keys begun"),
            "vault.hold_lifted": _("Legal hold lifted"),
            "vault.hold_placed": _("Legal hold placed"),
            "vault.index_rotated": _("Index keys renewed"),
            "vault.index_rotation_begun": _("Renewal of index keys begun"),
            "vault.owner_erased": _("Keys destroyed"),
            "vault.wrapping_rotated": _("Wrapping keys renewed"),
            "vault.wrapping_rotation_begun": _("Renewal of wrapping keys begun"),
        }
    )
