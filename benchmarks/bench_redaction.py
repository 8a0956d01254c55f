"""
Redaction of free text: recall, precision and speed.

The texts are made up anew (``--seed``). The peer of the speed is one bare pass of the plainest regular
expression for cards, identity numbers, mobiles and e-mail addresses, in the same run.
"""

from __future__ import annotations

import argparse
import re
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tools.complaint_texts import texts
from tools.redaction_score import score
from yinuo.kernel.redaction import redact

BARE = re.compile(r"\d{13,19}|\d{17}[\dXx]|1[3-9]\d{9}|[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+")


def best(work: Callable[[], object]) -> float:
    """Seconds of the best of three."""
    took = []
    for _ in range(3):
        begin = time.process_time()
        work()
        took.append(time.process_time() - begin)
    return min(took)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=20_261_126)
    given = parser.parse_args()
    made = list(texts(seed=given.seed, count=given.rows))
    print(f"{'kind':10} {'planted':>8} {'recall':>8} {'found':>8} {'precision':>10}")
    for one in score(made):
        print(f"{one.kind.value:10} {one.planted:8} {one.recall:8.4f} {one.found:8} {one.precision:10.4f}")
    size = sum(len(one.text) for one in made)
    ours = best(lambda: [redact(one.text, names=one.names) for one in made])
    bare = best(lambda: [BARE.sub("[x]", one.text) for one in made])
    print(f"redaction      {size / ours / 1e6:8.2f} million characters/s, {len(made) / ours:8.0f} texts/s")
    print(f"bare regex     {size / bare / 1e6:8.2f} million characters/s")
    print(f"time / bare    {ours / bare:8.1f}")


if __name__ == "__main__":
    main()
