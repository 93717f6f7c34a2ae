"""How soon an answer is acknowledged: alone, and while eight clients read. One JSON line each.

Use: python -m benchmarks.answers [--threads 10000] [--answers 200] [--home FOLDER].
"""

from __future__ import annotations

import argparse
import http.client
import json
import multiprocessing
import statistics
import time
from typing import Any
from urllib.parse import urlencode, urlsplit

from ._site import asked_for, cookie_of
from .pages import CONCURRENCY, canonical, client

SEE_OTHER = 303
# Between two answers of one writer: five a second are much for a community.
PAUSE_SECONDS = 0.2


def write(address: str, made: dict[str, Any], number: int) -> dict[str, Any]:
    """Post answers one after another; milliseconds until each is acknowledged."""
    cookie, token = cookie_of(address, made["email"], made["password"])
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=60)
    headers = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
    took = []
    for n in range(number):
        path = f"/t/{made['threads'][n % len(made['threads'])]}/answers"
        sent = urlencode({"csrf_token": token, "body": f"Answer **{n}** of {time.time()}"})
        began = time.perf_counter()
        connection.request("POST", path, body=sent, headers=headers)
        answer = connection.getresponse()
        answer.read()
        took.append((time.perf_counter() - began) * 1000)
        if answer.status != SEE_OTHER:
            raise RuntimeError(f"an answer was not taken: {answer.status}")
        time.sleep(PAUSE_SECONDS)
    took.sort()
    return {
        "answers": number,
        "p50_ms": round(statistics.median(took), 1),
        "p95_ms": round(took[int(len(took) * 0.95)], 1),
        "max_ms": round(took[-1], 1),
    }


def beside_readers(address: str, made: dict[str, Any], number: int) -> dict[str, Any]:
    """The same, while eight connections read threads, signed out and uncached."""
    paths = canonical(address, [f"/t/{id_}" for id_ in made["threads"][:100]])
    seconds = number * (PAUSE_SECONDS + 0.25)
    readers = [(address, paths, {}, seconds, n, True) for n in range(CONCURRENCY)]
    with multiprocessing.Pool(CONCURRENCY) as pool:
        reading = pool.map_async(client, readers)
        time.sleep(1)
        figures = write(address, made, number)
        read = sum(len(took) for took, _wrong in reading.get())
    return {**figures, "pages_read_per_second": round(read / seconds, 1)}


def main() -> None:
    """Fill, serve, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--answers", type=int, default=100)
    with asked_for(parser) as (chosen, address, made):
        for name, run in (("answer, alone", write), ("answer, beside 8 readers", beside_readers)):
            figures = run(address, made, chosen.answers)
            print(json.dumps({"what": name, "threads": chosen.threads, **figures}), flush=True)


if __name__ == "__main__":
    main()
