"""Templates hold no scripts and no styles: the content security policy would drop them."""

from __future__ import annotations

from collections.abc import Iterator

from tools.lints.base import File, Finding, Lint, TemplateFile
from tools.lints.markup import Element, parse

NAME = "inline-code"
REASON = "The content security policy drops it in every browser: put it into a static file."


def check(file: File) -> Iterator[Finding]:
    if not isinstance(file, TemplateFile) or file.path.suffix not in {".html", ".svg"}:
        return
    for element in parse(file.text):
        if isinstance(element, Element):
            for problem in _problems(element):
                yield Finding(str(file.path), element.line, NAME, f"{problem} {REASON}")


def _problems(element: Element) -> Iterator[str]:
    attributes = element.attributes
    for name, value in attributes.items():
        if name.startswith("on"):
            yield f"<{element.name}> has the attribute {name}."
        if name.startswith("hx-on"):
            yield f"<{element.name}> has the attribute {name}, which htmx evaluates."
        if name == "style":
            yield f"<{element.name}> has a style attribute."
        if name in {"href", "action", "src"} and value.strip().lower().startswith("javascript:"):
            yield f"<{element.name}> has a javascript: address."
    is_data = attributes.get("type") in {"application/json", "importmap"}
    if element.name == "script" and "src" not in attributes and "nonce" not in attributes and not is_data:
        yield "<script> holds code without a nonce."
    if element.name == "style" and "nonce" not in attributes:
        yield "<style> without a nonce."


LINT = Lint(NAME, check)
