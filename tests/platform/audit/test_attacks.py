"""As the database's owner: rows, tiles and checkpoints of a sample log changed, removed, moved, cut, replaced."""
# ruff: noqa: S608

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest
from django.db import transaction

from tests.platform.audit.sample import make_log, sql, switch_guards_off, write
from yinuo.platform.audit.models import Checkpoint, Tile
from yinuo.platform.audit.public import log_size, verify_log

pytestmark = pytest.mark.django_db
Attack = tuple[str, int, list[str]]


def attacks_on_entries(size: int) -> Iterator[Attack]:
    """(name, first entry that must be named at the latest, statements) for every entry."""
    for number in range(size):
        here = f"WHERE number = {number}"
        forge = "body = replace(convert_from(body, 'UTF8'), 'staff:7', 'staff:8')::bytea"
        yield "changed", number, [f"UPDATE audit_entry SET {forge} {here}"]
        yield "changed column", number, [f"UPDATE audit_entry SET actor = 'staff:8' {here}"]
        fit = f"UPDATE audit_entry SET actor = 'staff:8', {forge} {here}"
        hashed = f"UPDATE audit_entry SET leaf = sha256('\\x00'::bytea || body) {here}"
        yield "changed with its hash", number, [fit, hashed]
        yield "removed", number, [f"DELETE FROM audit_entry {here}"]
        shift = f"UPDATE audit_entry SET number = number - 1000001 WHERE number > {number}"
        back = "UPDATE audit_entry SET number = number + 1000000 WHERE number < 0"
        yield "removed and closed up", number, [f"DELETE FROM audit_entry {here}", shift, back]
        yield "cut off here", number, [f"DELETE FROM audit_entry WHERE number >= {number}"]
        other = (number + 3) % size
        swap = [
            f"UPDATE audit_entry SET number = -1 {here}",
            f"UPDATE audit_entry SET number = {number} WHERE number = {other}",
            f"UPDATE audit_entry SET number = {other} WHERE number = -1",
        ]
        yield "swapped", min(number, other), swap
        replaced = f"(SELECT body FROM audit_entry WHERE number = {other})"
        yield "replaced", number, [f"UPDATE audit_entry SET body = {replaced} {here}"]


def attacks_on_the_rest() -> Iterator[Attack]:
    for level, index in Tile.objects.values_list("level", "index"):
        here, first = f'WHERE level = {level} AND "index" = {index}', index * 256 ** (level + 1)
        yield (
            "tile changed",
            first,
            [f"UPDATE audit_tile SET hashes = sha256(hashes) || substring(hashes FROM 33) {here}"],
        )
        yield "tile cut", first, [f"UPDATE audit_tile SET hashes = substring(hashes FROM 33) {here}"]
        yield "tile removed", first, [f"DELETE FROM audit_tile {here}"]
    before = 0
    for checkpoint in Checkpoint.objects.order_by("size").values_list("size", flat=True):
        here, last = f"WHERE size = {checkpoint}", checkpoint - 1
        other = f"(SELECT note FROM audit_checkpoint WHERE size <> {checkpoint} LIMIT 1)"
        yield "note replaced", last, [f"UPDATE audit_checkpoint SET note = {other} {here}"]
        yield "root changed", last, [f"UPDATE audit_checkpoint SET root = sha256(root) {here}"]
        yield "frontier changed", last, [f"UPDATE audit_checkpoint SET frontier = sha256(frontier) {here}"]
        unsigned = "note = regexp_replace(note, '.....\n$', E'AAAA=\n')"
        yield "signature changed", last, [f"UPDATE audit_checkpoint SET {unsigned} {here}"]
        yield "link changed", last, [f"UPDATE audit_checkpoint SET link = sha256(link) {here}"]
        is_last = checkpoint == log_size()  # then the entries that it counted were never signed
        yield "checkpoint removed", before if is_last else last, [f"DELETE FROM audit_checkpoint {here}"]
        before = checkpoint


def found(attack: Attack) -> tuple[str, int | None] | None:
    """What the verification says first, the attack undone afterwards."""
    _name, _entry, statements = attack
    mark = transaction.savepoint()
    for statement in statements:
        sql(statement)
    findings = verify_log().findings
    transaction.savepoint_rollback(mark)
    return (findings[0].what, findings[0].entry) if findings else None


def run(attacks: list[Attack]) -> None:
    """Each is found, and the first bad entry is named."""
    missed = []
    for attack in attacks:
        name, entry, _statements = attack
        first = found(attack)
        # Entries behind one that was removed and closed up may follow their own subject well: the tree tells.
        if first is None or first[1] != entry:
            missed.append((name, entry, first))
    assert missed == []
    assert verify_log().findings == ()


def all_attacks(size: int) -> list[Attack]:
    """Every attack on every row."""
    return list(attacks_on_entries(size)) + list(attacks_on_the_rest())


def test_every_kind_of_attack_is_found_and_the_first_bad_entry_named() -> None:
    make_log(13, 20, 7)
    write(2)
    switch_guards_off()
    run(random.Random(7).sample(all_attacks(40), 90))
