"""Every template compiles, and the parents, parts, routes and static files that it names exist."""

from __future__ import annotations

import pytest

from tools.templates import names, problems


@pytest.mark.parametrize("name", list(names()))
def test_the_template_compiles(name: str) -> None:
    assert list(problems(name)) == []
