"""What the documents say is so: commands exist, links lead somewhere, requirements name code and tests."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import typer

from yinuo.site.cli.main import app

ROOT = Path(__file__).parents[2]
READMES = ("README.md", "README.zh-CN.md")
PAGES = sorted(
    str(path.relative_to(ROOT))
    for path in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    if not path.name.startswith(".")
)
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
# A figure that only a measurement can give; times and shares that a policy sets are none.
MEASURED = re.compile(
    r"\d[\d,.]*\s*(ms|milliseconds|seconds|µs|MB|GB|requests|writes|rows|entries)\b"
    r"|\d[\d,.]*\s*(/s|per second|a second)\b|\d\s*(毫秒|秒|条/秒)"
)
# The rows of the plan: what the product owes, in the order of the design.
REQUIREMENTS = [
    *(f"G{n}" for n in range(1, 5)),
    *(f"S{n}" for n in range(1, 5)),
    *(f"A{n}" for n in range(1, 13)),
    *(f"B{n}" for n in range(1, 10)),
    *(f"C{n}" for n in range(1, 9)),
    *(f"D{n}" for n in range(1, 10)),
    *(f"E{n}" for n in range(1, 14)),
    *(f"X{n}" for n in range(1, 9)),
]
STATES = {"done", "partly", "open"}


def read(page: str) -> str:
    return (ROOT / page).read_text(encoding="utf-8")


def anchors(page: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}


def rows() -> list[list[str]]:
    lines = [line for line in read("docs/requirements.md").splitlines() if re.match(r"\| [A-Z]\d+ \|", line)]
    return [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in lines]


@pytest.mark.parametrize("page", PAGES)
def test_every_link_leads_somewhere(page: str) -> None:
    for target in LINK.findall(read(page)):
        if target.startswith(("http://", "https://", "mailto:")):
            continue
        path, _, anchor = target.partition("#")
        found = ((ROOT / page).parent / path).resolve() if path else ROOT / page
        assert found.exists(), f"{page} links to {target}"
        if anchor and found.suffix == ".md":
            assert anchor in anchors(found), f"{page} links to {target}"


@pytest.mark.parametrize("page", PAGES)
def test_every_make_command_exists(page: str) -> None:
    targets = set(re.findall(r"^([a-z-]+):", read("Makefile"), re.MULTILINE))
    named = set(re.findall(r"(?:^    |`|&& )(?:[A-Z_]+=\S+ )*make ([a-z-]+)", read(page), re.MULTILINE))
    assert named <= targets, page


@pytest.mark.parametrize("page", PAGES)
def test_every_command_of_the_command_line_exists(page: str) -> None:
    commands = set(typer.main.get_command(app).commands)  # type: ignore[attr-defined]
    named = set(re.findall(r"(?:`|^    |bin/)yinuo ([a-z]+)\b", read(page), re.MULTILINE))
    assert named <= commands, page


@pytest.mark.parametrize("page", PAGES)
def test_every_file_of_the_house_that_is_named_exists(page: str) -> None:
    for name in re.findall(r"`((?:src|tests|tools|benchmarks|docs|requirements)/[\w./-]+)`", read(page)):
        assert (ROOT / name).exists(), f"{page} names {name}"


@pytest.mark.parametrize("page", READMES)
def test_every_figure_names_the_command_that_measures_it(page: str) -> None:
    for paragraph in read(page).split("\n\n"):
        if MEASURED.search(paragraph):
            commands = re.findall(r"benchmarks/bench_\w+\.py", paragraph)
            assert commands, paragraph
            assert all((ROOT / command).exists() for command in commands), paragraph


def test_both_readmes_say_the_same() -> None:
    def shape(page: str) -> tuple[int, list[str]]:
        text = read(page)
        # Each shows the product in its own language.
        links = [
            re.sub(r"-(en|zh-hans)-", "-", link)
            for link in LINK.findall(text)
            if not link.startswith("README")
        ]
        return len(re.findall(r"^#+ ", text, re.MULTILINE)), links

    assert shape("README.md") == shape("README.zh-CN.md")


def test_every_requirement_of_the_plan_has_its_row() -> None:
    assert [row[0] for row in rows()] == REQUIREMENTS


@pytest.mark.parametrize("row", rows(), ids=lambda row: row[0])
def test_a_requirement_that_is_claimed_names_code_and_tests(row: list[str]) -> None:
    _id, promise, state, where = row
    assert promise
    assert state in STATES
    named = re.findall(r"`([^`]+)`", where)
    assert all((ROOT / name).exists() or (ROOT / "src/yinuo" / name).exists() for name in named), where
    if state != "open":
        assert any(not name.startswith("tests/") for name in named), "names no code"
        assert any(name.startswith("tests/") for name in named), "names no test"


def test_every_decision_is_in_the_index() -> None:
    index = read("docs/README.md")
    pages = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    assert pages
    assert [page.name for page in pages if f"decisions/{page.name}" not in index] == []


@pytest.mark.parametrize(
    "page", sorted((ROOT / "docs" / "decisions").glob("*.md")), ids=lambda page: page.stem
)
def test_a_decision_says_what_was_asked_decided_and_why_on_one_page(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert all(f"**{part}.**" in text for part in ("Question", "Decided", "Why", "Alternatives"))
    assert len(text.splitlines()) <= 60


def test_every_page_can_be_found_from_the_index() -> None:
    index = ROOT / "docs" / "README.md"
    linked = {
        (index.parent / link.partition("#")[0]).resolve() for link in LINK.findall(read("docs/README.md"))
    }
    assert sorted(page.name for page in (ROOT / "docs").rglob("*.md") if page not in {index, *linked}) == []
