"""`make dev`: serves, rebuilds the assets and starts the server anew when a source file changes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import FrameType
from typing import NoReturn

from tools import build_assets
from tools.set_up import ROOT, VENV, say

WATCHED = ("app.py", "community", "models", "search", "migrations", "templates", "static/src")
ENDINGS = {".py", ".html", ".txt", ".css", ".js", ".svg"}
PAUSE = 0.5


def main() -> int:
    """Serve until interrupted."""
    for ending in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(ending, leave)
    seen = snapshot()
    server = start()
    try:
        while True:
            time.sleep(PAUSE)
            now = snapshot()
            if now == seen:
                continue
            changed = min(path for path, _ in seen ^ now)
            seen = now
            say(f"{changed} changed")
            # What does not build leaves the old files in place; the reason stands on the terminal.
            build_assets.main()
            stop(server)
            server = start()
    except KeyboardInterrupt:
        return 0
    finally:
        stop(server)


def snapshot() -> set[tuple[str, int]]:
    """Note every watched file with the time of its last change."""
    files = [path for name in WATCHED for path in [ROOT / name, *(ROOT / name).rglob("*")]]
    return {(str(path.relative_to(ROOT)), changed_at(path)) for path in files if path.suffix in ENDINGS}


def changed_at(path: Path) -> int:
    """Answer when a file last changed; 0 where an editor has just taken it away."""
    try:
        return path.stat().st_mtime_ns
    except FileNotFoundError:
        return 0


def start() -> subprocess.Popen[bytes]:
    """Start the server as `make serve` does."""
    address = ["--host", os.environ.get("HOST") or "127.0.0.1", "--port", os.environ.get("PORT") or "8000"]
    return subprocess.Popen([str(VENV / "bin" / "throughway"), "serve", *address], cwd=ROOT)


def stop(server: subprocess.Popen[bytes]) -> None:
    """End the server, by force if it takes its time."""
    server.terminate()
    try:
        server.wait(timeout=10)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


def leave(ending: int, _frame: FrameType | None) -> NoReturn:
    """End by unwinding, so that the server ends too."""
    sys.exit(128 + ending)


if __name__ == "__main__":
    sys.exit(main())
