"""The API's self-description: whole, readable, and of our own making."""

from __future__ import annotations

import json
import re

import pytest

REFERENCE = re.compile(r'"\$ref": "([^"]+)"')
# They describe the others.
OWN = {"/api/v1/openapi.json"}


@pytest.fixture
def document(client):
    answer = client.get("/api/v1/openapi.json")
    assert (answer.status_code, answer.content_type) == (200, "application/json")
    return answer.json


def test_every_call_of_the_api_is_described_and_nothing_else(app, document) -> None:
    served = {
        (method.lower(), re.sub(r"<(?:[^<:]+:)?([^>]+)>", r"{\1}", rule.rule).replace("{id_}", "{id}"))
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
        if rule.rule.startswith("/api/v1/") and rule.rule not in OWN
    }
    described = {(method, path) for path, calls in document["paths"].items() for method in calls}
    assert described == served


def test_it_is_openapi_and_every_name_leads_somewhere(document) -> None:
    assert document["openapi"].startswith("3.1")
    assert document["servers"] == [{"url": "/"}]
    schemes = document["components"]["securitySchemes"]
    assert schemes["bearer"]["scheme"] == "bearer"
    assert schemes["csrf"]["name"] == "X-CSRF-Token"
    for reference in REFERENCE.findall(json.dumps(document)):
        kind, name = reference.removeprefix("#/components/").split("/")
        assert name in document["components"][kind], reference


def test_every_call_says_what_it_takes_and_answers(document) -> None:
    ids = set()
    for path, calls in document["paths"].items():
        for method, call in calls.items():
            where = f"{method} {path}"
            ids.add(call["operationId"])
            assert call["summary"], where
            assert call["x-permissions"], where
            assert call["security"] == [{"bearer": []}, {"cookie": [], "csrf": []}], where
            places = {one["name"] for one in call["parameters"] if one["in"] == "path"}
            assert places == set(re.findall(r"{(\w+)}", path)), where
            good = [status for status in call["responses"] if status < "400"]
            leads_on = ["308"] if "slug" in places else []
            assert good == [{"post": "201", "delete": "204"}.get(method, "200"), *leads_on], where
            assert {"401", "403", "429", "503"} <= set(call["responses"]), where
            assert "404" in call["responses"] or not places, where
            for status, answer in call["responses"].items():
                expected = "application/json" if status < "400" else "application/problem+json"
                assert set(answer.get("content", {})) == (
                    set() if status in ("204", "308") else {expected}
                ), where
    assert len(ids) == sum(len(calls) for calls in document["paths"].values())


def test_bodies_are_the_drafts(document) -> None:
    schemas = document["components"]["schemas"]
    opened = document["paths"]["/api/v1/threads"]["post"]["requestBody"]
    assert opened["required"]
    assert opened["content"]["application/json"]["schema"] == {"$ref": "#/components/schemas/OpenDraft"}
    assert schemas["OpenDraft"]["required"] == ["body"]
    assert schemas["OpenDraft"]["additionalProperties"] is False
    # Only what was brought in has a source.
    assert set(schemas["ThreadObject"]["required"]) == set(schemas["ThreadObject"]["properties"]) - {"source"}


def test_the_same_is_there_to_read_with_our_own_assets_alone(client, document) -> None:
    answer = client.get("/api/docs")
    assert answer.status_code == 200
    for path, calls in document["paths"].items():
        for method in calls:
            assert f"<code>{method.upper()} {path}</code>" in answer.text
    for name in document["components"]["schemas"]:
        assert f'id="{name}"' in answer.text
    assert not re.findall(r'(?:src|href)="(?:https?:)?//', answer.text)
    assert answer.text.count("<h1") == 1


def test_it_says_the_same_to_everybody(as_, client, cast, document) -> None:
    assert as_(cast.dev).get("/api/v1/openapi.json").json == document
    assert as_(cast.eve).get("/api/docs").status_code == 200
    assert client.api("GET", "/nothing").status_code == 401
