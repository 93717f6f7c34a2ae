"""Sample arguments for every address, and sample bodies for every door: an address without one fails the walk."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, get_args, get_origin

from pydantic_core import PydanticUndefined
from werkzeug.routing import Rule

from community.core.drafting import Draft
from tests.walk_world import Place

ARGUMENT = re.compile(r"<(?:([^:<>]+):)?(\w+)>")
ANY = re.compile(r"any\((.*)\)")

# The word before the argument, and the argument: what it names. A place's things go by the names here.
THINGS = {
    ("c", "slug"): "slug",
    ("communities", "slug"): "slug",
    ("t", "ref"): "thread",
    ("threads", "id_"): "thread",
    ("threads", "thread_id"): "thread",
    ("posts", "ref"): "post",
    ("posts", "id_"): "post",
    ("solutions", "subject"): "post",
    ("solutions", "post"): "post",
    ("w", "ref"): "page",
    ("c", "ref"): "slug",
    ("people", "ref"): "handle",
    ("topics", "ref"): "topic",
    ("topics", "name"): "topic_name",
    ("systems", "ref"): "system",
    ("tasks", "ref"): "task",
    ("pages", "ref"): "page",
    ("pages", "id_"): "page",
    ("systems", "id_"): "system",
    ("tasks", "id_"): "task",
    ("at", "system"): "system_name",
    ("system", "task"): "task_name",
    ("owners", "handle"): "handle",
    ("members", "handle"): "handle",
    ("people", "handle"): "handle",
    ("administrators", "handle"): "handle",
    ("sessions", "id_"): "session",
    ("tokens", "id_"): "api_token",
    ("inbox", "id_"): "notification",
    ("notifications", "id_"): "notification",
    ("drafts", "place"): "draft",
    ("files", "ref"): "file",
    ("files", "id_"): "file",
    ("write-up", "page_id"): "written_up",
    ("sources", "promotion_id"): "promotion",
    ("claims", "id_"): "claim",
}
PLAIN = {
    ("ref", "number"): "2",
    ("versions", "n"): "1",
    ("revisions", "n"): "1",
    ("diff", "span"): "1...2",
    ("diff", "a"): "1",
    ("a", "b"): "2",
    ("topics", "name"): "exports",
    ("static", "name"): "nothing.css",
    ("confirm", "secret"): "nonsense",
    ("reset", "secret"): "nonsense",
    ("welcome", "secret"): "nonsense",
    ("claim", "secret"): "nonsense",
    ("address", "secret"): "nonsense",
}


class NoSample(Exception):
    """An address whose argument nobody has given a sample for."""


def paths(rule: Rule, place: Place) -> Iterator[tuple[str, str]]:
    """Addresses of a rule with this place's things, each with the name of the thing it is about ('' for none).

    Raises:
        NoSample: an argument is not known here: give it one in THINGS or PLAIN.
    """
    text = rule.rule
    kind = next((m for m in ARGUMENT.finditer(text) if m[1] and ANY.match(m[1])), None)
    if kind is not None:
        for word in ANY.match(kind[1])[1].split(","):  # type: ignore[index]
            yield _filled(text.replace(kind[0], word.strip()), place)
        return
    yield _filled(text, place)


def _filled(text: str, place: Place) -> tuple[str, str]:
    about = ""

    def value(found: re.Match[str]) -> str:
        nonlocal about
        before = re.split(r"[/<>:]+", text[: found.start()].rstrip("/"))
        key = ([word for word in before if word][-1], found[2])
        if key in PLAIN:
            return PLAIN[key]
        if key not in THINGS:
            raise NoSample(
                f"{text}: no sample for {found[2]!r} after {key[0]!r}: give it one in walk_samples.py"
            )
        about = about or THINGS[key]
        return place.things[THINGS[key]]

    return ARGUMENT.sub(value, text), about


# Bodies

WORDS: dict[str, Any] = {
    "title": "A sprocket that is new",
    "body": "Words about the sprocket",
    "name": "Sprockets",
    "note": "since they are the same",
    "because": "of what was said",
    "word": "looked at it",
    "cause": "the sprocket is worn",
    "on": "the workshop",
    "outcome": "worked",
    "visibility": "closed",
    "role": "member",
    "handle": "eve",
    "email": "somebody@acme.test",
    "password": "correct horse battery",
    "present": "correct horse battery",
    "new": "another horse battery",
    "again": "another horse battery",
    "base_revision": 2,
    "days": 3,
    "slug": "sprockets",
    "scope": "read",
    "at": "2026-01-01T00:00:00Z",
}
# Fields that name something else: they are tried with unseen and with missing things.
REFERENCES = (
    "community",
    "thread",
    "parent",
    "page",
    "other",
    "root",
    "object",
    "subject",
    "place",
    "system",
    "task",
)
# Doors that take a file, and as what.
FILES = {"uploads_api.add": "file"}
# Given although not demanded.
WANTED = ("community", "note")


def body_for(draft: type[Draft], place: Place) -> dict[str, Any]:
    """A body that this draft takes: what it demands, and where it is to go."""
    found = {}
    for name, field in draft.model_fields.items():
        if field.is_required() or name in WANTED:
            found[name] = _value(name, field.annotation, place)
    return found


def _value(name: str, annotation: Any, place: Place) -> Any:
    if name in REFERENCES:
        return reference(name, place)
    if name in WORDS:
        return WORDS[name]
    if get_origin(annotation) is not None and get_args(annotation):
        return _value(name, get_args(annotation)[0], place)
    made = {str: "sprocket", int: 1, bool: True}.get(annotation, PydanticUndefined)
    if made is not PydanticUndefined:
        return made
    return annotation if isinstance(annotation, str) else "sprocket"


def reference(name: str, place: Place) -> str:
    """What a field of this name may point to in a place."""
    at = {"community": "slug", "thread": "other", "other": "other", "parent": "post", "subject": "post"}
    if name in ("system", "task"):
        return f"zq{place.visibility}{name}"
    return place.things.get(at.get(name, name), place.things["thread"])


def references(draft: type[Draft]) -> list[str]:
    """The fields of a draft that name something else; 'context.system' is one of a draft within it."""
    found = []
    for name, field in draft.model_fields.items():
        if name in REFERENCES:
            found.append(name)
        for inner in (field.annotation, *get_args(field.annotation)):
            if isinstance(inner, type) and issubclass(inner, Draft):
                found += [f"{name}.{one}" for one in references(inner)]
    return found


def naming(body: dict[str, Any], name: str, place: Place, *, flat: bool) -> dict[str, Any]:
    """The body with one more field that names a thing of a place; a form's fields are flat."""
    outer, _, inner = name.rpartition(".")
    value = reference(inner, place)
    return {**body, inner: value} if flat or not outer else {**body, outer: {inner: value}}
