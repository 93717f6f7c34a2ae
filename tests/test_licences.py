"""What we ship may be used by everybody as our own licence says."""

from __future__ import annotations

import re
from importlib.metadata import distributions
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def test_no_distribution_that_we_ship_forces_its_licence_on_us() -> None:
    lock = (ROOT / "requirements.lock").read_text("utf-8")
    ours = {
        match[1].lower().replace("_", "-")
        for match in re.finditer(r"^([A-Za-z0-9._-]+)==", lock, re.MULTILINE)
    }
    strict = re.compile(r"\b(A?GPL|GNU (Affero )?General Public)", re.IGNORECASE)
    mild = re.compile(r"\bLGPL|Lesser", re.IGNORECASE)
    found, seen = [], set()
    for one in distributions():
        name = one.metadata["Name"].lower().replace("_", "-")
        if name not in ours:
            continue
        seen.add(name)
        licences = [one.metadata.get("License-Expression") or "", *(one.metadata.get_all("Classifier") or [])]
        licences.append((one.metadata.get("License") or "")[:100])
        said = "; ".join(text for text in licences if "licen" in text.lower() or "GPL" in text)
        if strict.search(mild.sub("", said)) and " OR " not in said:
            found.append(f"{name}: {said[:100]}")
    assert len(seen) > 20
    assert not found, found
