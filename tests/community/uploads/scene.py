"""Pictures, and the texts that show them."""

from __future__ import annotations

from tests.client import Client
from tests.pictures import picture, uploaded


def ask(client: Client, body: str, slug: str = "ops", **fields: str):
    return client.post("/ask", {"body": body, "community": slug, **fields})


def asked(client: Client, body: str, slug: str = "ops") -> str:
    """The id of a roadblock with this text."""
    answer = ask(client, body, slug)
    assert answer.status_code == 303, answer.text
    return str(answer.headers["Location"]).removeprefix("/t/").split("-")[0]


def hung(client: Client, slug: str = "ops", colour: str = "red") -> tuple[dict, str]:
    """A picture, and the roadblock that shows it."""
    made = uploaded(client, picture(colour=colour))
    return made, asked(client, f"It says this {colour}\n\n{made['markdown']}", slug)


def sees(client: Client, made: dict) -> int:
    return client.get(made["url"]).status_code
