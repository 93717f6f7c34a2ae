"""From the attributes of a `<row/>` to the typed row of its table."""

from collections.abc import Callable, Mapping
from typing import Literal

from community.importing.stackexchange.fields import Fields, Unfit
from community.importing.stackexchange.rows import (
    BadgeRow,
    CommentRow,
    HistoryRow,
    LinkRow,
    PostRow,
    Row,
    SkippedPost,
    TagRow,
    UserRow,
    VoteRow,
)
from community.importing.stackexchange.tables import Kind

_KINDS: dict[int, Literal["question", "answer"]] = {1: "question", 2: "answer"}


def parse(kind: Kind, attributes: Mapping[str, str]) -> Row:
    """The typed row of `kind`. Raises Unfit, with a reason to show, for what is missing or unreadable."""
    return _PARSERS[kind](Fields(attributes))


def user(row: Fields) -> UserRow:
    """A row of Users; a person without a name is called as the site itself calls them, 'user' and the number."""
    number = row.number("Id")
    return UserRow(
        id=number,
        name=row.name("DisplayName") or f"user{number}",
        created=row.time("CreationDate"),
        about=row.text("AboutMe"),
        location=row.text("Location").strip(),
        website=row.text("WebsiteUrl").strip(),
        account_id=row.maybe_number("AccountId"),
    )


def post(row: Fields) -> PostRow | SkippedPost:
    """A row of Posts: a question, an answer, or what is skipped with its type."""
    number, type_id = row.number("Id"), row.number("PostTypeId")
    kind = _KINDS.get(type_id)
    if kind is None:
        created, owned = row.time("CreationDate"), row.maybe_time("CommunityOwnedDate")
        return SkippedPost(number, type_id, created, owned, row.name("ContentLicense"))
    return PostRow(
        id=number,
        kind=kind,
        created=row.time("CreationDate"),
        score=row.maybe_number("Score") or 0,
        body=row.text("Body"),
        title=row.text("Title").strip(),
        tags=row.tags("Tags"),
        owner_id=row.maybe_number("OwnerUserId"),
        owner_name=row.name("OwnerDisplayName"),
        parent_id=row.maybe_number("ParentId"),
        accepted_answer_id=row.maybe_number("AcceptedAnswerId"),
        last_active=row.maybe_time("LastActivityDate"),
        edited=row.maybe_time("LastEditDate"),
        editor_id=row.maybe_number("LastEditorUserId"),
        editor_name=row.name("LastEditorDisplayName"),
        closed=row.maybe_time("ClosedDate"),
        community_owned=row.maybe_time("CommunityOwnedDate"),
        licence=row.name("ContentLicense"),
    )


def comment(row: Fields) -> CommentRow:
    """A row of Comments."""
    return CommentRow(
        id=row.number("Id"),
        post_id=row.number("PostId"),
        score=row.maybe_number("Score") or 0,
        text=row.text("Text"),
        created=row.time("CreationDate"),
        user_id=row.maybe_number("UserId"),
        user_name=row.name("UserDisplayName"),
        licence=row.name("ContentLicense"),
    )


def history(row: Fields) -> HistoryRow:
    """A row of PostHistory."""
    return HistoryRow(
        id=row.number("Id"),
        post_id=row.number("PostId"),
        type_id=row.number("PostHistoryTypeId"),
        revision=row.text("RevisionGUID"),
        created=row.time("CreationDate"),
        user_id=row.maybe_number("UserId"),
        user_name=row.name("UserDisplayName"),
        text=row.text("Text"),
        comment=row.text("Comment"),
        licence=row.name("ContentLicense"),
    )


def link(row: Fields) -> LinkRow:
    """A row of PostLinks."""
    return LinkRow(
        id=row.number("Id"),
        post_id=row.number("PostId"),
        related_id=row.number("RelatedPostId"),
        type_id=row.number("LinkTypeId"),
        created=row.time("CreationDate"),
    )


def vote(row: Fields) -> VoteRow:
    """A row of Votes."""
    return VoteRow(
        id=row.number("Id"),
        post_id=row.number("PostId"),
        type_id=row.number("VoteTypeId"),
        created=row.time("CreationDate"),
        user_id=row.maybe_number("UserId"),
        bounty=row.maybe_number("BountyAmount"),
    )


def tag(row: Fields) -> TagRow:
    """A row of Tags."""
    name = row.name("TagName")
    if name is None:
        raise Unfit("TagName is missing")
    return TagRow(
        id=row.number("Id"),
        name=name,
        count=row.maybe_number("Count") or 0,
        excerpt_post_id=row.maybe_number("ExcerptPostId"),
        wiki_post_id=row.maybe_number("WikiPostId"),
    )


def badge(row: Fields) -> BadgeRow:
    """A row of Badges."""
    return BadgeRow(row.number("Id"), row.number("UserId"), row.text("Name"))


_PARSERS: dict[Kind, Callable[[Fields], Row]] = {
    Kind.USERS: user,
    Kind.POSTS: post,
    Kind.COMMENTS: comment,
    Kind.HISTORY: history,
    Kind.LINKS: link,
    Kind.VOTES: vote,
    Kind.TAGS: tag,
    Kind.BADGES: badge,
}
