"""Ten pages of the demo, small and large, light and dark, into docs/pictures; docs/looks.md shows them."""

from __future__ import annotations

import contextlib
import io
from itertools import product
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Error, Page

from .site import Demo

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "pictures"
LOOKS = FOLDER.parent / "looks.md"
WIDTHS = (360, 1280)
SCHEMES = ("light", "dark")
LARGEST = 60 * 1024
TYPED = "The export stops at half with an error about a lock"
# What is shown, in which words, and whether signed in.
PLACES = {
    "front": ("Signed out, where reading is public", False),
    "home": ("Home: what needs you above what is new", True),
    "ask": ("Ask", True),
    "thread": ("A roadblock with its answers", True),
    "page": ("A page", True),
    "inbox": ("Inbox", True),
    "search": ("Search", True),
    "community": ("A community", True),
    "people": ("People", True),
    "settings": ("Your profile", True),
}


def take(demo: Demo, browser: Browser) -> None:
    """Take all of them."""
    paths = {name: f"/{name}" for name in PLACES} | demo.paths | {"home": "/"}
    FOLDER.mkdir(exist_ok=True)
    for width, scheme in product(WIDTHS, SCHEMES):
        for signed_in in (False, True):
            context = demo.visitor(
                browser, signed_in=signed_in, width=width, color_scheme=scheme, reduced_motion="reduce"
            )
            page = context.new_page()
            for name, (_words, inside) in PLACES.items():
                if inside == signed_in:
                    page.goto(paths[name], wait_until="networkidle")
                    if name == "ask":
                        _type(page)
                    (FOLDER / file_name(name, width, scheme)).write_bytes(small(page.screenshot()))
            context.close()
    LOOKS.write_text(shown(), "utf-8")


def _type(page: Page) -> None:
    """Begin to ask, until what is known already appears."""
    page.locator("main textarea:visible").first.fill(TYPED)
    with contextlib.suppress(Error):  # a network without anything like it
        page.locator("#known a").first.wait_for(timeout=10_000)


def file_name(name: str, width: int, scheme: str) -> str:
    """How a picture is called."""
    return f"{name}-{width}-{scheme}.webp"


def small(png: bytes) -> bytes:
    """The picture as WebP, as good as it can be in its size."""
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    for quality in (80, 65, 50, 35, 20):
        out = io.BytesIO()
        picture.save(out, "WEBP", quality=quality, method=6)
        if out.tell() <= LARGEST:
            break
    return out.getvalue()


def shown() -> str:
    """The document that shows them all."""
    parts = ["# What it looks like\n\nThe demo's network (`throughway demo`), pictured by `make ux`."]
    for name, (words, _inside) in PLACES.items():
        rows = "\n".join(
            f'<p><img src="pictures/{file_name(name, 360, scheme)}" width="200" alt="{words}, on a phone, {scheme}"> '
            f'<img src="pictures/{file_name(name, 1280, scheme)}" width="600" alt="{words}, at a desk, {scheme}"></p>'
            for scheme in SCHEMES
        )
        parts.append(f"## {words}\n\n{rows}")
    return "\n\n".join(parts) + "\n"
