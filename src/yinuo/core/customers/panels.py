"""What other rooms show on a customer's page: each registers a panel, none is known here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from yinuo.platform.identity.public import StaffRequest


@dataclass(frozen=True, kw_only=True)
class CustomerPanel:
    """
    A part of the page of a customer.

    Attributes:
        template: rendered with the page's context and, as ``panel``, with what ``fill`` gave.
        fill: reads what the panel shows, for all records of the customer, within the reader's reach; None
            leaves the panel out.
        order: smaller stands higher.
        side: in the narrow column instead of the wide one.
    """

    name: str
    template: str
    fill: Callable[[StaffRequest, frozenset[UUID]], Mapping[str, Any] | None]
    order: int = 100
    side: bool = False


@dataclass(frozen=True, kw_only=True)
class FilledPanel:
    """A panel with what it shows."""

    template: str
    content: Mapping[str, Any]
    side: bool


_panels: dict[str, CustomerPanel] = {}


def register_customer_panel(panel: CustomerPanel) -> None:
    """Show ``panel`` on every customer's page; called once, when the house is wired."""
    _panels[panel.name] = panel


def filled_panels(request: StaffRequest, records: frozenset[UUID]) -> list[FilledPanel]:
    """The panels that have something to show of the customer who has these records."""
    filled = []
    for panel in sorted(_panels.values(), key=lambda panel: panel.order):
        content = panel.fill(request, records)
        if content is not None:
            filled.append(FilledPanel(template=panel.template, content=content, side=panel.side))
    return filled
