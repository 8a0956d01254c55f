"""The description turned into what a person reads: no references to follow, an example for everything."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from yinuo.platform.identity.public import known_scopes
from yinuo.platform.rest.router import ANY_TOKEN

Schema = Mapping[str, Any]
_MEDIA = "application/json"
_FORMATS = {"uuid": "UUID", "date-time": gettext_lazy("time with offset"), "date": gettext_lazy("date")}
_KINDS = {
    "string": gettext_lazy("text"),
    "integer": gettext_lazy("whole number"),
    "number": gettext_lazy("number"),
    "boolean": gettext_lazy("true or false"),
    "object": gettext_lazy("object"),
    "null": gettext_lazy("nothing"),
}
_EXAMPLES: dict[str, Any] = {
    "uuid": "0198a1b2-3c4d-7e5f-8a9b-0c1d2e3f4a5b",
    "date-time": "2026-03-02T09:30:00+08:00",
    "date": "2026-03-02",
    "string": "…",
    "integer": 1,
    "number": 1.5,
    "boolean": True,
    "object": {},
    "null": None,
}


@dataclass(frozen=True, kw_only=True)
class Member:
    """One value that is sent or answered; members of members are named with a dot between."""

    name: str
    kind: str
    is_needed: bool
    text: str
    place: str = ""


@dataclass(frozen=True, kw_only=True)
class Refusal:
    """One way in which an operation may fail."""

    status: str
    text: str
    codes: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Explained:
    """One operation for a reader."""

    name: str
    method: str
    path: str
    short_path: str
    summary: str
    text: str
    scope: str
    scope_label: str
    parameters: tuple[Member, ...]
    body: tuple[Member, ...]
    status: str
    answer: tuple[Member, ...]
    refusals: tuple[Refusal, ...]
    call: str
    answer_example: str


@dataclass(frozen=True, kw_only=True)
class Chapter:
    """The operations of one room."""

    title: str
    operations: tuple[Explained, ...]


def chapters(schema: Schema, *, origin: str, prefix: str) -> tuple[Chapter, ...]:
    """
    Everything that the description holds, room by room.

    Args:
        origin: scheme and host for the examples.
        prefix: what all addresses begin with; a list of them leaves it out.
    """
    reader = _Reader(schema, origin, prefix)
    found: dict[str, list[Explained]] = {}
    for path, methods in schema["paths"].items():
        for method, operation in methods.items():
            title = operation.get("tags", [""])[0]
            found.setdefault(title, []).append(reader.explain(method.upper(), path, operation))
    return tuple(Chapter(title=title, operations=tuple(operations)) for title, operations in found.items())


class _Reader:
    """Follows references within one description."""

    def __init__(self, schema: Schema, origin: str, prefix: str) -> None:
        self._components: Schema = schema["components"]
        self._origin = origin
        self._prefix = prefix.rstrip("/")
        self._labels = {scope.code: str(scope.label) for scope in known_scopes()}

    def explain(self, method: str, path: str, operation: Schema) -> Explained:
        body = operation.get("requestBody", {}).get("content", {}).get(_MEDIA, {}).get("schema")
        status, response = next(
            (str(status), response)
            for status, response in operation["responses"].items()
            if "$ref" not in response
        )
        answer = response.get("content", {}).get(_MEDIA, {}).get("schema")
        scope: str = operation["x-scope"]
        return Explained(
            name=operation["operationId"],
            method=method,
            path=path,
            short_path=path.removeprefix(self._prefix) if path != self._prefix else path,
            summary=operation["summary"],
            text=_plain(operation.get("description", "")),
            scope="" if scope == ANY_TOKEN else scope,
            scope_label=self._labels.get(scope, ""),
            parameters=tuple(self._parameters(operation.get("parameters", ()))),
            body=tuple(self._members(body)) if body else (),
            status=status,
            answer=tuple(self._members(answer)) if answer else (),
            refusals=tuple(self._refusals(operation)),
            call=self._call(method, path, body),
            answer_example=_json(self._example(answer)) if answer else "",
        )

    def _resolve(self, schema: Schema) -> Schema:
        while "$ref" in schema:
            schema = self._components["schemas"][schema["$ref"].rsplit("/", 1)[-1]]
        return schema

    def _parameters(self, parameters: Iterable[Schema]) -> Iterable[Member]:
        for one in parameters:
            yield Member(
                name=one["name"],
                kind=self._kind(one["schema"]),
                is_needed=one.get("required", False),
                text=_plain(one.get("description", "")),
                place=one["in"],
            )

    def _members(self, schema: Schema, before: str = "") -> Iterable[Member]:
        schema = self._resolve(schema)
        needed = schema.get("required", ())
        for name, member in schema.get("properties", {}).items():
            inner = self._inner(member)
            yield Member(
                name=before + name,
                kind=self._kind(member),
                is_needed=name in needed,
                text=_plain(member.get("description", "")),
            )
            if inner is not None:
                yield from self._members(inner, f"{before}{name}.")

    def _inner(self, schema: Schema) -> Schema | None:
        """The object that a value is, holds in a list, or may be."""
        for candidate in (schema, schema.get("items", {}), *schema.get("anyOf", ())):
            resolved = self._resolve(candidate)
            if "properties" in resolved:
                return resolved
        return None

    def _kind(self, schema: Schema) -> str:
        schema = self._resolve(schema)
        if "anyOf" in schema:
            return _(" or ").join(self._kind(one) for one in schema["anyOf"])
        if "enum" in schema or "const" in schema:
            return " | ".join(str(value) for value in schema.get("enum", [schema.get("const")]))
        if schema.get("type") == "array":
            return _("list of %(kind)s") % {"kind": self._kind(schema.get("items", {}))}
        kind = _FORMATS.get(schema.get("format", "")) or _KINDS.get(schema.get("type", ""), _("any value"))
        return "".join([str(kind), *_bounds(schema)])

    def _refusals(self, operation: Schema) -> Iterable[Refusal]:
        codes: dict[str, list[str]] = {}
        for one in operation["x-refusals"]:
            codes.setdefault(str(one["status"]), []).append(one["code"])
        for status, response in operation["responses"].items():
            if "$ref" in response:
                described = self._components["responses"][response["$ref"].rsplit("/", 1)[-1]]
                yield Refusal(
                    status=str(status), text=described["description"], codes=tuple(codes.get(str(status), ()))
                )

    def _call(self, method: str, path: str, body: Schema | None) -> str:
        lines = [f"curl {self._origin}{path}", '  -H "Authorization: Bearer $TOKEN"']
        if method != "GET":
            lines[0] = f"curl -X {method} {self._origin}{path}"
            lines.append('  -H "Idempotency-Key: $(uuidgen)"')
        if body is not None:
            lines += ['  -H "Content-Type: application/json"', f"  -d '{_json(self._example(body))}'"]
        return " \\\n".join(lines)

    def _example(self, schema: Schema) -> Any:
        schema = self._resolve(schema)
        for name in ("example", "default", "const"):
            if schema.get(name) is not None:
                return schema[name]
        if schema.get("examples"):
            return schema["examples"][0]
        if "enum" in schema:
            return schema["enum"][0]
        if "anyOf" in schema:
            return self._example(schema["anyOf"][0])
        if schema.get("type") == "array":
            return [self._example(schema.get("items", {}))]
        if "properties" in schema:
            return {name: self._example(member) for name, member in schema["properties"].items()}
        return _EXAMPLES.get(
            schema.get("format", ""), _EXAMPLES.get(schema.get("type", ""), _EXAMPLES["string"])
        )


def _bounds(schema: Schema) -> Iterable[str]:
    if "minimum" in schema and "maximum" in schema:
        yield f", {schema['minimum']}–{schema['maximum']}"
    if "maxLength" in schema:
        count = schema["maxLength"]
        yield ", " + ngettext("at most %(count)d character", "at most %(count)d characters", count) % {
            "count": count
        }


def _plain(text: str) -> str:
    """The description marks names as Markdown does; the page shows them as they are."""
    return text.replace("`", "")


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)
