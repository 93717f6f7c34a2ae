"""What a visit costs on a slow line: a thread with forty answers, over the wire, as a browser counts it."""

from __future__ import annotations

import gzip
from collections import Counter
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page

from community.core.compressing import LEVEL

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]

KB = 1024
# The first post that begins below the first screen.
FOLD = """() => [...document.querySelectorAll("[id^=p]")]
  .find((one) => /^p\\d+$/.test(one.id) && one.getBoundingClientRect().top > innerHeight)?.id"""
BLOCKING = """() => performance.getEntriesByType("resource")
  .filter((one) => one.renderBlockingStatus === "blocking").map((one) => one.name)"""


@dataclass
class Line:
    """What comes over a page's line: bytes by kind, heads included, and who was asked."""

    page: Page
    kinds: dict[str, str] = field(default_factory=dict)
    weight: Counter[str] = field(default_factory=Counter)
    hosts: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        wire = self.page.context.new_cdp_session(self.page)
        wire.send("Network.enable")
        wire.on("Network.requestWillBeSent", self._asked)
        wire.on("Network.loadingFinished", self._came)

    def _asked(self, event: dict) -> None:
        self.kinds[event["requestId"]] = event.get("type", "Other")
        self.hosts.add(urlsplit(event["request"]["url"]).netloc)

    def _came(self, event: dict) -> None:
        self.weight[self.kinds[event["requestId"]]] += int(event["encodedDataLength"])

    def open(self, path: str) -> Counter[str]:
        """Go there; what came over the line for it."""
        self.weight.clear()
        self.page.goto(path, wait_until="networkidle")
        return Counter(self.weight)


@pytest.fixture
def line(browser, house):
    contexts = []

    def make(who: str = "") -> Line:
        contexts.append(house.visitor(browser, who))
        return Line(contexts[-1].new_page())

    yield make
    for context in contexts:
        context.close()


def test_a_first_visit_signed_out(line, house) -> None:
    visit = line()
    came = visit.open(house.long_thread)
    assert came["Document"] <= 28 * KB
    assert came["Script"] <= 25 * KB
    assert came.total() <= 60 * KB
    assert came["Stylesheet"] == came["Font"] == 0, "they stand in the page, or are the reader's own"
    assert visit.hosts == {urlsplit(house.address).netloc}, "nobody else is asked"
    assert visit.page.evaluate(BLOCKING) == [], "the page itself is enough for the first screen"


def test_the_first_screen_comes_with_the_first_packets(line, house) -> None:
    page = line().page
    page.goto(house.long_thread)
    fold = page.evaluate(FOLD)
    whole = page.request.get(house.long_thread).text()
    until = whole.index(f'id="{fold}"')
    assert len(gzip.compress(whole[:until].encode(), LEVEL)) <= 14 * KB


def test_a_second_look(line, house) -> None:
    visit = line()
    visit.open(house.long_thread)
    assert visit.open(house.long_thread).total() <= 15 * KB


def test_a_visit_signed_in(line, house) -> None:
    visit = line("ana")
    came = visit.open(house.long_thread)
    assert came.total() <= 85 * KB
    assert visit.hosts == {urlsplit(house.address).netloc}
    assert visit.page.evaluate(BLOCKING) == []
    again = visit.open(house.long_thread)
    assert again["Script"] == 0, "scripts come once"
    assert again.total() <= 28 * KB


def test_everybody_signed_out_gets_the_same(line, house) -> None:
    page = line().page
    first = page.request.get(house.long_thread)
    for secret in ("csrf_token", "nonce"):
        assert secret not in first.text()
        assert secret not in first.headers["content-security-policy"]
    again = page.request.get(house.long_thread, headers={"If-None-Match": first.headers["etag"]})
    assert (again.status, again.body()) == (304, b"")
