"""What the codes of actions are called on pages; the log itself holds codes only."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

_labels: dict[str, object] = {
    "audit.verification_begun": _("Verification begun"),
    "audit.verified": _("Log verified"),
    "receipt.sealed": _("Receipt given out"),
}


def register_actions(labels: Mapping[str, object]) -> None:
    """Name a room's actions; for ``site/wiring.py``."""
    _labels.update(labels)


def action_label(action: str) -> str:
    """What people call an action; its code where no room named it."""
    return str(_labels.get(action, action))


def known_actions() -> tuple[tuple[str, str], ...]:
    """The codes that have a name, each with it."""
    return tuple((code, str(label)) for code, label in sorted(_labels.items()))
