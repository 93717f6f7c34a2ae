"""Lighthouse's scores of the public pages, as a phone and as a desk see them: the median of several runs."""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from .site import FLAGS, Demo, chromium

HERE = Path(__file__).parent
LIGHTHOUSE = HERE / "node_modules" / "lighthouse" / "cli" / "index.js"
TRIES = 3
SCORES = ("performance", "accessibility", "best-practices", "seo")
DEVICES: dict[str, list[str]] = {"phone": [], "desk": ["--preset=desktop"]}


def install() -> bool:
    """Have what package-lock.json names in a folder of its own; whether it is there."""
    if LIGHTHOUSE.exists():
        return True
    npm = shutil.which("npm")
    if npm is None or shutil.which("node") is None:
        return False
    done = subprocess.run([npm, "ci", "--no-audit", "--no-fund", "--loglevel=error"], cwd=HERE, check=False)
    return done.returncode == 0


def rows(demo: Demo, runs: int) -> Iterator[list[str]]:
    """One row for each page and device; a first run warms up and is not counted."""
    for name, path in demo.paths.items():
        for device, options in DEVICES.items():
            heard = [_run(demo.address + path, options) for _ in range(runs + 1)][1:]
            scores = [statistics.median(one[score] for one in heard) for score in SCORES]
            yield [f"{name}, {device}", *(f"{score:.0f}" for score in scores)]


def _run(address: str, options: list[str]) -> dict[str, float]:
    chrome = " ".join(("--headless=new", *FLAGS))
    with tempfile.TemporaryDirectory() as folder:
        told = Path(folder) / "told.json"
        line = ["node", str(LIGHTHOUSE), address, "--quiet", "--output=json", f"--output-path={told}"]
        line += [f"--only-categories={','.join(SCORES)}", f"--chrome-flags={chrome}", *options]
        environment = {**os.environ, "CHROME_PATH": chromium()}
        for left in reversed(range(TRIES)):  # on a busy machine it loses its browser now and then
            done = subprocess.run(line, env=environment, check=left == 0, capture_output=True)
            if done.returncode == 0:
                break
        found: dict[str, Any] = json.loads(told.read_text("utf-8"))["categories"]
    return {score: (found[score]["score"] or 0) * 100 for score in SCORES}
