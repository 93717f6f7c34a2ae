"""Write it up, put it elsewhere, undo it: one press each."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, request

from community.access.audience import tokens_of
from community.access.check import fetch
from community.access.doors import permission
from community.access.permissions import Permission
from community.core.addresses import page_path, thread_path
from community.core.errors import Denied
from community.core.web import Answer, again, form, page, see_other, viewer
from models import Page, Post, Thread

from . import actions, queries
from .drafts import PutIntoDraft, WriteUpDraft

promotion = Blueprint("promotion", __name__)
WORDS_LENGTH = 200


def id_of(ref: str) -> str:
    """The id in an address: what stands before the first hyphen; the rest is decoration."""
    return ref.split("-", 1)[0]


def source(thread_id: str) -> Thread | Post:
    """What is written up: the thread, or for who only wrote the solution, that solution."""
    try:
        return fetch(viewer(), Thread, thread_id, Permission.PROMOTION_MAKE)
    except Denied:
        own = queries.own_solution(viewer(), thread_id)
        if own is None:
            raise
        return fetch(viewer(), Post, own, Permission.PROMOTION_MAKE)


@promotion.post("/t/<ref>/write-up")
@permission(Permission.PROMOTION_MAKE, Permission.PAGE_REVISE)
def write_up(ref: str) -> Answer:
    """Write it up; with `page`, into that page."""
    written = source(id_of(ref))
    into_id = request.form.get("page", "")
    into = fetch(viewer(), Page, into_id, Permission.PAGE_REVISE) if into_id else None
    actions.write_up(viewer(), written, WriteUpDraft(), into=into, answer=request.form.get("answer", ""))
    thread = written.thread if isinstance(written, Post) else written
    return see_other(thread_path(thread.id, thread.title) + "#written-up")


@promotion.get("/t/<ref>/write-up/<page_id>")
@permission(Permission.COMMUNITY_READ, Permission.PAGE_DELETE)
def choose(ref: str, page_id: str, **shown: Any) -> Answer:
    """Which existing page it goes into instead."""
    thread = fetch(viewer(), Thread, id_of(ref), Permission.COMMUNITY_READ)
    made = fetch(viewer(), Page, page_id, Permission.PAGE_DELETE)
    words = request.args.get("q", "")[:WORDS_LENGTH]
    found = queries.choices(viewer(), made, tokens_of(thread.id), words)
    return page("promotion/choose.html", thread=thread, page=made, found=found, words=words, **shown)


@promotion.post("/t/<ref>/write-up/<page_id>")
@permission(Permission.COMMUNITY_READ, Permission.PAGE_DELETE, Permission.PAGE_REVISE)
@again(choose)
def put_into(ref: str, page_id: str) -> Answer:
    """Put it into that page instead."""
    thread = fetch(viewer(), Thread, id_of(ref), Permission.COMMUNITY_READ)
    made = fetch(viewer(), Page, page_id, Permission.PAGE_DELETE)
    into = fetch(viewer(), Page, form(PutIntoDraft).page, Permission.PAGE_REVISE)
    actions.put_into(viewer(), thread, made, into)
    return see_other(thread_path(thread.id, thread.title) + "#written-up")


@promotion.post("/t/<ref>/write-up/<page_id>/undo")
@permission(Permission.COMMUNITY_READ, Permission.PAGE_DELETE)
def undo(ref: str, page_id: str) -> Answer:
    """Take it back; what may be undone by whom is the page's own law."""
    thread = fetch(viewer(), Thread, id_of(ref), Permission.COMMUNITY_READ)
    made = fetch(viewer(), Page, page_id, Permission.COMMUNITY_READ)
    actions.undo(viewer(), thread, made)
    return see_other(thread_path(thread.id, thread.title) + "#worked")


@promotion.post("/w/<ref>/sources/<promotion_id>/taken-over")
@permission(Permission.PAGE_REVISE)
def taken_over(ref: str, promotion_id: str) -> Answer:
    """The solution's later change is in the page now."""
    found = fetch(viewer(), Page, id_of(ref), Permission.PAGE_REVISE)
    actions.taken_over(viewer(), found, promotion_id)
    return see_other(page_path(found.id, found.title))
