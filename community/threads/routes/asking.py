"""Ask, and Share what worked: one box each; nothing but the text is demanded."""

from __future__ import annotations

from typing import Any

from flask import request

from community.access.check import fetch, require
from community.access.doors import permission
from community.access.permissions import Permission
from community.core.addresses import thread_path
from community.core.drafting import read
from community.core.errors import Invalid
from community.core.formats import listed
from community.core.language import fill, gettext, locale, ngettext
from community.core.notices import arrived, notice_said
from community.core.text import preview as preview_of
from community.core.web import Answer, again, page, see_other, viewer
from community.threads import queries
from community.threads.actions.opening import open_thread
from community.threads.drafts import OpenDraft
from community.threads.placement import Placement, placement, readers_of
from community.threads.pointing import pointed_to
from community.topics.queries import known_places
from community.unfinished.actions import forget, keep
from community.unfinished.drafts import UnfinishedDraft
from community.unfinished.queries import unfinished_at
from community.uploads.receiving import take_picture, takes_pictures
from models import Community, Thread

from . import threads

FIELDS = ("title", "body", "kind", "community", "topics", "system", "task", "role", "urgency", "anonymous")
CONTEXT = ("system", "task", "role", "urgency")


def _composer(kind: str, shown: dict[str, Any]) -> Answer:
    """The one box, filled with what was typed, begun earlier, or came along in the address."""
    who = viewer()
    given = {name: request.values.get(name, "") for name in FIELDS}
    place = "share" if kind == "tip" else "ask"
    begun = unfinished_at(who, place) if request.method == "GET" and not given["body"] else None
    if begun is not None:
        given.update(body=begun.body, title=begun.title)
    looks = request.form.get("act") == "look"
    systems, tasks = known_places(who)
    found = placement(
        who, f"{given['title']} {given['body']}", given["community"] or _shown_still(), given["system"]
    )
    context = {
        "kind": given["kind"] or kind,
        "place": place,
        "saved_at": begun.changed_at if begun else None,
        "asks_back": request.method == "GET" and place == "ask",
        "values": given,
        "placement": found,
        "at_work": _at_work_stays(found),
        "left_out": request.values.getlist("left_out"),
        "communities": queries.askable(who),
        "systems": systems,
        "tasks": tasks,
        "looked": looks,
        "preview": preview_of(given["body"]) if looks and given["body"].strip() else "",
    }
    return page("threads/ask.html", **{**shown, **context})


@threads.get("/ask")
@permission(Permission.THREAD_OPEN)
def ask(**shown: Any) -> Answer:
    """Ask."""
    require_any_place()
    return _composer("roadblock", shown)


@threads.get("/share")
@permission(Permission.THREAD_OPEN)
def share(**shown: Any) -> Answer:
    """Share what worked: a tip, its own solution."""
    require_any_place()
    return _composer("tip", shown)


def _shown_still() -> str:
    """On a form that comes back after it was sent: the place it showed; a look asks for a better one."""
    return "" if request.form.get("act") == "look" else request.form.get("shown", "")


def _at_work_stays(found: Placement | None) -> bool:
    """Whether the point of work that is proposed is ticked: unless it was so already, and they took the tick away."""
    named = found.at_work if found else None
    shown = (request.values.get("shown_system"), request.values.get("shown_task"))
    was_shown = named is not None and shown == (named.system, named.task)
    return not was_shown or bool(request.values.get("at_work"))


def require_any_place() -> None:
    """Somebody signed in may open the composer; whether a place takes it is asked when it is sent."""
    require(viewer(), Permission.THREAD_OPEN, None)


@threads.post("/ask")
@permission(Permission.THREAD_OPEN, Permission.THREAD_ANNOUNCE, Permission.THREAD_ANONYMOUS)
@takes_pictures
@again(ask)
def asked() -> Answer:
    """Look what is known first, or ask."""
    return _opened(request.form.get("kind") or "roadblock", "ask")


@threads.post("/share")
@permission(Permission.THREAD_OPEN)
@takes_pictures
@again(share)
def shared() -> Answer:
    """Share what worked."""
    return _opened("tip", "share")


def _opened(kind: str, place: str) -> Answer:
    who = viewer()
    require_any_place()
    take_picture()
    if request.form.get("act") == "look":
        # Whoever goes to try what was found has the text as a draft, without a script too.
        keep(
            who,
            place,
            read(UnfinishedDraft, {name: request.form.get(name, "") for name in ("title", "body")}),
        )
        return _composer(kind, {})
    community = _community()
    draft = _draft(kind)
    thread = open_thread(who, community, draft)
    forget(who, place)
    arrived(place)
    if thread.kind == "roadblock":
        notice_said(_who_sees_it(thread))
    return see_other(thread_path(thread.id, thread.title))


def _who_sees_it(thread: Thread) -> str:
    """Who reads it and who was pointed to it, by the same rows that tell them."""
    readers, pointed = readers_of(thread.community), pointed_to(thread)
    seen = ngettext("%(num)s person sees it now", "%(num)s people see it now", readers)
    said = fill(seen, {"num": readers})
    if pointed:
        were = ngettext("%(names)s was pointed to it", "%(names)s were pointed to it", len(pointed))
        said += "; " + fill(were, {"names": listed(pointed, locale())})
    return ". ".join((said, gettext("You will hear as soon as somebody answers.")))


def _community() -> Community:
    """The community chosen, or the one that was shown: nobody else will read it than the page said.

    Raises:
        Invalid: there is no place at all.
    """
    who = viewer()
    slug = request.form.get("community", "") or request.form.get("shown", "")
    if slug:
        return fetch(who, Community, slug, Permission.THREAD_OPEN)
    proposed = placement(who, request.form.get("body", ""), system=request.form.get("system", ""))
    if proposed is None:
        raise Invalid(
            "community", "There is no community yet where you can ask. Found one: it takes a minute"
        )
    return proposed.community


def _draft(kind: str) -> OpenDraft:
    context = {name: request.form[name] for name in CONTEXT if request.form.get(name)}
    if request.form.get("at_work") and "system" not in context:
        shown = {name: request.form.get(f"shown_{name}", "") for name in ("system", "task")}
        context |= {name: said for name, said in shown.items() if said}
    plain = {name: request.form[name] for name in ("title", "body", "topics") if request.form.get(name)}
    return read(
        OpenDraft,
        {
            **plain,
            "kind": kind,
            "context": context,
            "anonymous": bool(request.form.get("anonymous")),
            "pointed_to": _pointed_to(),
        },
    )


def _pointed_to() -> list[str] | None:
    """Those who were shown, without those left out; where nobody was shown yet, whoever would have been."""
    shown = request.form.getlist("proposed")
    return [one for one in shown if one not in request.form.getlist("left_out")] if shown else None


@threads.get("/placement")
@permission(Permission.THREAD_OPEN)
def place() -> Answer:
    """Who would read it: the same fragment the composer shows, refreshed while typing."""
    require_any_place()
    text = f"{request.args.get('title', '')} {request.args.get('body', '')}"[:4000]
    given = request.args.get("community", ""), request.args.get("system", "")
    found = placement(viewer(), text, *given)
    shown: dict[str, Any] = {"at_work": _at_work_stays(found), "left_out": request.args.getlist("left_out")}
    return page("threads/_placement.html", placement=found, **shown)
