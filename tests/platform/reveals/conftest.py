import pytest

from tests.bank import Bank, found_bank
from tests.platform.reveals.seeds import Seeds, seed


@pytest.fixture
def bank(db: None) -> Bank:
    return found_bank()


@pytest.fixture
def seeds(bank: Bank) -> Seeds:
    return seed(bank)
