"""Writing pages: a new one, a changed one, and what happens when two change the same lines."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from flask import request

from community.access.check import allowed, fetch
from community.access.doors import permission
from community.access.permissions import Permission
from community.core.addresses import page_path
from community.core.drafting import read
from community.core.errors import Denied, Invalid, NotFound
from community.core.language import N_
from community.core.notices import arrived
from community.core.text import MAX_BODY, normalise, render_markdown
from community.core.web import FORM_ONLY, Answer, again, page, see_other, viewer
from community.pages import actions, queries
from community.pages.drafts import PageDraft, RevisionDraft
from community.pages.merging import EditConflict, has_marks, settle
from community.topics.queries import known_places, known_topics
from community.unfinished.actions import forget
from community.unfinished.queries import unfinished_at
from community.uploads.receiving import take_picture, takes_pictures
from models import Community, Page

from . import pages
from .showing import id_of

# Fields of the form that are no fields of a draft.
_PLACE = ("system", "task", "role")
_THEIRS = ("title", "kind")
_OWN = FORM_ONLY.union(
    ("was_topics", "was_place", "keep", "marked", "community"), _PLACE, (f"theirs_{name}" for name in _THEIRS)
)
PLACES = " | "
STILL_MARKED = N_(
    "Both texts still stand here between marks: keep one, keep both, or take the marks out yourself"
)


@pages.get("/write")
@permission(Permission.PAGE_CREATE)
def new(**shown: Any) -> Answer:
    """A new page, in one of the communities where one is a member."""
    homes = queries.homes(viewer())
    allowed(viewer(), Permission.PAGE_CREATE)
    begun = unfinished_at(viewer(), "write")
    values = shown.pop("values", None)
    if values is None:
        kept = {"title": begun.title, "body": begun.body, **begun.extra} if begun else {}
        values = {"community": request.args.get("community", ""), **kept}
    return page("pages/write.html", homes=homes, values=_or_blank(values), **_lists(), **shown)


def _or_blank(values: dict[str, Any]) -> defaultdict[str, Any]:
    """A form's values, where a field that was not sent is empty."""
    return defaultdict(str, values)


def _lists() -> dict[str, Any]:
    systems, tasks = known_places(viewer())
    return {"systems": systems, "tasks": tasks, "known_topics": known_topics(viewer())}


@pages.post("/write")
@permission(Permission.PAGE_CREATE)
@takes_pictures
@again(new)
def create() -> Answer:
    """Write it."""
    allowed(viewer(), Permission.PAGE_CREATE)
    take_picture()
    if request.form.get("act") == "preview":
        return new(values=request.form.to_dict(), preview=_preview())
    community = _home(request.form.get("community", ""))
    made = actions.create(viewer(), community, read(PageDraft, _filled()))
    forget(viewer(), "write")
    arrived("write")
    return see_other(page_path(made.id, made.title))


def _home(slug: str) -> Community:
    try:
        return fetch(viewer(), Community, slug, Permission.PAGE_CREATE)
    except (NotFound, Denied):
        # Missing, unseen and forbidden alike; and the text stays in the form.
        raise Invalid("community", "Choose one of your communities") from None


def _filled() -> dict[str, Any]:
    """The form's fields as a draft wants them; empty ones count as not given."""
    form = request.form
    data: dict[str, Any] = {name: value for name, value in form.items() if name not in _OWN and value != ""}
    place = {name: form[name] for name in _PLACE if form.get(name)}
    return {**data, "context": place} if place else data


def _preview() -> str:
    text = request.form.get("body", "")
    if len(text) > MAX_BODY:
        raise Invalid("body", "This is too long: at most %(most)d characters", most=MAX_BODY)
    return render_markdown(text)


@pages.get("/w/<ref>/edit")
@permission(Permission.PAGE_REVISE)
def edit(ref: str, **shown: Any) -> Answer:
    """The form to change a page."""
    found = fetch(viewer(), Page, id_of(ref), Permission.PAGE_REVISE)
    values = shown.pop("values", None)
    begun = None if values else unfinished_at(viewer(), f"w/{found.id}")
    return page(
        "pages/edit.html",
        page=found,
        values=_or_blank(values or _present(found)),
        begun=begun,
        **_lists(),
        **shown,
    )


def _present(found: Page) -> dict[str, Any]:
    head = queries.head(viewer(), found)
    topics = ", ".join(queries.topic_names(head))
    place = {"system": head.system_name or "", "task": head.task_name or "", "role": head.role}
    return {
        "title": head.title,
        "body": head.body,
        "kind": head.kind,
        "success": head.success,
        "base_revision": head.revision,
        "topics": topics,
        "was_topics": topics,
        **place,
        "was_place": PLACES.join(place.values()),
    }


@pages.post("/w/<ref>/edit")
@permission(Permission.PAGE_REVISE)
@takes_pictures
@again(edit)
def revise(ref: str) -> Answer:
    """Save; what others changed meanwhile elsewhere in the page is kept."""
    found = fetch(viewer(), Page, id_of(ref), Permission.PAGE_REVISE)
    take_picture()
    if request.form.get("act") == "preview":
        return edit(ref, values=request.form.to_dict(), preview=_preview())
    try:
        actions.revise(viewer(), found, read(RevisionDraft, _changed()))
    except EditConflict as conflict:
        return _conflict(found, conflict)
    forget(viewer(), f"w/{found.id}")
    arrived(f"w/{found.id}")
    return see_other(page_path(found.id, found.title))


def _changed() -> dict[str, Any]:
    """The form's fields; what was emptied on purpose is given as empty, what was left alone is not given."""
    form = request.form
    data = _settled({**_filled(), "success": form.get("success", "")})
    data.pop("topics", None)
    data.pop("context", None)
    if "topics" in form and form["topics"] != form.get("was_topics"):
        data["topics"] = form["topics"]
    place = {name: form.get(name, "") for name in _PLACE}
    if "was_place" in form and PLACES.join(place.values()) != form["was_place"]:
        data["context"] = place
    return data


def _settled(data: dict[str, Any]) -> dict[str, Any]:
    """After a conflict: the marked texts as the person chose.

    Raises:
        Invalid: marks are left that nobody settled.
    """
    if "marked" not in request.form:
        return data
    settled = dict(data)
    if request.form.get("keep") == "theirs":
        settled |= {
            name: request.form[f"theirs_{name}"] for name in _THEIRS if f"theirs_{name}" in request.form
        }
    for name in ("body", "success"):
        text = normalise(str(data.get(name, "")))
        if not has_marks(text):
            continue
        chosen = settle(text, request.form["keep"]) if request.form.get("keep") else None
        if chosen is None:
            raise Invalid(name, STILL_MARKED)
        settled[name] = chosen
    return settled


def _conflict(found: Page, conflict: EditConflict) -> Answer:
    names = queries.names_since(viewer(), found, int(request.form["base_revision"]))
    merged = conflict.merged
    values = {
        **request.form.to_dict(),
        "title": merged.title,
        "kind": merged.kind,
        "body": merged.body,
        "success": merged.success,
        "base_revision": conflict.revision,
        **{f"theirs_{one.field}": one.theirs for one in conflict.clashes if one.field in _THEIRS},
    }
    shown = {"page": found, "values": _or_blank(values), "conflict": conflict, "who": names, "begun": None}
    return page("pages/edit.html", status=EditConflict.status, **shown, **_lists())
