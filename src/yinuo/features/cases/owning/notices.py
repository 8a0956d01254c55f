"""How the notices about cases without owner read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yinuo.platform.notices.public import Wording, register_notice

Facts = Mapping[str, Any]


def register_owner_wordings() -> None:
    """Say how they read."""
    register_notice("case.unowned", _unowned, label=gettext_lazy("Nobody owns a new case"))
    register_notice(
        "case.unowned_late", _late, label=gettext_lazy("A case has waited too long for an owner"), urgent=True
    )


def _unowned(facts: Facts) -> Wording:
    return Wording(
        text=_("%(number)s: nobody owns this case yet") % dict(facts), url=_url(facts), tone="warn"
    )


def _late(facts: Facts) -> Wording:
    text = _("%(number)s: still nobody owns this case; give it to somebody") % dict(facts)
    return Wording(text=text, url=_url(facts), tone="bad")


def _url(facts: Facts) -> str:
    return reverse("cases:case", args=[facts["number"]])
