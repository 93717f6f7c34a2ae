"""What several journeys do: have an account made, call the API, sign in."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from typing import Any

from playwright.sync_api import Page, expect

from tests.cast import PASSWORD

from .test_commands_of_the_site import throughway


def account(site: Any, name: str) -> str:
    """Make an account at the served site; its token."""
    email = f"{name.lower()}@acme.test"
    throughway(site.home, "person", "create", email, "--name", name, "--password-stdin", stdin=PASSWORD)
    return throughway(site.home, "token", "create", email).strip()


def call(site: Any, token: str, method: str, path: str, sent: Any = None) -> tuple[int, Any]:
    """Call the API; the status and what it said."""
    request = urllib.request.Request(  # loopback
        f"{site.address}/api/v1{path}",
        data=None if sent is None else json.dumps(sent).encode(),
        method=method,
        headers={"Authorization": f"Bearer {token}", "Content-Type": "application/json"},
    )
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.status, json.loads(answer.read() or b"null")
    except urllib.error.HTTPError as error:
        with error:
            return error.code, json.loads(error.read() or b"null")


def sign_in(page: Page, name: str) -> None:
    """Sign in by the form."""
    page.goto("/sign-in")
    page.get_by_label("Address").fill(f"{name.lower()}@acme.test")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Hello")
