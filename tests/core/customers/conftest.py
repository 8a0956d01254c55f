from datetime import UTC, datetime
from typing import Protocol
from uuid import UUID

import pytest

from tests.bank import Bank, found_bank
from yinuo.core.customers.public import CustomerDetails, register_customer
from yinuo.platform.identity.public import SYSTEM

NOW = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)


class Register(Protocol):
    def __call__(self, path: str = "", **details: str) -> UUID: ...


@pytest.fixture
def bank(db: None) -> Bank:
    return found_bank()


@pytest.fixture
def register(bank: Bank) -> Register:
    """Register somebody, at the eastern branch unless another is named."""

    def make(path: str = "", **details: str) -> UUID:
        return register_customer(
            details=CustomerDetails(**details), path=path or bank.east, actor=SYSTEM, now=NOW
        ).id

    return make
