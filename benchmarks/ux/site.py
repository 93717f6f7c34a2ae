"""The demo's network, served, and who looks at it."""

from __future__ import annotations

import os
import re
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Playwright

from benchmarks._site import COMMAND, ROOT, served
from tests import services

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
LINK = re.compile(r"/reset/\S+")
PASSWORD = "a password for benchmarks"  # noqa: S105  of a made-up person
HOME = re.compile(r'href="(/c/[\w-]+)"')
THREAD = re.compile(r'href="(/t/\w{12}-[\w-]+)"')
PAGE = re.compile(r'href="(/w/\w{12}-[\w-]+)"')


@dataclass
class Demo:
    """Where it is served, its pages by what they are, and the cookies of somebody who lives there."""

    address: str
    paths: dict[str, str]
    cookies: Any

    def visitor(
        self, browser: Browser, *, signed_in: bool = False, width: int = 360, **options: Any
    ) -> BrowserContext:
        """A fresh browser at the site."""
        size = {"width": width, "height": 800}
        context = browser.new_context(viewport=size, base_url=self.address, **options)
        if signed_in:
            context.add_cookies(self.cookies)
        return context


def chromium() -> str:
    """Where Chromium is.

    Raises:
        SystemExit: nowhere.
    """
    found = services.chromium_path()
    if found is None:
        raise SystemExit("make ux needs Chromium on the PATH.")
    return str(found)


def started(playwright: Playwright) -> Browser:
    """A Chromium of our own."""
    return playwright.chromium.launch(executable_path=chromium(), args=list(FLAGS))


@contextmanager
def demo(browser: Browser) -> Iterator[Demo]:
    """Make the demo in a home of its own, and serve it."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "THROUGHWAY_HOME": folder, "THROUGHWAY_LIMITS": "off"}
        made = subprocess.run(
            [*COMMAND, "demo"], cwd=ROOT, env=environment, check=True, capture_output=True, text=True
        )
        with served(Path(folder)) as address:
            cookies = _sign_in(browser, address, LINK.findall(made.stdout)[0])
            yield Demo(address, _paths(browser, address), cookies)


def _sign_in(browser: Browser, address: str, link: str) -> Any:
    context = browser.new_context(base_url=address)
    page = context.new_page()
    page.goto(link)
    for field in page.locator("main input[type=password]").all():
        field.fill(PASSWORD)
    page.locator("main form button").first.click()
    page.wait_for_load_state("networkidle")
    cookies = context.cookies()
    context.close()
    return cookies


def _paths(browser: Browser, address: str) -> dict[str, str]:
    """The thread is the longest of the front page's; community and page are the first of their lists."""
    page = browser.new_page(base_url=address)
    front = page.request.get("/").text()
    threads = {path: len(page.request.get(path).text()) for path in dict.fromkeys(THREAD.findall(front))}
    thread = max(threads, key=lambda path: threads[path])
    community = HOME.findall(page.request.get(thread).text())[0]
    pages = PAGE.findall(page.request.get(f"{community}/pages").text())
    page.close()
    return {
        "front": "/", "community": community, "thread": thread, "page": pages[0], "search": "/search?q=export",
    }  # fmt: skip
