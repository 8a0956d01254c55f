"""A masked value that can be revealed; built in, no page has to load it."""

from __future__ import annotations

from uuid import UUID

from django.template import Library
from django.template.context import Context

from yinuo.platform.reveals.roles import LOOKERS

register = Library()


@register.inclusion_tag("reveals/includes/closed.html", takes_context=True)
def revealable(
    context: Context, kind: str, object_id: UUID, masked: str = "", what: str = ""
) -> dict[str, object]:
    """
    A masked value with the way to see it in clear.

    Args:
        kind: as registered, such as ``customers.detail``; object_id: which one.
        masked: as everybody sees it; empty for a whole text, of which only the way is shown.
        what: the kind of value, for screen readers.
    """
    request = context["request"]
    actor = getattr(request, "actor", None)
    return {
        "kind": kind,
        "object_id": object_id,
        "masked": masked,
        "what": what,
        "is_text": not masked,
        "back": request.path,
        "may_look": bool(actor and actor.has(*LOOKERS)),
        "keeps": True,
    }
