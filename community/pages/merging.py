"""What becomes of an edit that was made of an earlier version: pure, no session, no lock.

Title and kind are one thing each; text and *success* are merged by lines. Whatever does not go together comes back
whole in an `EditConflict`; nothing is chosen for anybody.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from community.core.errors import Conflict
from community.core.language import N_

from .merge import BETWEEN, THEIRS, YOURS, Hunk, Kind, merge
from .versions import Content


@dataclass(frozen=True)
class Clash:
    """A field of one line that both sides changed differently."""

    field: str
    base: str
    mine: str
    theirs: str


class EditConflict(Conflict):
    """Both changed the same lines. Carries both texts, what they were made of, and the marked one."""

    title = N_("Somebody else changed the same lines meanwhile. Nothing is lost: both texts are here")

    def __init__(self, base: Content, mine: Content, theirs: Content, revision: int) -> None:
        body = merge(base.body, mine.body, theirs.body)
        success = merge(base.success, mine.success, theirs.success)
        self.merged = Content(
            kind=mine.kind if mine.kind != base.kind else theirs.kind,
            title=mine.title if mine.title != base.title else theirs.title,
            body=body.text if body.text.strip() else mine.body,
            success=success.text,
        )
        self.hunks = _conflicts(body.hunks)
        self.clashes = _clashes(base, mine, theirs)
        self.revision = revision
        present: dict[str, Any] = {
            "mine": mine.body,
            "theirs": theirs.body,
            "base": base.body,
            "merged": self.merged.body,
            "revision": revision,
        }
        if self.clashes:
            present["fields"] = {
                one.field: {"mine": one.mine, "theirs": one.theirs, "base": one.base} for one in self.clashes
            }
        super().__init__(present=present)


def together(base: Content, mine: Content, theirs: Content, revision: int) -> Content:
    """Both edits in one.

    Args:
        base: what both were made of.
        mine: what is being saved.
        theirs: what stands now.
        revision: the number of what stands now.

    Raises:
        EditConflict: they changed the same lines differently.
    """
    if theirs == base:
        return mine
    body = merge(base.body, mine.body, theirs.body)
    success = merge(base.success, mine.success, theirs.success)
    is_emptied = not body.text.strip()  # each took out what the other left
    if body.conflicts or success.conflicts or is_emptied or _clashes(base, mine, theirs):
        raise EditConflict(base, mine, theirs, revision)
    return Content(
        kind=_either(base.kind, mine.kind, theirs.kind),
        title=_either(base.title, mine.title, theirs.title),
        body=body.text,
        success=success.text,
    )


def _either(base: str, mine: str, theirs: str) -> str:
    return theirs if mine == base else mine


def _conflicts(hunks: tuple[Hunk, ...]) -> tuple[Hunk, ...]:
    return tuple(hunk for hunk in hunks if hunk.kind is Kind.CONFLICT)


def _clashes(base: Content, mine: Content, theirs: Content) -> tuple[Clash, ...]:
    sides = [
        Clash(name, getattr(base, name), getattr(mine, name), getattr(theirs, name))
        for name in ("title", "kind", "success")
    ]
    return tuple(one for one in sides if _clash(one))


def _clash(one: Clash) -> bool:
    if one.field == "success":
        return merge(one.base, one.mine, one.theirs).conflicts > 0
    return one.base not in (one.mine, one.theirs) and one.mine != one.theirs


def has_marks(text: str) -> bool:
    """Whether both sides of a conflict still stand in a text, between marks."""
    lines = text.split("\n")
    return YOURS in lines and THEIRS in lines


def settle(text: str, keep: str) -> str | None:
    """A marked text with each conflict settled alike; None where the marks cannot be told from the text itself.

    Args:
        text: as it came back from the form.
        keep: 'mine', 'theirs' or 'both'.
    """
    settled: list[str] = []
    lines = iter(text.split("\n"))
    for line in lines:
        if line != YOURS:
            settled.append(line)
            continue
        sides = _sides(lines)
        if sides is None:
            return None
        mine, theirs = sides
        settled += {"mine": mine, "theirs": theirs}.get(keep, mine + theirs)
    return "\n".join(settled)


def _sides(lines: Any) -> tuple[list[str], list[str]] | None:
    block: list[str] = []
    for line in lines:
        if line == THEIRS:
            break
        block.append(line)
    else:
        return None
    # '=======' also underlines headings: with a second one nobody can say which is the mark.
    if block.count(BETWEEN) != 1:
        return None
    at = block.index(BETWEEN)
    return block[:at], block[at + 1 :]
