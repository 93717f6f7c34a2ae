"""The assets: names with hashes, a manifest, nothing done twice, nothing broken by a mistake in the sources."""

import json
import shutil
import subprocess
import sys

import pytest

from tools.set_up import ROOT


@pytest.fixture
def project(tmp_path):
    """A project of its own with few sources, but with the Node and the packages of this one."""
    shutil.copytree(ROOT / "tools", tmp_path / "tools")
    for name in ("package.json", "package-lock.json"):
        shutil.copy(ROOT / name, tmp_path)
    for name in (".venv", "node_modules"):
        (tmp_path / name).symlink_to(ROOT / name)
    put(tmp_path, "css/app.css", '@import "./_tokens.css"; p { color: var(--ink) }')
    put(tmp_path, "css/_tokens.css", ":root { --ink: #123456 }")
    put(tmp_path, "js/app.js", 'import("./heavy/editor.js").then(({ words }) => console.log(words))')
    put(tmp_path, "js/heavy/editor.js", 'export const words = "only when it is used"')
    return tmp_path


def put(project, name, text):
    file = project / "static" / "src" / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, "utf-8")


def build(project):
    command = [sys.executable, "-m", "tools.build_assets"]
    return subprocess.run(command, cwd=project, capture_output=True, text=True, timeout=120, check=False)


def manifest(project):
    return json.loads((project / "static/dist/manifest.json").read_text("utf-8"))


def text(project, name):
    return (project / "static/dist" / manifest(project)[name]).read_text("utf-8")


def test_entries_are_built_under_hashed_names(project):
    assert build(project).returncode == 0
    assert sorted(manifest(project)) == ["app.css", "app.js"]
    assert manifest(project)["app.css"] != "app.css"
    assert "#123456" in text(project, "app.css")


def test_what_is_imported_on_demand_is_a_file_of_its_own(project):
    build(project)
    assert "only when it is used" not in text(project, "app.js")
    assert list((project / "static/dist").glob("editor-*.js"))


def test_nothing_is_done_while_the_sources_are_the_same(project):
    assert "Building" in build(project).stdout
    assert build(project).stdout == ""


def test_a_change_gets_a_new_name_and_pages_sent_before_keep_their_file(project):
    build(project)
    before = manifest(project)
    put(project, "css/_tokens.css", ":root { --ink: #654321 }")
    build(project)
    assert manifest(project)["app.css"] != before["app.css"]
    assert manifest(project)["app.js"] == before["app.js"]
    assert (project / "static/dist" / before["app.css"]).exists()


def test_a_mistake_leaves_what_was_built_before(project):
    build(project)
    before = manifest(project)
    put(project, "js/app.js", "import './gone.js'")
    answer = build(project)
    assert answer.returncode == 1
    assert "gone.js" in answer.stderr
    assert manifest(project) == before
