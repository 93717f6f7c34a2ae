"""Pictures in the small world of the access law: on texts, on what is deleted, in two places, and on nothing yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from community.core.clock import now
from models import Attachment, Person, Post, Upload
from tests.access_actors import add

if TYPE_CHECKING:
    from tests.access_world import Thing, World

HUNG_ON = ("thread", "with a guest", "deleted by curator")


def pictures_of(world: World) -> list[Thing]:
    """One on each of some threads and a deleted answer; one in an open and a private place; one on nothing."""
    uploader = world.people["author"]
    threads = [
        one
        for one in world.things
        if one.kind == "thread" and one.name.split(": ")[1] in HUNG_ON and "archived" not in one.states
    ]
    found = [_hung(uploader, one) for one in threads]
    found.append(_hung(uploader, next(one for one in world.things if one.kind == "thread" and one.states)))
    found += [_hung(uploader, one) for one in _deleted_answers(world)[:1]]
    places = {one.place: one for one in reversed(threads) if one.name.endswith(": thread")}
    found.append(_hung(uploader, places["open"], places["private"]))
    found.append(_on_nothing(world.people["member"]))
    return found


def _hung(uploader: Person, *things: Thing) -> Thing:
    """Whoever reads one of these may see it; the most open of them is its home."""
    upload = _upload(uploader)
    for thing in things:
        root = thing.row.thread_id if isinstance(thing.row, Post) else thing.row.id
        add(Attachment, upload_id=upload.id, object=thing.row.id, root=root, at=now())
    home = things[0]
    gone = {"root deleted"} if home.states & {"deleted", "root deleted"} else set()
    return type(home)(
        name=f"picture on {' and '.join(one.name for one in things)}",
        kind="upload",
        row=upload,
        place=home.place,
        community=home.community,
        states=frozenset((home.states & {"archived"}) | gone),
        tokens=frozenset().union(*(one.tokens for one in things)),
        author="author",
    )


def _deleted_answers(world: World) -> list[Thing]:
    return [
        one
        for one in world.things
        if one.kind == "post" and one.states == {"deleted"} and one.place == "closed"
    ]


def _on_nothing(uploader: Person) -> Thing:
    from tests.access_world import Thing

    upload = _upload(uploader)
    tokens = frozenset({f"p:{uploader.id}"})
    return Thing("a picture on nothing", "upload", upload, tokens=tokens, author="member")


def _upload(uploader: Person) -> Upload:
    content = {"digest": "d" * 64, "sent": "e" * 64, "width": 1, "height": 1, "size": 1}
    made: Upload = add(Upload, uploader_id=uploader.id, at=now(), **content)
    return made
