"""How long the import of each real dump takes, by the command, into a home of its own; one JSON line each.

Use: THROUGHWAY_TEST_DATA=DIR python -m benchmarks.importing [SITE …]. DIR holds the dumps in `se/`.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ._site import COMMAND, ROOT

# What the aim says of each dump.
LONGEST_SECONDS = 60


def dumps(chosen: list[str]) -> Iterator[Path]:
    """The dumps that are there, or those of them that were named."""
    named = os.environ.get("THROUGHWAY_TEST_DATA")
    folder = Path(named) / "se" if named else None
    if folder is None or not folder.is_dir():
        sys.stderr.write("Left out: THROUGHWAY_TEST_DATA names no folder with dumps in se/.\n")
        return
    yield from (
        path
        for path in sorted(folder.iterdir())
        if (path / "Posts.xml").is_file() and (not chosen or path.name in chosen)
    )


def bring(home: Path, dump: Path) -> tuple[dict[str, Any], float, float]:
    """Run the command; what it says it did, and the seconds it took, by the clock and of the processor."""
    line = [*COMMAND, "import", "stackexchange", str(dump), "--community", "site", "--visibility", "open"]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = time.perf_counter()
    done = subprocess.run(
        [*line, "--json"],
        cwd=ROOT,
        env={**os.environ, "THROUGHWAY_HOME": str(home)},
        check=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    wall = time.perf_counter() - began
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return json.loads(done.stdout.splitlines()[-1]), wall, used


def rows_of(dump: Path) -> int:
    """How many rows the dump's files have, one on a line."""
    return sum(line.lstrip().startswith(b"<row ") for path in dump.glob("*.xml") for line in path.open("rb"))


def measure(dump: Path) -> dict[str, Any]:
    """Bring a dump into a fresh home, and once more where everything is here already."""
    with tempfile.TemporaryDirectory() as folder:
        said, wall, used = bring(Path(folder), dump)
        again, second_wall, second_used = bring(Path(folder), dump)
    rows = rows_of(dump)
    return {
        "what": f"import of {dump.name}",
        "rows": rows,
        "roadblocks": said["new"]["roadblocks"],
        "seconds": round(wall, 1),
        "cpu_seconds": round(used, 1),
        "rows_per_second": round(rows / wall),
        "second_run_seconds": round(second_wall, 1),
        "second_run_cpu_seconds": round(second_used, 1),
        "second_run_new": sum(again["new"].values()),
        "within_a_minute": wall <= LONGEST_SECONDS,
    }


def main() -> None:
    """Measure each, print each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sites", nargs="*", help="which of the dumps; default: all that are there")
    for dump in dumps(parser.parse_args().sites):
        print(json.dumps(measure(dump)), flush=True)


if __name__ == "__main__":
    main()
