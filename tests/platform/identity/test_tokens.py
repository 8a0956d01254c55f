"""Tokens are given out for a purpose and a time, shown once, and can be taken back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.people import Office, make_office, make_staff
from yinuo.kernel.errors import DomainError
from yinuo.platform.audit.public import records_of
from yinuo.platform.identity.models import ApiToken
from yinuo.platform.identity.public import (
    SYSTEM,
    CannotAdminister,
    CannotCreateToken,
    Role,
    TokenCreated,
    TokenState,
    UnknownNode,
    UnknownToken,
    api_tokens,
    create_token,
    register_scope,
    revoke_token,
    token_holder,
)
from yinuo.platform.identity.tokens import digest_of, is_well_formed, new_token_text

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
register_scope(code="probes:read", label="Read entries")
register_scope(code="probes:write", label="Leave entries")


@pytest.fixture
def office(db: None) -> Office:
    return make_office()


def give(office: Office, **changes: object) -> TokenCreated:
    wanted: dict[str, object] = {
        "name": "Core banking",
        "scopes": ["probes:read"],
        "node_id": office.north,
        "expires_at": NOW + timedelta(days=90),
        "actor": SYSTEM,
        "now": NOW,
    }
    return create_token(**(wanted | changes))  # type: ignore[arg-type]


def test_a_token_is_known_by_its_beginning_and_its_checksum() -> None:
    text = new_token_text()
    assert text.startswith("yin_")
    assert len(text) == 53
    assert is_well_formed(text)


@given(st.integers(4, 52), st.sampled_from("0123456789abcXYZ"))
def test_one_wrong_letter_is_noticed(position: int, letter: str) -> None:
    text = new_token_text()
    changed = text[:position] + letter + text[position + 1 :]
    assert is_well_formed(changed) == (changed == text)


@given(st.text())
def test_any_text_may_be_asked_about(text: str) -> None:
    assert not is_well_formed(text)


def test_two_tokens_are_never_the_same() -> None:
    assert len({new_token_text() for _ in range(1000)}) == 1000


def test_the_holder_acts_within_its_unit_and_its_scopes(office: Office) -> None:
    made = give(office)
    holder = token_holder(text=made.text, now=NOW)
    assert holder is not None
    assert holder.actor.reference == f"integration:{made.id}"
    assert holder.actor.scopes == {"probes:read"}
    assert holder.actor.roles == frozenset()
    assert holder.actor.sees("/HQ/BJ/BJ-01/")
    assert not holder.actor.sees("/HQ/SZ/")


def test_only_the_hash_is_kept_and_no_text_shows_it(office: Office) -> None:
    made = give(office)
    kept = ApiToken.objects.get()
    assert bytes(kept.digest) == digest_of(made.text)
    assert made.text not in repr(kept.__dict__)
    assert made.text not in repr(made)
    assert made.text not in repr(records_of(f"token:{made.id}"))
    assert not [field for field in vars(api_tokens(actor=SYSTEM, now=NOW)[0]) if "digest" in field]


def test_giving_out_and_taking_back_are_in_the_evidence(office: Office) -> None:
    made = give(office)
    revoke_token(token_id=made.id, actor=SYSTEM, now=NOW)
    revoke_token(token_id=made.id, actor=SYSTEM, now=NOW)
    records = records_of(f"token:{made.id}")
    assert [record.action for record in records] == ["identity.token_created", "identity.token_revoked"]
    assert records[0].facts["scopes"] == "probes:read"


def test_a_token_ends_at_its_time_and_not_before(office: Office) -> None:
    made = give(office)
    end = NOW + timedelta(days=90)
    assert token_holder(text=made.text, now=end - timedelta(microseconds=1))
    assert token_holder(text=made.text, now=end) is None


def test_a_revoked_token_ends_at_once(office: Office) -> None:
    made = give(office)
    revoke_token(token_id=made.id, actor=SYSTEM, now=NOW)
    assert token_holder(text=made.text, now=NOW) is None


def test_the_list_tells_the_state_of_each(office: Office) -> None:
    give(office, name="a", expires_at=NOW + timedelta(days=1))
    gone = give(office, name="b")
    give(office, name="c")
    revoke_token(token_id=gone.id, actor=SYSTEM, now=NOW)
    states = {view.name: view.state for view in api_tokens(actor=SYSTEM, now=NOW + timedelta(days=2))}
    assert states == {"a": TokenState.EXPIRED, "b": TokenState.REVOKED, "c": TokenState.ACTIVE}


@pytest.mark.parametrize(
    "changes",
    [
        {"name": " "},
        {"name": "x" * 65},
        {"scopes": []},
        {"scopes": ["probes:read", "everything"]},
        {"expires_at": NOW},
        {"expires_at": NOW + timedelta(days=367)},
    ],
    ids=["no name", "long name", "no scope", "unknown scope", "over already", "too long"],
)
def test_what_makes_no_good_token_is_refused(office: Office, changes: dict[str, object]) -> None:
    with pytest.raises(CannotCreateToken):
        give(office, **changes)
    assert not ApiToken.objects.exists()


def test_only_system_administrators_give_out_and_take_back(office: Office) -> None:
    made = give(office)
    for role in set(Role) - {Role.SYSTEM_ADMINISTRATOR}:
        actor = make_staff(office.head, role)
        with pytest.raises(CannotAdminister):
            give(office, actor=actor)
        with pytest.raises(CannotAdminister):
            revoke_token(token_id=made.id, actor=actor, now=NOW)
    assert ApiToken.objects.get().revoked_at is None


def test_an_administrator_of_a_branch_stays_within_it(office: Office) -> None:
    administrator = make_staff(office.south, Role.SYSTEM_ADMINISTRATOR)
    foreign = give(office)
    with pytest.raises(UnknownNode):
        give(office, actor=administrator)
    with pytest.raises(UnknownToken):
        revoke_token(token_id=foreign.id, actor=administrator, now=NOW)
    assert api_tokens(actor=administrator, now=NOW) == ()
    assert give(office, actor=administrator, node_id=office.south)


@pytest.mark.parametrize("code", ["cases", "Cases:read", "cases:", "cases:read:all", "c" * 30 + ":read"])
def test_a_scope_of_another_form_cannot_be_made_known(code: str) -> None:
    with pytest.raises(ValueError, match=code):
        register_scope(code=code, label="")


def test_refusals_are_sentences(office: Office) -> None:
    with pytest.raises(DomainError, match=r"\.$"):
        give(office, name="")
