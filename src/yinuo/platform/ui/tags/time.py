"""Time: how long, when, and how a promise stands."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.template.context import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from yinuo.platform.ui import moments
from yinuo.platform.ui.promises import PromiseLike, read_promise, share_spent
from yinuo.platform.ui.tags.frame import epoch
from yinuo.platform.ui.tags.library import register

# Lists show two of them in each row: a template of its own would take most of the time of a page.
CHIP = (
    '<span class="promise {}" title="{}"{}><span class="promise-words"><span data-words>{}</span></span>'
    '<svg class="thread" viewBox="0 0 100 3" preserveAspectRatio="none" aria-hidden="true" focusable="false">'
    '<rect class="thread-track" width="100" height="3"/>'
    '<rect class="thread-spent" data-spent width="{}" height="3"/></svg></span>'
)
NO_PROMISE = mark_safe('<span class="promise none">—</span>')


def _now(context: Context) -> datetime:
    now: datetime = context["request"].now
    return now


@register.filter
def duration(length: timedelta | None) -> str:
    """A length of time in words; a dash for none."""
    return "—" if length is None else moments.in_words(length)


@register.filter
def term(length: timedelta) -> str:
    """A length of time that somebody set, in words."""
    return moments.term_in_words(length)


@register.simple_tag(takes_context=True)
def when(context: Context, moment: datetime | None, style: str = "") -> SafeString | str:
    """A moment by its day's name, the full date on hovering. ``style``: "day" leaves the time out."""
    if moment is None:
        return "—"
    say = moments.day_in_words if style == "day" else moments.day_and_time
    return format_html(
        '<time datetime="{}" title="{}">{}</time>',
        moment.isoformat(),
        moments.in_full(moment),
        say(moment, now=_now(context)),
    )


@register.simple_tag(takes_context=True)
def promise_chip(context: Context, promise: PromiseLike | None) -> SafeString:
    """Time left, or the verdict, in words first, with a thread of time beneath; None is a dash."""
    if promise is None:
        return NO_PROMISE
    reading = read_promise(promise, now=_now(context))
    return format_html(
        CHIP,
        reading.look,
        reading.title,
        _ticking(promise) if reading.ticks else "",
        reading.words,
        f"{reading.spent:g}",
    )


def _ticking(promise: PromiseLike) -> SafeString:
    """What the script that lets time pass reads."""
    risk = format_html(' data-risk="{}"', epoch(promise.at_risk_at)) if promise.at_risk_at else ""
    return format_html(
        ' data-promise data-made="{}" data-due="{}"{}', epoch(promise.made_at), epoch(promise.due_at), risk
    )


@register.inclusion_tag("ui/components/time_bar.html", takes_context=True)
def time_bar(
    context: Context,
    promise: PromiseLike,
    name: str,
    note: str = "",
    alarms: Sequence[datetime] = (),
    href: str = "",
) -> dict[str, object]:
    """
    A promise at full width: its name, its words, its time with marks.

    Args:
        alarms: moments at which somebody is told; without any, the moment of risk is marked.
        note: a quiet line beneath, such as the rule that the time comes from.
        href: where its arithmetic is shown.
    """
    now = _now(context)
    marks = alarms or ([promise.at_risk_at] if promise.at_risk_at else [])
    return {
        "promise": promise,
        "reading": read_promise(promise, now=now),
        "name": name,
        "note": note,
        "href": href,
        "marks": [
            {"x": share_spent(promise, at=at) * 3, "past": at <= now, "at": moments.day_and_time(at, now=now)}
            for at in marks
        ],
        "made": moments.day_and_time(promise.made_at, now=now),
        "due": moments.day_and_time(promise.due_at, now=now),
    }
