"""What the walker walks through: one community of each kind, full of words that occur nowhere else (canaries)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from flask import Flask
from sqlalchemy import select

from community.core.action import unit_of_work
from community.core.addresses import slug_of
from community.core.clock import now
from community.core.outbox import drain
from community.core.session import end_session, session
from models import (
    Appointment,
    Community,
    Imported,
    Membership,
    Notification,
    Page,
    Person,
    Post,
    ProfileClaim,
    Promotion,
    SignInSession,
    System,
    Task,
    Thread,
    Topic,
)
from tests.cast import make_community, make_person
from tests.client import Client
from tests.pictures import picture, uploaded

WORD = "sprocket"  # stands in every text, so that one search finds them all
ID = re.compile(r"\b[a-z2-7]{12}\b")
CANARY = re.compile(r"zq[a-z0-9]+", re.IGNORECASE)


@dataclass
class Place:
    """A community with what stands in it, by the names that addresses use."""

    visibility: str
    community: str = ""
    slug: str = ""
    things: dict[str, str] = field(default_factory=dict)
    canaries: set[str] = field(default_factory=set)
    listed: set[str] = field(default_factory=set)
    ids: set[str] = field(default_factory=set)

    def canary(self, what: str) -> str:
        word = f"zq{self.visibility}{what}"
        self.canaries.add(word)
        return word


class World:
    """The people, and the places they fill by the doors that everybody uses."""

    def __init__(self, app: Flask, *, only: tuple[str, ...] = ("open", "closed", "private")) -> None:
        self.app = app
        names = ("Ana", "Ben", "Carla", "Dev", "Eve", "Gus", "Olga", "Exa", "Una", "Root")
        self.people = {name.lower(): make_person(name) for name in names}
        # Asks without a name; theirs must never be read.
        self.people["nemo"] = make_person("Zqnemo")
        self.clients = {name: self._signed_in(name) for name in ("ana", "ben", "carla", "dev", "nemo", "exa")}
        self._una_and_root()
        self.claim = self._claimed()
        self.places: dict[str, Place] = {}
        for visibility in only:
            self.fill(visibility)

    def _signed_in(self, name: str) -> Client:
        client = Client(self.app).signed_in_as(self.people[name])
        client.get("/")
        return client

    def _una_and_root(self) -> None:
        """Una has not confirmed her address; Root runs the network."""
        self.clients["una"] = self._signed_in("una")
        with unit_of_work():
            session().get_one(Person, self.people["una"].id).email_confirmed_at = None
            session().add(Appointment(person_id=self.people["root"].id, office="administrator", at=now()))

    def _claimed(self) -> str:
        """Ana says that an imported profile is hers."""
        profile = make_person("Old hand", email=None, email_confirmed_at=None)
        came_in = {"source": "there", "kind": "person", "foreign_id": "id:7", "object": profile.id}
        with unit_of_work():
            session().add(Imported(**came_in, at=now()))
        self._say("ana", f"/people/{profile.handle}/claim", word="I am known for it")
        return str(session().scalars(select(ProfileClaim.id)).one())

    # Filling a place

    def fill(self, visibility: str) -> Place:
        """Found a community and have everything happen in it."""
        place = Place(visibility)
        slug = {"open": "ops", "closed": "audit", "private": "zqden-x7k2"}[visibility]
        who = self.people
        roles = {"steward": who["dev"], "curator": who["carla"], "member": who["ana"]}
        more = {"member_2": who["ben"], "member_3": who["exa"], "guest": who["gus"]}
        if visibility == "open":
            more["steward_2"] = who["olga"]
        community = make_community(slug, visibility, **roles, **more)
        with unit_of_work():
            community.name, community.purpose = place.canary("name"), place.canary("purpose")
        place.community, place.slug = community.id, slug
        place.listed = {place.canary("name"), place.canary("purpose"), community.id}
        if visibility == "private":
            place.canaries.add("zqden")
        self.places[visibility] = place
        self._thread(place)
        self._other_thread(place)
        self._page(place)
        self._written_up(place)
        self._private_words(place)
        with unit_of_work():
            exa = session().get_one(Membership, (community.id, who["exa"].id))
            session().delete(exa)
        drain()
        self._own_things(place)
        self._secret_ids(place)
        end_session()
        return place

    def _ask(self, place: Place, name: str, **fields: str) -> str:
        """Ask, and answer the thread's id."""
        answer = self.clients[name].post("/ask", {"community": place.slug, **fields})
        assert answer.status_code == 303, answer.text
        return str(answer.headers["Location"]).removeprefix("/t/").split("-")[0].split("#")[0]

    def _say(self, name: str, path: str, **fields: str) -> None:
        answer = self.clients[name].post(path, fields)
        assert answer.status_code in (200, 303), (path, answer.status_code, answer.text[-600:])

    def _post(self, thread: str, number: int) -> str:
        wanted = (Post.thread_id == thread, Post.number == number)
        return str(session().scalars(select(Post.id).where(*wanted)).one())

    def _thread(self, place: Place) -> None:
        word = place.canary
        seen = picture(colour={"open": "red", "closed": "green", "private": "blue"}[place.visibility])
        file = uploaded(self.clients["ana"], seen, alt=word("picture"))
        thread = self._ask(
            place,
            "ana",
            title=f"{word('title')} {WORD}",
            body=f"{word('body')} {WORD} ![{word('alt')}](https://a.test/{word('file')}.png) {file['markdown']}",
            topics=f"exports, {word('topic')}",
            system=word("system"),
            task=word("task"),
            role=word("role"),
        )
        self._say("ben", f"/t/{thread}/answers", body=f"{word('answer')} {WORD}")
        post = self._post(thread, 2)
        self._say("ana", f"/t/{thread}/comments", body=f"{word('comment')} {WORD}", parent=post)
        self._say("ana", f"/posts/{post}/outcome", outcome="worked")
        self._say("ben", f"/t/{thread}/solutions/{post}/cause", cause=f"{word('cause')} {WORD}")
        self._say("exa", f"/t/{thread}/answers", body=f"{word('ofexmember')} {WORD}")
        self._say("carla", f"/posts/{self._post(thread, 4)}/outcome", outcome="unsafe", note=word("warning"))
        self._say("ben", f"/posts/{post}/edit", body=f"{word('edited')} {WORD}")
        self._say("ben", f"/t/{thread}/answers", body=f"{word('deletedanswer')} {WORD}")
        self._say("ben", f"/posts/{self._post(thread, 5)}/deletion")
        place.things.update(thread=thread, post=post, deleted_post=self._post(thread, 5), file=file["id"])
        self._owned(place)

    def _owned(self, place: Place) -> None:
        """Ben answers for the system and the task that were named."""
        about = select(Topic.id).where(Topic.community_id == place.community)
        place.things["topic_name"] = slug_of(place.canary("topic"))
        place.things["topic"] = str(session().scalars(about.where(Topic.name == place.canary("topic"))).one())
        for name, model in (("system", System), ("task", Task)):
            kept = select(model.id).where(model.community_id == place.community)
            place.things[name] = str(session().scalars(kept).one())
            place.things[f"{name}_name"] = place.canary(name)
            self._say("dev", f"/{name}s/{place.things[name]}/owners", handle="ben")

    def _other_thread(self, place: Place) -> None:
        word = place.canary
        other = self._ask(
            place, "ben", title=f"{word('othertitle')} {WORD}", body=f"{word('otherbody')} {WORD}"
        )
        thread = place.things["thread"]
        self._say("carla", f"/t/{other}/same-as", thread=thread, note=word("sameas"))
        self._say("ben", f"/t/{other}/waiting", on=word("waitingon"), reference=word("waitingreference"))
        self._say("ana", f"/t/{other}/same-problem")
        gone = self._ask(place, "ben", title=word("deletedtitle"), body=f"{word('deletedbody')} {WORD}")
        self._say("ben", f"/t/{gone}/deletion")
        place.things.update(other=other, deleted_thread=gone)
        if place.visibility == "open":
            self._nameless(place)

    def _nameless(self, place: Place) -> None:
        """Somebody asks without a name, and goes through everything that an asker does."""
        thread = self._ask(
            place, "nemo", title=f"Nobody's {WORD}", body=f"Said by nobody {WORD}", anonymous="1"
        )
        self._say("ana", f"/t/{thread}/answers", body=f"Try this {WORD}")
        self._say(
            "nemo", f"/t/{thread}/comments", body=f"More of the same {WORD}", parent=self._post(thread, 2)
        )
        self._say("nemo", f"/t/{thread}/answers", body=f"Found it myself {WORD}")
        self._say("nemo", f"/posts/{self._post(thread, 4)}/edit", body=f"Found it myself, I think {WORD}")
        for number in (2, 4):
            self._say("nemo", f"/posts/{self._post(thread, number)}/outcome", outcome="worked")
        self._say("nemo", f"/t/{thread}/solutions/{self._post(thread, 4)}/cause", cause=f"Worn {WORD}")
        self._say(
            "nemo", f"/t/{thread}/edit", title=f"Nobody's own {WORD}", body=f"Said by nobody, again {WORD}"
        )
        self._say("nemo", f"/t/{thread}/waiting", on="the workshop")
        self._say("nemo", f"/t/{thread}/waiting/end", repaired="1")
        self._say("nemo", f"/t/{thread}/closing", note="I was shown how")
        self._say("ana", f"/t/{thread}/write-up")
        drain()
        written = select(Promotion.page_id).where(Promotion.thread_id == thread)
        place.things.update(
            nameless_thread=thread,
            nameless_post=self._post(thread, 4),
            nameless_page=str(session().scalars(written).first()),
        )

    def _page(self, place: Place) -> None:
        word = place.canary
        fields = {"title": f"{word('pagetitle')} {WORD}", "body": f"{word('pagebody')} {WORD}"}
        answer = self.clients["ana"].post(
            "/write",
            {"community": place.slug, "success": word("success"), "role": word("pagerole"), **fields},
        )
        assert answer.status_code == 303, answer.text[-600:]
        page = str(answer.headers["Location"]).removeprefix("/w/").split("-")[0]
        edited = {**fields, "body": f"{word('newbody')} {WORD}", "base_revision": "1"}
        self._say("carla", f"/w/{page}/edit", summary=word("summary"), **edited)
        self._say("ben", f"/w/{page}/outcome", outcome="unsafe", note=word("pagewarning"))
        answer = self.clients["ana"].post(
            "/write",
            {"community": place.slug, "title": word("deletedpagetitle"), "body": word("deletedpagebody")},
        )
        gone = str(answer.headers["Location"]).removeprefix("/w/").split("-")[0]
        self._say("ana", f"/w/{gone}/deletion")
        place.things.update(page=page, deleted_page=gone)

    def _written_up(self, place: Place) -> None:
        thread = place.things["thread"]
        self._say("ana", f"/t/{thread}/write-up")
        drain()
        row = (
            session()
            .execute(select(Promotion.id, Promotion.page_id).where(Promotion.thread_id == thread))
            .first()
        )
        assert row is not None
        place.things.update(promotion=row.id, written_up=row.page_id)

    def _private_words(self, place: Place) -> None:
        """What only Ana may read, wherever it stands."""
        ana = self.clients["ana"]
        thread = place.things["thread"]
        token = {"X-CSRF-Token": ana.token}
        words = {"body": f"zqdraft{place.visibility} {WORD}"}
        assert ana.http.put(f"/drafts/t/{thread}/answer", json=words, headers=token).status_code == 204

    def _own_things(self, place: Place) -> None:
        ana = self.people["ana"].id
        told = select(Notification.id).where(
            Notification.person_id == ana, Notification.root == place.things["thread"]
        )
        place.things["notification"] = str(session().scalars(told.limit(1)).first() or "a" * 12)
        signed_in = select(SignInSession.id).where(SignInSession.person_id == ana)
        place.things.update(slug=place.slug, handle="ben", draft=f"t/{place.things['thread']}/answer")
        place.things["api_token"] = "b" * 12
        place.things["claim"] = self.claim
        place.things["session"] = str(session().scalars(signed_in.limit(1)).one())

    def _secret_ids(self, place: Place) -> None:
        """The ids of everything that stands there."""
        home = place.community
        threads = select(Thread.id).where(Thread.community_id == home)
        for statement in (
            threads,
            select(Page.id).where(Page.community_id == home),
            select(Post.id).where(Post.thread_id.in_(threads)),
            select(Community.id).where(Community.id == home),
            select(System.id).where(System.community_id == home),
            select(Task.id).where(Task.community_id == home),
        ):
            place.ids |= set(session().scalars(statement))
        place.ids.add(place.things["file"])

    # Who reads what

    def readers(self, visibility: str) -> set[str]:
        """The people with a role there."""
        home = self.places[visibility].community
        wanted = select(Person.handle).join(Membership, Membership.person_id == Person.id)
        return set(session().scalars(wanted.where(Membership.community_id == home)))
