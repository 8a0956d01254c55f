"""Tags that the frames themselves need."""

from __future__ import annotations

from datetime import datetime

from django.template.context import Context
from django.template.loader_tags import BLOCK_CONTEXT_KEY
from django.utils.translation import gettext

from yinuo.platform.ui import moments
from yinuo.platform.ui.tags.library import register


@register.simple_tag(takes_context=True)
def again(context: Context, name: str) -> str:
    """What the block ``name`` of this page says, once more: the title in the bar."""
    block = context.render_context[BLOCK_CONTEXT_KEY].get_block(name)
    return block.render(context) if block else ""


@register.simple_tag
def ui_words() -> dict[str, str]:
    """The few sentences that scripts say."""
    return moments.patterns() | {
        "close": gettext("Close"),
        "failed": gettext("That did not work. Check your connection and try again."),
        "refused": gettext("You may not do this, or your session has ended. Reload the page."),
        "draft": gettext("draft kept in this window"),
        "leave": gettext("What you wrote here has not been sent."),
    }


@register.filter
def words(text: str) -> list[str]:
    """The words of ``text``, to loop over."""
    return text.split()


@register.filter
def epoch(moment: datetime) -> int:
    """``moment`` in milliseconds, as scripts count."""
    return int(moment.timestamp() * 1000)


@register.filter
def times(number: float, factor: float) -> float:
    """``number`` scaled, for the geometry of drawings."""
    return round(number * factor, 2)


@register.filter
def unlocalized(number: float) -> str:
    """``number`` as drawings need it: with a point, whatever the language."""
    return f"{number:g}"
