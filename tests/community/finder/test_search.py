"""Searching: by words of the title, the text and what worked; filters, operators, windows, the page."""

from __future__ import annotations

import pytest
from sqlalchemy import event, select

from app import create_app
from community.core import limits
from community.core.outbox import drain
from community.core.session import end_session, session
from community.threads.actions.solutions import explain
from community.threads.drafts import CauseDraft
from models import Solution, Thread
from tests.community.finding_scene import signed_in, viewer_of

pytestmark = pytest.mark.postgresql

NAUGHTY = (
    "", " ", "\x00", "'", '"', '""', "-", "--", "in:", "in:nowhere", "by:@", "%", "_", "\\", "a OR b) (", "*", "?",
    "<script>alert(1)</script>", "' OR 1=1 --", "../../etc/passwd", "{{ 7*7 }}", "%(num)s", "😀", "\u202eevil", "ﷺ",
    "before:9999-99-99", "after:0000", "state:" + "x" * 500, "x" * 100_000, 'topic:"', "日本", "ก", "\ufffe", "at:\x00",
)  # fmt: skip


def titles(found) -> list[str]:
    return [one["title"] for one in found["items"]]


def test_found_by_the_title_by_the_text_and_by_what_worked(scene, search, cast, kind) -> None:
    thread = scene.solved(
        cast.ana, cast.ops, "The exporter stops with E07.", "Open **flap B** and press the lever."
    )
    scene.ask(
        cast.ben, cast.ops, "Something else entirely about flaps in general.", title="Lid of the printer"
    )
    page = scene.page(
        cast.carla, cast.ops, "Exporting at month end", "Choose the ledger, then wait.", success="A file"
    )
    for words in ("exporter", "E07", "flap lever", '"press the lever"'):
        found = search(cast.dev, words)
        assert found["items"][0]["id"] == thread, words
    hit = found["items"][0]
    assert hit["type"] == "thread"
    assert hit["url"].startswith(f"/t/{thread}")
    assert hit["state"] == "solved"
    assert hit["community"] == {"slug": "ops", "name": "Ops", "visibility": "open"}
    assert "solution" in hit["why"]
    assert "worked" in hit["why"]
    assert hit["snippet_html"] == "Open flap B and <mark>press</mark> the <mark>lever</mark>."
    assert hit["thread"] is None
    assert found == {"items": found["items"], "total": 1, "more": False, "next": None}
    one = search(cast.eve, "ledger")["items"][0]
    assert (one["id"], one["type"], one["state"]) == (page, "page", None)
    assert one["url"].startswith(f"/w/{page}")
    assert search(cast.ana, "nowherewritten") == {"items": [], "total": 0, "more": False, "next": None}


def test_a_cause_and_a_comment_are_found_too(scene, search, cast, kind) -> None:
    thread = scene.solved(cast.ana, cast.ops, "It stops", "Restart it")
    solution = session().scalars(select(Solution).where(Solution.thread_id == thread)).one()
    explain(
        viewer_of(cast.ben),
        session().get_one(Thread, thread),
        solution.subject,
        CauseDraft(cause="A capacitor is swollen"),
    )
    found = search(cast.ana, "capacitor swollen")["items"][0]
    assert found["id"] == thread
    assert "<mark>capacitor</mark>" in found["snippet_html"]


def test_filters_and_operators_say_the_same(scene, search, cast, kind) -> None:
    ours = scene.solved(
        cast.ana, cast.ops, "Backup fails on tape", "Clean the head",
        topics=("Tape drives",), context={"system": "Vault", "task": "Nightly"},
    )  # fmt: skip
    scene.ask(cast.ben, cast.closed, "Backup fails in audit")
    tip = scene.ask(cast.carla, cast.ops, "Backup is quicker at night", kind="tip")
    page = scene.page(
        cast.ben, cast.ops, "Backup plan", "Every night", kind="checklist", topics=("tape drives",)
    )
    pairs = [
        ("in:ops", {"community": "ops"}, {ours, tip, page}),
        ("in:audit", {"community": "audit"}, None),
        ("type:page", {"type": "page"}, {page}),
        ("state:solved", {"state": "solved"}, {ours, tip}),
        ("kind:tip", {"kind": "tip"}, {tip}),
        ("kind:checklist", {"kind": "checklist"}, {page}),
        ('topic:"tape drives"', {"topic": "Tape-Drives"}, {ours, page}),
        ("at:vault", {"system": "vault"}, {ours}),
        ("by:ana", {"author": "ana"}, {ours}),
        ("by:@ben", {"author": "ben"}, None),
        ("in:nowhere", {"community": "nowhere"}, set()),
        ("topic:unheard", {"topic": "unheard"}, set()),
        ("by:nobody", {"author": "nobody"}, set()),
    ]  # fmt: skip
    for typed, chosen, wanted in pairs:
        by_words, by_filter = search(cast.ana, f"backup {typed}"), search(cast.ana, "backup", **chosen)
        assert [one["id"] for one in by_words["items"]] == [one["id"] for one in by_filter["items"]], typed
        assert by_words["total"] == by_filter["total"] == len(by_words["items"])
        if wanted is not None:
            assert {one["id"] for one in by_words["items"]} == wanted, typed
    assert titles(search(cast.ana, "", task="nightly")) == ["Backup fails on tape"]
    assert titles(search(cast.ana, "backup in:ops", community="audit")) == [], "a filter never widens"
    assert search(cast.ana, "backup before:2020")["total"] == 0
    assert search(cast.ana, "backup after:2020")["total"] == 4
    assert search(cast.ana, "backup -tape")["total"] == 2


def test_windows_follow_each_other(scene, search, cast, as_, kind) -> None:
    for number in range(7):
        scene.ask(cast.ana, cast.ops, f"Widget number {number} broke")
    first = search(cast.ben, "widget", limit="3")
    assert (len(first["items"]), first["total"]) == (3, 7)
    seen = [one["id"] for one in first["items"]]
    after = first["next"]
    while after:
        more = search(cast.ben, "widget", limit="3", after=after)
        seen += [one["id"] for one in more["items"]]
        after = more["next"]
    assert len(seen) == len(set(seen)) == 7
    for bad in ("zzz", "WzFd" * 3, "WyJ4Il0", "Wy0xXQ"):
        assert as_(cast.ben).api("GET", f"/search?q=widget&after={bad}").status_code == 422
    assert as_(cast.ben).api("GET", "/search?q=widget&limit=0").status_code == 422


def test_the_page_shows_marks_sentences_and_ways_on(scene, cast, as_, kind) -> None:
    thread = scene.solved(
        cast.ana,
        cast.ops,
        "Scanner <b>stops</b> & <script>alert(1)</script>",
        "Pull <img src=x onerror=alert(2)> the plug",
        topics=("Scan<ner>",),
    )
    scene.ask(cast.ana, cast.den, "Scanner in our den")
    drain()
    shown = as_(cast.ana).get("/search?q=scanner+plug")
    assert shown.status_code == 200
    text = shown.text
    assert f"/t/{thread}" in text
    assert "state-solved" in text
    assert "<mark>plug</mark>" in text
    assert "It worked for 1" in text
    assert 'value="scanner plug"' in text
    assert text.count("<h1>") == 1
    for bad in ("<script>alert", "<img src=x", "<b>stops"):
        assert bad not in text
    both = as_(cast.ana).get("/search?q=scanner").text
    assert "private" in both, "the lock says it in a word"
    assert 'aria-label="By community"' in both
    assert "Scan&lt;ner&gt;" in both
    none = as_(cast.ana).get("/search?q=xyzzy+%3Cq%3E").text
    assert "Nothing found that you may read." in none
    assert 'href="/ask?body=xyzzy+%3Cq%3E"' in none or 'href="/ask?body=xyzzy%20%3Cq%3E"' in none
    assert "Paste an error" in as_(cast.ana).get("/search").text
    for page in ("0", "-1", "x", "99999999999999999999", "2", "²"):
        assert as_(cast.ana).get(f"/search?q=scanner&page={page}").status_code == 200


def test_nothing_typed_is_an_error(scene, cast, as_, kind) -> None:
    scene.ask(cast.ana, cast.ops, "Anything")
    drain()
    ana = as_(cast.ana)
    for words in NAUGHTY:
        for name in ("q", "community", "topic", "state", "author", "system", "task", "kind", "type"):
            args = {"q": "anything", name: words}
            assert ana.get("/search", query_string=args).status_code == 200, (name, words)
        assert ana.api("GET", "/search", query_string={"q": words}).status_code == 200, words
        assert ana.api("GET", "/suggestions", query_string={"body": words, "title": words}).status_code == 200
        assert ana.get("/suggestions", query_string={"body": words}).status_code == 200


def test_without_a_name_no_filter_finds_the_asker(scene, search, cast, kind) -> None:
    scene.ask(cast.ana, cast.ops, "Ashamed of this zebra", anonymous=True)
    for somebody in (cast.ana, cast.ben, cast.admin):
        assert search(somebody, "zebra")["total"] == 1
        assert search(somebody, "zebra by:ana")["total"] == 0


def test_queries_are_few(scene, cast, as_, kind) -> None:
    for number in range(12):
        scene.solved(
            cast.ana,
            cast.ops,
            f"Gadget {number} broke",
            f"Turn gadget {number} round",
            topics=(f"t{number}",),
        )
        scene.page(cast.ana, cast.ops, f"Gadget page {number}", "Text of it")
    drain()
    ana, said = as_(cast.ana), []
    engine = session().get_bind().engine
    listen = lambda *args: said.append(args[2])  # noqa: E731
    event.listen(engine, "before_cursor_execute", listen)
    try:
        for path in (
            "/search?q=gadget",
            "/search?q=gadget+in:ops+topic:t1&state=solved",
            "/suggestions?body=the+gadget+broke",
        ):
            end_session()
            said.clear()
            shown = ana.get(path)
            assert shown.status_code == 200
            statements = [one for one in said if one.lstrip().upper().startswith(("SELECT", "WITH"))]
            assert len(statements) <= 12, (path, len(statements), statements)
    finally:
        event.remove(engine, "before_cursor_execute", listen)


def test_a_limit_is_said_in_so_many_words(scene, cast, settings, kind) -> None:
    limits.forget()
    app = create_app(settings.model_copy(update={"limits": "on"}))
    ana = signed_in(app, cast.ana)
    answers = [ana.get("/search?q=zebra") for _ in range(61)]
    assert {one.status_code for one in answers[:60]} == {200}
    assert answers[60].status_code == 429
    assert int(answers[60].headers["Retry-After"]) > 0
    assert ana.get("/search").status_code == 200, "the empty page asks nothing"
    assert ana.get("/suggestions?body=zebra").status_code == 200, "a limit of its own"
    limits.forget()


def test_filters_are_folded_away_until_one_is_set(scene, cast, as_, kind) -> None:
    scene.ask(cast.ana, cast.ops, "The zebra printer is offline")
    drain()
    ana = as_(cast.ana)
    assert '<details class="narrowing"><summary>Narrow it down' in ana.get("/search?q=zebra").text
    assert '<details class="narrowing" open>' in ana.get("/search?q=zebra&state=open").text
    assert 'href="/ask?body=okapi"' in ana.get("/search?q=okapi").text
