"""The interface describes itself, as OpenAPI for programs and as a page for people; public, and without data."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import lru_cache
from hashlib import sha256

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.utils.http import parse_etags, quote_etag
from django.utils.translation import get_language

from yinuo.platform.identity.public import known_scopes, public_page
from yinuo.platform.rest.explain import chapters
from yinuo.platform.rest.limits import FOR_TOKENS

MEDIA_TYPE = "application/vnd.oai.openapi+json;version=3.1"
Describe = Callable[[], dict[str, object]]
View = Callable[[HttpRequest], HttpResponse]


def openapi_page(describe: Describe) -> View:
    """The page at ``openapi.json``; it is written once for each language and process."""

    @lru_cache(maxsize=8)
    def written(_language: str) -> tuple[bytes, str]:
        content = json.dumps(describe(), ensure_ascii=False, default=str).encode()
        return content, quote_etag(sha256(content).hexdigest()[:32])

    @public_page(personal=False)
    def openapi(request: HttpRequest) -> HttpResponse:
        content, etag = written(get_language() or "")
        unchanged = etag in parse_etags(request.headers.get("If-None-Match", ""))
        response = HttpResponse(status=304) if unchanged else HttpResponse(content, content_type=MEDIA_TYPE)
        response.headers["ETag"] = etag
        patch_cache_control(response, public=True, max_age=300)
        return response

    return openapi


def description_page(describe: Describe, *, prefix: str) -> View:
    """The page for people: every operation with its scope, values, refusals and an example to paste."""

    @public_page(personal=False)
    def description(request: HttpRequest) -> HttpResponse:
        origin = f"{request.scheme}://{request.get_host()}"
        context = {
            "chapters": chapters(describe(), origin=origin, prefix=prefix),
            "scopes": known_scopes(),
            "rate": FOR_TOKENS,
            "origin": origin,
        }
        return render(request, "rest/description.html", context)

    return description
