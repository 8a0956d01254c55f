"""Forgeries that fit together: entry, hash and tile at once, a subject's end cut off, the log signed anew."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import pytest

from tests.platform.audit.sample import make_log, sql, switch_guards_off
from yinuo.kernel.merkle import leaf_hash
from yinuo.platform.audit.models import Checkpoint, Entry, Tile
from yinuo.platform.audit.public import export_log, public_key, verify_log, verify_stream
from yinuo.platform.audit.standalone import verify

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _administrator() -> None:
    """Two batches, and whoever owns the database."""
    make_log(20, 20)
    switch_guards_off()


def forge(number: int) -> None:
    """Body, columns, hash, tile and, where it is the last of its subject, the head: all made to fit."""
    entry = Entry.objects.get(number=number)
    body = bytes(entry.body).replace(b"staff:7", b"staff:8")
    sql(
        "UPDATE audit_entry SET actor = 'staff:8', body = %s, leaf = %s WHERE number = %s",
        body,
        leaf_hash(body),
        number,
    )
    tile = Tile.objects.get(level=0, index=0)
    held = bytearray(tile.hashes)
    held[number * 32 : number * 32 + 32] = leaf_hash(body)
    Tile.objects.filter(pk=tile.pk).update(hashes=bytes(held))
    sql(
        "UPDATE audit_stream SET head = %s WHERE name = %s AND version = %s",
        sha256(body).digest(),
        entry.stream,
        entry.version,
    )


def cut_last(stream: str, *, with_head: bool) -> None:
    last = Entry.objects.filter(stream=stream).latest("version")
    sql("DELETE FROM audit_entry WHERE number = %s", last.number)
    if with_head:
        before = Entry.objects.get(stream=stream, version=last.version - 1)
        sql(
            "UPDATE audit_stream SET version = %s, head = %s WHERE name = %s",
            before.version,
            sha256(bytes(before.body)).digest(),
            stream,
        )


def exported(path: Path) -> list[bytes]:
    export_log(path=path)
    return path.read_bytes().splitlines(keepends=True)


@pytest.mark.parametrize("number", [0, 11, 19, 20, 36, 39])
def test_an_entry_forged_with_hash_and_tile_differs_from_what_was_signed(number: int, tmp_path: Path) -> None:
    witnessed = Checkpoint.objects.get(size=40).note
    forge(number)
    signed = 20 if number < 20 else 40
    findings = verify_log().findings
    assert ("root", signed - 1) in {(one.what, one.entry) for one in findings}
    assert number <= (findings[0].entry or 0) < signed
    wrong = verify.verify_export(exported(tmp_path / "log"), verify.Key(public_key()), [witnessed])[2]
    assert {(signed - 1, "root"), (39, "witness")} <= set(wrong)
    assert number <= (wrong[0][0] or 0) < signed


def test_a_log_that_was_forged_and_signed_anew_is_not_the_one_that_the_witness_saw(tmp_path: Path) -> None:
    witnessed = Checkpoint.objects.get(size=40).note
    for table in ("entry", "tile", "checkpoint", "stream"):
        sql(f"DELETE FROM audit_{table}")  # noqa: S608
    make_log(20, 20)
    assert verify_log().findings == (), "consistent in itself"
    lines = exported(tmp_path / "log")
    assert verify.verify_export(lines, verify.Key(public_key()))[2] == []
    assert verify.verify_export(lines, verify.Key(public_key()), [witnessed])[2] == [(39, "witness")]


def test_a_subject_whose_end_was_cut_off_is_found() -> None:
    assert verify_stream(stream="case:3") == []
    places = Entry.objects.filter(stream="case:3").count()
    cut_last("case:3", with_head=False)
    assert verify_stream(stream="case:3")[0] == (places, "end")


def test_a_subject_whose_end_was_cut_off_with_its_head_leaves_a_hole_in_the_numbers() -> None:
    cut_last("case:3", with_head=True)
    assert verify_stream(stream="case:3") == [(None, "numbers")]


def test_a_tile_that_was_removed_makes_the_proof_fail_and_not_the_page() -> None:
    Tile.objects.all().delete()
    assert verify_stream(stream="case:3")[0] == (1, "path")
