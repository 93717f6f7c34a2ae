"""Keys: jump to anything, the sheet, single keys and their switch; and the theme that somebody chose."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from .hands import account, call, sign_in
from .test_keyboard import FOCUS

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]


@pytest.fixture(scope="module")
def thread(site) -> str:
    token = account(site, "Tastie")
    community = {"slug": "typists", "name": "Typists", "visibility": "open"}
    assert call(site, token, "POST", "/communities", community)[0] == 201
    status, made = call(
        site, token, "POST", "/threads", {"body": "The carriage jams", "community": "typists"}
    )
    assert status == 201
    for number in range(6):
        body = f"Answer {number}\n\n" + "A line of it.\n\n" * 12
        answer = {"kind": "answer", "body": body}
        assert call(site, token, "POST", f"/threads/{made['id']}/posts", answer)[0] == 201
    return str(made["id"])


@pytest.fixture
def at(person, thread):
    def open_(path: str = "/", width: int = 1280) -> Page:
        page = person(width).new_page()
        sign_in(page, "tastie")
        page.goto(path.format(thread=thread), wait_until="networkidle")
        return page

    return open_


@pytest.mark.parametrize("width", [1280, 360])
def test_jump_to_anything(at, width) -> None:
    page = at("/", width)
    page.keyboard.press("Control+k")
    field = page.get_by_role("combobox", name=re.compile("A person, community"))
    expect(field).to_be_focused()
    expect(page.get_by_role("option", name="Inbox")).to_be_visible()
    page.keyboard.type("carriage")
    expect(page.get_by_role("option")).to_have_count(1)
    assert field.get_attribute("aria-activedescendant") == page.get_by_role("option").get_attribute("id")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("The carriage jams")
    page.wait_for_load_state("networkidle")
    page.keyboard.press("Control+k")
    expect(field).to_be_focused()
    page.keyboard.type("typi")
    page.get_by_role("option", name="Typists").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Typists")
    page.wait_for_load_state("networkidle")
    page.keyboard.press("Control+k")
    expect(field).to_be_focused()
    page.keyboard.type("no such thing")
    expect(page.get_by_text("Nothing found")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_the_sheet_is_a_dialog_and_a_page(at) -> None:
    page = at()
    page.keyboard.press("?")
    sheet = page.get_by_role("dialog", name="Keyboard shortcuts")
    expect(sheet.get_by_text("Jump to anything")).to_be_visible()
    page.keyboard.press("Escape")
    expect(sheet).to_have_count(0)
    page.goto("/help/keyboard")
    expect(page.get_by_role("heading", level=1)).to_have_text("Keyboard shortcuts")


@pytest.mark.parametrize("width", [1280, 360])
def test_single_keys_in_a_thread(at, thread, width) -> None:
    page = at("/t/{thread}", width)
    for key, heading in (("j", None), ("j", "2"), ("j", "3"), ("j", "4"), ("k", "3")):
        page.keyboard.press(key)
        assert page.evaluate(FOCUS) == ""
        if heading:
            assert page.evaluate("document.activeElement.closest('article').id") == f"p{heading}"
    page.keyboard.press("q")
    expect(page.locator("#write-body")).to_have_value(
        re.compile(r"^> Tastie \(\[3\]\(/t/\w+-the-carriage-jams/3\)\):\n>\n> Answer 1")
    )
    page.locator("#write-body").fill("")
    page.keyboard.type("j/k?")
    expect(page.locator("#write-body")).to_have_value("j/k?")
    page.locator("#write-body").fill("")
    page.locator("h1").click()
    page.keyboard.press("a")
    expect(page.locator("#write-body")).to_be_focused()
    assert page.evaluate(FOCUS) == ""
    page.locator("h1").click()
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.locator("h1").click()
    page.keyboard.press("#")
    expect(page.get_by_role("combobox")).to_have_value("#")
    page.keyboard.type("5")
    page.get_by_role("option", name="Go to number 5").wait_for()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/t/{thread}-the-carriage-jams/5**")
    page.wait_for_load_state("networkidle")
    page.keyboard.press("g")
    page.keyboard.press("d")
    expect(page.get_by_role("heading", level=1)).to_have_text("Drafts")
    page.wait_for_load_state("networkidle")
    page.keyboard.press("c")
    expect(page.get_by_role("heading", level=1)).to_have_text("Ask")


def _choose(page: Page, **chosen: Any) -> None:
    page.goto("/settings", wait_until="networkidle")
    for name, value in chosen.items():
        page.locator(f"#{name}").select_option(value)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved")).to_be_visible()
    page.wait_for_load_state("networkidle")


def test_single_keys_are_switched_off(at) -> None:
    page = at()
    _choose(page, shortcuts="off")
    page.locator("h1").click()
    page.keyboard.press("c")
    page.keyboard.press("?")
    page.keyboard.press("Control+k")
    expect(page.get_by_role("dialog", name="Jump to anything")).to_be_visible()
    assert page.url.endswith("/settings")
    page.keyboard.press("Escape")
    page.goto("/help/keyboard")
    expect(page.get_by_text("Single keys are off.")).to_be_visible()
    _choose(page, shortcuts="on")
    page.locator("h1").click()
    page.keyboard.press("c")
    expect(page.get_by_role("heading", level=1)).to_have_text("Ask")


def test_the_theme_that_somebody_chose(at) -> None:
    page = at()
    paper = "getComputedStyle(document.body).backgroundColor"
    _choose(page, theme="dark")
    dark = page.evaluate(paper)
    _choose(page, theme="light")
    assert page.locator("html").get_attribute("data-theme") == "light"
    assert page.evaluate(paper) != dark
    _choose(page, theme="auto")
    assert page.locator("html").get_attribute("data-theme") is None
