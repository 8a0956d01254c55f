#!/usr/bin/env python3
"""
Check a customer's receipt, a proof, or an export of yinuo's evidence log. Nothing of yinuo is needed for it.

一诺存证核验工具：核验客户回执、证明或存证日志导出文件，无需安装一诺的任何软件。

    python3 verify.py receipt.json --key KEY
    python3 verify.py log.export --key KEY --checkpoint witness.txt

One file, Python 3.8 or newer, the standard library alone, no network. KEY is the log's public key in Base64, or a
file that holds it; ask the institution or its auditor for it. ``--checkpoint`` names checkpoints that somebody else
kept: the export must hold them. Exit code 0: everything is as it was; 1: something is not; 2: it cannot be read.

Written after RFC 6962 (hashes, proofs), RFC 8032 (Ed25519) and the signed notes of C2SP.
"""

from __future__ import annotations

import argparse
import base64
import json
import os
import re
import sys
from binascii import a2b_hex
from hashlib import sha256, sha512
from typing import Any, Callable, Dict, Iterable, List, Optional, Sequence, Tuple

Point = Tuple[int, int, int, int]
Finding = Tuple[Optional[int], str]
NO_HASH = "0" * 64
START = (0, NO_HASH)
BLOCK = 256
MOST_SHOWN = 20
SEAL = "receipt.sealed"
# The end of an entry's canonical text; an entry of another form is read as JSON, slowly.
TAIL = re.compile(
    rb',"id":"[0-9a-f-]{36}","n":([0-9]{1,9}),"prev":"([0-9a-f]{64})","salt":"[0-9a-f]{32}",'
    rb'"stream":("(?:[^"\\]|\\.)*"),"v":1\}\Z'
)

NOTE = re.compile(r"[^\n]+\n[^\n]+\n[^\n]+\n(?:after [^\n]+\n)?\n\u2014[^\n]+\n")
# The line by which a checkpoint names the one before it.
AFTER = re.compile(r"[^\n]+\n[^\n]+\n[^\n]+\nafter ([0-9]{1,18}) ([A-Za-z0-9+/]{43}=)\n\n")

WORDS = {
    "hole": ("缺失：此处应有该条目", "missing: the entry that belongs here is not there"),
    "order": ("次序被打乱或重复", "stands in the wrong place, or twice"),
    "leaf": ("内容已被更改：与其哈希值不符", "was altered: its text does not have its hash"),
    "body": ("无法读取", "cannot be read"),
    "chain": (
        "与同一事项的前一条目不相接：其中之一被更改或删除",
        "does not follow the entry before it on its subject: one of them was altered or removed",
    ),
    "root": ("至此为止的条目与签名时不同", "the entries up to here are not those that were signed"),
    "signature": ("检查点的签名无效", "the checkpoint that ends here is not signed by this key"),
    "checkpoint": ("检查点位置不对或缺失", "the checkpoint stands in the wrong place or is missing"),
    "witness": ("与见证人保存的检查点不符", "the log is not the one that the witness saw"),
    "end": ("末尾被截断", "the end was cut off"),
    "path": ("无法证明该条目在日志中", "is not proved to be in the log"),
    "stream": ("属于另一事项", "belongs to another subject"),
    "seal": ("缺少封条，或封条所记条数不符", "the seal is missing, or it counts another number of entries"),
    "consistency": ("两个检查点不属于同一日志", "the two checkpoints are not of one log"),
    "format": ("文件格式无法识别", "the file is not of a known form"),
}
ACTIONS = {
    "case.opened": ("受理", "received"),
    "case.imported": ("从旧系统导入", "taken over from an earlier system"),
    "case.assigned": ("指定负责专员", "specialist named"),
    "case.response_sent": ("发出答复", "answer sent"),
    "case.note_added": ("内部备注", "internal note"),
    "case.customer_wrote": ("客户补充", "customer added something"),
    "case.resolved": ("办结", "resolved"),
    "promise.made": ("作出承诺", "promise made"),
    "promise.kept": ("承诺已兑现", "promise kept"),
    "promise.fulfilled_late": ("承诺逾期后完成", "promise fulfilled late"),
    "promise.broken": ("承诺逾期", "promise broken"),
    "promise.warned": ("承诺临期提醒", "promise at risk"),
    "promise.withdrawn": ("承诺撤回", "promise withdrawn"),
    SEAL: ("出具回执", "receipt given out"),
}


class Unreadable(Exception):
    """The file is not what it should be."""


# --- Ed25519 (RFC 8032, section 5.1), with tables so that thousands of signatures by one key are quick ---

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT_OF_MINUS_ONE = pow(2, (P - 1) // 4, P)
ZERO = (0, 1, 1, 0)
BASE_X = 15112221349535400772501151409588531511454012693041857206046113283949847762202
BASE_Y = 4 * pow(5, P - 2, P) % P
BASE = (BASE_X, BASE_Y, 1, BASE_X * BASE_Y % P)


def add(p: Point, q: Point) -> Point:
    """The sum of two points in extended coordinates."""
    a = (p[1] - p[0]) * (q[1] - q[0]) % P
    b = (p[1] + p[0]) * (q[1] + q[0]) % P
    c = 2 * p[3] * q[3] * D % P
    d = 2 * p[2] * q[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def point(encoded: bytes) -> Optional[Point]:
    """The point that 32 bytes stand for; None if there is none."""
    y = int.from_bytes(encoded, "little")
    sign, y = y >> 255, y & ((1 << 255) - 1)
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT_OF_MINUS_ONE % P
    if (x * x - square) % P or (x == 0 and sign):
        return None
    if x & 1 != sign:
        x = P - x
    return x, y, 1, x * y % P


def encode(p: Point) -> bytes:
    """The 32 bytes that stand for a point."""
    inverse = pow(p[2], P - 2, P)
    x, y = p[0] * inverse % P, p[1] * inverse % P
    return (y | (x & 1) << 255).to_bytes(32, "little")


def table(p: Point) -> List[List[Point]]:
    """Multiples of a point for every four bits of a scalar."""
    rows = []
    for _ in range(64):
        row = [ZERO]
        for _ in range(15):
            row.append(add(row[-1], p))
        rows.append(row)
        p = add(row[-1], p)
    return rows


def times(rows: List[List[Point]], scalar: int, start: Point = ZERO) -> Point:
    """``start`` plus the multiple of the point that ``rows`` was made of."""
    for row in rows:
        if scalar & 15:
            start = add(start, row[scalar & 15])
        scalar >>= 4
    return start


class Key:
    """A public key that checks signatures."""

    base: List[List[Point]] = []

    def __init__(self, encoded: bytes) -> None:
        found = point(encoded) if len(encoded) == 32 else None
        if found is None:
            raise Unreadable("key")
        self.encoded = encoded
        self._minus = table((P - found[0], found[1], 1, P - found[3]))
        if not Key.base:
            Key.base += table(BASE)

    def verifies(self, signature: bytes, message: bytes) -> bool:
        """Whether this key made ``signature`` over ``message``."""
        if len(signature) != 64:
            return False
        s = int.from_bytes(signature[32:], "little")
        if s >= L:
            return False
        k = int.from_bytes(sha512(signature[:32] + self.encoded + message).digest(), "little") % L
        return encode(times(self._minus, k, times(Key.base, s))) == signature[:32]


# --- the tree (RFC 6962, section 2.1) and checkpoints ---


def node(left: bytes, right: bytes) -> bytes:
    """The hash over two subtrees."""
    return sha256(b"\x01" + left + right).digest()


class Tree:
    """A growing tree: full blocks are folded at once."""

    def __init__(self) -> None:
        self.size = 0
        self.block: List[bytes] = []
        self.blocks: List[bytes] = []

    def add(self, leaf: bytes) -> None:
        """Add one leaf."""
        self.block.append(leaf)
        self.size += 1
        if len(self.block) == BLOCK:
            self.fold()

    def fold(self) -> None:
        """Fold a full block of leaves into the tree."""
        row, count = self.block, self.size // BLOCK
        while len(row) > 1:
            row = [sha256(b"\x01" + a + b).digest() for a, b in zip(row[::2], row[1::2])]
        self.blocks.append(row[0])
        while count % 2 == 0:
            right = self.blocks.pop()
            self.blocks.append(node(self.blocks.pop(), right))
            count //= 2
        self.block = []

    def root(self) -> bytes:
        """The hash that stands for the whole."""
        row = self.block
        peaks: List[bytes] = []
        while row:
            if len(row) % 2:
                peaks.append(row[-1])
            row = [node(a, b) for a, b in zip(row[::2], row[1::2])]
        peaks += self.blocks[::-1]
        if not peaks:
            return sha256(b"").digest()
        found = peaks[0]
        for left in peaks[1:]:
            found = node(left, found)
        return found


def is_included(leaf: bytes, index: int, size: int, root: bytes, path: Sequence[bytes]) -> bool:
    """Whether ``path`` leads from ``leaf`` at ``index`` to ``root`` (RFC 9162, section 2.1.3.2)."""
    if not 0 <= index < size:
        return False
    last = size - 1
    for sibling in path:
        if last == 0:
            return False
        if index & 1 or index == last:
            leaf = node(sibling, leaf)
            while not index & 1 and index:
                index, last = index >> 1, last >> 1
        else:
            leaf = node(leaf, sibling)
        index, last = index >> 1, last >> 1
    return last == 0 and leaf == root


def is_consistent(
    first: int, first_root: bytes, second: int, second_root: bytes, path: Sequence[bytes]
) -> bool:
    """Whether ``path`` shows the first tree to be the second one's beginning (RFC 9162, section 2.1.4.2)."""
    if not 0 < first <= second:
        return False
    if first == second:
        return not path and first_root == second_root
    path = ([first_root] if first & (first - 1) == 0 else []) + list(path)
    if not path:
        return False
    here, last = first - 1, second - 1
    while here & 1:
        here, last = here >> 1, last >> 1
    old = new = path[0]
    for sibling in path[1:]:
        if last == 0:
            return False
        if here & 1 or here == last:
            old, new = node(sibling, old), node(sibling, new)
            while not here & 1 and here:
                here, last = here >> 1, last >> 1
        else:
            new = node(new, sibling)
        here, last = here >> 1, last >> 1
    return last == 0 and old == first_root and new == second_root


def read_note(note: Any, key: Key) -> Optional[Tuple[int, bytes]]:
    """The size and root that a signed checkpoint names; None if this key did not sign it."""
    try:
        text, _, mark = note.rpartition("\n\n")
        name, size, root = text.split("\n")[:3]
        dash, signer, signed = mark.rstrip("\n").split(" ")
        raw, digest = base64.b64decode(signed, validate=True), base64.b64decode(root, validate=True)
        known = sha256(name.encode() + b"\n\x01" + key.encoded).digest()[:4]
        ok = dash == "\u2014" and signer == name and raw[:4] == known and len(digest) == 32
        ok = ok and text.count("\n") == (2 if read_after(note) is None else 3)
        if ok and re.match(r"[0-9]{1,18}\Z", size) and key.verifies(raw[4:], (text + "\n").encode()):
            return int(size), digest
    except (ValueError, AttributeError, TypeError):
        pass
    return None


def read_after(note: str) -> Optional[Tuple[int, bytes]]:
    """The size of the checkpoint before, and the link over all notes up to it; None where a note names none."""
    found = AFTER.match(note)
    return (int(found.group(1)), base64.b64decode(found.group(2), validate=True)) if found else None


# --- an export of the whole log ---


def tail_of(body: bytes) -> Tuple[bytes, int, str]:
    """The subject, place and previous hash that an entry names."""
    found = TAIL.match(body, body.rfind(b',"id":"'))
    if found:
        return found.group(3), int(found.group(1)), found.group(2).decode()
    said = json.loads(body.decode())
    return json.dumps(said["stream"], ensure_ascii=False).encode(), said["n"], said["prev"]


class Export:
    """
    An export that is read line by line.

    ``findings`` are pairs of an entry, or None, and a code of ``WORDS``.
    """

    def __init__(self, key: Key, known: Iterable[str]) -> None:
        self.key, self.tree = key, Tree()
        self.heads: Dict[bytes, Tuple[int, str]] = {}
        self.findings: List[Finding] = []
        self.expected = self.checkpoints = self.signed = 0
        self.link, self.is_linked = bytes(32), False
        self.ended = False
        self.wanted: Dict[int, bytes] = {}
        for text in known:
            seen = read_note(text, key)
            if seen is None:
                self.found(None, "witness")
            else:
                self.wanted.setdefault(*seen)

    def found(self, place: Optional[int], code: str) -> None:
        """Keep what is wrong."""
        self.findings.append((place, code))

    def entry(self, line: bytes) -> None:
        """Read the line of one entry."""
        digest = b""
        number = self.expected
        try:
            word, leaf, body = line[:-1].split(b" ", 2)
            number = int(word)
            digest = sha256(b"\x00" + body).digest()
            if number != self.expected:
                is_hole = number > self.expected
                self.found(self.expected if is_hole else number, "hole" if is_hole else "order")
            if digest != a2b_hex(leaf):
                self.found(number, "leaf")
            stream, place, previous = tail_of(body)
            if (place - 1, previous) != self.heads.get(stream, START):
                self.found(number, "chain")
            self.heads[stream] = place, sha256(body).hexdigest()
        except (ValueError, KeyError, TypeError, RecursionError):
            self.found(number, "body")
        self.expected = number + 1
        self.tree.add(digest or sha256(line).digest())
        if self.tree.size in self.wanted and self.wanted.pop(self.tree.size) != self.tree.root():
            self.found(self.tree.size - 1, "witness")

    def other(self, line: bytes) -> None:
        """Read a line that is not an entry's."""
        try:
            word, *rest = line.split()
            if word == b"checkpoint":
                self.checkpoint(int(rest[0]), base64.b64decode(rest[1], validate=True).decode())
            elif word == b"end":
                self.ended = True
                if int(rest[0]) != self.tree.size:
                    self.found(min(int(rest[0]), self.tree.size), "end")
                elif int(rest[1]) != self.checkpoints:
                    self.found(self.tree.size, "checkpoint")
            else:
                self.found(self.expected, "format")
        except (ValueError, IndexError):
            self.found(self.expected, "format")

    def checkpoint(self, size: int, note: str) -> None:
        """Compare a signed checkpoint with what was computed up to here."""
        last = max(self.tree.size - 1, 0)
        self.checkpoints += 1
        said = read_note(note, self.key)
        if said is None:
            self.found(last, "signature")
        elif said[0] != size or size != self.tree.size or size == self.signed:
            self.found(self.expected if said[0] > self.tree.size else last, "checkpoint")
        elif said[1] != self.tree.root():
            self.found(last, "root")
        if said is not None and said[0] == size:
            self.follow(read_after(note), last)
        self.link = sha256(self.link + note.encode()).digest()
        self.signed = self.tree.size

    def follow(self, after: Optional[Tuple[int, bytes]], last: int) -> None:
        """Compare the checkpoint before with the one that this one names; notes of older logs name none."""
        if after is None:
            if self.is_linked:
                self.found(last, "checkpoint")
            return
        if after != (self.signed, self.link):
            self.found(max(after[0] - 1, 0), "checkpoint")
        self.is_linked, self.link = True, after[1]

    def close(self) -> List[Finding]:
        """All findings, in the log's order."""
        if not self.ended or self.tree.size != self.signed:
            self.found(self.tree.size, "end")
        for size in self.wanted:
            self.found(min(size, self.tree.size), "witness")
        return sorted(self.findings, key=lambda one: -1 if one[0] is None else one[0])


def verify_export(
    lines: Iterable[bytes],
    key: Optional[Key] = None,
    known: Iterable[str] = (),
    step: Optional[Callable[[int], None]] = None,
) -> Tuple[int, int, List[Finding]]:
    """
    Read an export and compute everything again; returns the number of entries and checkpoints, and findings.

    ``known`` are signed checkpoints that a witness kept; ``step`` is told now and then how many entries were read.
    """
    lines = iter(lines)
    if next(lines, b"").rstrip() != b"yinuo-log 1":
        raise Unreadable("format")
    own = next(lines, b"").split()
    if len(own) != 2 or own[0] != b"key":
        raise Unreadable("key")
    export = Export(key or Key(base64.b64decode(own[1], validate=True)), known)
    read_entry = export.entry
    for line in lines:
        if export.ended:
            export.found(export.expected, "end")
            break
        if 48 <= line[0] <= 57:
            read_entry(line)
            if step and export.tree.size % 65536 == 0:
                step(export.tree.size)
        else:
            export.other(line)
    return export.tree.size, export.checkpoints, export.close()


# --- a receipt or a proof ---


def verify_receipt(receipt: Any, key: Optional[Key] = None) -> Tuple[List[Dict[str, Any]], List[Finding]]:
    """
    Check a receipt or proof (the JSON object) against the log's public key.

    Returns what each entry says, and what is wrong, as pairs of the entry's place in its chain, or None, and a code.
    """
    entries: List[Dict[str, Any]] = []
    findings: List[Finding] = []
    try:
        key = key or Key(base64.b64decode(receipt["key"], validate=True))
        kind = receipt["yinuo"]
        tree = read_note(receipt["checkpoint"], key)
        if kind not in ("receipt", "stream", "entry"):
            raise Unreadable("format")
        if tree is None:
            return entries, [(None, "signature")]
        if not receipt["entries"]:
            findings.append((None, "seal"))
        previous, expected = NO_HASH, 1
        for proved in receipt["entries"]:
            said = json.loads(proved["body"])
            place = said["n"]
            if not is_proved(proved, tree):
                findings.append((place, "path"))
            if said["stream"] != receipt["stream"]:
                findings.append((place, "stream"))
            if kind != "entry" and place != expected:
                findings.append((expected, "hole") if place > expected else (place, "order"))
            elif kind != "entry" and said["prev"] != previous:
                findings.append((place, "chain"))
            previous, expected = sha256(proved["body"].encode()).hexdigest(), place + 1
            entries.append(said)
        if entries and kind == "receipt" and not is_sealed(entries):
            findings.append((entries[-1]["n"], "seal"))
        if receipt.get("before") and not follows(receipt["before"], tree, key):
            findings.append((None, "consistency"))
    except (Unreadable, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        findings.append((None, "format"))
    return entries, findings


def is_proved(proved: Dict[str, Any], tree: Tuple[int, bytes]) -> bool:
    """Whether an entry with its path is in the tree."""
    number, path = proved["number"], [base64.b64decode(one, validate=True) for one in proved["path"]]
    if type(number) is not int or len(path) > 64 or any(len(one) != 32 for one in path):
        return False
    return is_included(sha256(b"\x00" + proved["body"].encode()).digest(), number, tree[0], tree[1], path)


def follows(before: Dict[str, Any], tree: Tuple[int, bytes], key: Key) -> bool:
    """Whether an earlier checkpoint is the beginning of the tree."""
    first = read_note(before["checkpoint"], key)
    path = [base64.b64decode(one, validate=True) for one in before["path"]]
    return first is not None and is_consistent(first[0], first[1], tree[0], tree[1], path)


def is_sealed(entries: List[Dict[str, Any]]) -> bool:
    """Whether the last entry is the seal, and counts those before it."""
    last = entries[-1]
    count = len(entries) - 1
    return bool(last["action"] == SEAL and last["facts"]["entries"] == count and last["n"] == count + 1)


# --- the command ---


def say(languages: Sequence[str], zh: str, en: str) -> None:
    """Print one line in each language that is wanted."""
    for language, text in (("zh", zh), ("en", en)):
        if language in languages:
            sys.stdout.write(text + "\n")


def show(languages: Sequence[str], findings: List[Finding]) -> None:
    """Name what is wrong, the first thing first."""
    for place, code in findings[:MOST_SHOWN]:
        zh, en = WORDS[code]
        zh_place = "条目 %d" % place if place is not None else "文件"
        en_place = "Entry %d" % place if place is not None else "The file"
        say(languages, "✗ %s：%s。[%s]" % (zh_place, zh, code), "✗ %s: %s. [%s]" % (en_place, en, code))
    more = len(findings) - MOST_SHOWN
    if more > 0:
        say(languages, "……另有 %d 处。" % more, "... and %d more." % more)


def show_entries(languages: Sequence[str], entries: List[Dict[str, Any]]) -> None:
    """Tell what a receipt proves."""
    for said in entries:
        zh, en = ACTIONS.get(str(said.get("action")), ("", ""))
        at = str(said.get("at"))[:19].replace("T", " ")
        names = [word for language, word in (("zh", zh), ("en", en)) if language in languages and word]
        line = "%4s  %s UTC  %s" % (said.get("n"), at, " · ".join(names) or said.get("action"))
        sys.stdout.write("".join(one if one.isprintable() else "?" for one in line) + "\n")


def read_key(text: str) -> Key:
    """The key that is named on the command line: Base64, or a file with it."""
    if os.path.isfile(text):
        with open(text, encoding="ascii") as file:
            text = file.read().strip()
    return Key(base64.b64decode(text, validate=True))


def verify_file(options: Any, languages: Sequence[str]) -> int:
    """Check one file; returns the exit code."""
    key = read_key(options.key) if options.key else None
    if key is None:
        say(
            languages,
            "注意：未指定公钥，采用文件自带的公钥；请与银行公布的公钥核对。",
            "Note: no key was given, so the file's own is used; compare it with the published one.",
        )
    with open(options.file, "rb") as file:
        is_export = file.read(9) == b"yinuo-log"
        file.seek(0)
        if is_export:
            known = []
            for name in options.checkpoint:
                with open(name, encoding="utf-8") as kept:
                    known += NOTE.findall(kept.read())
            entries, checkpoints, findings = verify_export(file, key, known)
            zh, en = "%d 条，%d 个检查点", "%d entries, %d checkpoints"
            good = (zh % (entries, checkpoints), en % (entries, checkpoints))
        else:
            said, findings = verify_receipt(json.loads(file.read().decode()), key)
            show_entries(languages, said)
            good = ("%d 条" % len(said), "%d entries" % len(said))
    if findings:
        show(languages, findings)
        return 1
    zh, en = (
        "✓ 核验通过：%s，均未被更改，无缺失。",
        "✓ Verified: %s; nothing was altered, nothing is missing.",
    )
    say(languages, zh % good[0], en % good[1])
    return 0


def main(arguments: Optional[List[str]] = None) -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("file", help="receipt, proof or export / 回执、证明或导出文件")
    parser.add_argument("--key", help="public key, or a file with it / 公钥或公钥文件")
    parser.add_argument(
        "--checkpoint", action="append", default=[], help="checkpoints of a witness / 见证人的检查点"
    )
    parser.add_argument("--language", choices=("zh", "en"), help="default: both / 默认双语")
    options = parser.parse_args(arguments)
    languages = (options.language,) if options.language else ("zh", "en")
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="replace")
    try:
        return verify_file(options, languages)
    except (OSError, Unreadable, ValueError, RecursionError):
        say(languages, "✗ 无法读取文件或公钥。", "✗ The file or the key cannot be read.")
        return 2


if __name__ == "__main__":
    sys.exit(main())
