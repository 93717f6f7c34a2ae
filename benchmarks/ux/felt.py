"""What people on slow lines and slow phones feel: when the text stands, how long taps wait."""

from __future__ import annotations

import math
import statistics
from collections.abc import Iterator

from playwright.sync_api import Browser, Page

from .site import Demo

# Slow 4G: every request waits, little comes at a time.
SLOW_LINE = {
    "offline": False,
    "latency": 562.5,
    "downloadThroughput": 1_474_000 / 8,
    "uploadThroughput": 675_000 / 8,
}
SLOW_PHONE = 4
WATCH = """window.__felt = { lcp: 0, long: [], taps: {} };
const watch = (type, each, more) => new PerformanceObserver((list) => list.getEntries().forEach(each))
  .observe({ type, buffered: true, ...more });
watch("largest-contentful-paint", (one) => { window.__felt.lcp = one.startTime; });
watch("longtask", (one) => window.__felt.long.push([one.startTime, one.duration]));
watch("event", (one) => {
  const { taps } = window.__felt, id = one.interactionId;
  if (id) taps[id] = Math.max(taps[id] ?? 0, one.duration);
}, { durationThreshold: 16 });"""
BLOCKED = """() => {
  const first = performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? 0;
  return window.__felt.long.filter(([at]) => at >= first).reduce((sum, [, took]) => sum + Math.max(0, took - 50), 0);
}"""
SETTLED_MS = 1_500
# Below this the browser notes no tap at all.
SHORTEST_MS = 16


def rows(demo: Demo, browser: Browser, runs: int) -> Iterator[list[str]]:
    """LCP and TBT of each public page, the median of several first visits."""
    for name, path in demo.paths.items():
        seen = [_first_visit(demo, browser, path) for _ in range(runs)]
        lcp, blocked = (statistics.median(values) for values in zip(*seen, strict=True))
        yield [name, f"{lcp / 1000:.2f}", f"{blocked:.0f}"]


def _first_visit(demo: Demo, browser: Browser, path: str) -> tuple[float, float]:
    context = demo.visitor(browser)
    page = _slow(context.new_page(), line=True)
    page.goto(path, wait_until="networkidle")
    page.wait_for_timeout(SETTLED_MS)
    found = page.evaluate("window.__felt.lcp"), page.evaluate(BLOCKED)
    context.close()
    return found


def _slow(page: Page, *, line: bool) -> Page:
    page.add_init_script(WATCH)
    wire = page.context.new_cdp_session(page)
    wire.send("Emulation.setCPUThrottlingRate", {"rate": SLOW_PHONE})
    if line:
        wire.send("Network.enable")
        wire.send("Network.emulateNetworkConditions", SLOW_LINE)
    return page


def taps(demo: Demo, browser: Browser, runs: int) -> tuple[int, float]:
    """How many taps and keys were tried, and within how many milliseconds 95 of 100 showed an effect."""
    took: list[float] = []
    tried = 0
    for _ in range(runs):
        context = demo.visitor(browser, signed_in=True, has_touch=True)
        page = _slow(context.new_page(), line=False)
        for path in (demo.paths["thread"], "/ask", demo.paths["page"]):
            page.goto(path, wait_until="networkidle")
            tried += _tap_around(page)
            page.wait_for_timeout(SETTLED_MS)
            took += page.evaluate("Object.values(window.__felt.taps)")
        context.close()
    every = sorted(took + [SHORTEST_MS] * max(0, tried - len(took)))
    return len(every), every[math.ceil(len(every) * 0.95) - 1]


def _tap_around(page: Page) -> int:
    """Unfold what can be unfolded, use the tools, write a few words; how many times something was done."""
    done = 0
    for one in (
        page.locator("main summary:visible").all()[:4]
        + page.locator("markdown-toolbar button:visible").all()[:4]
    ):
        one.tap()
        done += 1
    field = page.locator("main textarea:visible").first
    if field.count():
        field.tap()
        page.keyboard.type("It stops.", delay=30)
        done += 10
    return done
