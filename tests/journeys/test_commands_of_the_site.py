"""Commands beside a serving process, on the same home."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def throughway(home: Path, *words: str, stdin: str = "") -> str:
    """Run a command that must succeed; what it printed."""
    line = [sys.executable, "-c", "import app; app.command_line()", *words]
    environment = {**os.environ, "THROUGHWAY_HOME": str(home), "THROUGHWAY_LIMITS": "off"}
    answer = subprocess.run(
        line, cwd=ROOT, env=environment, input=stdin, capture_output=True, text=True, timeout=120, check=False
    )
    assert answer.returncode == 0, answer.stderr
    return answer.stdout


def test_doctor_finds_a_serving_site_well(site) -> None:
    assert json.loads(throughway(site.home, "doctor", "--json").splitlines()[-1])["ok"] is True
