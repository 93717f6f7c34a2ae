"""What the lock files must keep: no addresses, every dependency with its hash, and licences that MIT allows."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

SERVED, DEVELOPMENT, NODE = "requirements.lock", "requirements-dev.lock", "requirements-node.lock"
PIN = re.compile(r"^([A-Za-z0-9][A-Za-z0-9._-]*)==([^\s;]+)", re.MULTILINE)
ADDRESS = re.compile(r"\w+://|\bgit\+|@ file:", re.IGNORECASE)
# GPL and AGPL by name or in words; the Lesser one is fine for what we only import.
COPYLEFT = re.compile(r"(?<!L)GPL|(?<!Lesser )(?<!Library or Lesser )General Public License", re.IGNORECASE)
# Programs that are run beside the project, neither imported by it nor handed on with it.
RUN_ONLY = {"djlint"}
# Some put the whole text where the name belongs; its beginning is enough.
LONGEST_NAME = 200

Pins = set[tuple[str, str]]


def faults(root: Path) -> Iterator[str]:
    """Everything wrong with the lock files of a tree, one sentence each."""
    pins = {name: pinned((root / name).read_text("utf-8")) for name in (SERVED, DEVELOPMENT, NODE)}
    for name in pins:
        yield from addresses(name, (root / name).read_text("utf-8"))
    for name, version in sorted(pins[SERVED] - pins[DEVELOPMENT]):
        yield f"{DEVELOPMENT}: lacks {name} {version}, which {SERVED} has; run make lock"
    yield from not_locked(root, pins)
    served = {name for name, _ in pins[SERVED]}
    yield from copyleft(served | ({name for locked in pins.values() for name, _ in locked} - RUN_ONLY))
    for lock in (root / "package-lock.json", *root.glob("benchmarks/*/package-lock.json")):
        yield from npm_faults(json.loads(lock.read_text("utf-8")))


def pinned(lock: str) -> Pins:
    """List names and versions; a name may have several, for several versions of Python."""
    return {(normal(name), version) for name, version in PIN.findall(lock)}


def normal(name: str) -> str:
    """Write a distribution's name in the one way that compares."""
    return re.sub(r"[-_.]+", "-", name).lower()


def addresses(name: str, lock: str) -> Iterator[str]:
    """Lines that say where something is fetched from."""
    for number, line in enumerate(lock.splitlines(), start=1):
        if ADDRESS.search(line) or line.startswith(("--index", "--extra-index", "--find-links")):
            yield f"{name}:{number}: says where to fetch from"


def not_locked(root: Path, pins: dict[str, Pins]) -> Iterator[str]:
    """Dependencies that pyproject.toml asks for and the lock does not hold yet."""
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]
    wanted = {SERVED: project["dependencies"], DEVELOPMENT: project["optional-dependencies"]["dev"]}
    for lock, requirements in wanted.items():
        locked = {name for name, _ in pins[lock]}
        for requirement in requirements:
            name = normal(re.split(r"[^A-Za-z0-9._-]", requirement, maxsplit=1)[0])
            if name not in locked:
                yield f"{lock}: lacks {name}; run make lock"


def copyleft(names: set[str]) -> Iterator[str]:
    """Locked distributions, as far as installed here, whose licence would bind ours."""
    for name in sorted(names):
        try:
            about = distribution(name)
        except PackageNotFoundError:
            continue
        licences = licences_of(about)
        if not licences:
            yield f"{name}: says nothing about its licence"
        elif all(COPYLEFT.search(licence) for licence in licences):
            yield f"{name}: {' / '.join(licences)} does not go with MIT"


def licences_of(about: Distribution) -> list[str]:
    """Licences to choose from, from the newest kind of metadata that there is."""
    fields = about.metadata.json
    if expression := fields.get("license_expression"):
        return re.split(r"\s+OR\s+", str(expression).strip("()"))
    classifiers = [str(each) for each in fields.get("classifier", [])]
    named = [each.rpartition(" :: ")[2] for each in classifiers if each.startswith("License :: ")]
    if named:
        return named
    text = str(fields.get("license", "")) or enclosed(about)
    return [text[:LONGEST_NAME]] if text else []


def enclosed(about: Distribution) -> str:
    """Read the licence that comes as a file, where the metadata only name that file."""
    names = about.metadata.get_all("License-File") or []
    texts = (about.read_text(f"{folder}{name}") for name in names for folder in ("licenses/", ""))
    return next((text.strip() for text in texts if text), "")


def npm_faults(lock: dict[str, dict[str, dict[str, object]]]) -> Iterator[str]:
    """Packages of package-lock.json with an address, without a hash, or under the GPL."""
    for path, package in lock["packages"].items():
        name = path.removeprefix("node_modules/")
        if "resolved" in package:
            yield f"package-lock.json: {name} says where to fetch it from"
        if name and "integrity" not in package:
            yield f"package-lock.json: {name} has no hash"
        if COPYLEFT.search(str(package.get("license", ""))):
            yield f"package-lock.json: {name}: {package['license']} does not go with MIT"
