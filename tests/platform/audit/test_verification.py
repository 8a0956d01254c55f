"""Whoever alters the log is found out: every row, tile and checkpoint, changed, removed, moved or put in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from uuid import UUID

import pytest
from django.db import connection

from tests.platform.audit.sample import switch_guards_off
from yinuo.kernel.merkle import inclusion_proof, is_included
from yinuo.platform.audit.models import Checkpoint, Entry, Tile
from yinuo.platform.audit.public import append, sequence_all, verify_log
from yinuo.platform.audit.tree import StoredNodes
from yinuo.platform.jobs.public import transaction

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
SIZE = 300  # more than a tile


def write(count: int) -> None:
    with transaction():
        for number in range(count):
            append(
                stream=f"case:{number % 7}", action="case.noted", actor="staff:7", at=AT, facts={"n": number}
            )


@pytest.fixture(autouse=True)
def _administrator(db: None) -> None:
    """Whoever owns the database; the application's own role gets no further than ``test_guards``."""
    switch_guards_off()


@pytest.fixture
def log() -> None:
    """300 entries in three batches, and two that wait."""
    for count in (1, 200, SIZE - 201):
        write(count)
        sequence_all(now=AT)
    write(2)


def sql(statement: str, *values: object) -> None:
    """What a database administrator could do."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def first_finding() -> tuple[str, int | None]:
    findings = verify_log().findings
    assert findings, "nothing was noticed"
    return findings[0].what, findings[0].entry


def test_an_untouched_log_verifies(log: None) -> None:
    verified = verify_log()
    assert verified.findings == ()
    assert (verified.entries, verified.checkpoints) == (SIZE, 3)


def test_a_subject_whose_count_was_moved_on_is_named(log: None) -> None:
    """What comes after is chained and signed as ever: the number alone shows that something may be missing."""
    sequence_all(now=AT)
    sql("UPDATE audit_stream SET version = version + 1 WHERE name = 'case:3'")
    write(7)
    sequence_all(now=AT)
    after = Entry.objects.filter(stream="case:3").latest("number")
    assert first_finding() == ("chain", after.number)


def test_every_entry_can_be_proved_from_the_tiles(log: None) -> None:
    root, nodes = bytes(Checkpoint.objects.get(size=SIZE).root), StoredNodes()
    for entry in Entry.objects.all():
        proof = inclusion_proof(entry.number, SIZE, nodes)
        assert is_included(leaf=bytes(entry.leaf), index=entry.number, size=SIZE, root=root, proof=proof)


@pytest.mark.parametrize("number", [0, 1, 150, 255, 256, SIZE - 1])
def test_a_changed_entry_is_named(log: None, number: int) -> None:
    sql(
        "UPDATE audit_entry SET body = replace(convert_from(body, 'UTF8'), 'staff:7', 'staff:8')::bytea"
        " WHERE number = %s",
        number,
    )
    assert first_finding() == ("leaf", number)


@pytest.mark.parametrize("number", [0, 150, SIZE - 1])
def test_a_changed_entry_with_its_hash_made_to_fit_is_named(log: None, number: int) -> None:
    sql(
        "UPDATE audit_entry SET actor = 'staff:8',"
        " body = replace(convert_from(body, 'UTF8'), 'staff:7', 'staff:8')::bytea WHERE number = %s",
        number,
    )
    sql("UPDATE audit_entry SET leaf = sha256('\\x00'::bytea || body) WHERE number = %s", number)
    what, entry = first_finding()
    assert what in {"chain", "root", "tile"}
    assert entry is not None
    assert entry >= number


@pytest.mark.parametrize("number", [0, 150, 255, SIZE - 2])
def test_a_removed_entry_leaves_a_hole(log: None, number: int) -> None:
    sql("DELETE FROM audit_entry WHERE number = %s", number)
    assert first_finding() == ("hole", number)


def test_a_cut_tail_is_noticed(log: None) -> None:
    sql("DELETE FROM audit_entry WHERE number >= 290")
    assert first_finding() == ("end", 290)


def test_a_cut_tail_with_its_checkpoint_removed_breaks_the_chains(log: None) -> None:
    sql("DELETE FROM audit_entry WHERE number >= 201")
    sql("DELETE FROM audit_checkpoint WHERE size > 201")
    assert {finding.what for finding in verify_log().findings} >= {"chain", "tile"}


def test_two_entries_that_changed_places_are_named(log: None) -> None:
    sql("UPDATE audit_entry SET number = 9999 WHERE number = 20")
    sql("UPDATE audit_entry SET number = 20 WHERE number = 27")
    sql("UPDATE audit_entry SET number = 27 WHERE number = 9999")
    assert first_finding() == ("chain", 20)


def test_an_entry_that_was_put_in_is_noticed(log: None) -> None:
    sql(
        "INSERT INTO audit_entry SELECT %s, 'case:new', 1, at, actor, action, body, %s, leaf"
        " FROM audit_entry WHERE number = 0",
        UUID(int=1),
        SIZE,
    )
    assert first_finding() == ("columns", SIZE)


def test_a_column_that_differs_from_its_entry_is_named(log: None) -> None:
    sql("UPDATE audit_entry SET actor = 'staff:8' WHERE number = 77")
    assert first_finding() == ("columns", 77)


def test_every_tile_is_watched(log: None) -> None:
    places = list(Tile.objects.values_list("level", "index"))
    assert (0, 1) in places
    for level, index in places:
        tile = Tile.objects.get(level=level, index=index)
        held = bytes(tile.hashes)
        for forged in (bytes([held[0] ^ 1]) + held[1:], held[:-32], held + bytes(32)):
            Tile.objects.filter(pk=tile.pk).update(hashes=forged)
            what, entry = first_finding()
            assert what == "tile"
            assert entry is not None
            assert index * 256 ** (level + 1) <= entry < (index + 1) * 256 ** (level + 1)
        Tile.objects.filter(pk=tile.pk).update(hashes=held)
    Tile.objects.filter(level=0, index=1).delete()
    assert first_finding() == ("tile", 256)


def test_a_changed_hash_in_a_tile_names_its_entry(log: None) -> None:
    tile = Tile.objects.get(level=0, index=1)
    held = bytearray(tile.hashes)
    held[17 * 32] ^= 1
    Tile.objects.filter(pk=tile.pk).update(hashes=bytes(held))
    assert first_finding() == ("tile", 256 + 17)


CHECKPOINT_ATTACKS: dict[str, Callable[[Checkpoint], dict[str, object]]] = {
    "another root": lambda kept: {"root": bytes(32)},
    "another frontier": lambda kept: {"frontier": bytes(kept.frontier)[::-1]},
    "another size in the text": lambda kept: {"note": kept.note.replace("\n201\n", "\n202\n")},
    "no signature": lambda kept: {"note": kept.note.split("\n\n")[0]},
    "noise": lambda kept: {"note": "noise"},
    "the text of another checkpoint": lambda kept: {"note": Checkpoint.objects.get(size=1).note},
}


@pytest.mark.parametrize("attack", CHECKPOINT_ATTACKS)
def test_a_changed_checkpoint_is_named(log: None, attack: str) -> None:
    kept = Checkpoint.objects.get(size=201)
    Checkpoint.objects.filter(size=201).update(**CHECKPOINT_ATTACKS[attack](kept))
    what, entry = first_finding()
    assert what in {"signature", "root"}
    assert entry == 200


def test_a_removed_last_checkpoint_is_noticed(log: None) -> None:
    Checkpoint.objects.filter(size=SIZE).delete()
    assert first_finding() == ("end", 201)


def test_a_waiting_entry_that_vanished_breaks_its_chain(log: None) -> None:
    sql("DELETE FROM audit_pendingentry WHERE id = (SELECT min(id::text)::uuid FROM audit_pendingentry)")
    assert first_finding()[0] == "chain"
