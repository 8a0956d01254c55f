"""
A fuzzer (atheris) of the envelope reader: whatever the bytes are, it opens what we sealed or raises ``CannotOpen``.

Run by ``make soak`` for a bounded time; alone: ``python tests/soak/fuzz_envelope.py -max_total_time=60``.
"""

from __future__ import annotations

import sys

import atheris

with atheris.instrument_imports(include=["yinuo.platform.vault", "yinuo.kernel"]):
    from yinuo.platform.vault import envelope
    from yinuo.platform.vault.errors import CannotOpen
    from yinuo.platform.vault.suites import SUITES

KEYS = {code: bytes(range(suite.key_bytes)) for code, suite in SUITES.items()}
BOUND = b"yinuo\x00table\x00column\x00" + bytes(32)
SEALED = {code: envelope.close(key=key, version=7, bound=BOUND, value=b"value") for code, key in KEYS.items()}


def try_one(data: bytes) -> None:
    """Read bytes as they are, and as a change to an envelope of ours."""
    for code, key in KEYS.items():
        good = SEALED[code]
        changed = (
            bytes(a ^ b for a, b in zip(good, data.ljust(len(good), b"\x00"), strict=False))
            + data[len(good) :]
        )
        for candidate in (data, changed):
            try:
                value = envelope.unseal(key=key, bound=BOUND, envelope=candidate)
            except CannotOpen:
                continue
            if candidate != good or value != b"value":
                raise AssertionError("bytes that nobody sealed were opened")


if __name__ == "__main__":
    atheris.Setup(sys.argv, try_one)
    atheris.Fuzz()
