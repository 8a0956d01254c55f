"""What the description promises is what the interface does; nothing exists that is not described."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from pydantic import ValidationError

from yinuo.platform import rest
from yinuo.platform.identity.public import known_scopes
from yinuo.platform.rest.public import ANY_TOKEN, Answer, Api, Body, Router
from yinuo.platform.rest.router import Operation
from yinuo.platform.rest.routes import Route
from yinuo.site.api import api, urlpatterns

DESCRIBED: dict[str, Any] = api.describe()
PUBLIC = {"openapi", "description"}
ALWAYS = {"400", "401", "403", "404", "429", "500"}
each_operation = pytest.mark.parametrize("operation", api.operations, ids=lambda operation: operation.name)


def described(operation: Operation) -> dict[str, Any]:
    found = [
        methods[operation.method.lower()]
        for methods in DESCRIBED["paths"].values()
        if methods.get(operation.method.lower(), {}).get("operationId") == operation.name
    ]
    assert len(found) == 1
    return found[0]  # type: ignore[no-any-return]


def test_every_address_stands_behind_a_route_or_is_known_to_be_public() -> None:
    assert {pattern.name for pattern in urlpatterns if not isinstance(pattern.callback, Route)} <= PUBLIC


@each_operation
def test_each_operation_names_its_scope(operation: Operation) -> None:
    assert operation.scope == ANY_TOKEN or operation.scope in {scope.code for scope in known_scopes()}
    assert described(operation)["security"] == [
        {"token": [] if operation.scope == ANY_TOKEN else [operation.scope]}
    ]


@each_operation
def test_each_operation_tells_how_it_may_fail(operation: Operation) -> None:
    responses = {str(status): response for status, response in described(operation)["responses"].items()}
    expected = ALWAYS | ({"409", "411", "413", "415", "422"} if operation.writes else set())
    assert expected <= set(responses)
    for status, response in responses.items():
        if status >= "400":
            assert response == {"$ref": f"#/components/responses/Problem{status}"}
            problem = DESCRIBED["components"]["responses"][f"Problem{status}"]
            assert list(problem["content"]) == ["application/problem+json"]


@each_operation
def test_each_write_takes_an_idempotency_key(operation: Operation) -> None:
    names = {parameter["name"] for parameter in described(operation).get("parameters", [])}
    assert ("Idempotency-Key" in names) == operation.writes


@each_operation
@pytest.mark.django_db
def test_no_operation_answers_without_a_token(operation: Operation) -> None:
    path = operation.path
    for kind in ("uuid:", "int:", "str:"):
        path = path.replace("{" + kind, "{")
    filled = "/".join(
        "0198a1b2-0000-7000-8000-000000000000" if "{" in part else part for part in path.split("/")
    )
    answer = Client().generic(operation.method, f"/api/v1{filled}", "{}", content_type="application/json")
    assert answer.status_code == 401


def test_an_operation_cannot_be_declared_without_a_scope_that_exists() -> None:
    router = Router(tag="Wrong")
    with pytest.raises(TypeError):
        router.get("/nothing", answer=None)  # type: ignore[call-arg]
    with pytest.raises(ValueError, match="no room has registered"):
        router.get("/nothing", scope="nothing:read", answer=None)


def test_no_two_answers_or_bodies_have_one_name() -> None:
    def below(kind: type) -> list[type]:
        return [found for one in kind.__subclasses__() for found in (one, *below(one))]

    names = [kind.__name__ for kind in (*below(Answer), *below(Body)) if kind.__module__.startswith("yinuo.")]
    assert sorted(name for name in set(names) if names.count(name) > 1) == []


WRONG: dict[str, list[object]] = {
    "integer": [True, "1", "", [], {}],
    "boolean": ["true", "yes", 1, 0],
    "string": [5, True, [], {}],
    "date-time": [5, "5", "1700000000", True, "2026-03-01", "2026-03-01T09:00:00"],
}


def bodies(kind: type = Body) -> list[type[Body]]:
    below = [one for child in kind.__subclasses__() for one in (child, *bodies(child))]
    return [one for one in below if one.__module__.startswith("yinuo.")]


@pytest.mark.parametrize("body", bodies(), ids=lambda body: body.__name__)
def test_a_value_of_another_type_is_not_taken_for_what_it_might_mean(body: type[Body]) -> None:
    for name, schema in body.model_json_schema()["properties"].items():
        kinds = [one.get("format", one.get("type")) for one in schema.get("anyOf", [schema])]
        for kind in kinds:
            for wrong in WRONG.get(kind, []):
                with pytest.raises(ValidationError) as refused:
                    body.model_validate({name: wrong})
                assert any(error["loc"][0] == name for error in refused.value.errors()), (name, wrong)


def test_two_operations_cannot_have_one_name() -> None:
    api = Api(title="", version="1", description="", prefix="/api/v1/")
    for path in ("/one", "/two"):
        router = Router(tag="Wrong")

        @router.get(path, scope=ANY_TOKEN, answer=None)
        def show(request: object) -> None:
            """Show it."""

        if path == "/one":
            api.mount(router)
    with pytest.raises(ValueError, match="Two operations"):
        api.mount(router)


def test_the_reference_lists_every_refusal_of_the_interface_itself() -> None:
    room = Path(rest.__file__).parent
    used = {
        code for file in room.rglob("*.py") for code in re.findall(r'"(rest\.[a-z_]+)"', file.read_text())
    }
    reference = (Path(__file__).parents[3] / "docs/reference/rest.md").read_text()
    assert used == set(re.findall(r"`(rest\.[a-z_]+)`", reference))
