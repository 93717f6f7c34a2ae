"""What a text shows hangs on it: plain steps within the unit of work of whoever writes the text.

An address alone opens nothing. A picture can be put into a text by its uploader, and by others who may see it where
nobody reads the text who could not see it already. It stays there as long as a version of the text does.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, delete, insert, or_, select

from community.access.audience import tokens_of
from community.access.visibility import STANDS
from community.core import clockwork
from community.core.clock import now
from community.core.errors import Invalid
from community.core.language import N_
from community.core.pictures import MOST_PICTURES, pictures_in
from community.core.session import query, session
from community.core.viewer import Viewer
from models import Attachment, Audience

from .erasing import ERASE
from .queries import seen

NOT_FOR_READERS = N_(
    "A picture in this text is gone, or its readers may not see it: take it out, or add it again"
)
TOO_MANY = N_("At most %(most)d pictures fit into one text")

# Who may read what they hang on already: a row for each place and token.
_READERS: Any = (
    select(Attachment.upload_id, Attachment.root, Audience.token)
    .join(Audience, Audience.object == Attachment.root)
    .where(Attachment.upload_id.in_(bindparam("ids", expanding=True)), STANDS)
)


@dataclass(frozen=True)
class TextOf:
    """Whose text it is, what that belongs to (its audience is there already), and the draft's field that holds it."""

    object: str
    root: str
    field: str = "body"


def attach(actor: Viewer, html: str, to: TextOf, *, before: str = "") -> None:
    """Have the pictures of a text hang on it.

    Args:
        actor: who writes.
        html: the text's sanitised HTML.
        to: whose text it is.
        before: the HTML that stood there: what was wrong in it already is nobody's mistake now.

    Raises:
        Invalid: a new picture is missing, or not for the readers of this text (which of both, nobody learns).
    """
    shown = pictures_in(html)
    if len(shown) > MOST_PICTURES:
        raise Invalid(to.field, TOO_MANY, most=MOST_PICTURES)
    if attach_what_may(actor, shown, to) - pictures_in(before):
        raise Invalid(to.field, NOT_FOR_READERS)


def attach_what_may(actor: Viewer, shown: frozenset[str], to: TextOf) -> frozenset[str]:
    """Have those of these pictures hang on a text that may; the others are given back."""
    if not shown:
        return shown
    session().flush()
    missing = shown - _here(to.object, shown)
    allowed = _allowed(actor, missing, to.root) if missing else missing
    if allowed:
        at = now()
        rows = [{"upload_id": id_, "object": to.object, "root": to.root, "at": at} for id_ in sorted(allowed)]
        session().execute(insert(Attachment), rows)
    return missing - allowed


def _here(on: str, ids: frozenset[str]) -> frozenset[str]:
    here = select(Attachment.upload_id).where(Attachment.object == on, Attachment.upload_id.in_(ids))
    return frozenset(query(here).scalars())


def _allowed(actor: Viewer, ids: frozenset[str], root: str) -> frozenset[str]:
    found = seen(actor, ids)
    own = {row.id for row in found if row.uploader_id == actor.person_id}
    others = {row.id for row in found} - own
    return frozenset(own | _shown_to_all(others, root))


def _shown_to_all(ids: set[str], root: str) -> set[str]:
    """Those that hang on something which everybody who reads this text may read."""
    if not ids:
        return set()
    places: dict[tuple[str, str], set[str]] = {}
    for row in query(_READERS, {"ids": sorted(ids)}):
        places.setdefault((row.upload_id, row.root), set()).add(row.token)
    readers = tokens_of(root)
    return {id_ for (id_, _root), tokens in places.items() if readers <= tokens}


def let_go(erased_id: str) -> None:
    """A text is erased, or a thread or page with all its texts: so are the pictures that hang on nothing else."""
    erased = or_(Attachment.object == erased_id, Attachment.root == erased_id)
    ids = set(query(select(Attachment.upload_id).where(erased)).scalars())
    session().execute(delete(Attachment).where(erased))
    for id_ in sorted(ids):
        clockwork.plan(ERASE, id_, now())
