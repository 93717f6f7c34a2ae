"""Writing with scripts: tools above the field, names to pick from, quoting, and sends that fail."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from .hands import account, call, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

SELECT = """(id) => {
  const range = document.createRange();
  range.selectNodeContents(document.querySelector(`#${id} .text p, #${id}.text p`));
  getSelection().removeAllRanges();
  getSelection().addRange(range);
}"""

SHIFTS = """new PerformanceObserver((list) => {
  for (const one of list.getEntries()) window.shift = (window.shift ?? 0) + one.value;
}).observe({ type: "layout-shift", buffered: true });"""


@dataclass
class Wanda:
    """Somebody who writes, and her community's thread and page."""

    site: Any
    token: str
    thread: str
    wiki_page: str

    def bodies(self) -> list[str]:
        status, found = call(self.site, self.token, "GET", f"/threads/{self.thread}/posts")
        assert status == 200
        return [one["body"] for one in found["items"]]


@pytest.fixture(scope="module")
def wanda(site) -> Wanda:
    token = account(site, "Wanda")
    account(site, "Wendelin")
    community = {"slug": "writers", "name": "Writers", "visibility": "open"}
    assert call(site, token, "POST", "/communities", community)[0] == 201
    asked = {"body": "The quill [soft] of the writer breaks", "community": "writers"}
    status, thread = call(site, token, "POST", "/threads", asked)
    assert status == 201
    written = {"title": "How to cut a quill", "body": "Cut it at a slant.", "kind": "howto"}
    status, made = call(site, token, "POST", "/communities/writers/pages", written)
    assert status == 201, made
    return Wanda(site, token, thread["id"], made["id"])


@pytest.fixture
def answering(person, wanda):
    """The thread with everything that helps while writing; `answering(width)`."""

    def at(width: int = 1280) -> Page:
        page = person(width).new_page()
        sign_in(page, "wanda")
        page.goto(f"/t/{wanda.thread}", wait_until="networkidle")
        expect(page.get_by_role("toolbar")).to_be_visible()
        return page

    return at


def box(page: Page):
    return page.locator("#write-body")


@pytest.mark.parametrize("width", [1280, 360])
def test_the_bar_of_tools(answering, width) -> None:
    page = answering(width)
    box(page).fill("press it")
    box(page).press("Control+a")
    page.get_by_role("button", name="Bold").click()
    expect(box(page)).to_have_value("**press it**")
    box(page).press("Control+z")
    expect(box(page)).to_have_value("press it")
    box(page).press("Control+a")
    box(page).press("Control+i")
    expect(box(page)).to_have_value("_press it_")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    box(page).fill("")
    # One stop for Tab, arrows within.
    box(page).press("Shift+Tab")
    expect(page.get_by_role("button", name="Bold")).to_be_focused()
    page.keyboard.press("ArrowLeft")
    expect(page.get_by_role("button", name="Picture", exact=True)).to_be_focused()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Enter")
    expect(box(page)).to_have_value("|  |  |\n| --- | --- |\n|  |  |\n\n")


def test_the_bar_moves_nothing_when_it_comes(person, wanda) -> None:
    page = person().new_page()
    sign_in(page, "wanda")
    page.add_init_script(SHIFTS)
    for path in ("/ask", f"/t/{wanda.thread}", f"/w/{wanda.wiki_page}/edit"):
        page.goto(path, wait_until="networkidle")
        expect(page.get_by_role("toolbar").first).to_be_visible()
        assert page.evaluate("window.shift ?? 0") == 0, path


@pytest.mark.parametrize(
    ("typed", "option", "written"),
    [
        ("ask @wend", "Wendelin", "ask @wendelin "),
        ("as in [[to cut", "How to cut a quill", "as in [How to cut a quill](/w/{page}-how-to-cut-a-quill) "),
        (
            "as in #quill [so",
            "The quill [soft]",
            r"as in [The quill \[soft\] of the writer breaks](/t/{thread}-the-quill-soft-of-the-writer-breaks) ",
        ),
        ("it works :tad", "tada", "it works 🎉 "),
    ],
)
def test_a_name_is_picked_while_typing(answering, wanda, typed, option, written) -> None:
    page = answering(360)
    box(page).click()
    page.evaluate("customElements.whenDefined('text-expander').then(() => 0)")
    page.keyboard.type(typed, delay=20)
    listed = page.get_by_role("option", name=option)
    expect(listed).to_be_visible()
    combobox = page.locator("textarea[role=combobox]")
    expect(combobox).to_have_attribute("aria-expanded", "true")
    assert combobox.get_attribute("aria-activedescendant") == page.locator(
        "[aria-selected=true]"
    ).get_attribute("id")
    edges = listed.bounding_box()
    assert edges["x"] >= 0
    assert edges["x"] + edges["width"] <= 360
    assert page.evaluate("scrollX") == 0
    page.keyboard.press("Enter")
    expect(box(page)).to_have_value(written.format(page=wanda.wiki_page, thread=wanda.thread))
    page.keyboard.press("Control+z")
    expect(box(page)).to_have_value(typed)
    box(page).fill("")


def test_what_is_selected_is_quoted(answering, wanda) -> None:
    page = answering()
    address = f"/t/{wanda.thread}-the-quill-soft-of-the-writer-breaks/1"
    quoted = f"> Wanda ([1]({address})):\n>\n> The quill [soft] of the writer breaks\n\n"
    expect(page.locator(".quote-this")).to_be_hidden()
    page.evaluate(SELECT, "p1")
    page.locator(".quote-this").click()
    expect(page.locator(".quote-this")).to_be_hidden()
    expect(box(page)).to_have_value(quoted)
    expect(box(page)).to_be_focused()
    box(page).fill("")
    page.locator("h1").click()
    page.evaluate(SELECT, "p1")
    page.keyboard.press("q")
    expect(box(page)).to_have_value(quoted)
    box(page).fill("")


def test_a_send_without_a_line_is_tried_again_and_arrives_once(answering, wanda) -> None:
    page = answering()
    box(page).fill("Soak it in warm water")
    page.context.set_offline(offline=True)
    page.get_by_role("button", name="Answer", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("Not sent")
    expect(box(page)).to_have_value("Soak it in warm water")
    page.context.set_offline(offline=False)
    page.get_by_role("button", name="Try again").click()
    expect(page.locator("article.post").last).to_contain_text("Soak it in warm water")
    assert wanda.bodies().count("Soak it in warm water") == 1
    expect(box(page)).to_have_value("")


def test_a_send_whose_answer_is_lost_arrives_once(answering, wanda) -> None:
    """Longer ago than a double press would be, somebody else has written since: still one."""
    page = answering()
    lost = []

    def lose(route) -> None:
        lost.append(route.fetch(max_redirects=0).status)
        route.abort()

    page.route("**/answers", lose)
    box(page).fill("Sharpen the quill")
    box(page).press("Control+Enter")
    expect(page.get_by_role("alert")).to_contain_text("Not sent")
    assert lost == [204]
    between = {"kind": "answer", "body": "Between"}
    assert call(wanda.site, wanda.token, "POST", f"/threads/{wanda.thread}/posts", between)[0] == 201
    page.unroute("**/answers")
    page.get_by_role("button", name="Try again").click()
    expect(page.locator("article.post").last).to_contain_text("Between")
    assert wanda.bodies().count("Sharpen the quill") == 1
    expect(box(page)).to_have_value("")


def test_a_server_in_trouble_says_so_and_the_text_can_be_copied(answering, wanda) -> None:
    page = answering()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    sorry = "<main><h1>Something went wrong</h1><p>Too much is going on</p></main>"
    page.route("**/answers", lambda route: route.fulfill(status=503, content_type="text/html", body=sorry))
    box(page).fill("Hold on to this")
    box(page).press("Control+Enter")
    expect(page.get_by_role("alert")).to_contain_text("Not sent: Too much is going on")
    page.get_by_role("button", name="Copy").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == "Hold on to this"
    assert "Hold on to this" not in wanda.bodies()
    box(page).fill("")


def test_what_the_form_itself_refuses_is_said_beside_its_field(answering, wanda) -> None:
    page = answering()
    page.goto("/ask", wait_until="networkidle")
    page.locator("#body").fill("The ink is dry")
    page.get_by_text("What were you doing?").click()
    page.get_by_label("Topics").fill("x" * 81)
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(page.get_by_text("This is too long: at most 80 characters")).to_be_visible()
    expect(page.locator("#body")).to_have_value("The ink is dry")
