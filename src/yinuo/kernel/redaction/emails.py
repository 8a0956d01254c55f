"""
E-mail addresses, also where somebody wrote them so that no machine should see: ``li (at) example dot com``.

Each sign that can stand for @ is looked at once, with at most 64 characters before and 120 after it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from yinuo.kernel.redaction.spans import Kind, Span

_AT = re.compile(r" ?@ ?| ?[(\[{<] ?at ?[)\]}>] ?| ?艾特 ?|(?<=[a-z0-9]) at (?=[a-z0-9])", re.IGNORECASE)
_BEFORE = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]+\Z")
_DOTTED_BEFORE = re.compile(r"[A-Za-z0-9_+-]+(?:(?: dot |[(\[]dot[)\]]|点)[A-Za-z0-9_+-]+)*\Z", re.IGNORECASE)
_END = "(?:com|cn|net|org|edu|gov|hk|tw|uk|us|io|info|me)"
_DOT = r"(?:[.。]| [.] | ?[(\[{] ?dot ?[)\]}] ?| ?点 ?| dot )"
_DOMAIN = re.compile(
    rf"[A-Za-z0-9-]+(?:{_DOT}[A-Za-z0-9-]+){{0,4}}{_DOT}{_END}(?![A-Za-z0-9])", re.IGNORECASE
)
_PLAIN_DOMAIN = re.compile(r"[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z][A-Za-z0-9-]+", re.IGNORECASE)
_LOCAL, _FAR = 64, 120


def email_spans(text: str) -> Iterator[Span]:
    """Addresses in a folded text."""
    for at in _AT.finditer(text):
        plain = at.group() == "@"
        begin = max(0, at.start() - _LOCAL)
        before = text[begin : at.start()]
        endings = [_BEFORE.search(before), None if plain else _DOTTED_BEFORE.search(before)]
        local = min(filter(None, endings), key=lambda match: match.start(), default=None)
        after = text[at.end() : at.end() + _FAR]
        domain = (_PLAIN_DOMAIN.match(after) if plain else None) or _DOMAIN.match(after)
        if local is None or domain is None:
            continue
        if at.group().strip().lower() == "at" and "." in domain.group() and "dot" not in domain.group():
            continue  # "look at example.com"
        yield Span(start=begin + local.start(), end=at.end() + domain.end(), kind=Kind.EMAIL)
