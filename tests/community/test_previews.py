"""A preview demands nothing: neither the browser nor the server asks for a title before one may look at a text."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.interfaces.acts import ask, reply

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
BUTTON = re.compile(r'<button\b[^>]*\bvalue="(?:preview|look)"[^>]*>')
TEXT = "some **bold** words"


def test_no_browser_holds_a_preview_back() -> None:
    found = {
        path.relative_to(TEMPLATES).as_posix(): BUTTON.findall(path.read_text("utf-8"))
        for path in TEMPLATES.rglob("*.html")
    }
    buttons = {name: some for name, some in found.items() if some}
    assert len(buttons) >= 7, buttons
    assert not [name for name, some in buttons.items() for one in some if "formnovalidate" not in one]


@pytest.mark.parametrize("text", [TEXT, ""])
def test_the_server_previews_without_a_title(as_, cast, text) -> None:
    ana, ben = as_(cast.ana), as_(cast.ben)
    thread = ask(ana)
    post = reply(ana, thread)
    page = ana.api("POST", "/communities/ops/pages", {"title": "T", "body": "B"}).json
    for path, act in (
        ("/write", "preview"),
        (f"/w/{page['id']}/edit", "preview"),
        (f"/t/{thread['id']}/edit", "preview"),
        (f"/t/{thread['id']}/answers", "preview"),
        (f"/t/{thread['id']}/comments", "preview"),
        (f"/posts/{post['id']}/edit", "preview"),
        ("/ask", "look"),
        ("/share", "look"),
        ("/settings", "preview"),
    ):
        shown = ana.post(path, {"act": act, "body": text, "about": text, "title": "", "name": ""})
        assert shown.status_code == 200, path
        assert ("<strong>bold</strong>" in shown.text) is bool(text), path
        assert ">This is missing<" not in shown.text, path
    assert ben.api("GET", f"/threads/{thread['id']}").json["title"] == thread["title"], (
        "looking keeps nothing"
    )
