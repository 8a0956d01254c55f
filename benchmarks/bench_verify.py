"""
How fast the stand-alone verifier reads an export, beside the bare hashing of the same bytes in the same process.

Prints entries a second on one core for an export of ``--rows`` entries, a checkpoint after each 2,000; the ceiling: two
SHA-256 an entry and one for each node of the tree, in the tightest loop that Python has.
"""

from __future__ import annotations

import argparse
import base64
import sys
import time
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from yinuo.platform.audit.standalone import verify

EVERY = 2_000
PRIVATE = Ed25519PrivateKey.generate()
PUBLIC = PRIVATE.public_key().public_bytes_raw()
BODY = (
    '{"action":"promise.made","actor":"staff:0198c0de-0000-7000-8000-000000000000","at":"2026-03-01T09:30:00.000000+00:00",'
    '"commit":null,"facts":{"due_at":"2026-03-02T09:30:00+00:00","policy":"complaint.first_response","promise":'
    '"0198c0de-0000-7000-8000-000000000001"},"id":"0198c0de-0000-7000-8000-%012x","n":%d,"prev":"%s","salt":'
    '"00112233445566778899aabbccddeeff","stream":"case:0198c0de-0000-7000-8000-%012x","v":1}'
)


def export(rows: int) -> Iterator[bytes]:
    """The lines of an export; five entries on each subject."""
    tree, previous = verify.Tree(), verify.NO_HASH
    yield b"yinuo-log 1\n"
    yield b"key " + base64.b64encode(PUBLIC) + b"\n"
    for number in range(rows):
        previous = verify.NO_HASH if number % 5 == 0 else previous
        body = (BODY % (number, number % 5 + 1, previous, number // 5)).encode()
        previous, leaf = sha256(body).hexdigest(), sha256(b"\x00" + body).digest()
        tree.add(leaf)
        yield b"%d %s %s\n" % (number, leaf.hex().encode(), body)
        if tree.size % EVERY == 0 or tree.size == rows:
            yield b"checkpoint %d %s\n" % (tree.size, base64.b64encode(note(tree).encode()))
    yield b"end %d %d\n" % (rows, -(-rows // EVERY))


def note(tree: verify.Tree) -> str:
    """A signed checkpoint."""
    text = f"yinuo\n{tree.size}\n{base64.b64encode(tree.root()).decode()}\n"
    mark = sha256(b"yinuo\n\x01" + PUBLIC).digest()[:4] + PRIVATE.sign(text.encode())
    return f"{text}\n\u2014 yinuo {base64.b64encode(mark).decode()}\n"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    rows = parser.parse_args().rows
    lines = list(export(rows))
    key = verify.Key(PUBLIC)
    begin = time.process_time()
    entries, checkpoints, findings = verify.verify_export(lines, key)
    took = time.process_time() - begin
    assert (entries, findings) == (rows, []), findings[:3]
    bodies = [line.split(b" ", 2)[2] for line in lines if line[:1].isdigit()]
    pair = bytes(65)
    begin = time.process_time()
    for body in bodies:
        sha256(body).digest()
        sha256(body).digest()
        sha256(pair).digest()
    floor = time.process_time() - begin
    print(
        f"verified            {entries / took:12,.0f} entries/s ({entries:,} entries, {checkpoints:,} signatures)"
    )
    print(f"bare hashing        {entries / floor:12,.0f} entries/s")
    print(f"verified / ceiling  {floor / took:12.2f}")


if __name__ == "__main__":
    main()
