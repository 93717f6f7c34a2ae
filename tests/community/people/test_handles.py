"""Names that no person goes by, whichever way somebody comes in."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from sqlalchemy import select
from werkzeug.routing import Rule

from community.access import standing
from community.core.addresses import RESERVED_HANDLES
from community.core.drafting import read
from community.core.errors import Invalid
from community.core.session import session
from community.core.viewer import COMMAND_LINE
from community.people.sign_in.actions import accounts
from community.people.sign_in.drafts import MadePersonDraft
from models import Person

HANDLE = re.compile(r"<(?:\w+:)?handle>")


def make(name: str, **fields: str) -> Person:
    draft = MadePersonDraft.model_validate({"name": name, "email": f"{len(handles())}@acme.test", **fields})
    return accounts.create_person(COMMAND_LINE, draft)


def handles() -> set[str]:
    return set(session().scalars(select(Person.handle)))


def beside(rules: list[Rule]) -> Iterator[str]:
    """Words that stand where other addresses have a handle."""
    for rule in (one.rule for one in rules):
        for found in HANDLE.finditer(rule):
            before = rule[: found.start()]
            for other in (one.rule for one in rules):
                word = other.removeprefix(before).split("/")[0]
                if other.startswith(before) and word and "<" not in word:
                    yield word


def test_no_address_stands_where_a_person_s_could(app) -> None:
    words = set(beside(list(app.url_map.iter_rules())))
    assert "me" in words
    assert words <= RESERVED_HANDLES


def test_an_address_that_stood_there_would_be_found() -> None:
    assert set(beside([Rule("/people/<handle>"), Rule("/people/invite/now")])) == {"invite"}


@pytest.mark.parametrize("word", sorted(RESERVED_HANDLES))
def test_nobody_is_given_one_for_their_name(app, word) -> None:
    assert make(word.title()).handle == f"{word}-2"
    assert make(word.upper()).handle == f"{word}-3"


@pytest.mark.parametrize("word", ["me", "Me", " ME ", "everyone", "admin"])
def test_nobody_chooses_one(app, word) -> None:
    with pytest.raises(Invalid) as refused:
        read(MadePersonDraft, {"name": "X", "email": "x@acme.test", "handle": word})
    assert "choose another" in refused.value.fields["handle"]


def test_longer_names_that_begin_so_are_free(app) -> None:
    assert make("Meg").handle == "meg"
    assert make("X", handle="me.too").handle == "me.too"


def test_whoever_signs_up_as_one_gets_another(app, client, settings) -> None:
    settings.sign_up = "open"
    client.get("/sign-up")
    form = {"name": "me", "email": "me@acme.test", "password": "a long enough one"}
    assert client.post("/sign-up", form).status_code == 303
    assert handles() == {"me-2"}


def test_me_is_always_oneself(as_, cast, app) -> None:
    """Were there somebody of that name, adding them would be joining."""
    joined = as_(cast.eve).api("PUT", "/communities/ops/members/me", {})
    assert joined.status_code == 200
    assert joined.json["person"]["handle"] == "eve"
    assert standing.of_person(cast.eve.id).roles[cast.ops.id] == "member"
