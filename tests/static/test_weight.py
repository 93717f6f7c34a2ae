"""What the built assets weigh: small enough for a slow line."""

from __future__ import annotations

import gzip
import json

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
