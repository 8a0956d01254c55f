"""
Suggest how a case is classified, from its redacted text: phrases with weights, which a person can read and correct.

Nothing learns by itself and nothing leaves the house: the same text always gets the same suggestion, and each
suggestion names the phrases that it rests on. A person decides.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from yinuo.features.cases.taxonomy import classification

_FILE = Path(__file__).resolve().parent.parent / "data" / "suggestions.json"
LONGEST_READ = 4_000  # characters: what comes later says little about what it is about
OF_ABOVE = 0.6  # how much of a phrase counts for what lies below its entry
TITLE_COUNTS = 2  # what stands in the subject counts so many times
OWN_NAME = 3.0  # what the name of an entry counts, where it has more than two letters
BAR = {"Y": 3.0, "Z": 2.0}  # a level above ordinary and a sensitivity need this much
_FALLBACK = {"A": "A02", "B": "B9999", "C": "C99", "W": "W03", "Y": "Y01"}
FIELDS = {"business_channel": "A", "category": "B", "cause": "C", "demand": "W"}

Heard = Mapping[str, int]  # phrases that were said, with how many times each counts
Weights = Mapping[str, float]  # of phrases


@dataclass(frozen=True, kw_only=True)
class Suggestion:
    """
    One code.

    Attributes:
        confidence: 0 to 1: how far ahead of the next one it is; no probability.
        because: the phrases that were found.
        weight: what its own phrases count together.
    """

    code: str
    confidence: float
    because: tuple[str, ...]
    weight: float = 0.0


@dataclass(frozen=True, kw_only=True)
class Vocabulary:
    """
    The phrases of a classification.

    Attributes:
        phrases: all of them, each once.
        weights: of the phrases of each entry in force, by its code.
        speak_of: the codes of each dimension that a phrase speaks of.
    """

    phrases: tuple[str, ...]
    weights: Mapping[str, Weights]
    speak_of: Mapping[str, Mapping[str, tuple[str, ...]]]


class _Memory:
    """The classification whose phrases were put together last; replaced as a whole."""

    known: tuple[Mapping[str, classification.Entry], Vocabulary] | None = None


def suggest(*, subject: str, text: str) -> dict[str, Any]:
    """
    What a case keeps as suggested: for each dimension the codes in order, with confidence and reasons.

    The levels and sensitivities are named only where the text gives reason enough.
    """
    heard = _heard(subject, text[:LONGEST_READ])
    suggested: dict[str, Any] = {
        field: [_kept(one) for one in _ranked(dimension, heard)[:3] or _rest(dimension)]
        for field, dimension in FIELDS.items()
    }
    suggested["level"] = _kept(_level(heard))
    suggested["sensitivity"] = [_kept(one) for one in _ranked("Z", heard) if one.weight >= BAR["Z"]]
    return suggested


def _heard(subject: str, text: str) -> Heard:
    """Which phrases occur: the one pass over what was said, however many entries there are."""
    said = f"{subject}\0{text}"
    return {
        phrase: TITLE_COUNTS if phrase in subject else 1 for phrase in _vocabulary().phrases if phrase in said
    }


def _ranked(dimension: str, heard: Heard) -> list[Suggestion]:
    """The codes of a dimension that were spoken of, the likeliest first."""
    known = _vocabulary()
    speak_of = known.speak_of.get(dimension, {})
    spoken_of = {code for phrase in heard for code in speak_of.get(phrase, ())}
    own = {
        code: {
            phrase: weight * heard[phrase]
            for phrase, weight in known.weights[code].items()
            if phrase in heard
        }
        for code in spoken_of
    }
    weights = {code: sum(found.values()) for code, found in own.items()}
    current = classification.current()
    scores = {
        code: weights[code] + OF_ABOVE * sum(weights.get(above, 0) for above in current[code].path[:-1])
        for code in spoken_of
    }
    order = sorted(scores, key=lambda code: (-scores[code], code))
    return [
        Suggestion(
            code=code,
            confidence=round(scores[code] / (scores[code] + _next(order, scores, code) + 1), 2),
            because=tuple(sorted(own[code], key=lambda phrase: -own[code][phrase])[:4]),
            weight=weights[code],
        )
        for code in order
    ]


def _next(order: list[str], scores: dict[str, float], code: str) -> float:
    """The score of the best other one."""
    return next((scores[other] for other in order[:2] if other != code), 0.0)


def _rest(dimension: str) -> list[Suggestion]:
    """What is suggested where the text says nothing: the entry for all that is left, if there is one in force."""
    fallback = _FALLBACK[dimension]
    codes = [one.code for one in classification.entries(dimension) if fallback in (one.code, *one.replaces)]
    return [Suggestion(code=code, confidence=0.0, because=()) for code in codes[:1]]


def _level(heard: Heard) -> Suggestion:
    strong = [one for one in _ranked("Y", heard) if one.weight >= BAR["Y"]]
    # The graver one where both are spoken of.
    return max(strong, key=lambda one: one.code, default=Suggestion(code="Y01", confidence=0.5, because=()))


def _kept(one: Suggestion) -> dict[str, Any]:
    return {"code": one.code, "confidence": one.confidence, "because": list(one.because)}


def _vocabulary() -> Vocabulary:
    """The phrases of the classification in force, put together once for each."""
    current = classification.current()
    known = _Memory.known
    if known is None or known[0] is not current:
        known = _Memory.known = (current, _put_together(current))
    return known[1]


def _put_together(current: Mapping[str, classification.Entry]) -> Vocabulary:
    weights = {code: _phrases_of(entry) for code, entry in current.items()}
    speak_of: dict[str, dict[str, list[str]]] = {}
    for code, phrases in weights.items():
        of_dimension = speak_of.setdefault(current[code].dimension, {})
        for phrase in phrases:
            of_dimension.setdefault(phrase, []).append(code)
    return Vocabulary(
        phrases=tuple({phrase: None for phrases in weights.values() for phrase in phrases}),
        weights=weights,
        speak_of={
            dimension: {phrase: tuple(codes) for phrase, codes in phrases.items()}
            for dimension, phrases in speak_of.items()
        },
    )


def _phrases_of(entry: classification.Entry) -> Weights:
    """The phrases of an entry, and of those that it replaces; its own name is one of them."""
    written = [pair for code in (entry.code, *entry.replaces) for pair in _phrases().get(code, ())]
    own = [(entry.zh, OWN_NAME)] if len(entry.zh) > 2 else []
    return dict([*written, *own])


@cache
def _phrases() -> dict[str, tuple[tuple[str, float], ...]]:
    read: dict[str, str] = json.loads(_FILE.read_text(encoding="utf-8"))
    found = {}
    for code, line in read.items():
        pairs = [part.partition(":") for part in line.split()]
        found[code] = tuple((phrase, float(weight or 1)) for phrase, _colon, weight in pairs)
    return found
