"""A receipt proves the whole chain of one subject: no hole, no cut tail, nothing altered."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from typing import Any

import pytest

from tests.platform.audit.sample import AT, make_log, write
from yinuo.platform.audit.models import Entry
from yinuo.platform.audit.proofs import CannotProve
from yinuo.platform.audit.public import public_key, receipt_of, sequence_all
from yinuo.platform.audit.standalone import verify

pytestmark = pytest.mark.django_db


@pytest.fixture
def receipt() -> dict[str, Any]:
    make_log(50, 30)
    return receipt_of(stream="case:3", actor="customer", now=AT)


def findings(receipt: dict[str, Any]) -> list[tuple[int | None, str]]:
    return verify.verify_receipt(receipt, verify.Key(public_key()))[1]


def test_a_receipt_holds_the_whole_chain_and_ends_with_its_seal(receipt: dict[str, Any]) -> None:
    assert findings(json.loads(json.dumps(receipt))) == []
    bodies = [json.loads(entry["body"]) for entry in receipt["entries"]]
    assert {body["stream"] for body in bodies} == {"case:3"}
    assert bodies[-1]["action"] == "receipt.sealed"
    assert bodies[-1]["facts"] == {"entries": len(bodies) - 1}


def test_asking_again_writes_no_second_seal(receipt: dict[str, Any]) -> None:
    size = Entry.objects.count()
    assert receipt_of(stream="case:3", actor="customer", now=AT)["entries"] == receipt["entries"]
    assert Entry.objects.count() == size
    write(7)
    again = receipt_of(stream="case:3", actor="customer", now=AT)
    assert len(again["entries"]) == len(receipt["entries"]) + 2
    assert findings(again) == []


def test_a_subject_without_entries_has_no_receipt_and_leaves_no_trace() -> None:
    with pytest.raises(CannotProve):
        receipt_of(stream="case:none", actor="customer", now=AT)
    assert sequence_all(now=AT) == 0


def _change(receipt: dict[str, Any], place: int) -> None:
    receipt["entries"][place]["body"] = receipt["entries"][place]["body"].replace("staff:7", "staff:8")


ATTACKS: dict[str, tuple[Callable[[dict[str, Any]], object], tuple[int | None, str]]] = {
    "changed": (lambda kept: _change(kept, 4), (5, "path")),
    "hole": (lambda kept: kept["entries"].pop(2), (3, "hole")),
    "first one gone": (lambda kept: kept["entries"].pop(0), (1, "hole")),
    "cut tail": (lambda kept: kept["entries"].pop(), (11, "seal")),
    "hole before the seal": (lambda kept: kept["entries"].pop(-2), (11, "hole")),
    "swapped": (lambda kept: kept["entries"].insert(1, kept["entries"].pop(2)), (2, "hole")),
    "repeated": (lambda kept: kept["entries"].insert(1, kept["entries"][0]), (1, "order")),
    "another subject": (lambda kept: kept.update(stream="case:4"), (1, "stream")),
    "another number": (lambda kept: kept["entries"][0].update(number=11), (1, "path")),
    "no path": (lambda kept: kept["entries"][0].update(path=[]), (1, "path")),
    "nothing": (lambda kept: kept["entries"].clear(), (None, "seal")),
    "another root": (
        lambda kept: kept.update(checkpoint=kept["checkpoint"].replace("\n81\n", "\n80\n")),
        (None, "signature"),
    ),
    "no list": (lambda kept: kept.update(entries=7), (None, "format")),
}


@pytest.mark.parametrize("attack", ATTACKS)
def test_an_altered_receipt_is_found_out(receipt: dict[str, Any], attack: str) -> None:
    forged = copy.deepcopy(receipt)
    act, expected = ATTACKS[attack]
    act(forged)
    assert findings(forged)[0] == expected
