"""What leaves the house: one file that anybody can run to check the evidence."""

from __future__ import annotations

from pathlib import Path


def verifier_source() -> str:
    """The stand-alone verifier as it is given out: one Python file."""
    return Path(__file__).with_name("verify.py").read_text(encoding="utf-8")
