"""The rows of a dump with typed fields. Times are aware and in UTC; ids are the original site's."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

DUPLICATE_LINK = 3


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that cannot be used: counted and listed, never fatal. `line` 0 means the whole file."""

    file: str
    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class SkippedPost:
    """A post that is neither question nor answer: 4 and 5 a tag's excerpt and wiki, 6 a nomination, and others."""

    id: int
    type_id: int
    created: datetime
    community_owned: datetime | None
    licence: str | None


@dataclass(frozen=True, slots=True)
class UserRow:
    """A person of the original site; -1 is its own 'Community' account. `about` is HTML."""

    id: int
    name: str
    created: datetime
    about: str
    location: str
    website: str
    account_id: int | None


@dataclass(frozen=True, slots=True)
class PostRow:
    """A question or an answer; `body` is HTML. An owner is an id, or a mere name, or neither."""

    id: int
    kind: Literal["question", "answer"]
    created: datetime
    score: int
    body: str
    title: str
    tags: tuple[str, ...]
    owner_id: int | None
    owner_name: str | None
    parent_id: int | None
    accepted_answer_id: int | None
    last_active: datetime | None
    edited: datetime | None
    editor_id: int | None
    editor_name: str | None
    closed: datetime | None
    community_owned: datetime | None
    licence: str | None


@dataclass(frozen=True, slots=True)
class CommentRow:
    """A comment; `text` is the small Markdown of comments, not HTML."""

    id: int
    post_id: int
    score: int
    text: str
    created: datetime
    user_id: int | None
    user_name: str | None
    licence: str | None


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """One entry of a post's history.

    `type_id` 1, 2, 3 are the first title, body and tags, 4, 5, 6 their edits, 7, 8, 9 their rollbacks; 10 to 13
    closing, opening, deleting, undeleting. Entries of one act share `revision`. `text` is Markdown for bodies.
    """

    id: int
    post_id: int
    type_id: int
    revision: str
    created: datetime
    user_id: int | None
    user_name: str | None
    text: str
    comment: str
    licence: str | None


@dataclass(frozen=True, slots=True)
class LinkRow:
    """Post `post_id` names `related_id`: type 1 mentions it, type 3 is closed as a duplicate of it."""

    id: int
    post_id: int
    related_id: int
    type_id: int
    created: datetime

    @property
    def same_as(self) -> bool:
        """Whether the one question was closed as a duplicate of the other."""
        return self.type_id == DUPLICATE_LINK


@dataclass(frozen=True, slots=True)
class VoteRow:
    """A vote: 1 accepted, 2 up, 3 down, 8 and 9 bounty, others. Only some types carry a person."""

    id: int
    post_id: int
    type_id: int
    created: datetime
    user_id: int | None
    bounty: int | None


@dataclass(frozen=True, slots=True)
class TagRow:
    """A tag with the ids of the posts that describe it (SkippedPost rows)."""

    id: int
    name: str
    count: int
    excerpt_post_id: int | None
    wiki_post_id: int | None


@dataclass(frozen=True, slots=True)
class BadgeRow:
    """A badge: counted in the report and never imported."""

    id: int
    user_id: int
    name: str


Row = UserRow | PostRow | SkippedPost | CommentRow | HistoryRow | LinkRow | VoteRow | TagRow | BadgeRow
