"""The walker's rounds: every address as everybody (S1, S2, S10, S14, S19), and unseen against missing (S3)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

import pytest

from app import create_app
from community.core.cache import pages
from community.core.session import Database, end_session, use
from community.core.settings import Settings
from models import Base
from tests import oracles
from tests import walk_samples as samples
from tests.walk_world import ID, WORD, Place, World
from tests.walker import UNSAFE, Call, Walk

SEARCHED = f"?q={WORD}&body={WORD}&title={WORD}"
MARK = "zqmark"
WALKER = re.compile(r" as [^→]+ →")
COLUMNS = {column.name for table in Base.metadata.tables.values() for column in table.columns} | {"author"}
FEW = ("outsider", "member", "steward", "administrator", "signed out, reading")
STRANGERS = ("outsider", "administrator", "signed out, reading", "outsider's token")


@pytest.fixture(scope="module")
def module_walk(kind: str, migrated: Database, tmp_path_factory) -> Iterator[Walk]:
    """The world, made once: every call is undone, and at the end everything."""
    home = tmp_path_factory.mktemp("walk")
    settings = Settings(home=home, mail_url=f"file:{home / 'mail'}", limits="off", network_name="Acme")
    with migrated.engine.connect() as connection:
        transaction = connection.begin()
        use(Database(migrated.engine, shared=connection))
        apps = [create_app(settings.model_copy(update={"public_read": reads})) for reads in (False, True)]
        for app in apps:
            app.testing = True
        made = Walk(*apps, World(apps[0]))
        made.learn()
        yield made
        end_session()
        transaction.rollback()
    use(None)


@pytest.fixture
def walk(module_walk: Walk) -> Walk:
    end_session()
    pages.clear()
    return module_walk


def check(faults: list[str]) -> None:
    """Nothing wrong; or what is, once for each door, with how often."""
    told = Counter(WALKER.sub(" →", fault) for fault in faults)
    assert not faults, f"{len(faults)} faults:\n" + "\n".join(
        f"{n} × {said}" for said, n in sorted(told.items())
    )


def missing(place: Place) -> Place:
    """Names as long and made alike, but of nothing."""
    things = {name: _never_was(value) for name, value in place.things.items()}
    return replace(place, visibility="missing", things=things)


def _never_was(value: str) -> str:
    if "-" in value:
        return value[:-4] + "y2k7"
    return ID.sub("a2" * 6, value)


def deleted(place: Place) -> Place:
    """What was deleted there."""
    gone = {name: place.things[f"deleted_{name}"] for name in ("thread", "post", "page")}
    return replace(place, things={**place.things, **gone})


@pytest.mark.postgresql
@pytest.mark.parametrize("visibility", ["open", "closed", "private"])
def test_every_address_as_everybody(walk, visibility, kind) -> None:
    place, faults, made = walk.world.places[visibility], [], 0
    names = list(walk.walkers) if kind == "sqlite" else FEW
    for rule in walk.rules:
        for name in names:
            for call in _calls(walk, rule, place, name, faults):
                if not call.about and visibility != "private":
                    continue
                walk.make(call, query=SEARCHED if call.method == "GET" else "")
                made += 1
                faults += [fault for oracle in oracles.ALL for fault in oracle(walk, call)]
    assert made > (1_200 if kind == "sqlite" else 400), made
    check(faults)


def _calls(walk: Walk, rule, place: Place, name: str, faults: list[str]) -> list[Call]:
    try:
        return list(walk.calls(rule, place, walk.walkers[name]))
    except samples.NoSample as error:
        faults.append(str(error))
        return []


def test_who_asked_without_a_name_is_named_nowhere(walk) -> None:
    """S13: on every address of theirs, to everybody but themselves; the steward and the administrator included."""
    open_, faults, made = walk.world.places["open"], [], 0
    things = {name: open_.things[f"nameless_{name}"] for name in ("thread", "post", "page")}
    nameless = replace(open_, things={**open_.things, **things})
    nemo = re.compile(f"nemo|{walk.world.people['nemo'].id}", re.IGNORECASE)
    for rule in walk.rules:
        for name in (
            "member",
            "steward",
            "administrator",
            "outsider",
            "signed out, reading",
            "outsider's token",
        ):
            for call in _calls(walk, rule, nameless, name, faults):
                walk.make(call, query=SEARCHED if call.method == "GET" else "")
                made += 1
                is_about_people = oracles.OF_PEOPLE & set(oracles.permissions_of(walk, call))
                found = nemo.search(call.text)
                if found and not is_about_people:
                    faults.append(f"S13 {call}: {call.text[found.start() - 60 : found.end() + 20]!r}")
    assert made > 600, made
    check(faults)


@pytest.mark.postgresql
def test_what_is_unseen_answers_as_what_is_missing(walk, kind) -> None:
    faults, compared = [], 0
    private, closed = walk.world.places["private"], walk.world.places["closed"]
    pairs = [(private, name) for name in (STRANGERS if kind == "sqlite" else STRANGERS[:1])]
    pairs += [(deleted(private), "outsider"), (closed, "outsider")]
    for place, name in pairs:
        for rule in walk.rules:
            for call in _calls(walk, rule, place, name, faults):
                if call.about in ("", "handle", "claim") or (place is not private and call.about == "slug"):
                    continue
                walk.make(call)
                other = walk.make(walk.elsewhere(call, missing(place)))
                compared += 1
                if oracles.masked(call) != oracles.masked(other):
                    told = oracles.difference(call, other)
                    faults.append(f"S3 {call} {call.path}, but a missing one {other.status}\n{told}")
    assert compared > 200
    check(faults)


@pytest.mark.parametrize("name", ["outsider", "steward elsewhere"])
def test_naming_what_is_unseen_is_naming_what_is_missing(walk, name) -> None:
    """In bodies and in queries: the community, thread, page, post, system, task that one names there."""
    faults, compared = [], 0
    open_, private = walk.world.places["open"], walk.world.places["private"]
    never = missing(private)
    for rule in walk.rules:
        for call in _calls(walk, rule, open_, name, faults):
            for unseen, gone in _naming(walk, call, private, never):
                compared += 1
                told = oracles.difference(unseen, gone, loosely=True)
                if told or unseen.status != gone.status:
                    faults.append(f"S3 {unseen} with {unseen.body}, but a missing one {gone.status} {told}")
                faults += oracles.keeps_canaries(walk, unseen)
    assert compared > 80
    check(faults)


def _naming(walk: Walk, call: Call, private: Place, never: Place):
    if call.method == "GET":
        yield tuple(walk.make(_at(call, place), query="?" + _query(place)) for place in (private, never))
        return
    draft = walk.drafts.get((call.rule.endpoint, call.method))
    for name in samples.references(draft) if draft else ():
        bodies = (
            samples.naming(call.body or {}, name, place, flat=not call.is_api) for place in (private, never)
        )
        yield tuple(
            walk.make(_at(replace(call, body=body), place))
            for body, place in zip(bodies, (private, never), strict=True)
        )


def _at(call: Call, place: Place) -> Call:
    """The same call, whose answer is masked by the names of another place."""
    return replace(call, place=place, asked=[], drafts=[], writes=[])


def _query(place: Place) -> str:
    names = (*samples.REFERENCES, "in")
    return "&".join(f"{name}={samples.reference(name, place)}" for name in names)


@pytest.mark.parametrize("sent", ["nothing", "as text", "from elsewhere"])
def test_an_unsafe_call_without_its_token_is_refused(walk, sent) -> None:
    options = {
        "nothing": {},
        "as text": {"data": '{"body": "x"}', "headers": {"Content-Type": "text/plain"}},
        "from elsewhere": {
            "headers": {"Origin": "https://elsewhere.test", "Referer": "https://elsewhere.test/"}
        },
    }[sent]
    faults, refused = [], 0
    for rule in walk.rules:
        for name in ("steward", "administrator", "signed out"):
            for call in _calls(walk, rule, walk.world.places["open"], name, faults):
                if call.method not in UNSAFE:
                    continue
                walk.make(call, with_token=False, **options)
                refused += 1
                is_refused = call.status == 403 or (
                    call.status in (303, 401) and oracles.is_turned_away(call)
                )
                if not is_refused or call.writes:
                    faults.append(f"S10 {call}: wrote {call.writes[:1]}")
    assert refused > 150
    check(faults)


def test_no_field_does_more_than_the_draft_says(walk) -> None:
    """S14: every column's name as one more field, with a word that must not arrive in any row."""
    faults, marked = [], 0
    for rule in walk.rules:
        for name in ("steward", "administrator"):
            for call in _calls(walk, rule, walk.world.places["open"], name, faults):
                if call.method not in UNSAFE or oracles.is_turned_away(walk.make(call)) or call.status >= 400:
                    continue
                known = {field for draft in call.drafts for field in _fields(draft)}
                extra = dict.fromkeys(COLUMNS - known, MARK)
                again = walk.make(_at(replace(call, body={**(call.body or {}), **extra}), call.place))
                marked += 1
                if any(MARK in str(parameters) for _, parameters in again.writes):
                    faults.append(f"S14 {again}: a field that it does not know was written")
                if call.is_api and call.drafts and again.status != 422:
                    faults.append(f"S14 {again}: unknown fields are not refused")
    assert marked > 40
    check(faults)


def _fields(draft) -> set[str]:
    """A draft's fields, and those of drafts within it, which forms send flat."""
    found = set(draft.model_fields)
    for field in draft.model_fields.values():
        if hasattr(field.annotation, "model_fields"):
            found |= set(field.annotation.model_fields)
    return found


def test_the_walk_leaves_the_world_as_it_was(walk) -> None:
    call = next(walk.calls(_rule(walk, "threads.answer"), walk.world.places["open"], walk.walkers["member"]))
    walk.make(call)
    assert call.status == 303
    assert call.writes
    shown = next(walk.calls(_rule(walk, "threads.show"), walk.world.places["open"], walk.walkers["member"]))
    walk.make(shown)
    end_session()
    assert samples.WORDS["body"] not in shown.text


def _rule(walk: Walk, endpoint: str):
    return next(rule for rule in walk.rules if rule.endpoint == endpoint)
