"""Where somebody lives, where words say so: 地址, 家住, "my address is"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from yinuo.kernel.redaction.spans import Kind, Span

_SAID = re.compile(
    r"地址|住址|家住|住在|寄到|寄往|寄至|居住于|\baddress\b|\blive at\b|\blives at\b|\bresid(?:e|ing) at\b",
    re.I,
)
_LINK = re.compile(r"(?:是|为|：|:|在|\s|改成|改为|变更为|更新为|还是|已变更为|was|is|to|changed){0,6}", re.I)
_RUN = re.compile(r"[\u4e00-\u9fffA-Za-z0-9\-#()（） ]{4,60}")
_LAST_MARK = re.compile(
    r".*(?:\d ?(?:号楼|号院|号|楼|室|弄|栋|幢|单元|层)|[\u4e00-\u9fff](?:小区|花园|公寓|大厦|村|苑|街|路|巷|弄))",
    re.S,
)
_ENGLISH = re.compile(
    r"\d{1,6} (?:[A-Za-z0-9'.]+ ){1,4}"
    r"(?:street|st|road|rd|avenue|ave|lane|ln|drive|dr|blvd|boulevard|court|ct|way|place|pl)\b\.?"
    r"(?:,? (?:apt|unit|suite|flat|#)\.? ?[A-Za-z0-9-]{1,6})?"
    r"(?:, [A-Za-z]{3,15}(?: [A-Za-z]{3,15})?)?(?:, [A-Z]{2} \d{5}(?:-\d{4})?)?",
    re.I,
)


def address_spans(text: str) -> Iterator[Span]:
    """Addresses in a folded text that are called so."""
    for said in _SAID.finditer(text):
        link = _LINK.match(text, said.end())
        begin = link.end() if link else said.end()
        english = _ENGLISH.match(text, begin)
        if english:
            yield Span(start=begin, end=english.end(), kind=Kind.ADDRESS)
            continue
        run = _RUN.match(text, begin)
        mark = _LAST_MARK.match(run.group()) if run else None
        if mark and any("\u4e00" <= character <= "\u9fff" for character in mark.group()[:4]):
            yield Span(start=begin, end=begin + mark.end(), kind=Kind.ADDRESS)
