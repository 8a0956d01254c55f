"""The stand-alone verifier agrees with the house, needs nothing of it, and finds every alteration of an export."""

from __future__ import annotations

import ast
import base64
import random
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.platform.audit.sample import make_log
from yinuo.kernel import merkle
from yinuo.platform.audit.export import CannotExport
from yinuo.platform.audit.models import Checkpoint
from yinuo.platform.audit.public import export_log, proof_of_stream, public_key
from yinuo.platform.audit.standalone import verify

FILE = Path(verify.__file__)


def leaves(count: int) -> list[bytes]:
    return [merkle.leaf_hash(b"%d" % number) for number in range(count)]


def tree_of(hashes: list[bytes]) -> verify.Tree:
    tree = verify.Tree()
    for leaf in hashes:
        tree.add(leaf)
    return tree


@given(count=st.integers(0, 1300))
@settings(max_examples=25)
def test_roots_are_those_of_the_house(count: int) -> None:
    assert tree_of(leaves(count)).root() == merkle.root_of(leaves(count))


@given(data=st.data(), size=st.integers(1, 80))
@settings(max_examples=60)
def test_proofs_are_judged_as_the_house_judges_them(data: st.DataObject, size: int) -> None:
    hashes = leaves(size)

    def nodes(level: int, index: int) -> bytes:
        return merkle.root_of(hashes[index << level : (index + 1) << level])

    index, first = data.draw(st.integers(0, size - 1)), data.draw(st.integers(1, size))
    path = merkle.inclusion_proof(index, size, nodes)
    root, claimed = merkle.root_of(hashes), data.draw(st.integers(-1, size + 1))
    assert verify.is_included(hashes[index], index, size, root, path)
    assert verify.is_included(hashes[index], claimed, size, root, path) == merkle.is_included(
        leaf=hashes[index], index=claimed, size=size, root=root, proof=path
    )
    path = merkle.consistency_proof(first, size, nodes)
    old = merkle.root_of(hashes[:first])
    assert verify.is_consistent(first, old, size, root, path)
    if path:
        forged = [bytes(32), *path[1:]]
        assert not verify.is_consistent(first, old, size, root, forged)


@given(seed=st.binary(min_size=32, max_size=32), message=st.binary(max_size=200), place=st.integers(0, 511))
@settings(max_examples=12)
def test_signatures_are_judged_as_cryptography_judges_them(seed: bytes, message: bytes, place: int) -> None:
    private = Ed25519PrivateKey.from_private_bytes(seed)
    public, signature = private.public_key().public_bytes_raw(), private.sign(message)
    key = verify.Key(public)
    assert key.verifies(signature, message)
    forged = bytearray(signature)
    forged[place // 8] ^= 1 << place % 8
    for candidate, said in ((bytes(forged), message), (signature, message + b"!"), (signature[:63], message)):
        assert key.verifies(candidate, said) == _accepted(public, candidate, said)


def _accepted(public: bytes, signature: bytes, message: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except InvalidSignature:
        return False
    return True


def test_it_is_written_for_python_3_8_and_the_standard_library_alone() -> None:
    tree = ast.parse(FILE.read_text(encoding="utf-8"), feature_version=(3, 8))
    imported = {
        (node.module if isinstance(node, ast.ImportFrom) else alias.name).split(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
    }
    assert imported <= set(sys.stdlib_module_names)


@pytest.fixture
def export(db: None, tmp_path: Path) -> Path:
    """300 entries in three checkpoints."""
    make_log(1, 200, 99)
    path = tmp_path / "log.export"
    export_log(path=path)
    return path


def verified(lines: list[bytes]) -> list[tuple[int | None, str]]:
    return verify.verify_export(lines, verify.Key(public_key()))[2]


def test_an_export_verifies_with_an_old_python_alone(export: Path, tmp_path: Path) -> None:
    copy = tmp_path / "verify.py"
    shutil.copy(FILE, copy)
    key = base64.b64encode(public_key()).decode()
    witness = tmp_path / "witness.txt"
    witness.write_text(Checkpoint.objects.get(size=201).note, encoding="utf-8")
    pythons = [Path.home() / ".pyenv/versions/3.8.18/bin/python", Path(sys.executable)]
    for python in [python for python in pythons if python.exists()]:
        command = [str(python), "-I", str(copy), str(export), "--key", key, "--checkpoint", str(witness)]
        done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        assert "300 条" in done.stdout
        assert "300 entries, 3 checkpoints; nothing was altered" in done.stdout


def test_an_export_goes_on_where_it_was_interrupted(export: Path) -> None:
    whole = export.read_bytes()
    make_log(50)
    export_log(path=export, resume=True)
    assert verified(export.read_bytes().splitlines(keepends=True)) == []
    longer = export.read_bytes()
    for cut in (len(whole) // 2, len(whole) - 3, len(longer) - 70):
        export.write_bytes(longer[:cut])
        done = export_log(path=export, resume=True)
        assert export.read_bytes() == longer
        assert (done.entries, done.checkpoints) == (350, 4)
        assert done.kept in {1, 201, 300}


def test_an_export_overwrites_nothing(export: Path, tmp_path: Path) -> None:
    with pytest.raises(CannotExport, match="--resume"):
        export_log(path=export)
    other = tmp_path / "diary.txt"
    other.write_text("dear diary")
    with pytest.raises(CannotExport, match="no export"):
        export_log(path=other, resume=True)
    assert other.read_text() == "dear diary"


def test_each_altered_removed_moved_or_repeated_line_is_found_and_named(export: Path) -> None:
    lines = export.read_bytes().splitlines(keepends=True)
    dice = random.Random(1)
    assert verified(lines) == []
    for place in range(2, len(lines)):
        line = lines[place]
        flipped = bytearray(line)
        flipped[dice.randrange(len(line) - 1)] ^= 1
        attacks = {
            "flipped": [*lines[:place], bytes(flipped), *lines[place + 1 :]],
            "removed": [*lines[:place], *lines[place + 1 :]],
            "repeated": [*lines[: place + 1], line, *lines[place + 1 :]],
            "cut": lines[:place],
        }
        if place + 1 < len(lines):
            attacks["moved"] = [*lines[:place], lines[place + 1], line, *lines[place + 2 :]]
        for name, forged in attacks.items() if place % 7 == 0 or not line[:1].isdigit() else ():
            found = verified(forged)
            assert found, f"{name} line {place} was not noticed"
            if line[:1].isdigit() and name in {"removed", "moved", "cut"}:
                assert found[0][0] in {int(line.split()[0]), None}, f"{name} line {place}: {found[:3]}"


def test_an_altered_entry_with_its_hash_made_to_fit_is_found(export: Path) -> None:
    lines = export.read_bytes().splitlines(keepends=True)
    number, _leaf, body = lines[100].rstrip(b"\n").split(b" ", 2)
    body = body.replace(b"staff:7", b"staff:8")
    lines[100] = b"%s %s %s\n" % (number, merkle.leaf_hash(body).hex().encode(), body)
    assert {code for _place, code in verified(lines)} == {"chain", "root"}


def test_a_log_that_was_made_anew_is_not_the_one_that_a_witness_saw(export: Path) -> None:
    note = Checkpoint.objects.get(size=300).note
    lines = export.read_bytes().splitlines(keepends=True)
    cut = [line for line in lines if not line.startswith((b"checkpoint 300", b"end"))]
    shorter = [line for line in cut if not line[:1].isdigit() or int(line.split()[0]) < 201]
    forged = [*shorter, b"end 201 2\n"]
    assert verified(forged) == []  # by itself it is a good log
    key = verify.Key(public_key())
    assert verify.verify_export(forged, key, [note])[2] == [(201, "witness")]
    assert verify.verify_export(lines, key, [note])[2] == []


NONSENSE: dict[str, Callable[[], list[bytes]]] = {
    "nothing": list,
    "another file": lambda: [b"PK\x03\x04"],
    "no key": lambda: [b"yinuo-log 1\n", b"end 0 0\n"],
    "a key that is no point": lambda: [b"yinuo-log 1\n", b"key " + base64.b64encode(b"\xff" * 32) + b"\n"],
}


@pytest.mark.parametrize("name", NONSENSE)
def test_what_is_no_export_is_refused(name: str) -> None:
    with pytest.raises(verify.Unreadable):
        verify.verify_export(NONSENSE[name]())


@pytest.mark.django_db
def test_a_chain_is_proved_with_growth_since_an_earlier_checkpoint() -> None:
    make_log(60, 40)
    proof = proof_of_stream(stream="case:3", before=60)
    key = verify.Key(public_key())
    entries, findings = verify.verify_receipt(proof, key)
    assert findings == []
    assert [said["n"] for said in entries] == list(range(1, len(entries) + 1))
    proof["before"]["path"] = proof["before"]["path"][1:]
    assert verify.verify_receipt(proof, key)[1] == [(None, "consistency")]


NAMES = ["yinuo", "key", "stream", "entries", "body", "path", "number", "checkpoint", "before"]
ATOMS = st.none() | st.booleans() | st.integers() | st.text()
OBJECTS = st.recursive(
    ATOMS,
    lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from(NAMES) | st.text(), inner),
    max_leaves=20,
)


@given(value=OBJECTS)
def test_no_nonsense_passes_for_a_receipt_or_breaks_the_verifier(value: object) -> None:
    assert verify.verify_receipt(value)[1]
