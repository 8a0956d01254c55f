"""``yinuo audit`` and ``yinuo keys``, as somebody at a prompt meets them."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from typer.testing import CliRunner

from tests.platform.audit.sample import make_log, sql, switch_guards_off
from yinuo.kernel.errors import DomainError
from yinuo.platform.audit.public import CannotExport, CannotProve
from yinuo.platform.vault.models import DataKey, IndexKey
from yinuo.platform.vault.public import new_owners
from yinuo.site.cli.audit import audit_app
from yinuo.site.cli.keys import keys_app

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _log_as_it_was() -> Iterator[None]:
    """A command sends the log where it likes."""
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    yield
    root.handlers, root.level = handlers, level


def said(app: object, *arguments: str, refused: type[DomainError] | None = None) -> str:
    """What a command prints; or the sentence of its refusal, which the entrance prints."""
    done = CliRunner().invoke(app, arguments)  # type: ignore[arg-type]
    if refused is not None:
        assert isinstance(done.exception, refused), done
        return str(done.exception)
    assert done.exit_code == 0, done
    return done.output


def judged(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The verifier that the command printed, run by itself."""
    program = folder / "verify.py"
    program.write_text(said(audit_app, "verifier"), encoding="utf-8")
    command = [sys.executable, "-I", str(program), *arguments, "--language", "en"]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=folder)


def test_an_export_is_judged_by_the_printed_verifier_with_the_printed_key(tmp_path: Path) -> None:
    make_log(20, 20, 20)
    file = tmp_path / "log.export"
    assert "60 entries and 3 checkpoints" in said(audit_app, "export", str(file))
    key = said(audit_app, "key").strip()
    sound = judged(tmp_path, str(file), "--key", key)
    assert (sound.returncode, "60 entries, 3 checkpoints" in sound.stdout) == (0, True), sound
    assert "--resume" in said(audit_app, "export", str(file), refused=CannotExport)
    make_log(5)
    assert "65 entries, 5 of them new" in said(audit_app, "export", str(file), "--resume")
    assert judged(tmp_path, str(file), "--key", key).returncode == 0
    switch_guards_off()
    sql("DELETE FROM audit_checkpoint WHERE size = 40")
    said(audit_app, "export", str(tmp_path / "again"))
    bad = judged(tmp_path, str(tmp_path / "again"), "--key", key)
    assert (bad.returncode, "[checkpoint]" in bad.stdout) == (1, True), bad


def test_a_proof_names_a_subject_an_entry_and_an_earlier_checkpoint(tmp_path: Path) -> None:
    make_log(20, 20)
    for name in ("case:3", "17"):
        text = said(audit_app, "prove", name, "--since", "20")
        assert json.loads(text)["before"]["checkpoint"].startswith("yinuo\n20\n")
        (tmp_path / "proof.json").write_text(text, encoding="utf-8")
        assert judged(tmp_path, "proof.json", "--key", said(audit_app, "key").strip()).returncode == 0
    assert said(audit_app, "prove", "case:99", refused=CannotProve)
    assert said(audit_app, "prove", "17", "--since", "19", refused=CannotProve)


def test_the_first_key_is_made_once_and_stays() -> None:
    before = said(keys_app, "status")
    assert said(keys_app, "create") == said(keys_app, "create") == "The wrapping key is there.\n"
    assert said(keys_app, "status") == before


def test_a_rotation_of_the_wrapping_key_wraps_every_key_anew() -> None:
    owners = [uuid4() for _ in range(3)]
    new_owners(owners)
    before = {bytes(row.wrapped) for row in DataKey.objects.all()}
    keys = len(before) + IndexKey.objects.count()
    assert f"{keys} keys were wrapped anew" in said(keys_app, "rotate")
    assert not before & {bytes(row.wrapped) for row in DataKey.objects.all()}
    assert set(DataKey.objects.values_list("owner", flat=True)) >= set(owners)
