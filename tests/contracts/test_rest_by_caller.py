"""Made-up requests of every caller to every operation: no fault of ours, and no answer that is not described."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections

from tests.contracts.callers import (
    ALL,
    DESCRIBED,
    ELSEWHERE,
    GUESTS,
    PROGRAMS,
    SCOPES,
    examine,
    make_town,
    operations,
)
from yinuo.platform.rest.public import ANY_TOKEN

EXAMPLES = {True: 8, False: 1}  # where the caller has the scope, and where it is refused at the door


@pytest.fixture
def one_connection(db: None) -> Iterator[None]:
    """Keep the test's own connection over many requests, as Django's test client does."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def scope_of(path: str, method: str) -> str:
    scope: str = DESCRIBED["paths"][path][method.lower()]["x-scope"]
    return scope


@pytest.mark.usefixtures("one_connection")
@pytest.mark.parametrize("caller", PROGRAMS)
def test_a_program_is_answered_as_described_everywhere(caller: str) -> None:
    town = make_town()
    for path, method in operations():
        needed = scope_of(path, method)
        may = caller == needed or caller not in SCOPES or needed == ANY_TOKEN
        statuses = examine(town, caller, path, method, examples=EXAMPLES[may], chance=1)
        assert may or set(statuses) <= {403, 404}, (path, method, statuses)
        assert 401 not in statuses


@pytest.mark.usefixtures("one_connection")
@pytest.mark.parametrize("caller", [ALL, ELSEWHERE])
def test_what_the_description_forbids_is_refused_as_described(caller: str) -> None:
    town = make_town()
    for path, method in operations():
        statuses = examine(town, caller, path, method, examples=EXAMPLES[True], chance=1, hostile=True)
        assert 401 not in statuses


@pytest.mark.usefixtures("one_connection")
@pytest.mark.parametrize("caller", GUESTS)
def test_a_session_opens_nothing_of_the_interface(caller: str) -> None:
    town = make_town()
    for path, method in operations():
        statuses = examine(town, caller, path, method, examples=1, chance=1)
        assert set(statuses) <= {401, 404}, (path, method, statuses)
