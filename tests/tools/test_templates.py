"""The template check names what a template asks for and does not get."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tools.templates import names, problems


@pytest.fixture
def folder(tmp_path: Path, settings: Any) -> Path:
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [tmp_path]}]
    return tmp_path


@pytest.mark.parametrize(
    ("source", "problem"),
    [
        ("{% if %}", "TemplateSyntaxError"),
        ("{% extends 'nowhere.html' %}", 'no template "nowhere.html"'),
        ("{% if a %}{% include 'part.html' %}{% endif %}", 'no template "part.html"'),
        ("{% url 'no:route' %}", 'no route named "no:route"'),
        ("{% load static %}{% static 'ui/none.css' %}", 'no static file "ui/none.css"'),
    ],
)
def test_what_is_not_there_is_named(folder: Path, source: str, problem: str) -> None:
    (folder / "page.html").write_text(source, encoding="utf-8")
    assert problem in " ".join(problems("page.html"))


def test_what_is_there_passes(folder: Path) -> None:
    (folder / "page.html").write_text("{% url 'healthz' %}{% include name %}", encoding="utf-8")
    assert list(problems("page.html")) == []


def test_every_template_of_the_house_is_looked_at() -> None:
    assert {"ui/base.html", "ui/staff.html"} <= set(names())
