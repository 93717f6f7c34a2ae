"""What somebody has begun to write is never lost: not by a crash, a cut line, a refusal, nor sent twice."""

from __future__ import annotations

import contextlib
import random
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Error, Page, expect

from .hands import account, call, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

POINTS = 3
ON_THE_SERVER_WITHIN = 2.0


@dataclass
class Dora:
    """Somebody with a community of her own, on two devices."""

    site: Any
    token: str
    slug: str = "dora"

    def threads(self) -> list[str]:
        status, found = call(self.site, self.token, "GET", f"/communities/{self.slug}/threads")
        assert status == 200
        return [one["title"] for one in found["items"]]

    def thread(self, body: str) -> str:
        status, made = call(self.site, self.token, "POST", "/threads", {"body": body, "community": self.slug})
        assert status == 201
        return str(made["id"])

    def posts(self, thread: str) -> list[str]:
        status, found = call(self.site, self.token, "GET", f"/threads/{thread}/posts")
        assert status == 200
        return [one["body"] for one in found["items"]]


@pytest.fixture(scope="module")
def dora(site) -> Iterator[Dora]:
    made = Dora(site, account(site, "Dora"))
    community = {"slug": made.slug, "name": "Dora's", "visibility": "open"}
    assert call(site, made.token, "POST", "/communities", community)[0] == 201
    return made


@pytest.fixture
def device(person, dora):
    """`device()`: another browser of hers, signed in."""

    def make(**how: Any) -> BrowserContext:
        context = person(**how)
        page = context.new_page()
        sign_in(page, "dora")
        page.goto("/ask")  # what another test has begun is thrown away
        token = page.locator("main input[name=csrf_token]").first.get_attribute("value")
        page.request.post("/drafts/ask/deletion", form={"csrf_token": token})
        page.close()
        return context

    return make


ASK = "/ask?community=dora"
BOX = "main textarea[data-unfinished]"


def opened(context: BrowserContext, path: str) -> Page:
    """The page once its scripts keep what is typed (htmx, which asks for suggestions, comes last)."""
    page = context.new_page()
    page.goto(path, wait_until="networkidle")
    return page


def typed(page: Page, text: str) -> None:
    page.locator(BOX).press("Control+End")
    page.keyboard.type(text)


def crash(page: Page) -> None:
    """The page's process dies; nothing that it still meant to do is done."""
    with page.expect_event("crash"), contextlib.suppress(Error):
        page.goto("chrome://crash")
    page.close()


@pytest.mark.parametrize("where", ["ask", "answer"])
def test_a_crash_loses_nothing_that_was_said_to_be_saved(device, dora, where) -> None:
    path = ASK if where == "ask" else f"/t/{dora.thread('Where a crash happens')}-x"
    desk, phone = device(), device(width=360)
    chance, whole = random.Random(7), ""
    for number in range(POINTS):
        page = opened(desk, path)
        expect(page.locator(BOX)).to_have_value(whole)
        more = f"{number}: the press stops. "[: chance.randrange(4, 25)]
        typed(page, more)
        whole += more
        if number % 2:
            time.sleep(ON_THE_SERVER_WITHIN)
        else:
            expect(page.get_by_text("Draft saved")).to_be_visible()
        crash(page)
        elsewhere = opened(phone, path)
        expect(elsewhere.locator(BOX)).to_have_value(whole)
        elsewhere.close(run_before_unload=False)
    page = opened(desk, path)  # this browser has it at once
    typed(page, "At once.")
    crash(page)
    expect(opened(desk, path).locator(BOX)).to_have_value(f"{whole}At once.")


@pytest.mark.parametrize("comes_back", ["by the address", "by the button"])
def test_a_send_that_fails_keeps_the_text_and_sends_it_once(device, dora, comes_back) -> None:
    desk = device()
    page = opened(desk, ASK)
    text = f"The line is cut, {comes_back}"
    typed(page, text)
    desk.set_offline(offline=True)
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("Not sent")
    desk.set_offline(offline=False)
    assert text not in dora.threads()
    button = "Try again"
    if comes_back == "by the address":
        expect(page.get_by_text("Draft saved")).to_be_visible()
        page.goto(ASK)
        button = "Ask"
    expect(page.locator(BOX)).to_have_value(text)
    page.get_by_role("button", name=button, exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(text)
    assert dora.threads().count(text) == 1
    expect(opened(desk, ASK).locator(BOX)).to_have_value("")


def test_an_answer_whose_send_fails(device, dora) -> None:
    thread = dora.thread("Where the line is cut")
    desk = device()
    page = opened(desk, f"/t/{thread}-x")
    typed(page, "Try the other line")
    desk.set_offline(offline=True)
    page.get_by_role("button", name="Answer", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("Not sent")
    desk.set_offline(offline=False)
    expect(page.get_by_text("Draft saved")).to_be_visible()
    page.goto(f"/t/{thread}-x")
    expect(page.locator(BOX)).to_have_value("Try the other line")
    page.get_by_role("button", name="Answer", exact=True).click()
    expect(page.locator("article.post")).to_have_count(1)
    expect(page.locator(BOX)).to_have_value("")
    assert dora.posts(thread) == ["Try the other line"]


def test_without_scripts_a_refused_form_keeps_the_text(device, dora) -> None:
    page = device(scripts=False).new_page()
    page.goto(ASK)
    page.locator(BOX).fill("It stops <b>&</b>\n\nagain and again")
    page.get_by_text("What were you doing?").click()
    page.get_by_label("Title").fill("My title & <i>")
    page.get_by_label("Topics").fill("x" * 81)
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(page.get_by_text("This is too long: at most 80 characters")).to_be_visible()
    expect(page.locator(BOX)).to_have_value("It stops <b>&</b>\n\nagain and again")
    expect(page.get_by_label("Title")).to_have_value("My title & <i>")
    expect(page.get_by_label("Topics")).to_have_value("x" * 81)
    page.get_by_label("Topics").fill("x")
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("My title & <i>")


@pytest.mark.parametrize("scripts", [True, False])
def test_a_double_click_asks_once(device, dora, scripts) -> None:
    text = f"Clicked twice {'with' if scripts else 'without'} scripts"
    page = device(scripts=scripts).new_page()
    page.goto(ASK)
    page.locator(BOX).fill(text)
    page.get_by_role("button", name="Ask", exact=True).dblclick()
    expect(page.get_by_role("heading", level=1)).to_have_text(text)
    assert dora.threads().count(text) == 1


def test_keys_pressed_in_haste_answer_once(device, dora) -> None:
    thread = dora.thread("Answered in haste")
    page = opened(device(), f"/t/{thread}-x")
    typed(page, "Press it once")
    for _ in range(3):
        page.keyboard.press("Control+Enter")
    expect(page.locator("article.post")).to_have_count(1)
    assert dora.posts(thread) == ["Press it once"]
