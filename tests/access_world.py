"""A small world for the access law: every kind of object in every place and state, and every actor."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from community.core.action import unit_of_work
from community.core.clock import micros, now
from models import (
    About,
    Audience,
    Community,
    Evidence,
    Membership,
    Owner,
    Page,
    Person,
    Post,
    System,
    Task,
    Thread,
    Topic,
)
from tests.access_actors import IN_ALL, SHUT_OUT, Actor, actors_of, add, make_people
from tests.access_pictures import pictures_of

GONE_BY = ("curator", "author", "steward")
# Who answers for the system and who for the task.
OWNERS = ("owner", "knows a little")
PLACES = ("open", "closed", "private", "private of its curators")


@dataclass
class Thing:
    """An object, as the test knows it: by what it was made, not by what the code says of it."""

    name: str
    kind: str
    row: Any
    place: str = "open"
    community: Community | None = None
    states: frozenset[str] = frozenset()
    tokens: frozenset[str] = frozenset()
    author: str = ""
    asker: str = ""
    owner: str = ""
    system_owner: str = ""
    task_owner: str = ""
    deleted_by: str = ""
    silent_days: int = 0
    asker_alone: bool = False
    has_topic: bool = False

    @property
    def visibility(self) -> str:
        return self.place.split(maxsplit=1)[0]


@dataclass
class World:
    """Everybody and everything."""

    actors: list[Actor] = field(default_factory=list)
    things: list[Thing] = field(default_factory=list)
    people: dict[str, Person] = field(default_factory=dict)

    def __post_init__(self) -> None:
        with unit_of_work():
            self.people = make_people()
            values = {"visibility": "private", "created_at": now()}
            self.elsewhere = add(Community, slug="elsewhere", name="Elsewhere", **values)
            self._join(self.elsewhere, "steward elsewhere", "steward")
            self._topics()
            for place in PLACES:
                self._community(place, archived=False)
                if place in ("open", "closed", "private"):
                    self._community(place, archived=True)
            self._evidence()
            self._network()
            self.things += pictures_of(self)
        self.actors = actors_of(self.people)

    def _join(self, community: Community, name: str, role: str) -> None:
        person = self.people[name]
        add(Membership, community_id=community.id, person_id=person.id, role=role, since=now())

    # Places and what stands in them

    def _topics(self) -> None:
        values = {"created_at": now()}
        self.topic = add(Topic, slug="exports", name="exports", **values)
        self.other_topic = add(Topic, slug="printers", name="printers", **values)

    def _community(self, place: str, *, archived: bool) -> None:
        visibility = place.split(maxsplit=1)[0]
        name = f"{place}{', archived' if archived else ''}"
        home = add(
            Community,
            slug=name.replace(" ", "-").replace(",", ""),
            name=name,
            visibility=visibility,
            curators_only=place != visibility,
            created_at=now(),
            archived_at=now() if archived else None,
        )
        for person, role in {**IN_ALL, **dict.fromkeys(SHUT_OUT, "steward")}.items():
            self._join(home, person, role)
        states = frozenset({"archived"} if archived else ())
        self.place, self.home, self.states = place, home, states
        self._thing("community", "community", home)
        self._thread("thread")
        self._page("page")
        if not archived:
            self._kept()
            self._states()

    def _states(self) -> None:
        self._thread("silent for 8 days", days=8)
        self._thread("silent for 15 days, alone", days=15, alone=True)
        self._thread("locked", locked_at=now())
        for name in ("author", "curator", "steward"):
            self._thread(f"deleted by {name}", deleted="asker" if name == "author" else name)
        self._thread("of an ex-member", asker="ex-member")
        if self.place != "open":
            self._thread("opened", extra={"open"})
        place = {"system_id": self.system.id, "task_id": self.task.id}
        self._thread("about a system and a task", owners=OWNERS, **place)
        self._thread("about a system", owners=OWNERS[:1], system_id=self.system.id)
        self._thread("with a guest", extra={f"p:{self.people['thread guest'].id}"})
        self._page("deleted page", deleted="owner")

    def _thing(self, name: str, kind: str, row: Any, **values: Any) -> Thing:
        community = f"{self.place}: "
        states = self.states | values.pop("more_states", frozenset())
        made = Thing(
            community + name, kind, row, place=self.place, community=self.home, states=states, **values
        )
        self.things.append(made)
        return made

    def _opened_to(self, row: Any, extra: set[str] | None = None) -> frozenset[str]:
        """Its tokens, by the law's section 2."""
        tokens = {f"c:{self.home.id}"} | (extra or set())
        if self.home.visibility == "open":
            tokens |= {"open", "public"}
        for token in sorted(tokens):
            add(Audience, object=row.id, token=token, source="guest" if token[0] == "p" else "home")
        return frozenset(tokens)

    def _thread(
        self,
        name: str,
        *,
        days: int = 1,
        alone: bool = False,
        asker: str = "asker",
        deleted: str = "",
        extra: set[str] | None = None,
        owners: tuple[str, ...] = (),
        **fields: Any,
    ) -> None:
        at = now() - timedelta(days=days, hours=1)
        thread = add(
            Thread,
            kind="roadblock",
            title=name,
            author_id=self.people[asker].id,
            community=self.home,
            activity=micros(at),
            **self._written(at, deleted),
            **fields,
        )
        for topic in (self.topic, self.other_topic):
            add(About, object=thread.id, topic_id=topic.id)
        states = {"locked"} if "locked_at" in fields else set()
        known: dict[str, Any] = {
            "tokens": self._opened_to(thread, extra),
            "asker": asker,
            "silent_days": days,
            "asker_alone": alone,
            "has_topic": True,
            **dict(zip(("system_owner", "task_owner"), owners, strict=False)),
        }
        gone = states | ({"deleted"} if deleted else set())
        self._thing(
            name, "thread", thread, author=asker, deleted_by=deleted, more_states=frozenset(gone), **known
        )
        if not alone:
            within = states | ({"root deleted"} if deleted else set())
            self._answers(thread, ("", *GONE_BY[: 3 if name == "thread" else bool(deleted)]), within, known)

    def _answers(
        self, thread: Thread, gone_by: tuple[str, ...], within: set[str], known: dict[str, Any]
    ) -> None:
        for number, by in enumerate(gone_by, start=2):
            author = self.people["author"].id
            written = self._written(thread.created_at, by)
            post = add(Post, thread=thread, number=number, kind="answer", author_id=author, **written)
            self._thing(
                f"answer in {thread.title}{', deleted by ' + by if by else ''}",
                "post",
                post,
                author="author",
                deleted_by=by,
                more_states=frozenset(within | ({"deleted"} if by else set())),
                **known,
            )

    def _written(self, at: datetime, deleted: str) -> dict[str, Any]:
        """A text of that time, and who deleted it."""
        gone = {"deleted_at": now(), "deleted_by_id": self.people[deleted].id} if deleted else {}
        return {"body": "", "body_html": "", "created_at": at, "changed_at": at, **gone}

    def _page(self, name: str, deleted: str = "") -> None:
        page = add(
            Page,
            kind="howto",
            title=name,
            body="",
            body_html="",
            community=self.home,
            owner_id=self.people["owner"].id,
            activity=0,
            created_at=now(),
            changed_at=now(),
            deleted_at=now() if deleted else None,
            deleted_by_id=self.people[deleted].id if deleted else None,
        )
        add(About, object=page.id, topic_id=self.topic.id)
        states = frozenset({"deleted"} if deleted else ())
        tokens = self._opened_to(page)
        self._thing(
            name, "page", page, tokens=tokens, author="owner", owner="owner", deleted_by=deleted,
            more_states=states, has_topic=True,
        )  # fmt: skip

    def _kept(self) -> None:
        values = {"name": "of here", "community_id": self.home.id, "created_at": now()}
        # Whoever named it first is nobody's owner by that.
        values["created_by_id"] = self.people["author"].id
        self.system = add(System, slug=f"s-{self.home.slug}", **values)
        self.task = add(Task, slug="t", system_id=self.system.id, **values)
        for name, row in zip(OWNERS, (self.system, self.task), strict=True):
            add(Owner, object=row.id, person_id=self.people[name].id, at=now())
        topic = add(Topic, slug="here", **values)
        self._thing("topic", "topic", topic, tokens=self._opened_to(topic))
        for kind, row, owner in (("system", self.system, OWNERS[0]), ("task", self.task, OWNERS[1])):
            self._thing(kind, kind, row, tokens=self._opened_to(row), **{f"{kind}_owner": owner})

    # What belongs to the network

    def _network(self) -> None:
        for token in ("open", "public"):
            add(Audience, object=self.topic.id, token=token, source="home")
        tokens = frozenset({"open", "public"})
        self.things += [
            Thing("the network", "network", None),
            Thing("a topic of the network", "topic", self.topic, tokens=tokens),
            *(
                Thing(f"person {name}", "person", self.people[name])
                for name in ("target", "steward", "guest")
            ),
        ]

    def _evidence(self) -> None:
        """Two pieces make somebody who knows; one in each of two topics, or in a foreign private place, do not."""
        for name in ("knows", "knows outside", "thread guest"):
            self._knows(name, "aaaaaaaaaaa1", is_open=True)
            self._knows(name, "aaaaaaaaaaa2", is_open=True)
        self._knows("knows privately", "aaaaaaaaaaa3", is_open=False)
        self._knows("knows privately", "aaaaaaaaaaa4", is_open=False)
        self._knows("knows a little", "aaaaaaaaaaa5", is_open=True)
        self._knows("knows a little", "aaaaaaaaaaa6", is_open=True, topic=self.other_topic)

    def _knows(self, name: str, of: str, *, is_open: bool, topic: Topic | None = None) -> None:
        values = {"object": of, "kind": "solution", "root": of, "at": now(), "is_open": is_open}
        add(
            Evidence,
            person_id=self.people[name].id,
            topic_id=(topic or self.topic).id,
            community_id=self.elsewhere.id,
            **values,
        )
