"""
Suggest how a case is classified, from its redacted text: phrases with weights, which a person can read and correct.

Nothing learns by itself and nothing leaves the house: the same text always gets the same suggestion, and each
suggestion names the phrases that it rests on. A person decides.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from yinuo.features.cases.taxonomy import classification

_FILE = Path(__file__).resolve().parent.parent / "data" / "suggestions.json"
LONGEST_READ = 4_000  # characters: what comes later says little about what it is about
OF_ABOVE = 0.6  # how much of a phrase counts for what lies below its entry
TITLE_COUNTS = 2  # what stands in the subject counts so many times
BAR = {"Y": 3.0, "Z": 2.0}  # a level above ordinary and a sensitivity need this much
_FALLBACK = {"A": "A02", "B": "B9999", "C": "C99", "W": "W03", "Y": "Y01"}


@dataclass(frozen=True, kw_only=True)
class Suggestion:
    """
    One code.

    Attributes:
        confidence: 0 to 1: how far ahead of the next one it is; no probability.
        because: the phrases that were found.
    """

    code: str
    confidence: float
    because: tuple[str, ...]


@cache
def _phrases() -> dict[str, tuple[tuple[str, float], ...]]:
    read: dict[str, str] = json.loads(_FILE.read_text(encoding="utf-8"))
    found = {}
    for code, line in read.items():
        pairs = [part.partition(":") for part in line.split()]
        found[code] = tuple((phrase, float(weight or 1)) for phrase, _colon, weight in pairs)
    return found


def ranked(*, dimension: str, subject: str, text: str) -> list[Suggestion]:
    """The codes of a dimension that the text speaks of, the likeliest first."""
    said = text[:LONGEST_READ]
    own = {entry.code: _hits(entry, subject, said) for entry in classification.entries(dimension)}
    scores = {}
    for entry in classification.entries(dimension):
        if not own[entry.code]:
            continue
        above = sum(weight for code in entry.path[:-1] for weight in own[code].values())
        scores[entry.code] = sum(own[entry.code].values()) + OF_ABOVE * above
    order = sorted(scores, key=lambda code: (-scores[code], code))
    return [
        Suggestion(
            code=code,
            confidence=round(scores[code] / (scores[code] + _next(order, scores, code) + 1), 2),
            because=tuple(sorted(own[code], key=lambda phrase: -own[code][phrase])[:4]),
        )
        for code in order
    ]


def suggest(*, subject: str, text: str) -> dict[str, Any]:
    """
    What a case keeps as suggested: for each dimension the codes in order, with confidence and reasons.

    The levels and sensitivities are named only where the text gives reason enough.
    """
    suggested: dict[str, Any] = {}
    for field, dimension in FIELDS.items():
        found = ranked(dimension=dimension, subject=subject, text=text)[:3]
        if not found:
            found = _rest(dimension)
        suggested[field] = [_kept(one) for one in found]
    suggested["level"] = _kept(_level(subject, text))
    suggested["sensitivity"] = [
        _kept(one)
        for one in ranked(dimension="Z", subject=subject, text=text)
        if _weight(one.code, subject, text) >= BAR["Z"]
    ]
    return suggested


def _rest(dimension: str) -> list[Suggestion]:
    """What is suggested where the text says nothing: the entry for all that is left, if there is one in force."""
    fallback = _FALLBACK[dimension]
    codes = [one.code for one in classification.entries(dimension) if fallback in (one.code, *one.replaces)]
    return [Suggestion(code=code, confidence=0.0, because=()) for code in codes[:1]]


FIELDS = {"business_channel": "A", "category": "B", "cause": "C", "demand": "W"}


def _level(subject: str, text: str) -> Suggestion:
    strong = [
        one
        for one in ranked(dimension="Y", subject=subject, text=text)
        if _weight(one.code, subject, text) >= BAR["Y"]
    ]
    # The graver one where both are spoken of.
    return max(strong, key=lambda one: one.code, default=Suggestion(code="Y01", confidence=0.5, because=()))


def _weight(code: str, subject: str, text: str) -> float:
    entry = classification.entry_of(code)
    return sum(_hits(entry, subject, text[:LONGEST_READ]).values()) if entry else 0.0


def _hits(entry: classification.Entry, subject: str, text: str) -> dict[str, float]:
    """The phrases of an entry, and of those that it replaces, that occur; its own name is one of them."""
    own = ((entry.zh, 3.0),) if len(entry.zh) > 2 else ()
    codes = (entry.code, *entry.replaces)
    phrases = (*(pair for code in codes for pair in _phrases().get(code, ())), *own)
    found: dict[str, float] = {}
    for phrase, weight in phrases:
        if phrase in subject:
            found[phrase] = weight * TITLE_COUNTS
        elif phrase in text:
            found[phrase] = weight
    return found


def _next(order: list[str], scores: dict[str, float], code: str) -> float:
    """The score of the best other one."""
    return max((scores[other] for other in order if other != code), default=0.0)


def _kept(one: Suggestion) -> dict[str, Any]:
    return {"code": one.code, "confidence": one.confidence, "because": list(one.because)}
