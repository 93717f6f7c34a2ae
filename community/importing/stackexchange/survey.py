"""Counting a dump without writing anything: what a dry run reports."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from community.importing.stackexchange.counting import PerId
from community.importing.stackexchange.licences import licence_of
from community.importing.stackexchange.reader import read_rows
from community.importing.stackexchange.rows import (
    BadRow,
    CommentRow,
    HistoryRow,
    LinkRow,
    PostRow,
    SkippedPost,
    UserRow,
    VoteRow,
)
from community.importing.stackexchange.tables import Kind, files

LISTED = 20
UP, DOWN = 2, 3
_SKIPPED, _QUESTION, _ANSWER = 1, 2, 3


@dataclass(slots=True)
class Survey:
    """The figures of one dump. `first_bad` lists the first twenty rows that cannot be used."""

    users: int = 0
    questions: int = 0
    answers: int = 0
    skipped: Counter[int] = field(default_factory=Counter)  # by PostTypeId
    accepted: int = 0
    accepted_dangling: int = 0  # the accepted answer is not in the dump
    answers_orphan: int = 0  # the question is not in the dump
    posts_without_owner: int = 0  # a mere name, or not even that
    owners_missing: int = 0  # an id that Users does not have
    closed: int = 0
    community_wiki: int = 0  # posts of any type
    negative: int = 0
    comments: int = 0
    comments_orphan: int = 0
    comments_without_user: int = 0
    history: Counter[int] = field(default_factory=Counter)  # by PostHistoryTypeId
    history_orphan: int = 0
    links: int = 0
    links_dangling: int = 0
    same_as: int = 0
    votes: Counter[int] = field(default_factory=Counter)  # by VoteTypeId
    votes_orphan: int = 0
    scores_as_votes: int = 0  # questions and answers whose score is up-votes less down-votes
    tags: int = 0
    badges: int = 0
    licences: Counter[str] = field(default_factory=Counter)  # posts of any type, by the licence shown
    earliest: datetime | None = None
    latest: datetime | None = None
    bad: int = 0
    first_bad: list[BadRow] = field(default_factory=list)
    missing: tuple[str, ...] = ()  # tables without a file


def survey(directory: Path) -> Survey:
    """Counts the dump in `directory`, one pass per table, in memory that grows by some bytes per post id.

    Raises UnsafeDump for a file with a document type, OSError for unreadable files; bad rows are counted.
    """
    return _Count(directory).run()


class _Count:
    """One survey: what was learned of the posts is needed for the tables that point to them."""

    def __init__(self, directory: Path) -> None:
        self._files = files(directory)
        self._result = Survey(missing=tuple(f"{kind.value}.xml" for kind in Kind if kind not in self._files))
        self._known_users = PerId()
        self._known = PerId()
        self._scores = PerId()
        self._accepted: list[int] = []
        self._parents = PerId()

    def run(self) -> Survey:
        """All tables in the order in which they need one another."""
        self._each(Kind.USERS, self._user)
        self._each(Kind.POSTS, self._post)
        self._after_posts()
        self._each(Kind.COMMENTS, self._comment)
        self._each(Kind.HISTORY, self._history)
        self._each(Kind.LINKS, self._link)
        self._each(Kind.VOTES, self._vote)
        self._after_votes()
        self._each(Kind.TAGS, lambda _: self._tally("tags"))
        self._each(Kind.BADGES, lambda _: self._tally("badges"))
        return self._result

    def _each(self, kind: Kind, count: Callable[[Any], None]) -> None:
        if kind not in self._files:
            return
        for row in read_rows(self._files[kind], kind):
            if not isinstance(row, BadRow):
                count(row)
                continue
            self._result.bad += 1
            if len(self._result.first_bad) < LISTED:
                self._result.first_bad.append(row)

    def _tally(self, name: str, *, when: object = True) -> None:
        if when:
            setattr(self._result, name, getattr(self._result, name) + 1)

    def _user(self, row: UserRow) -> None:
        self._tally("users")
        self._known_users[row.id] = 1

    def _post(self, row: PostRow | SkippedPost) -> None:
        self._tally("community_wiki", when=row.community_owned)
        self._result.licences[licence_of(row.licence, row.created).name] += 1
        if isinstance(row, SkippedPost):
            self._result.skipped[row.type_id] += 1
            self._known[row.id] = _SKIPPED
            return
        result = self._result
        self._known[row.id] = _QUESTION if row.kind == "question" else _ANSWER
        self._scores[row.id] = row.score
        self._tally("questions" if row.kind == "question" else "answers")
        self._tally("posts_without_owner", when=row.owner_id is None)
        self._tally("owners_missing", when=row.owner_id is not None and not self._known_users[row.owner_id])
        self._tally("closed", when=row.closed)
        self._tally("negative", when=row.score < 0)
        result.earliest = min(result.earliest or row.created, row.created)
        result.latest = max(result.latest or row.created, row.created)
        self._remember_relations(row)

    def _remember_relations(self, row: PostRow) -> None:
        """Answers may come before their questions, so both directions are looked at when all are known."""
        if row.kind == "question" and row.accepted_answer_id is not None:
            self._accepted.append(row.accepted_answer_id)
        if row.kind == "answer":
            self._parents.add(row.parent_id if row.parent_id is not None else -1, 1)

    def _after_posts(self) -> None:
        result = self._result
        result.accepted = sum(self._known[answer] == _ANSWER for answer in self._accepted)
        result.accepted_dangling = len(self._accepted) - result.accepted
        result.answers_orphan = sum(
            count for parent, count in self._parents.items() if self._known[parent] != _QUESTION
        )

    def _comment(self, row: CommentRow) -> None:
        self._tally("comments")
        self._tally("comments_orphan", when=not self._known[row.post_id])
        self._tally("comments_without_user", when=row.user_id is None)

    def _history(self, row: HistoryRow) -> None:
        self._result.history[row.type_id] += 1
        self._tally("history_orphan", when=not self._known[row.post_id])

    def _link(self, row: LinkRow) -> None:
        self._tally("links")
        self._tally("links_dangling", when=not (self._known[row.post_id] and self._known[row.related_id]))
        self._tally("same_as", when=row.same_as)

    def _vote(self, row: VoteRow) -> None:
        self._result.votes[row.type_id] += 1
        self._tally("votes_orphan", when=not self._known[row.post_id])
        if row.type_id in (UP, DOWN):
            self._scores.add(row.post_id, -1 if row.type_id == UP else 1)

    def _after_votes(self) -> None:
        """What is left of each score once its votes are taken off; without votes there is nothing to compare."""
        if self._result.votes:
            posts = (post for post, kind in self._known.items() if kind in (_QUESTION, _ANSWER))
            self._result.scores_as_votes = sum(self._scores[post] == 0 for post in posts)
