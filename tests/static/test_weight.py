"""What the built assets weigh: small enough for a slow line."""

from __future__ import annotations

import gzip
import json
import re

import pytest

from community.core.compressing import LEVEL
from community.core.render import STATIC

KB = 1024


@pytest.fixture
def built() -> dict[str, str]:
    manifest = STATIC / "manifest.json"
    if not manifest.exists():
        pytest.skip("the assets are not built: make builds them")
    return json.loads(manifest.read_text())


def test_the_style_sheet_fits_into_the_first_screen(built) -> None:
    assert len(gzip.compress((STATIC / built["app.css"]).read_bytes(), LEVEL)) <= 8 * KB


def test_what_every_page_loads_is_small(built) -> None:
    assert len(gzip.compress((STATIC / built["app.js"]).read_bytes())) <= 25 * KB


# esbuild writes `import"./a.js"` and `from"./a.js"` for what comes along, `import("./a.js")` for what comes later.
ALONG = re.compile(r"""(?:import|from)\s*["']\./([^"']+\.js)["']""")
LATER = re.compile(r"""import\(\s*["']\./([^"']+\.js)["']""")


def reached(first: str, *ways: re.Pattern[str]) -> set[str]:
    """A script and what it leads to."""
    found, waiting = {first}, [first]
    while waiting:
        text = (STATIC / waiting.pop()).read_text()
        new = {name for way in ways for name in way.findall(text)} - found
        found |= new
        waiting += new
    return found


def weight(names: set[str]) -> int:
    return sum(len(gzip.compress((STATIC / name).read_bytes())) for name in names)


def test_who_is_signed_out_loads_little_in_all(built) -> None:
    assert weight(reached(built["app.js"], ALONG)) <= 25 * KB


def test_what_helps_while_writing_is_small_in_all(built) -> None:
    every = reached(built["app.js"], ALONG, LATER)
    assert len(every) > 8
    assert weight(every) <= 60 * KB
