"""Whether every template of the house compiles, and whether what it names exists."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import django

SOURCES = Path(__file__).parents[1] / "src" / "yinuo"


def names() -> Iterator[str]:
    """Every template of the house, by the name under which it is asked for."""
    for path in sorted(SOURCES.rglob("templates/**/*")):
        if path.is_file() and not path.name.startswith("."):
            parts = path.relative_to(SOURCES).parts
            yield "/".join(parts[parts.index("templates") + 1 :])


def problems(name: str) -> Iterator[str]:
    """What is wrong with one template: syntax, or a parent, part, route or static file that is not there."""
    from django.template import TemplateDoesNotExist, TemplateSyntaxError
    from django.template.loader import get_template

    try:
        compiled: Any = get_template(name)
        nodes = list(_all(compiled.template.nodelist))
    except (TemplateSyntaxError, TemplateDoesNotExist) as error:
        yield f"{name}: {type(error).__name__}: {error}"
        return
    for node in nodes:
        for problem in _broken(node):
            yield f"{name}:{getattr(node.token, 'lineno', 1)}: {problem}"


def _all(nodes: Any) -> Iterator[Any]:
    for node in nodes:
        yield node
        for attribute in node.child_nodelists:
            yield from _all(getattr(node, attribute, None) or ())


def _broken(node: Any) -> Iterator[str]:
    from django.contrib.staticfiles import finders
    from django.template import TemplateDoesNotExist
    from django.template.defaulttags import URLNode
    from django.template.loader import get_template
    from django.template.loader_tags import ExtendsNode, IncludeNode
    from django.templatetags.static import StaticNode

    other = {ExtendsNode: "parent_name", IncludeNode: "template"}.get(type(node))
    if other and (named := _literal(getattr(node, other))):
        try:
            get_template(named)
        except TemplateDoesNotExist:
            yield f'there is no template "{named}"'
    if isinstance(node, URLNode) and (route := _literal(node.view_name)) and route not in _routes():
        yield f'there is no route named "{route}"'
    if isinstance(node, StaticNode) and (path := _literal(node.path)) and not finders.find(path):
        yield f'there is no static file "{path}"'


def _literal(expression: Any) -> str | None:
    """The text of an expression that is a plain literal."""
    value = getattr(expression, "var", None)
    return str(value) if isinstance(value, str) and not getattr(expression, "filters", ()) else None


def _routes() -> set[str]:
    from django.urls import URLPattern, URLResolver, get_resolver

    def walk(patterns: list[URLPattern | URLResolver], prefix: str) -> Iterator[str]:
        for pattern in patterns:
            if isinstance(pattern, URLResolver):
                inner = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
                yield from walk(pattern.url_patterns, inner)
            elif pattern.name:
                yield f"{prefix}{pattern.name}"

    return set(walk(get_resolver().url_patterns, ""))


def main() -> int:
    django.setup()
    found = [problem for name in names() for problem in problems(name)]
    for line in found:
        print(line)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
