"""Which unit answers for what went wrong: said when a case is resolved."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from yinuo.platform.identity.public import SYSTEM, NodeView, nodes

NONE = "NONE"


def is_responsible(value: str) -> bool:
    """Whether it is the path of a unit, says that none of ours is to blame, or says nothing."""
    return value in ("", NONE) or is_unit(value)


def is_unit(path: str) -> bool:
    """Whether there is a unit at this path."""
    return any(node.path == path for node in nodes(actor=SYSTEM))


def path_of(code: str) -> str:
    """The path of the unit with a code, as programs name it; what is unknown stays, to be refused."""
    return next((node.path for node in nodes(actor=SYSTEM) if node.code == code), code)


def responsible_name(value: str, units: Iterable[NodeView]) -> str:
    """What a page shows; empty where nothing was said."""
    if value == NONE:
        return _("No unit of ours")
    return next((node.name for node in units if node.path == value), "")
