"""Pictures in a real browser: chosen, pasted, dropped; refused, cut off, tried again; with scripts and without."""

from __future__ import annotations

import base64
import re
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from tests.pictures import ADDRESS, picture

from .hands import account, call, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

ASK = "/ask?community=pia"
BOX = "main textarea[name=body]"
FILE = {"name": "lamp.png", "mimeType": "image/png", "buffer": picture(size=(900, 600))}
# What moved, of the text that holds the picture and of what stands below it.
SHIFTS = """() => new Promise((resolve) => {
  const text = document.querySelector("img[src^='/files/']").closest(".text");
  const below = (one) => text.contains(one) || text.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING;
  const moved = [];
  new PerformanceObserver((list) => {
    for (const shift of list.getEntries())
      for (const { node } of shift.sources) if (node && below(node)) moved.push(node.nodeName + " " + shift.value);
  }).observe({ type: "layout-shift", buffered: true });
  setTimeout(() => resolve(moved), 500);
})"""
GIVE = """([kind, encoded]) => {
  const bytes = Uint8Array.from(atob(encoded), (one) => one.charCodeAt(0));
  const data = new DataTransfer();
  data.items.add(new File([bytes], "lamp.png", { type: "image/png" }));
  const box = document.querySelector("main textarea[name=body]");
  const how = { bubbles: true, cancelable: true };
  box.dispatchEvent(kind === "paste" ? new ClipboardEvent(kind, { ...how, clipboardData: data })
    : new DragEvent(kind, { ...how, dataTransfer: data }));
}"""


@pytest.fixture(scope="module")
def pia(site) -> str:
    """The token of somebody with a community of her own."""
    token = account(site, "Pia")
    community = {"slug": "pia", "name": "Pia's", "visibility": "open"}
    assert call(site, token, "POST", "/communities", community)[0] == 201
    return token


@pytest.fixture
def asking(person, pia):
    """`asking(…)`: the page to ask, once its scripts have come."""

    def make(**how: Any) -> Page:
        page = person(**how).new_page()
        sign_in(page, "pia")
        page.goto("/ask")
        token = page.locator("main input[name=csrf_token]").first.get_attribute("value")
        page.request.post("/drafts/ask/deletion", form={"csrf_token": token})
        page.goto(ASK, wait_until="networkidle")
        return page

    return make


def send(page: Page) -> None:
    page.locator("main form[enctype] button", has_text=re.compile("^Ask$")).click()


def hold_back(page: Page) -> list[Route]:
    """What is sent waits until it is let go."""
    held: list[Route] = []

    def keep(route: Route) -> None:
        held.append(route)

    page.route("**/api/v1/files", keep)
    return held


def says(page: Page, pattern: str) -> None:
    """The box holds a picture like this, sooner or later."""
    expect(page.locator(BOX)).to_have_value(re.compile(pattern, re.DOTALL))


def insist_shown(page: Page, alt: str) -> None:
    """The page shows the picture; nothing jumped when it came, and nobody else was asked for anything."""
    shown = page.get_by_role("img", name=alt)
    expect(shown).to_be_visible()
    assert shown.evaluate("(one) => one.decode().then(() => one.naturalWidth)") == 900
    assert (shown.get_attribute("width"), shown.get_attribute("height")) == ("900", "600")
    page.reload(wait_until="networkidle")
    assert page.evaluate(SHIFTS) == []


@pytest.mark.parametrize("width", [360, 1280])
def test_chosen_it_comes_into_the_text_and_one_is_asked_what_it_shows(asking, width) -> None:
    page = asking(width=width)
    page.locator(BOX).fill("The lamp is red and nothing moves")
    page.get_by_label("Add a picture").set_input_files(FILE)
    says(page, rf"^The lamp is red and nothing moves\n\n!\[picture\]\({ADDRESS.pattern}\)\n$")
    page.get_by_label("What does the picture show?").fill("a [red] lamp")
    says(page, rf"!\[a  ?red  ?lamp\]\({ADDRESS.pattern}\)")
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    send(page)
    insist_shown(page, "a red lamp")


@pytest.mark.parametrize("way", ["paste", "drop"])
def test_pasted_or_dropped_it_comes_where_one_writes(asking, way) -> None:
    page = asking()
    page.locator(BOX).fill("before after")
    page.locator(BOX).evaluate("(box) => { box.focus(); box.setSelectionRange(6, 6) }")
    page.evaluate(GIVE, [way, base64.b64encode(FILE["buffer"]).decode()])
    says(page, rf"^before\n\n!\[picture\]\({ADDRESS.pattern}\)\n after$")


def test_words_that_come_with_a_picture_are_pasted_as_words(asking) -> None:
    page = asking()
    page.locator(BOX).fill("x")
    page.evaluate("""() => {
      const data = new DataTransfer();
      data.items.add(new File(["x"], "cells.png", { type: "image/png" }));
      data.setData("text/plain", "a table");
      const box = document.querySelector("main textarea[name=body]");
      window.taken = !box.dispatchEvent(new ClipboardEvent("paste", { cancelable: true, clipboardData: data }));
    }""")
    assert page.evaluate("window.taken") is False


def test_what_is_refused_is_said_and_the_text_stays(asking) -> None:
    page = asking()
    page.locator(BOX).fill("The lamp is red")
    drawing = {
        "name": "x.svg",
        "mimeType": "image/svg+xml",
        "buffer": b"<svg xmlns='http://www.w3.org/2000/svg'/>",
    }
    page.get_by_label("Add a picture").set_input_files(drawing)
    expect(page.get_by_text("Drawings (SVG) can carry programs")).to_be_visible()
    expect(page.get_by_role("button", name="Try again")).to_have_count(0)
    expect(page.locator(BOX)).to_have_value("The lamp is red")
    page.get_by_role("button", name="Leave it out").click()
    expect(page.get_by_text("Drawings (SVG)")).to_have_count(0)


def test_cut_off_it_is_tried_again_and_comes_once(asking) -> None:
    page = asking()
    page.locator(BOX).fill("The lamp is red")
    page.route("**/api/v1/files", lambda route: route.abort())
    page.get_by_label("Add a picture").set_input_files(FILE)
    expect(page.get_by_text("lamp.png: Not sent")).to_be_visible()
    expect(page.locator(BOX)).to_have_value("The lamp is red")
    page.unroute("**/api/v1/files")
    page.get_by_role("button", name="Try again").click()
    says(page, rf"^The lamp is red\n\n!\[picture\]\({ADDRESS.pattern}\)\n$")
    expect(page.get_by_text("Not sent")).to_have_count(0)


def test_a_text_waits_for_its_picture(asking) -> None:
    page = asking()
    held = hold_back(page)
    page.locator(BOX).fill("The lamp is red, and this is why I ask")
    page.get_by_label("Add a picture").set_input_files(FILE)
    expect(page.get_by_role("progressbar", name="lamp.png")).to_be_visible()
    send(page)
    expect(page.get_by_text("A picture is still being sent")).to_be_visible()
    assert page.url.endswith(ASK)
    held[0].continue_()
    says(page, ADDRESS.pattern)
    send(page)
    insist_shown(page, "picture")


def test_left_out_while_it_is_sent_it_does_not_come(asking) -> None:
    page = asking()
    hold_back(page)
    page.locator(BOX).fill("The lamp is red")
    page.get_by_label("Add a picture").set_input_files(FILE)
    page.get_by_role("button", name="Leave it out").click()
    expect(page.get_by_role("progressbar")).to_have_count(0)
    expect(page.locator(BOX)).to_have_value("The lamp is red")
    expect(page.get_by_text("Not sent")).to_have_count(0)


def test_without_scripts_it_comes_with_the_next_press(asking) -> None:
    page = asking(scripts=False)
    page.locator(BOX).fill("The light is red")
    page.get_by_label("Add a picture").set_input_files(FILE)
    page.get_by_role("button", name="Preview").click()
    says(page, rf"^The light is red\n\n!\[picture\]\({ADDRESS.pattern}\)$")
    expect(page.get_by_text("Say what the picture shows")).to_be_visible()
    page.locator(BOX).fill(page.locator(BOX).input_value().replace("[picture]", "[a lamp]"))
    send(page)
    shown = page.get_by_role("img", name="a lamp")
    expect(shown).to_have_attribute("width", "900")


def test_nobody_else_is_asked_for_anything(person, site, pia) -> None:
    """Pictures from elsewhere are links; whoever reads tells no third party."""
    body = "See ![theirs](http://localhost:9/x.png) and <img src=http://localhost:9/y.png>"
    status, thread = call(site, pia, "POST", "/threads", {"body": body, "community": "pia"})
    assert status == 201
    context: BrowserContext = person()
    page = context.new_page()
    sign_in(page, "pia")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(thread["url"], wait_until="networkidle")
    expect(page.get_by_role("link", name="theirs")).to_have_attribute("href", "http://localhost:9/x.png")
    assert all(one.startswith(site.address) for one in asked), asked
