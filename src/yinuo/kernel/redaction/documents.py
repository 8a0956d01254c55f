"""Passports and permits, where words say so; identity numbers of Hong Kong by their check digit."""

from __future__ import annotations

import re
from collections.abc import Iterator

from yinuo.kernel.redaction.checks import is_hong_kong_identity
from yinuo.kernel.redaction.spans import Kind, Span

_SAID = re.compile(
    r"(?:护照|通行证|回乡证|台胞证|居留证|居住证"
    r"|签证|军官证|士兵证|驾驶证|\b(?:passport|permit|travel document|visa|licence|license))"
    r"(?: |号码|号|是|为|：|:|#|\(|编|\bno\b|\bnumber\b|\bnum\b|\bis\b|\bwas\b|\.|-){0,8}"
    r"(?P<number>(?:[A-Za-z]{1,3}[ -]?)?\d(?:[ -]?\d){5,17}|[\u4e00-\u9fff]字第\d{6,10}号?)(?![A-Za-z0-9])",
    re.IGNORECASE,
)
_HONG_KONG = re.compile(r"(?<![A-Za-z0-9])([A-Z]{1,2})(\d{6}) ?\(([0-9A])\)")


def document_spans(text: str) -> Iterator[Span]:
    """Numbers of passports and permits in a folded text."""
    for match in _SAID.finditer(text):
        yield Span(start=match.start("number"), end=match.end("number"), kind=Kind.DOCUMENT)
    for match in _HONG_KONG.finditer(text):
        if is_hong_kong_identity(*match.groups()):
            yield Span(start=match.start(), end=match.end(), kind=Kind.IDENTITY)
