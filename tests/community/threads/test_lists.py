"""A community's list of threads and of pages: chosen by tabs, gone through in both directions."""

from __future__ import annotations

import html
import re

import pytest

from tests.interfaces.acts import ask

pytestmark = pytest.mark.postgresql


def titles(shown: str) -> list[str]:
    return re.findall(r'<a href="/[tw]/[\w-]+">([^<]+)</a>', shown)


def way(shown: str, rel: str) -> str:
    found = re.search(rf'rel="{rel}" href="([^"]+)"', shown)
    return html.unescape(found[1]) if found else ""


@pytest.mark.parametrize("what", ["threads", "pages"])
def test_earlier_and_later_lead_through_all_of_it(as_, cast, kind, what) -> None:
    ana = as_(cast.ana)
    for number in range(45):
        if what == "threads":
            ask(ana, f"Number {number}")
        else:
            page = {"title": f"Number {number}", "body": "x"}
            assert ana.api("POST", "/communities/ops/pages", page).status_code == 201
    first = ana.get(f"/c/ops/{what}").text
    assert way(first, "prev") == ""
    second = ana.get(f"/c/ops/{what}" + way(first, "next")).text
    third = ana.get(f"/c/ops/{what}" + way(second, "next")).text
    assert way(third, "next") == ""
    assert titles(first + second + third) == [f"Number {number}" for number in reversed(range(45))]
    back = ana.get(f"/c/ops/{what}" + way(third, "prev")).text
    assert titles(back) == titles(second)
    assert titles(ana.get(f"/c/ops/{what}" + way(back, "prev")).text) == titles(first)
    assert ana.get(f"/c/ops/{what}?before=xxx").status_code == 422


def test_mine_is_what_one_asked_oneself_with_or_without_a_name(as_, cast, kind) -> None:
    ana, ben = as_(cast.ana), as_(cast.ben)
    ask(ana, "Mine", anonymous=True)
    ask(ben, "Not mine")
    assert titles(ana.get("/c/ops/threads?mine=1").text) == ["Mine"]
    assert "You have asked nothing here yet" in as_(cast.dev).get("/c/ops/threads?mine=1").text


def test_pages_are_chosen_by_kind(as_, cast, kind) -> None:
    ana = as_(cast.ana)
    for name in ("howto", "clip"):
        ana.api("POST", "/communities/ops/pages", {"title": name, "body": "x", "kind": name})
    assert titles(ana.get("/c/ops/pages?kind=clip").text) == ["clip"]
    assert "Nothing of this kind" in ana.get("/c/ops/pages?kind=playbook").text


def test_what_is_chosen_is_told_apart(as_, cast, kind) -> None:
    shown = as_(cast.ana).get("/c/ops/threads?state=open").text
    assert 'href="/c/ops/threads?state=open" aria-current="page"' in shown
    assert "Nobody is stuck here just now." in shown
    assert '<details class="narrowing">' in shown
    assert '<details class="narrowing" open>' in as_(cast.ana).get("/c/ops/threads?kind=tip").text
