"""How the notices of this room read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from yinuo.platform.notices.public import Wording, register_notice
from yinuo.platform.reveals.models import Rule


def register_wordings() -> None:
    """Say how the notices of this room read."""
    register_notice("watch.alarm", _alarm)
    register_notice("reveal.not_justified", _not_justified)


def _alarm(facts: Mapping[str, Any]) -> Wording:
    rule = Rule(facts["rule"]).label
    text = _("Unusual access: %(rule)s") % {"rule": rule}
    return Wording(text=text, url=reverse("reveals:watch"), tone="bad")


def _not_justified(_facts: Mapping[str, Any]) -> Wording:
    text = _("Something you looked at in clear was found not justified")
    return Wording(text=text, url=reverse("reveals:mine"), tone="bad")
