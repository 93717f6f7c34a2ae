"""A real server on a free port with a home of its own, and a real Chromium."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from tests import services

from .lived_in import House, furnished
from .serving import serving

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE_MS = 45_000


@dataclass(frozen=True)
class Site:
    """Where the server is, and the link that makes its first administrator."""

    address: str
    welcome: str
    home: Path


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A network that nobody has used yet."""
    home = tmp_path_factory.mktemp("served")
    with serving(home, sign_up="open", network_name="Acme") as address:
        found = re.search(r"http\S+/welcome/\S+", (home / "serve.log").read_text())
        assert found, (home / "serve.log").read_text()
        yield Site(address, found.group(0), home)


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A network full of what people wrote, open to read for everybody."""
    home = tmp_path_factory.mktemp("lived-in")
    made = furnished(home)
    with serving(home, public_read="1", network_name="Acme") as address:
        yield replace(made, address=address)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, or a skip that says why."""
    path = services.chromium_path()
    if path is None:
        pytest.skip("Chromium is not there")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=str(path), args=FLAGS)
        yield started
        started.close()


@pytest.fixture
def person(browser: Browser, site: Site) -> Iterator[object]:
    """`person(width=…, scripts=…)`: a fresh browser context at the site."""
    contexts: list[BrowserContext] = []

    def make(width: int = 1280, *, scripts: bool = True) -> BrowserContext:
        context = browser.new_context(
            viewport={"width": width, "height": 800}, java_script_enabled=scripts, base_url=site.address
        )
        context.set_default_timeout(PATIENCE_MS)
        contexts.append(context)
        return context

    yield make
    for context in contexts:
        context.close()
