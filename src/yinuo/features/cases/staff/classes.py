"""The classification in force: what cases are told apart by, since when, and what comes next."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from yinuo.features.cases.taxonomy import classification
from yinuo.features.cases.taxonomy.editions import edition_rows
from yinuo.platform.identity.public import Role, StaffRequest, staff_page

KEEPERS = (Role.SUPERVISOR, Role.COMPLAINT_ANALYST, Role.EXECUTIVE, Role.AUDITOR)


@staff_page(*KEEPERS)
def classes_page(request: StaffRequest) -> HttpResponse:
    """One dimension as a tree, and the editions with their validity."""
    names = dimensions()
    chosen = request.GET.get("dimension", "")
    chosen = chosen if chosen in names else classification.CATEGORY
    context = {
        "tabs": [
            {"label": f"{letter} {name}", "url": f"?dimension={letter}", "current": letter == chosen}
            for letter, name in names.items()
        ],
        "entries": classification.entries(chosen),
        "editions": edition_rows(),
        "now": request.now,
    }
    return render(request, "cases/classes.html", context)


def dimensions() -> dict[str, str]:
    """What each dimension is called."""
    return {
        classification.CHANNEL: _("Channel of the business"),
        classification.CATEGORY: _("Business category"),
        classification.CAUSE: _("Cause"),
        classification.DEMAND: _("Demand"),
        classification.LEVEL: _("Level"),
        classification.SENSITIVITY: _("Sensitivity"),
    }
