"""S5, the small one: what no client should send, to every call that the API describes, by three people.

Nothing answers 5xx, every status is documented, and every answer has the shape it says (tests/described.py).
"""

from __future__ import annotations

import json
import os
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests import described
from tests.cast import Cast
from tests.client import Client

pytestmark = pytest.mark.postgresql

# At each call; `make test` takes few.
CASES = int(os.environ.get("THROUGHWAY_FUZZ_CASES", "3"))
FUZZ = settings(
    max_examples=CASES,
    derandomize="THROUGHWAY_FUZZ_CASES" not in os.environ,
    database=None,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
STRANGE_TEXTS = (
    "", " ", "\x00", "a\x00b", "\ud800", "\u202e\u2066", "e\u0301" * 50, "\U0001f4a5" * 30, "x" * 300, "x" * 70_000,
    "' OR 1=1 --", "<script>alert(1)</script>", "%", "../../etc", "{{7*7}}", "@" * 2000, "[" * 3000, "-1", "9" * 30,
    "\uff11", "٣", "1e5", "null", "İ",
)  # fmt: skip
RAW = (
    b"", b"{", b"[]", b"[1]", b"null", b'"x"', b"3", b"\xff\xfe", b'{"body": "\xff"}', b"{'a': 1}", b"[" * 100_000,
    b'{"a":' * 5_000, b'{"a": ' + b"9" * 6_000 + b"}", b'{"body": NaN}', b'{"body": "\\ud800"}', b"\xef\xbb\xbf{}",
)  # fmt: skip
CONTENT_TYPES = (
    "application/json", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=b", "",
    "application/json; charset=utf-16", "application/xml", "\u00e9",
)  # fmt: skip
IDS = (
    "aaaaaaaaaaaa",
    "me",
    "x",
    "%00",
    "%F0%9F%92%A5",
    "%ED%A0%80",
    "a" * 300,
    "'",
    "%25",
    "-",
    "1",
    "9" * 30,
)

texts = st.one_of(st.sampled_from(STRANGE_TEXTS), st.text(max_size=20))
junk: st.SearchStrategy[Any] = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.sampled_from((10**400, -(2**63), 2**31, 0, -1, 1.5))
    | st.floats()
    | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=6,
)


def plausible(schema: dict[str, Any], schemas: dict[str, Any], ids: dict[str, list[str]]) -> Any:
    """A value of about the kind that is asked for, or something else altogether."""
    if "$ref" in schema:
        return bodies(schemas[schema["$ref"].rsplit("/", 1)[-1]], schemas, ids)
    if "anyOf" in schema:
        return st.one_of(*(plausible(one, schemas, ids) for one in schema["anyOf"]))
    if "enum" in schema or "const" in schema:
        return st.sampled_from(schema.get("enum", [schema.get("const")]))
    kinds = {
        "integer": st.integers(0, 5),
        "boolean": st.booleans(),
        "null": st.none(),
        "array": st.lists(texts, max_size=9),
        "string": st.one_of(texts, st.sampled_from([one for some in ids.values() for one in some])),
    }
    return kinds.get(schema.get("type", ""), junk)


def bodies(schema: dict[str, Any], schemas: dict[str, Any], ids: dict[str, list[str]]) -> Any:
    """An object with some of its fields, few of them as they should be, now and then one too many or none to spare."""
    fields = {
        name: st.one_of(*[plausible(one, schemas, ids)] * 3, junk)
        for name, one in schema.get("properties", {}).items()
    }
    needed = {name: one for name, one in fields.items() if name in schema.get("required", ())}
    others = {name: one for name, one in fields.items() if name not in needed}
    strange = st.dictionaries(texts, junk, max_size=1)
    meant = st.fixed_dictionaries(needed, optional=others)
    least = st.fixed_dictionaries(
        {name: plausible(schema["properties"][name], schemas, ids) for name in needed}
    )
    return st.one_of(meant, least, st.tuples(meant, strange).map(lambda two: {**two[0], **two[1]}))


class World:
    """Somewhere to do harm."""

    def __init__(self, app: Any, cast: Cast) -> None:
        self.people = [Client(app), Client(app).signed_in_as(cast.eve), Client(app).signed_in_as(cast.dev)]
        dev = self.people[2]
        self.ids: dict[str, list[str]] = {"threads": [], "posts": [], "pages": [], "notifications": []}
        for community in (cast.ops.slug, cast.closed.slug, cast.den.slug, cast.ops.slug):
            kind = "tip" if community == cast.closed.slug else "roadblock"
            asked = dev.api("POST", "/threads", {"body": "Why?", "community": community, "kind": kind}).json
            said = dev.api("POST", f"/threads/{asked['id']}/posts", {"kind": "answer", "body": "So"}).json
            page = dev.api("POST", f"/communities/{community}/pages", {"title": "How", "body": "So"}).json
            for name, one in (("threads", asked), ("posts", said), ("pages", page)):
                self.ids[name].append(one["id"])
        self.slugs = self.ids["slugs"] = [cast.ops.slug, cast.closed.slug, cast.den.slug]

    def place(self, path: str, data: st.DataObject) -> str:
        """The address with something in its places."""
        known = self.ids.get(path.split("/")[3], [])
        places = {
            "{id}": [*known, *known, *IDS],
            "{slug}": [*self.slugs, *self.slugs, *IDS],
            "{handle}": ["ana", "dev", "eve", *IDS],
            "{post}": [*self.ids["posts"], *IDS],
        }
        for name in ("{id}", "{slug}", "{handle}", "{post}"):
            if name in path:
                path = path.replace(name, data.draw(st.sampled_from(places[name])))
        for name in ("{n}", "{a}", "{b}"):
            path = path.replace(name, str(data.draw(st.sampled_from([1, 2, 0, 10**12]))))
        return path


def test_no_input_breaks_any_call(app, cast, client, kind) -> None:
    document = client.get("/api/v1/openapi.json").json
    world = World(app, cast)
    calls = [
        (method, path, call) for path, some in document["paths"].items() for method, call in some.items()
    ]
    answered: dict[int, int] = {}
    # What takes things away comes last.
    for method, path, call in sorted(calls, key=lambda one: (one[0] == "delete", one[1])):
        _fuzz(world, app, document, (method, path, call), answered)
    assert sum(answered.values()) >= len(calls) * 3
    assert {200, 201, 204, 400, 401, 403, 404, 422} <= set(answered), answered


def _fuzz(world: World, app: Any, document: Any, one: Any, answered: dict[int, int]) -> None:
    method, path, call = one
    schemas = document["components"]["schemas"]
    body = call.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema")

    @FUZZ
    @given(st.data())
    def send(data: st.DataObject) -> None:
        for person in world.people:
            query = {
                parameter["name"]: _address(data, parameter["schema"])
                for parameter in call["parameters"]
                if parameter["in"] == "query" and data.draw(st.booleans())
            }
            answer = person.http.open(
                world.place(path, data),
                method=method.upper(),
                query_string=query,
                headers={"X-CSRF-Token": person.token},
                **(_content(data, body, schemas, world.ids) if body else {}),
            )
            answered[answer.status_code] = answered.get(answer.status_code, 0) + 1
            assert answer.status_code < 500, answer.text
            described.hold(app, answer)

    send()


def _address(data: st.DataObject, schema: dict[str, Any]) -> str:
    """Something for a query; a lone surrogate cannot even be sent."""
    value = data.draw(st.one_of(plausible(schema, {}, {"": ["ops"]}), texts))
    return str(value).encode("utf-8", "replace").decode()[:3000]


def _content(data: st.DataObject, body: Any, schemas: Any, ids: Any) -> dict[str, Any]:
    if data.draw(st.integers(0, 4)) == 0:
        return {
            "data": data.draw(st.sampled_from(RAW)),
            "content_type": data.draw(st.sampled_from(CONTENT_TYPES)),
        }
    sent = json.dumps(data.draw(plausible(body, schemas, ids))).encode()
    return {"data": sent, "content_type": "application/json"}
