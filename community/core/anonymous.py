"""Pages for signed-out readers, kept as bytes: the same for all of them, without token or nonce.

A key holds everything the page depends on: path and query, language, the number of the stream it shows, the public
epoch. What other features lend to it may be a minute old at most; what was narrowed is gone at once.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, Response, current_app, g, request
from sqlalchemy import bindparam, func, select

from models import Community, Epoch, Stream

from .cache import pages
from .compressing import compressed, takes_gzip
from .session import database, query
from .web import viewer

F = TypeVar("F", bound=Callable[..., Any])

_EPOCH = select(func.coalesce(func.max(Epoch.number), 0)).where(Epoch.scope == "public").scalar_subquery()
_STREAM = select(select(Stream.seq).where(Stream.stream == bindparam("stream")).scalar_subquery(), _EPOCH)
_LIST = select(
    select(Stream.seq)
    .join(Community, Stream.stream == "list:" + Community.id)
    .where(Community.slug == bindparam("stream"))
    .scalar_subquery(),
    _EPOCH,
)


def cached_by(name: Callable[..., str], *, is_list: bool = False) -> Callable[[F], F]:
    """Let a view's answer be kept for signed-out readers.

    Args:
        name: from the view's arguments to the stream it shows ('thread:ID', 'page:ID'), or to a community's slug.
        is_list: the latter.
    """

    def mark(function: F) -> F:
        function.cached_by = (name, is_list)  # type: ignore[attr-defined]
        return function

    return mark


def init_app(app: Flask) -> None:
    """Answer from the cache where that is allowed, and fill it."""
    app.before_request(_from_cache)
    app.after_request(_into_cache)


def _key() -> str | None:
    who = viewer()
    if who.standing != "signed_out" or "public" not in who.tokens or request.method != "GET":
        return None
    marked = getattr(current_app.view_functions.get(request.endpoint or ""), "cached_by", None)
    if marked is None:
        return None
    name, is_list = marked
    values = {"stream": name(**(request.view_args or {}))}
    found: Any = query(_LIST if is_list else _STREAM, values).one()
    home = str(database().engine.url)
    return None if found[0] is None else f"{home}|{who.locale}|{request.full_path}|{found[0]}|{found[1]}"


def _from_cache() -> Response | None:
    g.cache_key = _key()
    g.is_packed = bool(g.cache_key) and takes_gzip()
    if g.is_packed:
        g.cache_key += "|gzip"
    found = pages.get(g.cache_key) if g.cache_key else None
    if found is None:
        return None
    etag, body = found
    g.cache_key = None
    response = Response(body, mimetype="text/html")
    if g.is_packed:
        response.headers["Content-Encoding"] = "gzip"
    return _with_etag(response, etag)


def _into_cache(response: Response) -> Response:
    key = g.get("cache_key")
    if not key or response.status_code != 200 or response.is_streamed:  # noqa: PLR2004  a whole page
        return response
    body = response.get_data()
    etag = hashlib.sha256(body).hexdigest()[:20]
    if g.is_packed:
        body = compressed(body)
        response.set_data(body)
        response.headers["Content-Encoding"] = "gzip"
    pages.put(key, etag, body)
    return _with_etag(response, etag)


def _with_etag(response: Response, etag: str) -> Response:
    response.set_etag(etag, weak=True)  # the same page, compressed or not
    response.headers["Cache-Control"] = "no-cache"
    response.make_conditional(request)
    return response
