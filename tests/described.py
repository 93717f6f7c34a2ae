"""Every answer of the API that a test sees is held against what the API says of itself."""

from __future__ import annotations

from flask import Flask
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect
from werkzeug.test import TestResponse

from community.core.describing import problems_of
from community.core.shapes import Problem


def hold(app: Flask, answer: TestResponse) -> None:
    """Status, content type and every field are as described; addresses that are none of ours are left out."""
    method = answer.request.method
    try:
        rule, _ = app.url_map.bind("localhost").match(answer.request.path, method, return_rule=True)
    except (HTTPException, RequestRedirect):
        return
    described = getattr(app.view_functions[rule.endpoint], "described", None)
    if described is None:
        return
    where = f"{method} {answer.request.path} {answer.status_code}: {answer.text[:500]}"
    if answer.status_code >= 400:
        known = problems_of(described, method=method.lower(), has_path=bool(rule.arguments))
        assert str(answer.status_code) in known, where
        assert answer.content_type == "application/problem+json", where
        assert Problem.model_validate_json(answer.data).status == answer.status_code, where
        return
    if answer.status_code == 308:
        assert "slug" in rule.arguments, where
        assert answer.headers["Location"], where
        assert answer.data == b"", where
        return
    assert answer.status_code == described.status, where
    if described.answer is None:
        assert answer.data == b"", where
        return
    assert answer.content_type == "application/json", where
    described.answer.model_validate_json(answer.data)
    assert (method == "POST") == ("Location" in answer.headers), where
