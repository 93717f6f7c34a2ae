"""Tables between two marks of docs/quality.md."""

from __future__ import annotations

import os
import platform
import sys
from datetime import UTC, datetime
from pathlib import Path

QUALITY = Path(__file__).resolve().parents[2] / "docs" / "quality.md"


def table(heads: list[str], rows: list[list[str]]) -> str:
    """A table in Markdown; figures to the right."""
    lines = [heads, ["---", *["---:"] * (len(heads) - 1)], *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def circumstances() -> str:
    """When, and on what."""
    today = datetime.now(UTC)
    cores = os.cpu_count()
    busy = os.getloadavg()[0]
    return (
        f"{today.day} {today:%B %Y}, {cores} cores (load {busy:.0f} at the end), "
        f"CPython {platform.python_version()}, SQLite, the demo's network."
    )


def keep(name: str, text: str) -> None:
    """Put a text between `<!-- name -->` and `<!-- /name -->`."""
    begin, end = f"<!-- {name} -->", f"<!-- /{name} -->"
    whole = QUALITY.read_text("utf-8")
    before, found, rest = whole.partition(begin)
    _old, closed, after = rest.partition(end)
    if not (found and closed):
        sys.exit(f"{QUALITY} lacks {begin} … {end}")
    QUALITY.write_text(f"{before}{begin}\n{text.strip()}\n{end}{after}", "utf-8")
