"""A network of made-up words for benchmarks: threads, posts, pages, people, straight into the tables."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import timedelta
from itertools import islice
from typing import Any

from sqlalchemy import insert

from community.core.action import unit_of_work
from community.core.clock import micros, now
from community.core.session import session
from community.people.sign_in.passwords import hashed
from models import (
    Audience,
    Community,
    Membership,
    Page,
    PageRevision,
    Person,
    Post,
    Stream,
    Thread,
    public_id,
)

PASSWORD = "a password for benchmarks"  # noqa: S105  of made-up people
SYLLABLES = tuple("ba ce di fo gu ha je ki lo mu na pe qui ro su ta ve wi xo zu".split())  # noqa: SIM905  shorter
BATCH = 5_000
# Posts of one thread and the next, in tenths of what there are on average; those with twenty are measured.
PATTERN = (20, 12, 8, 6, 4)


def _words(chance: random.Random) -> list[str]:
    return ["".join(chance.choices(SYLLABLES, k=chance.randint(2, 4))) for _ in range(20_000)]


class Filler:
    """Fills an empty database; the same seed makes the same network.

    Args:
        threads: how many roadblocks.
        posts: how many answers and comments among them.
        pages: how many pages.
    """

    def __init__(self, threads: int, posts: int, pages: int, seed: int = 7) -> None:
        self.chance = random.Random(seed)
        self.words = _words(self.chance)
        self.weights = [1 / (rank + 10) for rank in range(len(self.words))]
        self.threads, self.posts, self.pages = threads, posts, pages
        self.start = now() - timedelta(days=365)

    def text(self, length: int) -> str:
        """Words as frequent as words are: few often, many seldom."""
        return " ".join(self.chance.choices(self.words, self.weights, k=length))

    def fill(self) -> dict[str, Any]:
        """Write everything. Returns what a benchmark needs to know: addresses, accounts."""
        people = self._people(200)
        communities = self._communities(10, people)
        thread_ids = self._threads(communities, people)
        page_ids = self._pages(communities, people)
        return {
            "email": "bench0@bench.test",
            "password": PASSWORD,
            "community": communities[0]["slug"],
            "threads": thread_ids[:: len(PATTERN)][:500],
            "pages": page_ids[:: max(1, len(page_ids) // 200)],
            "words": self.words[:200],
        }

    def _put(self, model: Any, rows: Iterator[dict[str, Any]]) -> None:
        while batch := list(islice(rows, BATCH)):
            with unit_of_work():
                session().execute(insert(model), batch)

    def _people(self, number: int) -> list[str]:
        ids = [public_id() for _ in range(number)]
        secret = hashed(PASSWORD)
        rows = (
            {
                "id": id_, "handle": f"bench{n}", "name": f"Bench {n}", "email": f"bench{n}@bench.test",
                "email_confirmed_at": self.start, "password_hash": secret, "created_at": self.start, "about": "",
                "about_html": "", "locale": "en", "time_zone": "UTC",
            }
            for n, id_ in enumerate(ids)
        )  # fmt: skip
        self._put(Person, rows)
        return ids

    def _communities(self, number: int, people: list[str]) -> list[dict[str, Any]]:
        made = [
            {
                "id": public_id(), "slug": f"bench-{n}", "name": f"Bench {n}", "purpose": "", "visibility": "open",
                "curators_only": False, "anonymous_allowed": True, "created_at": self.start,
            }
            for n in range(number)
        ]  # fmt: skip
        self._put(Community, iter(made))
        members = (
            {"community_id": one["id"], "person_id": id_, "role": "member", "since": self.start}
            for one in made
            for id_ in people[:100]
        )
        self._put(Membership, members)
        return made

    def _threads(self, communities: list[dict[str, Any]], people: list[str]) -> list[str]:
        ids = [public_id() for _ in range(self.threads)]
        homes = [communities[n % len(communities)]["id"] for n in range(self.threads)]
        posts = (
            self._post(id_, number, people)
            for n, id_ in enumerate(ids)
            for number in range(2, self._posts_of(n) + 2)
        )
        streams = (
            {"stream": f"thread:{id_}", "seq": self._posts_of(n) + 1, "activity": 0}
            for n, id_ in enumerate(ids)
        )
        self._put(Thread, (self._thread(n, id_, homes[n], people) for n, id_ in enumerate(ids)))
        self._put(Audience, _audience(ids, homes))
        self._put(Post, posts)
        self._put(Stream, streams)
        lists = ({"stream": f"list:{one['id']}", "seq": 1, "activity": micros(now())} for one in communities)
        self._put(Stream, lists)
        return ids

    def _posts_of(self, n: int) -> int:
        return max(1, PATTERN[n % len(PATTERN)] * self.posts // self.threads // 10)

    def _thread(self, n: int, id_: str, home: str, people: list[str]) -> dict[str, Any]:
        posts = self._posts_of(n)
        at = self.start + timedelta(seconds=n * 30)
        body = self.text(60)
        return {
            "id": id_, "kind": "roadblock", "title": self.text(8), "body": body, "body_html": f"<p>{body}</p>",
            "author_id": self.chance.choice(people), "author_shown": True, "community_id": home,
            "state": self.chance.choice(("open", "answered", "answered", "open")), "reach": "colleagues", "role": "",
            "urgency": "", "closed_because": "", "posts": posts, "last_number": posts + 1, "score": 0,
            "activity": micros(at), "seq": posts + 1, "changed_seq": 1, "created_at": at, "changed_at": at,
        }  # fmt: skip

    def _post(self, thread_id: str, number: int, people: list[str]) -> dict[str, Any]:
        body = self.text(40)
        return {
            "id": public_id(), "thread_id": thread_id, "number": number,
            "kind": "comment" if number % 3 else "answer", "body": body, "body_html": f"<p>{body}</p>",
            "author_id": self.chance.choice(people), "author_shown": True, "score": 0, "seq": number,
            "changed_seq": number, "created_at": self.start, "changed_at": self.start,
        }  # fmt: skip

    def _pages(self, communities: list[dict[str, Any]], people: list[str]) -> list[str]:
        ids = [public_id() for _ in range(self.pages)]
        homes = [communities[n % len(communities)]["id"] for n in range(self.pages)]
        rows = [self._page(n, id_, homes[n], people) for n, id_ in enumerate(ids)]
        self._put(Page, iter(rows))
        self._put(Audience, _audience(ids, homes))
        self._put(PageRevision, (_revision(row) for row in rows))
        self._put(Stream, ({"stream": f"page:{id_}", "seq": 1, "activity": 0} for id_ in ids))
        return ids

    def _page(self, n: int, id_: str, home: str, people: list[str]) -> dict[str, Any]:
        at = self.start + timedelta(minutes=n)
        paragraphs = [self.text(80) for _ in range(5)]
        return {
            "id": id_, "kind": "howto", "title": self.text(6), "body": "\n\n".join(paragraphs),
            "body_html": "".join(f"<p>{one}</p>" for one in paragraphs), "success": "", "community_id": home,
            "owner_id": self.chance.choice(people), "role": "", "revision": 1, "activity": micros(at), "seq": 1,
            "changed_seq": 1, "created_at": at, "changed_at": at,
        }  # fmt: skip


def _audience(ids: list[str], homes: list[str]) -> Iterator[dict[str, Any]]:
    return (
        {"object": id_, "token": token, "source": "home"}
        for id_, home in zip(ids, homes, strict=True)
        for token in (f"c:{home}", "open", "public")
    )


def _revision(row: dict[str, Any]) -> dict[str, Any]:
    kept = {name: row[name] for name in ("kind", "title", "body", "success")}
    return {**kept, "page_id": row["id"], "n": 1, "summary": "", "minor": False, "by_id": row["owner_id"],
            "at": row["created_at"]}  # fmt: skip
