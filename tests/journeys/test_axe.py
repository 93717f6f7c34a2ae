"""What axe finds on every page, and on the pages that matter most in every look: nothing."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

from .lived_in import RIGHT_TO_LEFT, TEMPLATES, House

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

WHOLE = 5_000
RULES = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]
LOOK = """async (rules) => (await axe.run({ runOnly: rules, resultTypes: ["violations"] })).violations
  .map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map((one) => one.html.slice(0, 160)).join(" | ")}`)"""
LOOKS: tuple[dict[str, Any], ...] = (
    {"color_scheme": "light", "contrast": "no-preference"},
    {"color_scheme": "dark", "contrast": "no-preference"},
    {"color_scheme": "light", "contrast": "more"},
)


def faults(page: Page, width: int = 360) -> list[str]:
    """What axe has against the page as it stands: all of it at once, so that no bar lies over what was scrolled to."""
    page.set_viewport_size({"width": width, "height": WHOLE})
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    return page.evaluate(LOOK, RULES)


def opened(page: Page, path: str) -> int:
    """Go to an address; its status, or 0 where it is no page (a fragment, a picture, JSON)."""
    answer = page.goto(path)
    assert answer is not None
    assert answer.status < 500, (path, answer.status)
    return answer.status if page.evaluate("document.doctype !== null") else 0


def all_pages(house: House, *visitors: Page) -> Iterator[tuple[str, Page]]:
    """Each page as the first of them sees it who may."""
    for path in house.paths():
        for page in visitors:
            status = opened(page, path)
            if status not in (403, 404):
                break
        if status:
            yield path, page


@pytest.mark.parametrize(("who", "at_least"), [(("ana", "dev"), 50), (("",), 20)])
def test_every_page(browser, house, who, at_least) -> None:
    visitors = [house.visitor(browser, name).new_page() for name in who]
    found = {path: faults(page) for path, page in all_pages(house, *visitors)}
    for page in visitors:
        page.context.close()
    assert {path: what for path, what in found.items() if what} == {}
    assert len(found) > at_least


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
@pytest.mark.parametrize("template", TEMPLATES)
def test_the_main_pages_in_every_look(browser, house, template, direction) -> None:
    context = house.visitor(browser, "" if template == "front" else "ana")
    if direction == "rtl":
        context.add_init_script(RIGHT_TO_LEFT)
    page = context.new_page()
    page.goto(house.templates[template], wait_until="networkidle")
    assert page.evaluate("document.documentElement.dir") == direction
    found = {}
    for width, look in product((360, 1280), LOOKS):
        page.emulate_media(**look)
        found[width, str(look)] = faults(page, width)
    context.close()
    assert {look: what for look, what in found.items() if what} == {}
