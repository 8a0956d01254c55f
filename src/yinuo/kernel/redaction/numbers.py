"""
Numbers: cards, identity numbers, telephones, accounts.

A row of groups of digits ("6222 0212 3456 7890") is cut once; at each group the longest reading that holds is
taken. No number has more than 22 digits, so the work at each group is bounded.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

from yinuo.kernel.redaction import checks
from yinuo.kernel.redaction.context import Said, is_amount, said_before
from yinuo.kernel.redaction.spans import Kind, Span

_ROW = re.compile(r"(?:\+ ?\(?|\(\+?)?\d++(?:[ \-._()·*]{1,3}\d++)*+")
_GROUP = re.compile(r"\d+")
_MOST_DIGITS = 22
_MOST_GROUPS = 22
_MOBILE = re.compile(r"(?:(?:00)?86|0)?(1[3-9]\d{9})")
_HOTLINE = re.compile(r"(?:400|800)\d{7}")
_LANDLINE = re.compile(r"(?:(?:00)?86)?0?(?:10|2\d)\d{8}|(?:(?:00)?86)?0?[3-9]\d{2}\d{7,8}")
_TOLL_FREE = frozenset({"400", "800", "888", "877", "866", "855", "844", "833", "900"})
_CODE_BEFORE = re.compile(r"[A-Za-z]{1,12}[-_#/]?$")
_CALLED_BY = re.compile(
    r"(?:tel|phone|mobile|mob|cell|call|card|no|id|acct|account|fax|wx|vx|wechat|qq|ph|at|on|is|to|x)[-_#/]?$",
    re.IGNORECASE,
)
# Digits as they are spoken: 幺三八…
_SPOKEN = re.compile(r"[零〇一二三四五六七八九幺两]{7,22}")
_SPOKEN_DIGITS = str.maketrans("零〇幺一二两三四五六七八九", "0011223456789")


@dataclass
class _Row:
    """Groups of digits with little between them."""

    text: str
    start: int
    groups: list[tuple[int, int]]

    called: dict[int, tuple[Said, bool]] = field(default_factory=dict)

    def said(self, first: int) -> tuple[Said, bool]:
        """What the words before a group call the number that begins there."""
        if first not in self.called:
            start = self.groups[first][0] if first else self.start
            self.called = {first: said_before(self.text, start)}  # groups are read from left to right
        return self.called[first]


def number_spans(text: str) -> Iterator[Span]:
    """Cards, identity numbers, telephones and accounts in a folded text."""
    for match in _ROW.finditer(text):
        if match.end() - match.start() >= 5:
            groups = [found.span() for found in _GROUP.finditer(match.group())]
            base = match.start()
            yield from _read(_Row(text, base, [(base + start, base + end) for start, end in groups]))
    for match in _SPOKEN.finditer(text):
        digits = match.group().translate(_SPOKEN_DIGITS)
        kind = _spoken(digits, said_before(text, match.start())[0])
        if kind:
            yield Span(start=match.start(), end=match.end(), kind=kind)


def _spoken(digits: str, said: Said) -> Kind | None:
    if _MOBILE.fullmatch(digits):
        return Kind.PHONE
    if checks.is_identity_number(digits):
        return Kind.IDENTITY
    if checks.is_issued(digits) and checks.is_card_number(digits):
        return Kind.CARD
    return Kind.PHONE if said is Said.PHONE and len(digits) in {7, 8} else None


def _read(row: _Row) -> Iterator[Span]:
    first = 0
    while first < len(row.groups):
        found = _at(row, first)
        if found is None:
            first += 1
        else:
            span, first = found
            yield span


def _at(row: _Row, first: int) -> tuple[Span, int] | None:
    """The longest reading that begins at a group, and the group after it."""
    text, groups = row.text, row.groups
    begin = groups[first][0]
    if first and begin and text[begin - 1] == "." and groups[first][1] - begin <= 2:
        return None  # decimals
    longest, digits = [], ""
    for last in range(first, min(first + _MOST_GROUPS, len(groups))):
        start, end = groups[last]
        if len(digits) + end - start > max(_MOST_DIGITS, 30 if last == first else 0):
            break
        digits += text[start:end]
        longest.append((last, digits))
    for last, digits in reversed(longest):
        if len(digits) < 5:
            break
        if len(digits) == last - first + 1 and (first or last + 1 < len(groups)):
            continue  # digits one by one are one number only when nothing else stands beside them
        reading = _Reading(row, first, last, digits)
        kind = reading.kind()
        if kind is not None:
            return Span(start=reading.outer_start, end=reading.outer_end, kind=kind), last + 1
    return None


@dataclass(frozen=True)
class _Reading:
    """Some neighbouring groups of a row, taken as one number."""

    row: _Row
    first: int
    last: int
    digits: str

    @property
    def start(self) -> int:
        return self.row.groups[self.first][0]

    @property
    def end(self) -> int:
        return self.row.groups[self.last][1]

    @property
    def outer_start(self) -> int:
        """With the plus or bracket before it."""
        start, text = self.start, self.row.text
        while start > 0 and text[start - 1] in "+(" and start > self.row.start:
            start -= 1
        if self.row.start < self.start and not self.first:
            return self.row.start
        return start

    @property
    def outer_end(self) -> int:
        return self.end + self._tail

    @cached_property
    def _tail(self) -> int:
        """How many characters the X of an identity number takes after the digits."""
        if len(self.digits) != 17:
            return 0
        found = re.compile(r"[ -]?[xX](?![A-Za-z0-9])").match(self.row.text, self.end)
        return found.end() - self.end if found else 0

    @property
    def _called(self) -> tuple[Said, bool]:
        return self.row.said(self.first)

    @cached_property
    def _is_glued(self) -> bool:
        """Whether letters of a code touch the number, as in JD13812345678 or TS-20260101."""
        text = self.row.text
        if self.end < len(text) and text[self.end].isascii() and text[self.end].isalpha() and not self._tail:
            following = text[self.end : self.end + 5].lower()
            if not following.startswith(("and", "or", "is", "pls", "ext", "x")):
                return True
        before = text[max(0, self.start - 13) : self.start]
        code = _CODE_BEFORE.search(before)
        if code is None or _CALLED_BY.search(before):
            return False
        return code.group().rstrip("-_#/").isupper() or code.group()[-1] in "-_#/"

    @cached_property
    def _shape(self) -> tuple[int, ...]:
        return tuple(end - start for start, end in self.row.groups[self.first : self.last + 1])

    @cached_property
    def _is_even(self) -> bool:
        """Whether the groups are cut as people cut long numbers: three and more, or all alike."""
        shape = self._shape
        return len(shape) == 1 or min(shape[:-1]) >= 3 or len(set(shape[:-1])) == 1

    @cached_property
    def _has_plus(self) -> bool:
        return "+" in self.row.text[max(0, self.start - 3) : self.start] and (
            not self.first or self.row.text[self.start - 1] in "+("
        )

    def kind(self) -> Kind | None:
        """What it is; None where nothing says that it is personal."""
        return self._identity() or self._phone() or self._card() or self._account()

    def _identity(self) -> Kind | None:
        value = self.digits + ("X" if self._tail else "")
        said, _close = self._called
        if len(value) == 18 and self._is_even_identity and not self._is_glued:
            if checks.is_identity_number(value) and checks.looks_like_identity(value):
                return Kind.IDENTITY
            if said is Said.IDENTITY:
                return Kind.IDENTITY
        if len(value) == 15 and said not in {Said.CODE, Said.CARD} and not self._is_glued:
            is_card = checks.is_issued(value) and checks.is_card_number(value)
            formed = checks.looks_like_identity(value) and len(self._shape) <= 3 and not is_card
            if said is Said.IDENTITY or formed:
                return Kind.IDENTITY
        if self._shape == (3, 2, 4) and self._separators() == {"-"} and not self._is_glued:
            return Kind.IDENTITY  # a social security number
        return None

    @property
    def _is_even_identity(self) -> bool:
        return self._is_even or sum(self._shape[:-1]) in {6, 14, 17} or self._shape[0] in {3, 6}

    def _phone(self) -> Kind | None:
        said, close = self._called
        if self._is_glued or (said is Said.CODE and close and not self._has_plus):
            return None
        return self._mobile() or self._abroad() or self._landline(said, close)

    def _mobile(self) -> Kind | None:
        found = _MOBILE.fullmatch(self.digits)
        if not found or is_amount(self.row.text, self.start, self.end):
            return None
        shape = self._shape
        if self.digits != found.group(1) and len(shape) > 1 and shape[0] <= 4:
            shape = shape[1:] if shape[0] == len(self.digits) - 11 else shape
        usual = len(shape) == 1 or min(shape) >= 3 or len(set(shape)) == 1
        if "." in self._separators() and shape not in {(11,), (3, 4, 4)}:
            return None
        return Kind.PHONE if usual and (len(shape) <= 4 or set(shape) == {1}) else None

    def _abroad(self) -> Kind | None:
        size = len(self.digits)
        if self._has_plus and 8 <= size <= 15 and self.digits[0] != "0":
            return None if is_amount(self.row.text, self.start, self.end) else Kind.PHONE
        if (
            self.digits.startswith("00")
            and 11 <= size <= 17
            and self.digits[2] != "0"
            and self._called[0] is Said.PHONE
        ):
            return Kind.PHONE
        area = self.digits[-10:-7]
        american = self._shape in {(3, 3, 4), (1, 3, 3, 4)} and (size == 10 or self.digits[0] == "1")
        if american and area not in _TOLL_FREE and area[0] in "23456789" and self._separators() != {"."}:
            return Kind.PHONE
        if american and area not in _TOLL_FREE and self._called[0] is Said.PHONE:
            return Kind.PHONE
        return None

    def _landline(self, said: Said, close: bool) -> Kind | None:
        size = len(self.digits)
        if _HOTLINE.fullmatch(self.digits) or is_amount(self.row.text, self.start, self.end):
            return None
        with_area = self.digits.startswith(("0", "86")) and _LANDLINE.fullmatch(self.digits)
        if with_area and (self.digits[0] == "0" or self._has_plus or said is Said.PHONE):
            plain = not self._separators() & {".", "*"} and min(self._shape) >= 2 and len(self._shape) <= 4
            return Kind.PHONE if plain or said is Said.PHONE else None
        if said is Said.PHONE and close and not checks.is_date(self.digits):
            local = size in {7, 8} and self._shape in {(7,), (8,), (3, 4), (4, 4)}
            if (local and self.digits[0] in "2345678") or (size == 10 and self._shape == (10,)):
                return Kind.PHONE
        return None

    def _card(self) -> Kind | None:
        said, close = self._called
        size = len(self.digits)
        if not 12 <= size <= 19 or self._is_glued or not self._is_even:
            return None
        if "." in self._separators() and len(self._separators()) > 1:
            return None
        if said is Said.CARD and close and not is_amount(self.row.text, self.start, self.end):
            return Kind.CARD
        passes = size >= 13 and checks.is_card_number(self.digits)
        if not passes or (said is Said.CODE and not self.digits.startswith("62")):
            return None
        if said is Said.ACCOUNT:
            return Kind.CARD if checks.is_issued(self.digits) else Kind.ACCOUNT
        return Kind.CARD if said is Said.CARD or checks.is_issued(self.digits) else None

    def _account(self) -> Kind | None:
        said, close = self._called
        if said is not Said.ACCOUNT or not close or len(self.digits) < 6 or self._is_glued:
            return None
        if checks.is_date(self.digits) or is_amount(self.row.text, self.start, self.end):
            return None
        if self._shape[0] == 4 and self._shape[1:2] in {(1,), (2,)}:
            return None  # a date
        return Kind.ACCOUNT

    def _separators(self) -> set[str]:
        groups = self.row.groups[self.first : self.last + 1]
        between = [self.row.text[left[1] : right[0]] for left, right in pairwise(groups)]
        return set("".join(between).replace("(", "").replace(")", ""))
