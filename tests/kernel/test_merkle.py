"""The tree says what RFC 6962 says, and no proof proves what is not so."""

from __future__ import annotations

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yinuo.kernel.merkle import (
    EMPTY_ROOT,
    Frontier,
    Nodes,
    consistency_proof,
    full_subtrees,
    inclusion_proof,
    is_consistent,
    is_included,
    leaf_hash,
    node_hash,
    root_of,
)

# The test vectors of the certificate transparency project for its seven-leaf tree.
DATA = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
ROOTS = {
    1: "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    2: "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    3: "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    5: "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    8: "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
}
SIZES = st.integers(min_value=1, max_value=70)


def leaves(size: int) -> list[bytes]:
    return [leaf_hash(str(number).encode()) for number in range(size)]


def slow_root(hashes: list[bytes]) -> bytes:
    """The definition, word for word."""
    if len(hashes) == 1:
        return hashes[0]
    split = 1
    while split * 2 < len(hashes):
        split *= 2
    return node_hash(slow_root(hashes[:split]), slow_root(hashes[split:]))


def nodes_of(hashes: list[bytes]) -> Nodes:
    return lambda level, index: slow_root(hashes[index << level : (index + 1) << level])


@pytest.mark.parametrize(("size", "root"), ROOTS.items())
def test_roots_agree_with_published_vectors(size: int, root: str) -> None:
    assert root_of([leaf_hash(bytes.fromhex(data)) for data in DATA[:size]]).hex() == root


def test_an_empty_tree_has_the_hash_of_nothing() -> None:
    assert root_of([]) == EMPTY_ROOT == sha256(b"").digest()


@given(SIZES)
def test_growing_leaf_by_leaf_gives_the_defined_root(size: int) -> None:
    assert root_of(leaves(size)) == slow_root(leaves(size))


@given(SIZES)
def test_a_tree_goes_on_from_its_full_subtrees(size: int) -> None:
    hashes = leaves(size)
    nodes = nodes_of(hashes)
    frontier = Frontier(size=size, hashes=[nodes(level, index) for level, index in full_subtrees(0, size)])
    frontier.add(leaf_hash(b"more"))
    assert frontier.root() == slow_root([*hashes, leaf_hash(b"more")])


@given(SIZES)
def test_adding_names_every_subtree_that_it_completes(size: int) -> None:
    hashes, frontier, found = leaves(size), Frontier(), {}
    for leaf in hashes:
        found |= {(level, index): made for level, index, made in frontier.add(leaf)}
    nodes = nodes_of(hashes)
    assert found == {
        (level, index): nodes(level, index) for level in range(8) for index in range(size >> level)
    }


@given(st.data(), SIZES)
def test_every_leaf_can_be_proved_and_nothing_else(data: st.DataObject, size: int) -> None:
    hashes = leaves(size)
    index = data.draw(st.integers(min_value=0, max_value=size - 1))
    proof = inclusion_proof(index, size, nodes_of(hashes))
    root = slow_root(hashes)
    assert is_included(leaf=hashes[index], index=index, size=size, root=root, proof=proof)
    assert not is_included(leaf=leaf_hash(b"forged"), index=index, size=size, root=root, proof=proof)
    assert not is_included(leaf=hashes[index], index=index, size=size, root=root, proof=[*proof, root])
    assert not proof or not is_included(
        leaf=hashes[index], index=index, size=size, root=root, proof=proof[:-1]
    )
    other = data.draw(st.integers(min_value=0, max_value=size - 1))
    assert is_included(leaf=hashes[index], index=other, size=size, root=root, proof=proof) == (other == index)


@given(st.data(), SIZES)
def test_a_beginning_can_be_proved_and_a_rewritten_past_cannot(data: st.DataObject, size: int) -> None:
    hashes = leaves(size)
    first = data.draw(st.integers(min_value=1, max_value=size))
    proof = consistency_proof(first, size, nodes_of(hashes))
    roots = {"first_root": slow_root(hashes[:first]), "second_root": slow_root(hashes)}
    assert is_consistent(first=first, second=size, proof=proof, **roots)
    rewritten = [leaf_hash(b"forged"), *hashes[1:]]
    for change in (
        {"first_root": slow_root(rewritten[:first])},
        {"second_root": slow_root(rewritten)},
        {"second_root": leaf_hash(b"other")},
    ):
        assert not is_consistent(first=first, second=size, proof=proof, **roots | change)
    assert not is_consistent(first=first, second=size, proof=[*proof, bytes(32)], **roots)


@given(st.integers(-2, 12), st.integers(-2, 12), st.lists(st.binary(min_size=32, max_size=32), max_size=6))
def test_noise_proves_nothing(index: int, size: int, proof: list[bytes]) -> None:
    root = leaf_hash(b"root")
    assert not is_included(leaf=leaf_hash(b"x"), index=index, size=size, root=root, proof=proof)
    assert not is_consistent(
        first=index, second=size, first_root=leaf_hash(b"x"), second_root=root, proof=proof
    )


@pytest.mark.parametrize(("index", "size"), [(-1, 3), (3, 3), (0, 0)])
def test_a_leaf_that_is_not_there_has_no_proof(index: int, size: int) -> None:
    with pytest.raises(ValueError, match="no such leaf"):
        inclusion_proof(index, size, nodes_of(leaves(3)))


@pytest.mark.parametrize(("first", "second"), [(0, 3), (4, 3)])
def test_no_tree_begins_with_nothing_or_with_more(first: int, second: int) -> None:
    with pytest.raises(ValueError, match="larger"):
        consistency_proof(first, second, nodes_of(leaves(3)))
