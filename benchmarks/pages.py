"""Pages a second, p50 and p95, against `throughway serve`: signed out (cached or not) and in, at concurrency 8.

Use: python -m benchmarks.pages [--threads 10000] [--seconds 6]. One JSON line per page and way.
"""

from __future__ import annotations

import argparse
import http.client
import json
import multiprocessing
import random
import statistics
import time
from typing import Any
from urllib.parse import quote, urlsplit

from ._site import asked_for, cookie_of

CONCURRENCY = 8
HTTP_OK = 200


def client(arguments: tuple[str, list[str], dict[str, str], float, int, bool]) -> tuple[list[float], int]:
    """One connection that asks again and again; seconds per answer, and how many were not 200."""
    address, paths, headers, seconds, seed, fresh = arguments
    chance = random.Random(seed)
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=60)
    took, wrong = [], 0
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        began = time.perf_counter()
        path = chance.choice(paths)
        # A query of its own: an address nobody has asked for yet is in no cache.
        path += f"{'&' if '?' in path else '?'}fresh={seed}.{len(took)}" if fresh else ""
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        answer.read()
        took.append(time.perf_counter() - began)
        wrong += answer.status != HTTP_OK
    connection.close()
    return took, wrong


def measure(
    address: str, paths: list[str], headers: dict[str, str], seconds: float, *, fresh: bool
) -> dict[str, Any]:
    """Ask for these pages with eight connections at once; `fresh` asks past every cache."""
    with multiprocessing.Pool(CONCURRENCY) as pool:
        answers = pool.map(client, [(address, paths, headers, seconds, n, fresh) for n in range(CONCURRENCY)])
    every = sorted(one for took, _wrong in answers for one in took)
    return {
        "per_second": round(len(every) / seconds, 1),
        "p50_ms": round(statistics.median(every) * 1000, 1),
        "p95_ms": round(every[int(len(every) * 0.95)] * 1000, 1),
        "wrong": sum(wrong for _took, wrong in answers),
    }


def ways(address: str, made: dict[str, Any]) -> list[tuple[str, list[str], dict[str, str], bool]]:
    """What is asked for: each page signed out, out of the cache, and signed in."""
    cookie, _token = cookie_of(address, made["email"], made["password"])
    pages = {
        "list": [f"/c/{made['community']}/threads"],
        "thread": canonical(address, [f"/t/{id_}" for id_ in made["threads"][:100]]),
        "page": canonical(address, [f"/w/{id_}" for id_ in made["pages"][:100]]),
        "search": [
            f"/search?q={quote(a + ' ' + b)}" for a, b in zip(made["words"], made["words"][1:], strict=False)
        ],
    }
    asked = []
    for name, paths in pages.items():
        asked.append((f"{name}, signed out, uncached", paths, {}, True))
        asked.append((f"{name}, signed out, cached", paths[:20], {}, False))
        asked.append((f"{name}, signed in", paths, {"Cookie": cookie}, False))
    return asked


def canonical(address: str, paths: list[str]) -> list[str]:
    """The addresses with their slugs, so that no redirect is measured."""
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=60)
    found = []
    for path in paths:
        connection.request("GET", path)
        answer = connection.getresponse()
        answer.read()
        found.append(urlsplit(answer.headers.get("Location", path)).path)
    connection.close()
    return found


def main() -> None:
    """Fill, serve, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=6.0)
    with asked_for(parser) as (chosen, address, made):
        for name, paths, headers, fresh in ways(address, made):
            figures = measure(address, paths, headers, chosen.seconds, fresh=fresh)
            print(json.dumps({"what": name, "threads": chosen.threads, **figures}), flush=True)


if __name__ == "__main__":
    main()
