"""What each answer must be like, whoever asks for whatever: one small function for each promise."""

from __future__ import annotations

import re
from collections.abc import Iterator

from community.access import standing
from community.access.check import may
from community.access.permissions import Permission
from community.core.session import session
from models import Community, Page, Person, Post, Thread, Upload
from tests.walk_world import CANARY, ID, Place
from tests.walker import Call, Walk

# Tokens of forms differ from page to page.
TOKENS = re.compile(r'(name="csrf_token" value="|<meta name="csrf-token" content=")[^"]+')
MODELS = {"thread": Thread, "post": Post, "page": Page, "slug": Community, "handle": Person, "file": Upload}
# Doors at which somebody's own name may be read by others, also of who asked without one.
OF_PEOPLE = {Permission.PERSON_READ, Permission.NETWORK_PEOPLE}
# Sending a text forgets what one had begun of it: an act on one's own, whatever the door is about.
ALONGSIDE = {Permission.PERSON_CHANGE}
# What a call makes itself, and words given by the walk.
MADE = re.compile(r"\b[a-z2-7]{12}\b|\d{4}-\d\d-\d\dT[\d:]+Z|zq(private|missing)\w*")
SHORT = 7
# Kept when a session or token was last used.
SEEN = re.compile(r"UPDATE (sign_in_session|api_token) ")

POLICY = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def permissions_of(walk: Walk, call: Call) -> tuple[Permission, ...]:
    return getattr(walk.app.view_functions[call.rule.endpoint], "permissions", ())


def is_turned_away(call: Call) -> bool:
    """Sent to sign in, before anything was looked at."""
    return call.status == 401 or (
        call.status == 303 and call.headers.get("Location", "").startswith("/sign-in")
    )


def asks_what_it_declares(walk: Walk, call: Call) -> Iterator[str]:
    """S1: the permissions asked for are among those named, at least one is, and before the body is looked at."""
    declared = permissions_of(walk, call)
    strange = {one.code for one in set(call.asked) - set(declared) - ALONGSIDE}
    if strange and declared:
        yield f"S1 {call}: asked {sorted(strange)}, which the door does not name"
    if declared and not call.asked and not is_turned_away(call):
        yield f"S1 {call}: asked for nothing"
    if declared and call.drafted_unasked:
        yield f"S1 {call}: looked at the body before it asked whether one may"


def answers_as_the_law_says(walk: Walk, call: Call) -> Iterator[str]:
    """S1: unseen is missing; not permitted is refused; permitted is not."""
    declared = permissions_of(walk, call)
    if is_turned_away(call):
        if call.walker.is_person:
            yield f"S1 {call}: turned away though signed in"
        return
    if call.about not in MODELS or not declared:
        return
    readers = walk.readers[call.place.visibility]
    sees = call.walker.finds if call.about == "slug" else call.walker.reads
    if not sees(call.place, readers) and call.about != "handle":
        if call.status != 404:
            yield f"S1 {call}: unseen, but not missing"
        return
    if (
        call.about in ("thread", "post", "page", "slug", "file")
        and len(declared) == 1
        and not call.walker.reads_public
    ):
        yield from _permitted(call, declared[0])


def _permitted(call: Call, wanted: Permission) -> Iterator[str]:
    model = MODELS[call.about]
    key = call.place.things[call.about]
    thing = session().query(model).filter(getattr(model, "slug" if model is Community else "id") == key).one()
    scope = "session" if not call.walker.token else call.walker.token.rsplit("-", 1)[-1]
    person = session().query(Person).filter_by(handle=call.walker.who).one()
    if may(standing.of_person(person.id, scope=scope), wanted, thing):
        if call.status in (401, 403, 404) and '"permission"' in call.text:
            yield f"S1 {call}: refused, though {wanted.code} is given"
    elif call.status < 400 or call.status >= 500:
        yield f"S1 {call}: {wanted.code} is not given, but it was done"


def does_not_crash(walk: Walk, call: Call) -> Iterator[str]:
    """Nothing of ours fails."""
    if call.status >= 500:
        yield f"500 {call}: {call.crash or call.text[:200]}"


def keeps_canaries(walk: Walk, call: Call) -> Iterator[str]:
    """S2: no word and no id of what one may not read is in any answer, but for those one named oneself."""
    said = call.text + "\n".join(f"{name}: {value}" for name, value in call.headers.items())
    named = call.path + call.query + str(call.body or "")
    words = {word.lower() for word in CANARY.findall(said)} - {word.lower() for word in CANARY.findall(named)}
    ids = set(ID.findall(said)) - set(ID.findall(named))
    for place in walk.world.places.values():
        secret = _secret_to(walk, call, place)
        found = sorted((words | ids) & secret)
        if found:
            yield f"S2 {call}: {found[:5]} of the {place.visibility} community"
    own = {f"zqdraft{name}" for name in walk.world.places}
    if call.walker.who != "ana" and words & own:
        yield f"S2 {call}: shows what somebody else has begun"
    if "zqnemo" in words and not OF_PEOPLE & set(permissions_of(walk, call)):
        yield f"S13 {call}: names who asked without a name"


def _secret_to(walk: Walk, call: Call, place: Place) -> set[str]:
    readers = walk.readers[place.visibility]
    if call.walker.reads(place, readers):
        return set()
    everything = place.canaries | place.ids
    return everything - place.listed if call.walker.finds(place, readers) else everything


def changes_nothing_by_get(walk: Walk, call: Call) -> Iterator[str]:
    """S10: looking writes nothing."""
    written = [statement for statement, _ in call.writes if not SEEN.match(statement)]
    if call.method == "GET" and written:
        yield f"S10 {call}: wrote {written[0].split('(')[0][:80]!r}"


def has_headers(walk: Walk, call: Call) -> Iterator[str]:
    """S19: what every answer tells the browser."""
    for name, value in POLICY.items():
        if call.headers.get(name) != value:
            yield f"S19 {call}: {name} is {call.headers.get(name)!r}"
    csp = call.headers.get("Content-Security-Policy", "")
    if "default-src 'none'" not in csp or "unsafe" not in csp == "frame-ancestors 'none'" not in csp:
        yield f"S19 {call}: Content-Security-Policy is {csp!r}"
    if "Permissions-Policy" not in call.headers:
        yield f"S19 {call}: no Permissions-Policy"
    kept = call.headers.get("Cache-Control", "")
    personal = call.is_api or (
        call.walker.who and call.rule.endpoint not in ("operations.static", "operations.icon")
    )
    # A picture may be kept by the one browser, which asks each time whether it still may show it.
    if call.rule.endpoint == "uploads.show" and call.status == 200:
        if kept != "private, no-cache" or "ETag" not in call.headers:
            yield f"S19 {call}: Cache-Control is {kept!r}"
    elif personal and ("no-store" not in kept or "public" in kept):
        yield f"S19 {call}: Cache-Control is {kept!r}"


def masked(call: Call, *, loosely: bool = False) -> tuple[int, dict[str, str], str]:
    """An answer without what may differ: form tokens, cookies, and the names that were asked for.

    Args:
        call: the call with its answer.
        loosely: what was made by the call itself may differ too: ids, times, the names it was given.
    """
    kept = {
        name: value for name, value in call.headers.items() if name not in ("Set-Cookie", "Content-Length")
    }
    asked = sorted(
        (one for one in set(call.place.things.values()) if len(one) > SHORT), key=len, reverse=True
    )

    def mask(text: str) -> str:
        for name in asked:
            text = text.replace(name, "…")
        return MADE.sub("…", text) if loosely else text

    return (
        call.status,
        {name: mask(value) for name, value in kept.items()},
        mask(TOKENS.sub(r"\1…", call.text)),
    )


def difference(call: Call, other: Call, *, loosely: bool = False) -> str:
    """Where two answers differ, in a few lines."""
    one, two = masked(call, loosely=loosely), masked(other, loosely=loosely)
    lines = [
        f"  {a!r} ≠ {b!r}" for a, b in zip(one[2].splitlines(), two[2].splitlines(), strict=False) if a != b
    ]
    count = (len(one[2].splitlines()), len(two[2].splitlines()))
    longer = [f"  {count[0]} lines ≠ {count[1]}"] * (count[0] != count[1])
    return "\n".join([str(one[1]), str(two[1])] * (one[1] != two[1]) + longer + lines[:3])


ALL = (
    does_not_crash,
    asks_what_it_declares,
    answers_as_the_law_says,
    keeps_canaries,
    changes_nothing_by_get,
    has_headers,
)
