"""What the stories call things, and what those are here: people, threads, posts, pages; and texts that name them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from sqlalchemy import select

from community.access import standing
from community.core.addresses import page_path, slug_of, thread_path
from community.core.session import session
from community.core.viewer import Viewer
from community.demo import records
from community.demo.records import Piece
from models import Community, Page, Person, Post, System, Thread

_NAMED = re.compile(r"(?<![\w.@/])@([a-z]+)\b")
_LINKED = re.compile(r"\]\((thread|page):([a-z-]+)\)")
_PATHS: dict[str, Callable[[str], str]] = {"thread": thread_path, "page": page_path}


class Scene:
    """What has been made so far."""

    def __init__(self, pieces: Iterable[Piece]) -> None:
        self._ids: dict[tuple[str, str], str] = {}
        self._handles: dict[str, str] = {}
        for piece in pieces:
            self._ids[piece.kind, piece.key] = piece.id
        people = {key: id_ for (kind, key), id_ in self._ids.items() if kind == "person"}
        known = records.handles(people.values())
        self._handles = {key: known[id_] for key, id_ in people.items() if id_ in known}

    def add(self, piece: Piece) -> None:
        """One thing more; of a person the handle too."""
        self._ids[piece.kind, piece.key] = piece.id
        if piece.kind == "person":
            self._handles[piece.key] = records.handles([piece.id])[piece.id]

    def id(self, kind: str, key: str) -> str:
        """The id of what a story calls so.

        Raises:
            LookupError: nothing of this kind is called so, or not yet.
        """
        return self._ids[kind, key]

    def actor(self, key: str) -> Viewer:
        """Somebody as the law sees them now."""
        return standing.of_person(self.id("person", key))

    def person(self, key: str) -> Person:
        return session().get_one(Person, self.id("person", key))

    def community(self, key: str) -> Community:
        return session().get_one(Community, self.id("community", key))

    def thread(self, key: str) -> Thread:
        return session().get_one(Thread, self.id("thread", key))

    def page(self, key: str) -> Page:
        return session().get_one(Page, self.id("page", key))

    def post(self, story: str, key: str) -> Post:
        """An answer or comment of a thread's story."""
        return session().get_one(Post, self.id("post", f"{story}.{key}"))

    def tried(self, story: str, key: str) -> Post | Thread | Page:
        """What somebody tried: an answer of the story, a page, or what the story itself is about."""
        if key.startswith("page:"):
            return self.page(key.removeprefix("page:"))
        if key:
            return self.post(story, key)
        return self.thread(story) if ("thread", story) in self._ids else self.page(story)

    def system(self, community: str, name: str) -> System:
        """A system that a community has named."""
        of_it = (System.community_id == self.id("community", community), System.slug == slug_of(name))
        return session().scalars(select(System).where(*of_it)).one()

    def text(self, written: str) -> str:
        """A text with the names and addresses that people and things have here."""

        def named(found: re.Match[str]) -> str:
            return f"@{self._handles[found[1]]}" if found[1] in self._handles else found[0]

        def linked(found: re.Match[str]) -> str:
            return f"]({_PATHS[found[1]](self.id(found[1], found[2]))})"

        return _LINKED.sub(linked, _NAMED.sub(named, written)).strip("\n")
