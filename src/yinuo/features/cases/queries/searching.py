"""Find cases by their words: what somebody types, as a query for the words that the database keeps of each case."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

LONGEST = 100  # characters that are read of what is typed
_RUN = re.compile(
    "[a-z0-9]+|[\u00c0-\u1fff\u2e80-\u2fff\u3005-\u3007\u3040-\ud7ff\uf900-\ufaff\U00010000-\U0010ffff]+"
)
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff]")
_PREFIX_FROM = 3  # shorter Latin words are taken whole: too many begin with them
# How many months back a search looks first; it goes on only while a page is not full.
_STEPS = (2, 12)


def terms_of(typed: str) -> list[str]:
    """
    Each condition of a search, as PostgreSQL reads it.

    Latin words and numbers match from their beginning; Chinese by pairs of neighbouring characters, a single
    character by the pairs that begin with it.
    """
    found: dict[str, None] = {}
    read = _UNSEEN.sub("", unicodedata.normalize("NFKC", typed[:LONGEST]).lower())
    for run in _RUN.findall(read):
        if run[0].isascii():
            word = run[:40]
            found[f"'{word}':*" if len(word) >= _PREFIX_FROM else f"'{word}'"] = None
        elif len(run) == 1:
            found[f"'{run}':*"] = None
        else:
            found.update(dict.fromkeys(f"'{run[at : at + 2]}'" for at in range(len(run) - 1)))
    return list(found)


def searches(*, typed: str, reach: str, until: datetime) -> Iterator[str]:
    """
    Queries for the same words that look ever further back from ``until``; the last one everywhere.

    The part of the institution that somebody sees is a word of each case, too: whoever sees little searches little.
    """
    terms = terms_of(typed)
    if not terms:
        return
    if reach.strip("/"):
        terms.append("'@{}'".format(reach.replace("\\", "\\\\").replace("'", "''")))
    whole = " & ".join(terms)
    for count in _STEPS:
        months = " | ".join(f"'#{month}'" for month in _months(until, count))
        yield f"{whole} & ({months})"
    yield whole


def _months(until: datetime, count: int) -> Iterator[str]:
    day = until.astimezone(UTC)
    for _ in range(count):
        yield f"{day:%Y%m}"
        day = day.replace(day=1) - timedelta(days=1)
