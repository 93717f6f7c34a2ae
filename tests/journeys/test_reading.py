"""Reading a long thread in a browser: what was on screen is read, scrolling loads, Back finds the place."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from .hands import account, call, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

LAST = 95
# Marks outlive a test: who is asked about theirs reads in one alone.
READERS = ("Uma", "Vic", "Wes")
# What is longer than the longest dwell and the pause before it is sent.
LONG_ENOUGH_MS = 7_500


@pytest.fixture(scope="module")
def thread(site: Any) -> str:
    """Robin's, with many answers."""
    robin = account(site, "Robin")
    for name in READERS:
        account(site, name)
    call(site, robin, "POST", "/communities", {"slug": "press", "name": "Press", "visibility": "open"})
    content = {"title": "The press squeals", "body": "It squeals. " * 20, "community": "press"}
    _, made = call(site, robin, "POST", "/threads", content)
    for number in range(2, LAST + 1):
        words = {"kind": "answer", "body": f"Way {number}. " + "Oil it well. " * 15}
        status, _ = call(site, robin, "POST", f"/threads/{made['id']}/posts", words)
        assert status == 201
    return made["id"]


@pytest.fixture
def at(person: Any) -> Any:
    """`at(name, width)`: a page of a reader's."""

    def make(name: str, width: int = 1280) -> Page:
        page = person(width).new_page()
        sign_in(page, name)
        return page

    return make


def _path(thread: str) -> str:
    return f"/t/{thread}-the-press-squeals"


def _mark(page: Page, thread: str) -> int:
    """How far the server says one has read; nothing on the page that asks is on screen."""
    html = page.request.get(_path(thread)).text()
    found = re.search(r'data-read-up-to="(\d+)"', html)
    assert found
    return int(found[1])


def _settle(page: Page) -> None:
    page.wait_for_load_state("networkidle")


def _top(page: Page, number: int) -> float:
    return float(page.evaluate(f"document.getElementById('p{number}').getBoundingClientRect().top"))


def test_only_what_was_on_screen_for_a_while_is_read(at, thread) -> None:
    page = at("Uma")
    page.goto(_path(thread), wait_until="domcontentloaded")
    page.goto("/inbox")
    assert _mark(page, thread) == 0, "opening it reads nothing"
    page.goto(_path(thread))
    seen = page.evaluate(
        "[...document.querySelectorAll('main .post[id]')]"
        ".filter((one) => one.getBoundingClientRect().top < innerHeight).length"
    )
    page.wait_for_timeout(LONG_ENOUGH_MS)
    mark = _mark(page, thread)
    assert 1 <= mark <= seen, (mark, seen)
    page.goto(_path(thread))
    expect(page.locator("#new")).to_contain_text(f"New since you were here ({LAST - mark})")
    # What is new and was jumped over stays new, also while one reads the end.
    page.goto(f"{_path(thread)}/{LAST}#p{LAST}")
    page.wait_for_timeout(LONG_ENOUGH_MS)
    page.goto("/inbox")
    assert _mark(page, thread) == mark
    # Back at the first that is new, one reads on; what one leaves at once is sent on the way out.
    page.goto(f"/t/{thread}/unread")
    _settle(page)
    assert page.url.endswith(f"/{mark + 1}#p{mark + 1}")
    page.wait_for_timeout(4_300)
    page.goto("/inbox")
    page.wait_for_timeout(500)
    assert _mark(page, thread) > mark
    # And unread from here, by the key.
    page.goto(f"{_path(thread)}/3#p3", wait_until="networkidle")
    page.keyboard.press("u")
    expect(page.locator("#p3").get_by_role("button", name="Unread from here on")).to_be_visible()
    page.wait_for_timeout(LONG_ENOUGH_MS)
    page.goto("/inbox")
    assert _mark(page, thread) == 2


def test_scrolling_loads_and_the_address_follows(at, thread) -> None:
    page = at("Wes")
    page.goto(_path(thread), wait_until="networkidle")
    assert page.locator("#p60").count() == 0
    page.locator(".later").scroll_into_view_if_needed()
    page.locator("#p60").wait_for()
    page.locator("#p60").evaluate("(one) => one.scrollIntoView()")
    page.wait_for_url(re.compile(r"/(59|60)#p(59|60)$"))
    expect(page.locator(".jump [data-place]")).to_have_text(re.compile(rf"^(59|60) of {LAST}$"))
    page.wait_for_timeout(500)
    before, address = _top(page, 60), page.url
    page.goto("/inbox")
    page.go_back(wait_until="networkidle")
    assert page.url == address
    page.wait_for_timeout(500)
    assert abs(_top(page, 60) - before) < 3, "Back finds the place"
    # Now only the second page is there: scrolling up brings the first, and what is read does not move.
    assert page.locator("#p41").count() == 0
    page.locator("#p42").evaluate("(one) => one.scrollIntoView()")
    page.wait_for_timeout(500)
    page.mouse.move(400, 400)
    page.mouse.wheel(0, -60)
    page.locator("#p41").wait_for(state="attached")
    page.wait_for_timeout(500)
    assert 0 < _top(page, 42) < 400
    assert page.locator(".posts > .post").count() >= 80
    numbers = page.evaluate("[...document.querySelectorAll('.posts > .post')].map((one) => +one.id.slice(1))")
    assert numbers == list(range(2, 2 + len(numbers)))


def test_a_number_without_its_anchor_leads_to_the_post(at, thread) -> None:
    page = at("Wes")
    page.goto(f"{_path(thread)}/70", wait_until="networkidle")
    assert 0 <= _top(page, 70) < 400


def test_the_pill_jumps_on_a_phone(at, thread) -> None:
    page = at("Wes", 360)
    page.goto(_path(thread), wait_until="networkidle")
    pill = page.get_by_role("button", name=f"of {LAST}")
    pill.click()
    menu = page.locator("#jump")
    expect(menu).to_be_visible()
    menu.get_by_label("Number").fill("50")
    menu.get_by_role("button", name="Go").click()
    page.wait_for_url("**/50#p50")
    assert 0 <= _top(page, 50) < 400
    expect(pill).to_contain_text(f"50 of {LAST}")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_without_scripts_it_is_links_and_buttons(person, thread) -> None:
    page = person(scripts=False).new_page()
    sign_in(page, "Vic")
    page.goto(_path(thread))
    page.get_by_role("link", name="Later ›").click()
    assert page.locator("#p42").count() == 1
    page.get_by_role("link", name="‹ Earlier").click()
    page.get_by_role("button", name="Mark as read up to here").click()
    page.wait_for_url("**/41#p41")
    page.goto(f"/t/{thread}/unread")
    expect(page.locator("#new")).to_contain_text(f"New since you were here ({LAST - 41})")
