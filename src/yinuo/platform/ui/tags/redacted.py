"""Redacted text: the typed tokens of ``yinuo.kernel.redaction`` as words that look sealed."""

from __future__ import annotations

import re

from django.utils.functional import Promise as LazyText
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from yinuo.platform.ui.tags.library import register

_KINDS: dict[str, str | LazyText] = {
    "card": _("card number"),
    "identity": _("identity number"),
    "phone": _("phone number"),
    "account": _("account number"),
    "document": _("passport or permit"),
    "address": _("address"),
    "email": _("e-mail address"),
    "name": _("name"),
}
_TOKEN = re.compile(r"\[(" + "|".join(_KINDS) + r")\]")


@register.filter
def redacted(text: str) -> SafeString:
    """The text, escaped, with each token as the word for what was taken out."""
    parts = _TOKEN.split(text)
    shown = [
        format_html('<span class="redacted">{}</span>', _KINDS[part])
        if position % 2
        else conditional_escape(part)
        for position, part in enumerate(parts)
    ]
    return mark_safe("".join(shown))  # noqa: S308 - every part is escaped above
