"""
Run by ``test_fuzz_verifier.py``: atheris alters a good receipt and a good export, and the verifier judges them.

Only its own refusals may come out, and whatever differs from the good one in what is proved must be refused.
"""

from __future__ import annotations

import base64
import json
import sys
from hashlib import sha256

import atheris

with atheris.instrument_imports(include=["yinuo.platform.audit.standalone"]):
    from yinuo.platform.audit.standalone import verify

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from yinuo.kernel.canonical import canonical_json
from yinuo.kernel.merkle import inclusion_proof, leaf_hash, root_of

PRIVATE = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
PUBLIC = PRIVATE.public_key().public_bytes_raw()
KEY = verify.Key(PUBLIC)


def note(size: int, root: bytes, after: int, link: bytes) -> str:
    text = (
        f"yinuo\n{size}\n{base64.b64encode(root).decode()}\nafter {after} {base64.b64encode(link).decode()}\n"
    )
    mark = sha256(b"yinuo\n\x01" + PUBLIC).digest()[:4] + PRIVATE.sign(text.encode())
    return f"{text}\n\u2014 yinuo {base64.b64encode(mark).decode()}\n"


def bodies() -> list[bytes]:
    made, previous = [], "0" * 64
    for n in range(1, 6):
        said = {
            "v": 1,
            "id": f"0198c0de-0000-7000-8000-00000000000{n}",
            "stream": "case:1",
            "n": n,
            "prev": previous,
        }
        said |= {"at": "2026-03-01", "actor": "staff:7", "salt": "0" * 32, "commit": None}
        said |= (
            {"action": "receipt.sealed", "facts": {"entries": 4}} if n == 5 else {"action": "x", "facts": {}}
        )
        made.append(canonical_json(said))
        previous = sha256(made[-1]).hexdigest()
    return made


BODIES = bodies()
LEAVES = [leaf_hash(body) for body in BODIES]


def nodes(level: int, index: int) -> bytes:
    return root_of(LEAVES[index << level : (index + 1) << level])


FIRST = note(3, root_of(LEAVES[:3]), 0, bytes(32))
NOTE = note(5, root_of(LEAVES), 3, sha256(bytes(32) + FIRST.encode()).digest())
RECEIPT = {
    "yinuo": "receipt",
    "key": base64.b64encode(PUBLIC).decode(),
    "stream": "case:1",
    "checkpoint": NOTE,
    "entries": [
        {
            "number": n,
            "body": body.decode(),
            "path": [
                base64.b64encode(one).decode()
                for one in inclusion_proof(
                    n, 5, lambda level, index: root_of(LEAVES[index << level : (index + 1) << level])
                )
            ],
        }
        for n, body in enumerate(BODIES)
    ],
}
EXPORT = [b"yinuo-log 1\n", b"key " + base64.b64encode(PUBLIC) + b"\n"]
EXPORT += [b"%d %s %s\n" % (n, LEAVES[n].hex().encode(), body) for n, body in enumerate(BODIES)]
EXPORT.insert(5, b"checkpoint 3 " + base64.b64encode(FIRST.encode()) + b"\n")
EXPORT += [b"checkpoint 5 " + base64.b64encode(NOTE.encode()) + b"\n", b"end 5 2\n"]
GOOD = [json.dumps(RECEIPT).encode(), b"".join(EXPORT)]
PROVED = [entry["body"] for entry in RECEIPT["entries"]]  # type: ignore[attr-defined]


def altered(good: bytes, fuzz: atheris.FuzzedDataProvider) -> bytes:
    data = bytearray(good)
    for _ in range(fuzz.ConsumeIntInRange(0, 3)):
        place = fuzz.ConsumeIntInRange(0, len(data) - 1)
        length = fuzz.ConsumeIntInRange(0, 40)
        data[place : place + length] = fuzz.ConsumeBytes(fuzz.ConsumeIntInRange(0, 40))
    return bytes(data) if data else b"{}"


def judge(data: bytes) -> None:
    fuzz = atheris.FuzzedDataProvider(data)
    if fuzz.ConsumeBool():
        try:
            receipt = json.loads(altered(GOOD[0], fuzz))
        except (ValueError, RecursionError):
            return
        _said, findings = verify.verify_receipt(receipt, KEY)
        if not findings and [entry["body"] for entry in receipt["entries"]] != PROVED:
            raise AssertionError("an altered receipt passed")
    else:
        text = altered(GOOD[1], fuzz)
        try:
            entries, checkpoints, findings = verify.verify_export(text.splitlines(keepends=True), KEY)
        except (verify.Unreadable, ValueError):
            return
        if not findings and (entries != 5 or checkpoints != 2 or any(body not in text for body in BODIES)):
            raise AssertionError("an altered export passed")


for good in GOOD:
    if good is GOOD[0] and verify.verify_receipt(json.loads(good), KEY)[1]:
        raise SystemExit("the good receipt is not good")
if verify.verify_export(EXPORT, KEY)[2]:
    raise SystemExit("the good export is not good")
atheris.Setup(sys.argv, judge)
atheris.Fuzz()
