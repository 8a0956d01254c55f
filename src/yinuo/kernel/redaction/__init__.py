"""
Replace personal data in free text by typed tokens.

Numbers that carry a check digit are taken when it is right, others when their form or the words before them say
what they are, so that amounts, dates and order numbers stay readable. Names are taken only when they are known
to be the customer's own. Time grows with the length of the text and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable

from yinuo.kernel.redaction.addresses import address_spans
from yinuo.kernel.redaction.checks import is_card_number, is_identity_number
from yinuo.kernel.redaction.documents import document_spans
from yinuo.kernel.redaction.emails import email_spans
from yinuo.kernel.redaction.folding import fold
from yinuo.kernel.redaction.names import name_spans
from yinuo.kernel.redaction.numbers import number_spans
from yinuo.kernel.redaction.spans import Kind, Span, without_overlap

__all__ = ["Kind", "Span", "find", "is_card_number", "is_identity_number", "redact"]


def redact(text: str, *, names: Iterable[str] = ()) -> str:
    """
    The text with what is personal replaced by ``[card]``, ``[identity]``, ``[phone]``, ``[email]``,
    ``[account]``, ``[document]`` (passports and permits), ``[address]`` and ``[name]``.

    Args:
        names: the customer's own names; other spellings and forms of address are derived from them.
    """
    parts, done = [], 0
    for span in find(text, names=names):
        parts += [text[done : span.start], span.kind.token]
        done = span.end
    return "".join([*parts, text[done:]])


def find(text: str, *, names: Iterable[str] = ()) -> list[Span]:
    """Where personal data stand in ``text``, in order, without overlap."""
    folded = fold(text)
    found = [
        *email_spans(folded.text),
        *document_spans(folded.text),
        *number_spans(folded.text),
        *address_spans(folded.text),
        *name_spans(folded.text, names=names),
    ]
    return [
        Span(start=folded.start(span.start), end=folded.end(span.end), kind=span.kind)
        for span in without_overlap(found)
    ]
