import pytest

from tests.bank import Bank, found_bank


@pytest.fixture
def bank(db: None) -> Bank:
    return found_bank()
