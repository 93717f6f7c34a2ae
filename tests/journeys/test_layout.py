"""Nothing is lost on the main pages: on small screens, enlarged, spaced out, in other colours, from right to left."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page

from .lived_in import RIGHT_TO_LEFT, TEMPLATES
from .test_keyboard import FOCUS

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

MOST_TABS = 40
# WCAG 1.4.12, as it is worded there.
SPACED = """* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }
  p { margin-block-end: 2em !important }"""
# Every sentence as much longer as other languages may make it.
LENGTHEN = """() => {
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const one = texts.currentNode;
    if (one.parentElement.closest("script, style, textarea, pre, .text")) continue;
    one.data = one.data.replace(/\\p{L}{2,}/gu, (word) => word + word.slice(0, Math.ceil(word.length * 0.4)));
  }
}"""
# What leaves the screen sideways, and texts in boxes that are too small for them and cannot be scrolled.
LOST = """() => {
  const root = document.documentElement, found = [];
  if (root.scrollWidth > root.clientWidth) found.push(`wide: ${root.scrollWidth} > ${root.clientWidth}`);
  for (const one of document.querySelectorAll("body *")) {
    if (!one.checkVisibility() || one.closest(".hidden, .skip, svg, [class*=highlight], table, pre")) continue;
    const { overflowX, overflowY, textOverflow } = getComputedStyle(one), name = one.outerHTML.slice(0, 120);
    const box = one.getBoundingClientRect();
    if (one.parentElement.closest(".quoted")) continue; // a reminder of one line; all of it stands above
    const scrolls = (outer) => outer
      && (/auto|scroll/.test(getComputedStyle(outer).overflowX) || scrolls(outer.parentElement));
    if (box.width && (box.left < -1 || box.right > root.clientWidth + 1) && !scrolls(one.parentElement))
      found.push(`leaves the screen: ${name}`);
    const cut = (way, inner, outer) => /hidden|clip/.test(way) && inner > outer + 1;
    if (textOverflow !== "ellipsis" && one.innerText?.trim() && !one.matches("input, textarea, select")
        && (cut(overflowX, one.scrollWidth, one.clientWidth) || cut(overflowY, one.scrollHeight, one.clientHeight)))
      found.push(`cut: ${name}`);
  }
  return found.slice(0, 5);
}"""
# Buttons, fields and links that stand for themselves are no smaller than a fingertip needs (WCAG 2.5.8).
SMALL = """() => [...document.querySelectorAll("a[href], button, summary, select, textarea, input")]
  .filter((one) => one.checkVisibility() && !one.closest(".hidden, .skip") && !/radio|checkbox/.test(one.type))
  .filter((one) => getComputedStyle(one).display !== "inline")
  .map((one) => [one, one.getBoundingClientRect()])
  .filter(([, box]) => box.width && box.height && Math.min(box.width, box.height) < 24)
  .map(([one, box]) => `${Math.round(box.width)}x${Math.round(box.height)}: ${one.outerHTML.slice(0, 100)}`)"""
WATCH = """window.__shift = 0; window.__largest = null;
new PerformanceObserver((list) => list.getEntries().forEach((one) => { window.__shift += one.value; }))
  .observe({ type: "layout-shift", buffered: true });
new PerformanceObserver((list) => { window.__largest = list.getEntries().at(-1); })
  .observe({ type: "largest-contentful-paint", buffered: true });"""

BARS = (".top", ".rail", ".skip")  # paper gets the text alone
WAYS: dict[str, dict[str, Any]] = {
    "320 px": {"width": 320},
    "200 %": {"width": 640, "height": 400},
    "400 %": {"width": 320, "height": 200},
    "spaced": {"width": 360, "style": SPACED},
    "longer": {"width": 360, "script": LENGTHEN},
    "forced colours": {"width": 360, "media": {"forced_colors": "active"}},
    "printed": {"width": 700, "media": {"media": "print"}},
}


@pytest.fixture(params=TEMPLATES)
def template(request) -> str:
    return request.param


@pytest.fixture
def opened(browser, house, template):
    """`opened(script)`: the page with a script in it from the start, once everything has come."""
    contexts = []

    def open_(script: str = "", **how: Any) -> Page:
        context = house.visitor(browser, "" if template == "front" else "ana", **how)
        contexts.append(context)
        context.add_init_script(script)
        page = context.new_page()
        page.goto(house.templates[template], wait_until="networkidle")
        return page

    yield open_
    for context in contexts:
        context.close()


def arranged(page: Page, way: dict[str, Any]) -> None:
    """Look at the page in another way."""
    page.set_viewport_size({"width": way["width"], "height": way.get("height", 800)})
    page.emulate_media(**way.get("media", {}))
    if "style" in way:  # by the browser's own hand: the page's policy lets no other style in
        page.evaluate(
            "(css) => { const sheet = new CSSStyleSheet(); sheet.replaceSync(css);"
            " document.adoptedStyleSheets = [sheet]; }",
            way["style"],
        )
    if "script" in way:
        page.evaluate(way["script"])


@pytest.mark.parametrize("script", ["", RIGHT_TO_LEFT], ids=["ltr", "rtl"])
def test_nothing_is_lost(opened, script) -> None:
    page = opened(script)
    found = {}
    for name, way in WAYS.items():
        arranged(page, way)
        found[name] = page.evaluate(LOST)
        if name == "printed":
            found["on paper"] = [bar for bar in BARS if page.locator(bar).is_visible()]
    assert {name: what for name, what in found.items() if what} == {}


def test_nothing_is_too_small_or_moves_and_the_first_thing_read_is_text(opened, template) -> None:
    page = opened(WATCH)
    assert page.evaluate(SMALL) == []
    assert page.evaluate("window.__shift") == 0
    assert page.evaluate("[window.__largest?.url ?? '', window.__largest?.element?.tagName ?? 'P']")[0] == ""


def test_where_one_is_one_sees(opened) -> None:
    page = opened()
    found = set()
    for width, height in ((360, 640), (1280, 400)):
        page.set_viewport_size({"width": width, "height": height})
        for _ in range(MOST_TABS):
            page.keyboard.press("Tab")
            found.add(page.evaluate(FOCUS))
    assert found - {""} == set()
