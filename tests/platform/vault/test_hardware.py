"""The vault behind a hardware module, tried with SoftHSM: its keys never leave it."""

from __future__ import annotations

import multiprocessing
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest

from tests.platform.vault.houses import forget, vault_set
from yinuo.platform.vault.models import DataKey
from yinuo.platform.vault.providers.chosen import provider
from yinuo.platform.vault.public import CannotOpen, CannotUseKeys, Place, key_health, new_owner, unlock

LIBRARY = Path("/usr/lib/softhsm/libsofthsm2.so")
pytestmark = pytest.mark.skipif(
    not LIBRARY.exists() or not shutil.which("softhsm2-util"),
    reason="SoftHSM is not here; on Debian: apt-get install softhsm2",
)
PIN = "2468"
OWNER, OTHER = UUID(int=1), UUID(int=2)
PLACE = Place(table="t", column="c", row=UUID(int=3))


@pytest.fixture(scope="module")
def module(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A token in a folder of its own; one for all tests, since a library is initialised once in a process."""
    folder = tmp_path_factory.mktemp("softhsm")
    (folder / "tokens").mkdir()
    settings = folder / "softhsm2.conf"
    settings.write_text(f"directories.tokendir = {folder / 'tokens'}\nlog.level = ERROR\n")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOFTHSM2_CONF", str(settings))
        subprocess.run(
            ["softhsm2-util", "--init-token", "--free", "--label", "yinuo", "--pin", PIN, "--so-pin", "1357"],
            check=True,
            capture_output=True,
        )
        yield folder


@pytest.fixture
def house(module: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    """A house whose wrapping key is in the module; each test has a key of its own there."""
    label = f"key-{request.node.name}"[:40]
    with vault_set(provider="pkcs11", module=str(LIBRARY), pin=PIN, key_label=label):
        provider().create()
        yield label


@pytest.mark.django_db
def test_what_was_sealed_opens_again_in_another_session(house: str) -> None:
    sealed = new_owner(OWNER).seal(place=PLACE, value="李雷")
    forget()
    assert unlock([OWNER]).open(owner=OWNER, place=PLACE, sealed=sealed) == "李雷"
    assert DataKey.objects.get().key_id == f"pkcs11:yinuo/{house}"
    assert key_health().is_well


@pytest.mark.django_db
def test_a_forked_process_has_a_session_of_its_own(house: str, tmp_path: Path) -> None:
    [wrapped] = provider().wrap([(b"k" * 32, b"bound")])
    told, ours = tmp_path / "told", provider()

    def open_it() -> None:
        assert provider() is not ours
        told.write_bytes(provider().unwrap([(wrapped, b"bound")])[0])

    child = multiprocessing.get_context("fork").Process(target=open_it)
    child.start()
    child.join(timeout=60)
    assert child.exitcode == 0
    assert told.read_bytes() == b"k" * 32
    assert provider().unwrap([(wrapped, b"bound")]) == [b"k" * 32], "the parent's session lives on"


@pytest.mark.django_db
def test_a_wrapped_key_that_was_moved_or_altered_does_not_unwrap(house: str) -> None:
    new_owner(OWNER)
    forget()
    wrapped = bytes(DataKey.objects.get().wrapped)
    for change in (
        {"owner": OTHER},
        {"wrapped": wrapped[:-1] + bytes([wrapped[-1] ^ 1])},
        {"wrapped": b"short"},
    ):
        DataKey.objects.update(**{"owner": OWNER, "wrapped": wrapped} | change)
        with pytest.raises(CannotOpen):
            unlock([OWNER, OTHER])
    DataKey.objects.update(owner=OWNER, wrapped=wrapped)
    unlock([OWNER])


def test_a_new_version_wraps_and_the_old_one_still_unwraps(house: str) -> None:
    (wrapped,) = provider().wrap([(bytes(32), b"b")])
    assert provider().rotate() == 2
    (fresh,) = provider().rewrap([(wrapped, b"b")])
    assert (wrapped.key_version, fresh.key_version) == (1, 2)
    assert provider().unwrap([(wrapped, b"b"), (fresh, b"b")]) == [bytes(32), bytes(32)]


def test_making_the_first_key_twice_keeps_it(house: str) -> None:
    provider().create()
    assert provider().current_version() == 1


def test_the_key_can_not_be_taken_out(house: str) -> None:
    from pkcs11 import Attribute
    from pkcs11.exceptions import AttributeSensitive

    holder = provider()
    key = holder._ask(holder._keys)[1]  # type: ignore[attr-defined]
    assert key[Attribute.EXTRACTABLE] is False
    with pytest.raises(AttributeSensitive):
        key[Attribute.VALUE]


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # the library's own tidying up
def test_a_lost_session_is_opened_again(house: str) -> None:
    (wrapped,) = provider().wrap([(bytes(32), b"b")])
    provider()._session.close()  # type: ignore[attr-defined]
    with pytest.raises(CannotUseKeys):
        provider().unwrap([(wrapped, b"b")])
    assert provider().unwrap([(wrapped, b"b")]) == [bytes(32)]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"module": "/nowhere.so"}, "cannot be loaded"),
        ({"pin": "0000"}, "PIN"),
        ({"slot_label": "other"}, "check its token other"),
        ({"key_label": "none"}, "holds no key none-1"),
    ],
)
def test_what_is_wrong_is_said(house: str, changes: dict[str, str], sentence: str) -> None:
    good = {"provider": "pkcs11", "module": str(LIBRARY), "pin": PIN, "key_label": house}
    with vault_set(**{**good, **changes}):
        assert sentence in key_health().text
    with vault_set(**good):
        assert key_health().is_well


def test_the_pin_comes_from_a_file(house: str, tmp_path: Path) -> None:
    pin = tmp_path / "pin"
    pin.write_text(f"{PIN}\n")
    with vault_set(provider="pkcs11", module=str(LIBRARY), pin_file=pin, key_label=house):
        assert provider().current_version() == 1
