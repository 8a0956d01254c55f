"""Checkpoints name the one before them: none of them goes, changes places or comes in unnoticed."""

from __future__ import annotations

import base64
from hashlib import sha256
from importlib import import_module
from pathlib import Path

import pytest
from django.db import connection

from tests.platform.audit.sample import AT, make_log, sql, switch_guards_off, write
from yinuo.platform.audit.models import Checkpoint
from yinuo.platform.audit.public import export_log, public_key, sequence_all, verify_log
from yinuo.platform.audit.signing import SignedTree, link_over, read_checkpoint, sign
from yinuo.platform.audit.standalone import verify

pytestmark = pytest.mark.django_db
linking = import_module("yinuo.platform.audit.migrations.0007_linked_checkpoints")


@pytest.fixture(autouse=True)
def _administrator() -> None:
    """Five checkpoints, and whoever owns the database."""
    make_log(10, 10, 10, 10, 10)
    switch_guards_off()


def said() -> list[tuple[str, int | None]]:
    """What the house finds, and that the stand-alone verifier finds the same in an export."""
    return [(one.what, one.entry) for one in verify_log().findings]


def said_outside(folder: Path) -> list[tuple[int | None, str]]:
    export_log(path=folder / "log")
    lines = (folder / "log").read_bytes().splitlines(keepends=True)
    return verify.verify_export(lines, verify.Key(public_key()))[2]


def test_each_names_the_one_before() -> None:
    link, size = bytes(32), 0
    for kept in Checkpoint.objects.order_by("size"):
        assert read_checkpoint(kept.note, key=public_key()).after == (size, link)
        size, link = kept.size, sha256(link + kept.note.encode()).digest()
        assert bytes(kept.link) == link
    assert said() == []


@pytest.mark.parametrize("size", [10, 20, 30, 40])
def test_one_that_was_removed_is_named(size: int, tmp_path: Path) -> None:
    sql("DELETE FROM audit_checkpoint WHERE size = %s", size)
    assert said() == [("checkpoint", size - 1)]
    assert said_outside(tmp_path) == [(size - 1, "checkpoint")]


def test_several_that_were_removed_together_are_noticed(tmp_path: Path) -> None:
    sql("DELETE FROM audit_checkpoint WHERE size IN (20, 30)")
    assert said() == [("checkpoint", 29)], "the one that the next of them names"
    assert said_outside(tmp_path) == [(29, "checkpoint")]


def test_two_that_changed_places_are_named(tmp_path: Path) -> None:
    notes = dict(Checkpoint.objects.values_list("size", "note"))
    sql("UPDATE audit_checkpoint SET note = %s WHERE size = 20", notes[30])
    sql("UPDATE audit_checkpoint SET note = %s WHERE size = 30", notes[20])
    assert ("root", 19) in said()
    assert said_outside(tmp_path)[0] == (20, "checkpoint"), "the note counts entries that are still to come"


def test_one_that_was_signed_by_itself_does_not_pass_for_another(tmp_path: Path) -> None:
    """Even who has the key cannot exchange one in the middle: those after it name it."""
    kept = Checkpoint.objects.get(size=20)
    forged = sign(SignedTree(size=20, root=bytes(kept.root)))
    sql("UPDATE audit_checkpoint SET note = %s WHERE size = 20", forged)
    assert said()[0] == ("checkpoint", 19)
    assert said_outside(tmp_path)[0] == (19, "checkpoint")


def test_who_lets_the_next_one_follow_a_forged_link_is_found() -> None:
    sql("UPDATE audit_checkpoint SET link = %s WHERE size = 50", bytes(32))
    write(1)
    sequence_all(now=AT)
    assert ("checkpoint", 49) in said()


def as_an_older_log_left_it() -> None:
    """Notes that name nothing, linked by the migration."""
    for kept in Checkpoint.objects.all():
        Checkpoint.objects.filter(pk=kept.pk).update(
            note=sign(SignedTree(size=kept.size, root=bytes(kept.root))), link=b""
        )
    with connection.schema_editor() as editor:
        linking.link_those_before(None, editor)
    switch_guards_off()


def test_a_log_from_before_goes_on_with_links(tmp_path: Path) -> None:
    as_an_older_log_left_it()
    link = bytes(32)
    for kept in Checkpoint.objects.order_by("size"):
        link = link_over(link, kept.note)
        assert bytes(kept.link) == link
    assert said() == []
    write(5)
    sequence_all(now=AT)
    assert read_checkpoint(Checkpoint.objects.get(size=55).note, key=public_key()).after == (50, link)
    assert said() == []
    assert said_outside(tmp_path) == []


def test_one_of_those_from_before_that_is_removed_later_is_noticed(tmp_path: Path) -> None:
    as_an_older_log_left_it()
    write(5)
    sequence_all(now=AT)
    sql("DELETE FROM audit_checkpoint WHERE size = 20")
    assert "checkpoint" in {what for what, _entry in said()}
    assert "checkpoint" in {what for _entry, what in said_outside(tmp_path)}


def test_no_note_without_a_link_follows_one_that_has_it() -> None:
    kept = Checkpoint.objects.get(size=50)
    sql(
        "UPDATE audit_checkpoint SET note = %s WHERE size = 50",
        sign(SignedTree(size=50, root=bytes(kept.root))),
    )
    assert said()[0] == ("checkpoint", 49)


def test_a_line_that_is_no_link_makes_the_note_unreadable() -> None:
    text = Checkpoint.objects.get(size=50).note
    for line in ("after x y", "after 40", f"before 40 {base64.b64encode(bytes(32)).decode()}"):
        lines = text.split("\n")
        lines[3] = line
        assert verify.read_note("\n".join(lines), verify.Key(public_key())) is None
