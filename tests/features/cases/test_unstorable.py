"""What no address of ours holds is refused as unreadable, and is no fault of ours."""

from __future__ import annotations

from uuid import UUID

import pytest

from tests.bank import Bank
from tests.people import signed_in
from yinuo.features.cases.locking import CaseNotFound, lock_case
from yinuo.platform.identity.public import Actor, ActorKind
from yinuo.platform.jobs.public import transaction


def test_a_path_with_u0000_is_refused(bank: Bank) -> None:
    assert signed_in(bank.actor("east one")).get("/cases/TS-%00/").status_code == 400


def test_who_belongs_nowhere_finds_no_case(db: None) -> None:
    with transaction(), pytest.raises(CaseNotFound):
        lock_case(case_id=UUID(int=1), actor=Actor(kind=ActorKind.CUSTOMER))
