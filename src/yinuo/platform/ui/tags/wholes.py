"""Larger components: figures, empty states, pages and tabs; and those that wrap what a page says."""

from __future__ import annotations

from collections.abc import Sequence

from django.template.base import FilterExpression, Node, NodeList, Parser, Token, token_kwargs
from django.template.context import Context
from django.template.loader import get_template
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from yinuo.platform.ui.tags.library import register


@register.inclusion_tag("ui/components/figure.html")
def figure(
    label: str,
    value: object,
    verdict: str = "",
    *,
    tone: str = "",
    detail: str = "",
    href: str = "",
    chart: str = "",
) -> dict[str, object]:
    """
    A figure with its verdict in a word.

    Args:
        verdict: what the value means, such as "on target 97.9-99.1".
        tone: good, warn or bad colours the verdict; without a verdict, the value.
        detail: a quiet line beneath.
        chart: a rendered sparkline.
    """
    return {
        "label": label,
        "value": value,
        "verdict": verdict,
        "tone": tone,
        "detail": detail,
        "href": href,
        "chart": chart,
    }


@register.inclusion_tag("ui/components/empty.html")
def empty_state(
    title: str, text: str = "", *, href: str = "", action: str = "", drawing: str = "paper"
) -> dict[str, object]:
    """Nothing here, why, and what to do. Drawings: paper, kept, search, locked."""
    return {"title": title, "text": text, "href": href, "action": action, "drawing": drawing}


@register.inclusion_tag("ui/components/pager.html")
def pager(previous_url: str = "", next_url: str = "", text: str = "") -> dict[str, object]:
    """Pages by position (keyset): earlier and later, no numbers."""
    return {"previous_url": previous_url, "next_url": next_url, "text": text}


@register.inclusion_tag("ui/components/tabs.html")
def tabs(items: Sequence[object], label: str = "") -> dict[str, object]:
    """Saved views or parts: each item has label, url, current and perhaps count and key."""
    return {"items": items, "label": label or gettext("Views")}


class Wrapped(Node):
    """A component around what stands between its two tags."""

    def __init__(self, *, template_name: str, values: dict[str, FilterExpression], inside: NodeList) -> None:
        self.template_name, self.values, self.nodelist = template_name, values, inside

    def render(self, context: Context) -> SafeString:
        values = {name: value.resolve(context) for name, value in self.values.items()}
        inside = self.nodelist.render(context)
        with context.push(**values, inside=inside):
            return get_template(self.template_name).template.render(context)  # type: ignore[attr-defined,no-any-return]


def _wrapping(name: str) -> None:
    """Register ``{% name key=value ... %}inside{% endname %}``, drawn by the component of that name."""

    def compile_tag(parser: Parser, token: Token) -> Wrapped:
        values = token_kwargs(token.split_contents()[1:], parser)
        inside = parser.parse((f"end{name}",))
        parser.delete_first_token()
        return Wrapped(template_name=f"ui/components/{name}.html", values=values, inside=inside)

    register.tag(name, compile_tag)


for _name in ("dialog", "message_bubble", "event", "step", "notice"):
    _wrapping(_name)
