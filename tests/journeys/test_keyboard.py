"""The good day without a pointer: Tab, Enter and typing; where one is, one always sees."""

from __future__ import annotations

import time
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.cast import PASSWORD

from .hands import account, call

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

MOST_TABS = 90
# What is wrong with where the focus is: not to be seen, out of sight, or below something else.
FOCUS = """() => {
  const one = document.activeElement;
  if (!one || one === document.body) return "";
  const name = one.outerHTML.slice(0, 120);
  const style = getComputedStyle(one);
  if (style.outlineStyle === "none" || parseFloat(style.outlineWidth) <= 0) return `no outline: ${name}`;
  const box = one.getClientRects()[0];
  if (!box || box.width < 2 || box.height < 2) return `no size: ${name}`;
  const [left, right] = [Math.max(box.left, 0), Math.min(box.right, innerWidth)];
  const [top, bottom] = [Math.max(box.top, 0), Math.min(box.bottom, innerHeight)];
  if (left >= right || top >= bottom) return `out of sight: ${name}`;
  const seen = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
  const is_it = seen && (one.contains(seen) || seen.contains(one) || seen.closest("label")?.control === one);
  return is_it ? "" : `below ${seen?.outerHTML.slice(0, 120)}: ${name}`;
}"""


class Keys:
    """Somebody with a keyboard only."""

    def __init__(self, page: Page) -> None:
        self.page, self.faults = page, set()

    def to(self, target: Locator) -> None:
        """Tab until it has the focus, looking at each step."""
        for _ in range(MOST_TABS):
            self.page.keyboard.press("Tab")
            fault = self.page.evaluate(FOCUS)
            if fault:
                self.faults.add(f"{self.page.url}: {fault}")
            if target.evaluate_all("(found) => found.includes(document.activeElement)"):
                return
        pytest.fail(f"{MOST_TABS} tabs did not lead to {target} at {self.page.url}")

    def type_into(self, target: Locator, text: str) -> None:
        self.to(target)
        self.page.keyboard.type(text)

    def press(self, target: Locator) -> None:
        self.to(target)
        self.page.keyboard.press("Enter")

    def button(self, name: str, *, exact: bool = True) -> None:
        self.press(self.page.get_by_role("main").get_by_role("button", name=name, exact=exact))

    def sign_in(self, name: str) -> None:
        self.page.goto("/sign-in")
        self.type_into(self.page.get_by_label("Address"), f"{name}@acme.test")
        self.type_into(self.page.get_by_label("Password"), PASSWORD)
        self.page.keyboard.press("Enter")
        expect(self.heading).to_contain_text("Hello")

    def find(self, words: str) -> Locator:
        """Search by the box at the top, and again until the index has followed; the first thing found."""
        found = self.page.get_by_role("main").get_by_role("link", name=words)
        for _ in range(20):
            self.page.goto("/")
            self.type_into(self.page.get_by_role("searchbox").first, words)
            self.page.keyboard.press("Enter")
            self.page.wait_for_url("**/search?**")
            if found.count():
                return found.first
            time.sleep(0.5)
        pytest.fail("it was not found")

    @property
    def heading(self) -> Locator:
        return self.page.get_by_role("heading", level=1)


@pytest.fixture(scope="module")
def kim_and_ken(site: Any) -> None:
    token = account(site, "Kim")
    account(site, "Ken")
    community = {"slug": "keys", "name": "Keys", "visibility": "open"}
    assert call(site, token, "POST", "/communities", community)[0] == 201


@pytest.mark.parametrize(("width", "scripts"), [(1280, True), (360, True), (360, False)])
def test_the_good_day_without_a_pointer(person, kim_and_ken, width, scripts) -> None:
    kim, ken = (Keys(person(width, scripts=scripts).new_page()) for _ in range(2))
    title = f"The keyboard of the {'' if scripts else 'plain '}press {width} is stuck"
    kim.sign_in("kim")
    kim.press(kim.page.get_by_role("navigation", name="Main").get_by_role("link", name="Ask", exact=True))
    expect(kim.heading).to_have_text("Ask")
    kim.type_into(kim.page.get_by_label("What stops you?"), title)
    kim.button("Ask")
    expect(kim.heading).to_have_text(title)
    address = kim.page.url

    ken.sign_in("ken")
    joins(ken)
    ken.page.goto(address)
    ken.type_into(ken.page.get_by_label("Your answer or comment"), "Lift it and blow.")
    ken.button("Answer")
    expect(ken.page.get_by_text("Answered").first).to_be_visible()

    kim.page.goto(address)
    kim.button("It worked (answer 2)")
    expect(kim.page.get_by_role("heading", name="What worked")).to_be_visible()
    kim.button("Write it up", exact=False)
    expect(kim.page.get_by_text("Written up").first).to_be_visible()

    edits(kim, title)
    kim.press(kim.find(title))
    expect(kim.heading).to_contain_text(title)
    changes_settings(kim)
    ken.page.goto("/c/keys")
    ken.button("Leave")
    expect(ken.heading).to_have_text("Communities")
    assert kim.faults | ken.faults == set()


def joins(keys: Keys) -> None:
    """Find the community in the list of all, and join it."""
    keys.page.goto("/communities")
    keys.press(keys.page.get_by_role("main").get_by_role("link", name="Keys", exact=True))
    expect(keys.heading).to_contain_text("Keys")
    keys.button("Join")
    expect(keys.page.get_by_role("button", name="Leave")).to_be_visible()


def edits(keys: Keys, title: str) -> None:
    """Add to the page that was written of the thread."""
    keys.press(keys.page.get_by_role("link", name=f"“{title}”").first)
    keys.page.wait_for_url("**/w/**")
    keys.press(keys.page.get_by_role("main").get_by_role("link", name="Edit", exact=True))
    expect(keys.heading).to_contain_text("Edit")
    keys.type_into(keys.page.get_by_label("It worked if"), "All keys come up again.")
    keys.button("Save")
    expect(keys.page.get_by_text("All keys come up again.")).to_be_visible()


def changes_settings(keys: Keys) -> None:
    """Go by another name."""
    keys.page.goto("/settings")
    keys.type_into(keys.page.get_by_label("Your name"), "Kim of the keys")
    keys.button("Save")
    expect(keys.page.get_by_label("Your name")).to_have_value("Kim of the keys")
