"""What the repository may not hold, and what the product may not be made of."""

from __future__ import annotations

import re
import subprocess
import tomllib
from collections.abc import Iterator
from importlib.metadata import distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).parents[2]
# Written in pieces, so that this file is no example of what it looks for.
FORBIDDEN = {
    "a package index's address": re.compile(r"--(extra-)?index-url|https?://[^\s\"'<>]*/simp" + r"le\b"),
    "a machine's path": re.compile(
        r"(?<![\w.$}/])/(ro" + r"ot|ho" + r"me/\w+|Us" + r"ers/\w+|wo" + r"rk)/\w"
    ),
    "a registry's file address": re.compile(r"files\.python" + r"hosted\.org|registry\.np" + r"mjs\.org"),
}
PERMISSIVE = re.compile(
    r"\b(MIT|BSD|Apache|ISC|PSF|Python Software Foundation|PostgreSQL|0BSD|Zlib|Unlicense|MPL|Mozilla)\b",
    re.IGNORECASE,
)
# Copyleft for the library itself only; it is used unchanged, as an installed package that can be replaced.
LESSER = {"psycopg", "psycopg-binary", "psycopg-pool"}


def tracked() -> list[str]:
    listed = subprocess.run(
        ["git", "-C", str(ROOT), "ls-files", "-z"], check=True, capture_output=True, text=True
    ).stdout
    return [path for path in listed.split("\0") if path and (ROOT / path).is_file()]


def texts() -> Iterator[tuple[str, str]]:
    for path in tracked():
        content = (ROOT / path).read_bytes()
        if b"\0" not in content:
            yield path, content.decode("utf-8")


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_tracked_file_holds(what: str) -> None:
    found = [
        f"{path}:{number}: {line.strip()[:100]}"
        for path, text in texts()
        for number, line in enumerate(text.splitlines(), start=1)
        if FORBIDDEN[what].search(line)
    ]
    assert found == []


@pytest.mark.parametrize(
    ("what", "line"),
    [
        ("a package index's address", "--index" + "-url https://example.com/x"),
        ("a package index's address", "see https://example.com/simp" + "le/"),
        ("a machine's path", "open('/ro" + "ot/secret')"),
        ("a machine's path", "cd /ho" + "me/li/yinuo"),
    ],
)
def test_such_a_line_would_be_found(what: str, line: str) -> None:
    assert FORBIDDEN[what].search(line)


def test_every_locked_package_has_its_hashes() -> None:
    for name in ("run", "dev"):
        lines = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8").split("\n")
        packages = [index for index, line in enumerate(lines) if re.match(r"[a-z0-9]", line, re.IGNORECASE)]
        assert packages, name
        for index in packages:
            assert "--hash=sha256:" in lines[index + 1], lines[index]


def run_time_packages() -> list[str]:
    text = (ROOT / "requirements" / "run.txt").read_text(encoding="utf-8")
    found = []
    for line in re.findall(r"^[A-Za-z0-9][^\\\n]*", text, re.MULTILINE):
        required = Requirement(line.strip())
        if required.marker is None or required.marker.evaluate():
            found.append(required.name)
    return found


def licence_of(name: str) -> str:
    """What a package says of its licence: its expression, its classifiers, or the field's first line."""
    metadata = distribution(name).metadata
    classifiers = [one for one in metadata.get_all("Classifier") or [] if one.startswith("License ::")]
    stated = [metadata.get("License-Expression") or "", *classifiers, (metadata.get("License") or "")[:200]]
    return " ".join(part for part in stated if part)


@pytest.mark.parametrize("name", run_time_packages())
def test_the_package_may_be_used_in_a_product(name: str) -> None:
    licence = licence_of(name)
    if name in LESSER:
        assert "LGPL" in licence or "Lesser" in licence, licence
        return
    assert PERMISSIVE.search(licence), licence or "states no licence"
    assert not re.search(r"\b(A?GPL|GNU (Affero )?General)\b", licence), licence


def test_the_version_is_said_once() -> None:
    from yinuo import __version__

    stated = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    assert __version__ == stated
