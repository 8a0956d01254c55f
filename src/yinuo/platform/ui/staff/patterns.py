"""The pattern gallery: every component in every state, in the reader's language and theme."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from yinuo.platform.identity.public import PageRequest, public_page, staff_page
from yinuo.platform.ui.gallery.charts import every_chart, small_line
from yinuo.platform.ui.gallery.forms import filled, refused
from yinuo.platform.ui.gallery.frame import SAMPLE_ACTOR, sample_shell
from yinuo.platform.ui.gallery.promises import every_state, queue, running
from yinuo.platform.ui.icons import ICONS

# It shows nothing of the institution's; in demonstrations it is open, so that machines can look at it.
_open_to = public_page(personal=False) if settings.CONFIG.is_demo else staff_page()


@_open_to
def patterns(request: PageRequest) -> HttpResponse:
    """Show all components."""
    now = request.now
    sections = {
        "figures": _("Figures"),
        "lists": _("Lists"),
        "promises": _("Promises"),
        "case": _("A case"),
        "receipt": _("A customer's page"),
        "forms": _("Forms"),
        "small": _("Small things"),
        "charts": _("Charts"),
        "colours": _("Colours"),
    }
    context = {
        "shell": sample_shell(request),
        "actor": getattr(request, "actor", None) or SAMPLE_ACTOR,
        "sections": [
            {"label": label, "url": f"#{name}", "current": False} for name, label in sections.items()
        ],
        "promises": every_state(now=now),
        "rows": queue(now=now),
        "decision": running(now=now, left=timedelta(days=14), whole=timedelta(days=15)),
        "half": now - timedelta(hours=11),
        "risk": now - timedelta(hours=3),
        "yesterday": now - timedelta(days=1),
        "long_ago": now - timedelta(days=400),
        "tomorrow": now + timedelta(days=1),
        "length": timedelta(hours=6, minutes=31),
        "filled": filled(),
        "refused": refused(),
        "charts": every_chart(),
        "sparkline": small_line(),
        "icons": sorted(ICONS),
    }
    return render(request, "ui/patterns.html", context)
