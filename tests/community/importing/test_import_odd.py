"""Dumps of any content: hostile, over-long, in any script, of no known site."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from community.core.session import session
from community.core.text import MAX_BODY
from models import Person, Thread, Topic

pytestmark = pytest.mark.postgresql
WHEN = "2020-01-01T00:00:00"
EARLY, LATER = "2019-05-05T08:00:00", "2019-05-06T08:00:00"


def thread(title: str) -> Thread:
    return session().scalars(select(Thread).where(Thread.title == title)).one()


EVIL = '<script>alert(1)</script><img src=x onerror=alert(1)><a href="javascript:alert(1)">x</a>'


@pytest.fixture
def hostile(write, make_question, make_answer):
    """Markup that would run, in every field of every file."""
    posts = write(
        "Posts",
        make_question(
            1, Title=EVIL, Body=EVIL, Tags="<b onmouseover=x><soil>", OwnerUserId=7, ContentLicense=EVIL
        ),
        make_answer(2, 1, Body=f"<pre><code>{EVIL}</code></pre>{EVIL}", OwnerUserId=7),
    )
    write("Users", {"Id": 7, "CreationDate": WHEN, "DisplayName": EVIL, "AboutMe": EVIL})
    write("Comments", {"Id": 1, "PostId": 2, "UserId": 7, "CreationDate": WHEN, "Text": EVIL})
    history = {"PostId": 1, "UserId": 7, "PostHistoryTypeId": 2, "Text": EVIL}
    write(
        "PostHistory",
        {"Id": 1, "CreationDate": EARLY, "RevisionGUID": "a"} | history,
        {"Id": 2, "CreationDate": LATER, "RevisionGUID": "b"} | history | {"Text": "x"},
    )
    return posts.parent


def test_nothing_runs_whatever_a_dump_says(bring_in, hostile, cast, as_, kind) -> None:
    bring_in(hostile)
    one = session().scalars(select(Thread)).one()
    ana = as_(cast.ana)
    for path in (f"/t/{one.id}", f"/t/{one.id}/history", "/c/garden", "/"):
        shown = ana.get(path, follow_redirects=True)
        assert shown.status_code == 200
        for running in ("<script>alert", "<img src=x", '<a href="javascript:', "<b onmouseover"):
            assert running not in shown.text, (path, running)


def test_a_text_that_is_too_long_is_cut_with_a_link_to_the_rest(bring_in, write, make_question, kind) -> None:
    line = "0123456789 abcdefgh\n"
    body = f"<p>Log:</p><pre><code>{line * (MAX_BODY // len(line) + 10)}</code></pre><p>end</p>"
    posts = write(
        "Posts",
        make_question(1, Title="Long", Body=body),
        make_question(2, Title="", Body="<p>No title. At all.</p>"),
    )
    done = bring_in(posts.parent)
    long = thread("Long")
    assert len(long.body) <= MAX_BODY
    assert long.body.endswith(
        "```\n\n[The rest stands in the original.](https://garden.stackexchange.com/q/1)"
    )
    assert '<a href="https://garden.stackexchange.com/q/1"' in long.body_html
    assert (done.data["cut"], done.data["cut_texts"]) == (1, ["https://garden.stackexchange.com/q/1"])
    assert "Texts that were cut, with a link to the rest: 1" in done.said
    assert thread("No title.").body == "No title. At all."


def test_any_script_any_name_and_whatever_length(bring_in, write, make_question, make_answer, kind) -> None:
    posts = write(
        "Posts",
        make_question(1, Title="ü" * 300, Body="<p>漢字 \U0001f600 &#x202E;</p>", OwnerUserId=1,
                      Tags="<python-тест><выбор>", Score=10**17, ContentLicense="L" * 300),
        make_answer(2, 1, OwnerUserId=2),
        make_answer(3, 1, OwnerUserId=3, OwnerDisplayName="n" * 500),
        make_answer(4, 1, OwnerDisplayName="n" * 500, OwnerUserId=""),
    )  # fmt: skip
    names = {1: "漢字", 2: "me", 3: "n" * 500}
    write(
        "Users",
        *({"Id": number, "CreationDate": WHEN, "DisplayName": name} for number, name in names.items()),
    )
    done = bring_in(posts.parent)
    one = session().scalars(select(Thread)).one()
    assert (len(one.title), one.score, len(one.licence)) == (200, 2**31 - 1, 60)
    assert "漢字 \U0001f600" in one.body_html
    assert set(session().scalars(select(Topic.slug))) == {"python-тест", "выбор"}
    handles = session().scalars(select(Person.handle)).all()
    assert {"person", "me-2"} <= set(handles)
    assert all(
        re.fullmatch(r"[a-z0-9](?:[a-z0-9_.-]*[a-z0-9_])?", handle) and len(handle) <= 30
        for handle in handles
    )
    assert done.data["new"]["roadblocks"] == 1


def test_a_folder_that_names_no_site_has_no_originals(bring_in, write, make_question, kind) -> None:
    body = '<p><a href="/q/1">a</a> <a href="/help">b</a> <a href="https://e.example/x">c</a></p>'
    posts = write("Posts", make_question(1, Body=body), directory="my_dump of it")
    done = bring_in(posts.parent)
    one = session().scalars(select(Thread)).one()
    assert one.origin is None
    assert one.body.startswith(f"[a](/t/{one.id})")
    assert "https://e.example/x" in one.body
    assert "(/help)" not in one.body
    assert "names no site" in done.said or "tells no site" in done.said
