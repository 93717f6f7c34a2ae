"""`make ux`: what the pages feel like, measured in a browser on the demo, into docs/quality.md and docs/pictures.

Use: python -m benchmarks.ux [--runs 5] [--only lighthouse|felt|pictures].
"""

from __future__ import annotations

import argparse

from playwright.sync_api import sync_playwright

from . import felt, lighthouse, pictures, report
from .site import Demo, demo, started

SCORES = ["performance", "accessibility", "best practices", "SEO"]


def main() -> None:
    """Serve the demo, measure, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5, help="the median of how many")
    parser.add_argument("--only", choices=("lighthouse", "felt", "pictures"))
    chosen = parser.parse_args()
    with sync_playwright() as playwright:
        browser = started(playwright)
        with demo(browser) as network:
            if chosen.only in (None, "felt"):
                measured = list(felt.rows(network, browser, chosen.runs))
                tried, within = felt.taps(network, browser, chosen.runs)
                report.keep("felt", _felt(measured, tried, within, chosen.runs))
            if chosen.only in (None, "pictures"):
                pictures.take(network, browser)
            if chosen.only in (None, "lighthouse"):
                _lighthouse(network, chosen.runs)
        browser.close()


def _felt(measured: list[list[str]], tried: int, within: float, runs: int) -> str:
    heads = ["first visit, signed out", "text stands after (LCP), s", "blocked (TBT), ms"]
    words = f"Median of {runs}; of {tried} taps and keys on a phone four times slower, 95 %"
    return (
        f"{report.circumstances()} {words} showed within {within:.0f} ms.\n\n{report.table(heads, measured)}"
    )


def _lighthouse(network: Demo, runs: int) -> None:
    if not lighthouse.install():
        print("Lighthouse was left out: npm could not install it.")
        return
    words = f"Median of {runs} after one that is not counted."
    measured: list[list[str]] = []
    for row in lighthouse.rows(network, runs):  # each page takes minutes: what was measured is kept
        measured.append(row)
        text = f"{report.circumstances()} {words}\n\n{report.table(['page', *SCORES], measured)}"
        report.keep("lighthouse", text)


if __name__ == "__main__":
    main()
