"""Small things: icon, key, tag, avatar, sealed value, button."""

from __future__ import annotations

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from yinuo.platform.ui.icons import ICONS
from yinuo.platform.ui.tags.library import register


@register.simple_tag
def icon(name: str) -> SafeString:
    """A line icon; the words beside it say the same, so it is hidden from screen readers."""
    return format_html(
        '<svg class="icon" viewBox="0 0 16 16" aria-hidden="true" focusable="false"><path d="{}"/></svg>',
        ICONS[name],
    )


@register.simple_tag
def kbd(*keys: str) -> SafeString:
    """Keys to press, one after the other."""
    return format_html_join(" ", "<kbd>{}</kbd>", ((key.upper() if len(key) == 1 else key,) for key in keys))


@register.simple_tag
def tag(text: str, tone: str = "") -> SafeString:
    """A short label; tones: good, warn, bad, info, or none."""
    return format_html('<span class="tag {}">{}</span>', tone, text)


@register.simple_tag
def avatar(name: str = "", size: str = "") -> SafeString:
    """
    The first character of a colleague's name in a circle, with the name beside it for those who do not see.

    Without a name: nobody yet. ``size``: "large" or nothing.
    """
    if not name:
        return format_html(
            '<span class="avatar nobody {0}" role="img" aria-label="{1}" title="{1}">–</span>',
            size,
            gettext("nobody yet"),
        )
    return format_html(
        '<span class="avatar {0}" role="img" aria-label="{1}" title="{1}">{2}</span>', size, name, name[0]
    )


@register.simple_tag
def sealed(masked: str, what: str = "") -> SafeString:
    """A masked value that looks sealed; ``what`` names the kind of value for screen readers."""
    hint = gettext("Sealed: opening it needs a reason and is recorded.")
    return format_html(
        '<span class="sealed" title="{}">{}<span class="visually-hidden">{} </span><span>{}</span></span>',
        hint,
        icon("lock"),
        what or gettext("sealed"),
        masked,
    )


@register.inclusion_tag("ui/components/button.html")
def button(
    label: str,
    *,
    href: str = "",
    kind: str = "",
    icon: str = "",
    key: str = "",
    name: str = "",
    value: str = "",
) -> dict[str, object]:
    """
    A button, or with ``href`` a link that looks like one.

    Args:
        kind: classes: primary, danger, quiet, small, wide.
        key: the key that presses it; shown, and listed on ``?``.
    """
    return {
        "label": label,
        "href": href,
        "kind": kind,
        "icon": icon,
        "key": key,
        "name": name,
        "value": value,
    }
