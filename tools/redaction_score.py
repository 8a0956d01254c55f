"""How much of what is personal is found in labelled texts, and how much of what is found is personal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from tools.complaint_texts import Labelled
from yinuo.kernel.redaction import Kind, find


@dataclass(frozen=True, kw_only=True)
class Score:
    """
    Of one kind.

    Attributes:
        planted: how many were planted; ``hidden``: how many of them show no character any more.
        found: how many were taken for this kind; ``right``: how many of them are.
        too_much: characters taken beside what was planted, for each character planted.
    """

    kind: Kind
    planted: int
    hidden: int
    found: int
    right: int
    too_much: float

    @property
    def recall(self) -> float:
        return self.hidden / self.planted if self.planted else 1.0

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else 1.0


def score(texts: Iterable[Labelled]) -> list[Score]:
    """Score each kind."""
    planted: Counter[Kind] = Counter()
    hidden: Counter[Kind] = Counter()
    found: Counter[Kind] = Counter()
    right: Counter[Kind] = Counter()
    inside: Counter[Kind] = Counter()
    outside: Counter[Kind] = Counter()
    for labelled in texts:
        spans = find(labelled.text, names=labelled.names)
        for one in labelled.planted:
            planted[one.kind] += 1
            inside[one.kind] += one.end - one.start
            hidden[one.kind] += any(span.start <= one.start and one.end <= span.end for span in spans)
        for span in spans:
            found[span.kind] += 1
            own = [
                one
                for one in labelled.planted
                if one.kind is span.kind and one.start < span.end and span.start < one.end
            ]
            right[span.kind] += bool(own)
            covered = sum(min(one.end, span.end) - max(one.start, span.start) for one in own)
            outside[span.kind] += span.end - span.start - covered
    return [
        Score(
            kind=kind,
            planted=planted[kind],
            hidden=hidden[kind],
            found=found[kind],
            right=right[kind],
            too_much=outside[kind] / inside[kind] if inside[kind] else 0.0,
        )
        for kind in Kind
    ]
