"""The API's own description, OpenAPI 3.1: calls by APIFlask, types by pydantic, errors by the kind of call."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, cast

from apiflask import APIFlask
from flask import Flask, current_app
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from community.core.describing import REF, Described, problems_of
from community.core.shapes import Problem

INFO = """People, threads, pages and what is known, for programs.

Ids are 12 lower-case base32 characters; communities are named by slug, people by handle, topics, systems and tasks
by name. Times are in UTC, like `2026-11-21T20:26:00Z`. Texts are Markdown in `body`, sanitised HTML in `body_html`.
Lists answer `items` and `next`: give that as `after` for the page that follows, newest activity first unless said.
Unknown fields in a body are refused. What is missing and what the caller may not see answer alike.
"""
SECURITY_SCHEMES = {
    "bearer": {"type": "http", "scheme": "bearer", "description": "A token from the settings."},
    "cookie": {
        "type": "apiKey",
        "in": "cookie",
        "name": "throughway",
        "description": "The session's cookie.",
    },
    "csrf": {
        "type": "apiKey",
        "in": "header",
        "name": "X-CSRF-Token",
        "description": "The token of this session's forms; only calls that change something ask for it.",
    },
}
IDEMPOTENCY_KEY = {
    "in": "header",
    "name": "Idempotency-Key",
    "required": False,
    "description": "Kept a day: the same key and body answer the same, another body 409.",
    "schema": {"type": "string", "maxLength": 100},
}
LOCATION = {"Location": {"description": "Where it is", "schema": {"type": "string"}}}
RETRY_AFTER = {"Retry-After": {"description": "Seconds to wait", "schema": {"type": "integer"}}}
MOVED_ON = {
    "description": "A slug that the community had before; send the same again to the address in Location",
    "headers": LOCATION,
}
_PLACE = re.compile(r"<(?:[^<:]+:)?([^>]+)>")
_KEPT = "api_document"


def init_app(app: APIFlask) -> None:
    """Tell APIFlask what is the same for every call, and leave out what it would guess."""
    app.config.update(
        OPENAPI_VERSION="3.1.0",
        SECURITY_SCHEMES=SECURITY_SCHEMES,
        AUTO_404_RESPONSE=False,
        AUTO_AUTH_ERROR_RESPONSE=False,
        AUTO_VALIDATION_ERROR_RESPONSE=False,
    )
    app.description = INFO
    app.servers = [{"url": "/"}]


def document() -> dict[str, Any]:
    """The description of this app's API; made at the first call."""
    app = current_app
    if _KEPT not in app.extensions:
        app.extensions[_KEPT] = _completed(app, cast("dict[str, Any]", cast("APIFlask", app).spec))
    found: dict[str, Any] = app.extensions[_KEPT]
    return found


def described_calls(app: Flask) -> Iterator[tuple[str, str, Described, Any]]:
    """Every described call: method, address, what it takes and answers, its view."""
    for rule in app.url_map.iter_rules():
        view = app.view_functions[rule.endpoint]
        found: Described | None = getattr(view, "described", None)
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}) if found else ():
            yield (
                method.lower(),
                _PLACE.sub(r"{\1}", rule.rule).replace("{id_}", "{id}"),
                cast("Described", found),
                view,
            )


def _completed(app: Flask, spec: dict[str, Any]) -> dict[str, Any]:
    paths = {path.replace("{id_}", "{id}"): calls for path, calls in spec["paths"].items()}
    models: list[type[BaseModel]] = [Problem]
    for method, path, described, view in described_calls(app):
        models += [one for one in (described.answer, described.body) if one is not None]
        _complete(paths[path][method], method, path, described)
        paths[path][method]["x-permissions"] = [one.code for one in view.permissions]
    spec["paths"] = dict(sorted(paths.items()))
    spec["tags"] = sorted(
        {one["name"]: one for one in spec["tags"]}.values(), key=lambda one: str(one["name"])
    )
    spec["components"]["schemas"] = _schemas(models)
    return spec


def _complete(call: dict[str, Any], method: str, path: str, described: Described) -> None:
    places = re.findall(r"{(\w+)}", path)
    names = [word.strip("{}") for word in path.removeprefix("/api/v1/").split("/")]
    call["operationId"] = "_".join([method, *names]).replace("-", "_")
    for one in call["parameters"]:
        one["name"] = "id" if one["name"] == "id_" else one["name"]
        one["required"] = one["in"] == "path" or bool(one.get("required"))
        one["schema"] = _without_null(one["schema"])
    if method == "post":
        call["parameters"].append(IDEMPOTENCY_KEY)
        call["responses"]["201"]["headers"] = LOCATION
    if described.body is not None:
        needed = any(field.is_required() for field in described.body.model_fields.values())
        call["requestBody"]["required"] = needed
    call["responses"] |= problems_of(described, method=method, has_path=bool(places))
    for status in ("429", "503"):
        call["responses"][status]["headers"] = RETRY_AFTER
    if "slug" in places:
        call["responses"]["308"] = MOVED_ON


def _without_null(schema: dict[str, Any]) -> dict[str, Any]:
    """What may stand in an address: text is never null there, it is left out."""
    kinds = [one for one in schema.get("anyOf", ()) if one.get("type") != "null"]
    return kinds[0] if len(kinds) == 1 else schema


def _schemas(models: list[type[BaseModel]]) -> dict[str, Any]:
    unique = list(dict.fromkeys(models))
    _, definitions = models_json_schema([(one, "validation") for one in unique], ref_template=REF)
    found: dict[str, Any] = definitions["$defs"]
    return dict(sorted(found.items()))
