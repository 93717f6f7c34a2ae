"""What the tests of the API's contract do over and over: ask, reply, solve."""

from __future__ import annotations

from tests.client import Client


def ask(client: Client, body: str = "Export fails with E07", community: str = "ops", **fields):
    answer = client.api("POST", "/threads", {"body": body, "community": community, **fields})
    assert answer.status_code == 201, answer.text
    return answer.json


def reply(client: Client, thread, body: str = "Try B", kind: str = "answer", **fields):
    answer = client.api("POST", f"/threads/{thread['id']}/posts", {"kind": kind, "body": body, **fields})
    assert answer.status_code == 201, answer.text
    return answer.json


def solved(asker: Client, helper: Client, **fields):
    thread = ask(asker, **fields)
    post = reply(helper, thread)
    assert asker.api("PUT", f"/posts/{post['id']}/outcome", {"outcome": "worked"}).status_code == 200
    return thread, post
