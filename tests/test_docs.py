"""The documents say what the code says, point to what exists, and speak of the project alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest

from community import doors
from community.access.permissions import Permission
from community.access.predicates import SIGNS
from community.access.rules import FRESH_ONLY, RULES
from community.core.events import catalogue
from community.core.limits import LIMITS
from community.core.render import environment
from community.core.settings import Settings
from community.people.sign_in import authenticate
from models import PAGE_KINDS, STATES
from search.query import OPERATORS
from tests import services
from tools import check_tree, write_lists
from tools.set_up import ROOT

DOCUMENTS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md"]
DOCUMENTS += sorted((ROOT / "docs").rglob("*.md"))
NAMES = [str(path.relative_to(ROOT)) for path in DOCUMENTS]
# One's own machine, and a name kept for examples.
OWN_HOSTS = ("127.0.0.1", "localhost", "example.org")
LARGEST_PICTURE = 200 * 1000

FENCE = re.compile(r"^```.*?^```", re.DOTALL | re.MULTILINE)
LINK = re.compile(r"\]\(([^)\s]+)\)|src=\"([^\"]+)\"")
PATH = re.compile(
    r"(?:app\.py|importlinter\.ini|(?:community|models|search|tests|tools|docs|static/src)/[\w./-]*)"
)


def text_of(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


def rows_of(name: str, heading: str = "") -> list[list[str]]:
    """The cells of every table row below a heading, heads and rules left out."""
    text = text_of(name)
    if heading:
        level = heading.split(" ", maxsplit=1)[0]
        text = re.split(rf"^{level} ", text.split(f"\n{heading}\n", 1)[1], maxsplit=1, flags=re.MULTILINE)[0]
    lines = [line for line in text.splitlines() if line.startswith("| ")]
    return [
        [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in lines if "---" not in line
    ]


def code_of(cell: str) -> list[str]:
    return re.findall(r"`([^`]+)`", cell)


def test_every_list_says_what_the_code_says() -> None:
    found = [str(path.relative_to(ROOT)) for path, _ in write_lists.outdated()]
    assert not found, "run `.venv/bin/python -m tools.write_lists`"


def test_every_setting_stands_in_the_interfaces_with_its_default() -> None:
    rows = {
        code_of(row[0])[0]: row[1] for row in rows_of("docs/interfaces.md", "## Settings") if code_of(row[0])
    }
    wanted = {f"THROUGHWAY_{name.upper()}": field for name, field in Settings.model_fields.items()}
    assert set(rows) == set(wanted)
    for name, field in wanted.items():
        default = int(field.default) if isinstance(field.default, bool) else field.default
        if default != "":
            assert code_of(rows[name]) == [str(default)], name


def test_every_variable_that_is_named_exists() -> None:
    known = {f"THROUGHWAY_{name.upper()}" for name in Settings.model_fields}
    known |= {services.POSTGRESQL, services.REDIS, services.CHROMIUM, "THROUGHWAY_TEST_DATA"}
    for name in NAMES:
        assert set(re.findall(r"THROUGHWAY_[A-Z_]*[A-Z]", text_of(name))) <= known, name


def test_every_command_stands_in_the_interfaces_with_its_options() -> None:
    said = [
        code_of(row[0])[0].replace("\\|", "|") for row in rows_of("docs/interfaces.md", "## Command line")[1:]
    ]
    by_name = {re.split(r" [\[A-Z-]", line)[0]: line for line in said}
    commands = dict(_commands(doors.COMMANDS, "throughway"))
    assert set(by_name) == set(commands) == set(doors.commands())
    for name, command in commands.items():
        options = {word for one in command.params for word in one.opts if isinstance(one, click.Option)}
        assert set(re.findall(r"--[a-z-]+", by_name[name])) == options - {"--json"}, name


def _commands(some: Any, above: str) -> Iterator[tuple[str, click.Command]]:
    for one in some:
        name = f"{above} {one.name}"
        if isinstance(one, click.Group):
            yield from _commands(one.commands.values(), name)
        else:
            yield name, one


def test_commands_named_anywhere_exist() -> None:
    known = {name.split()[1] for name in doors.commands()}
    for name in NAMES:
        used = re.findall(r"(?:`|bin/|^    )throughway ([a-z]+)", text_of(name), re.MULTILINE)
        assert set(used) <= known, name


def test_the_table_of_the_law_is_the_one_in_the_code() -> None:
    rows = rows_of("docs/access.md", "## The table")[1:]
    said = {
        code_of(row[0])[0]: (tuple(" ".join(code_of(cell)) for cell in row[2:]), "✋" in row[0])
        for row in rows
    }
    assert said == {one.code: (RULES[one], one in FRESH_ONLY) for one in Permission}


def test_every_sign_of_the_law_is_explained() -> None:
    assert {code_of(row[0])[0] for row in rows_of("docs/access.md", "## Actors")[1:]} == set(SIGNS)


def test_every_limit_that_is_counted_is_said() -> None:
    said = {code_of(row[0])[0]: row[1] for row in rows_of("docs/access.md", "## Limits")[1:]}
    source = "\n".join(path.read_text("utf-8") for path in (ROOT / "community").rglob("*.py"))
    counted = {kind for kind in LIMITS if re.search(rf"spend(?:_\w+)?\([^\n]*\"{kind}\"", source)}
    assert counted <= set(said) <= set(LIMITS)
    for kind, words in said.items():
        assert words == LIMITS[kind], kind
    per_account, per_address = authenticate.PER_ACCOUNT, authenticate.PER_ADDRESS
    assert f"{per_account} in 15 minutes per account, {per_address} per address" in text_of("docs/access.md")


def test_every_event_and_listener_is_in_the_list() -> None:
    rows = rows_of("docs/events.md")
    names = {code_of(row[0])[0] for row in rows if code_of(row[0])}
    assert {name for name in catalogue() if not name.endswith("Event")} <= names
    heard = {one.name: one for listeners in write_lists.fanout.FANOUT.values() for one in listeners}
    said = {code_of(row[0])[0]: tuple(row[1:3]) for row in rows if len(row) == 4 and code_of(row[0])}
    assert said == {name: (one.kind, one.lane) for name, one in heard.items()}


def test_words_name_every_state_kind_and_operator() -> None:
    said = {code_of(row[0])[0]: row[1:3] for row in rows_of("docs/words.md", "## The state mark")[1:]}
    assert set(said) == set(STATES)
    mark: Any = environment().get_template("_state.html").module
    for state, (shape, word) in said.items():
        shown = re.sub(r"<[^>]+>", "", str(mark.state_mark(state))).split(maxsplit=1)
        assert [one.strip() for one in shown] == [shape, word], state
    words = " ".join(row[0] for row in rows_of("docs/words.md"))
    assert all(kind in words for kind in PAGE_KINDS)
    typed = " ".join(row[0] for row in rows_of("docs/search.md", "## What people type"))
    assert all(f"`{name}:" in typed for name in OPERATORS)


def test_words_of_pages_are_on_pages() -> None:
    """What stands in bold is what a button says."""
    templates = "\n".join(path.read_text("utf-8") for path in (ROOT / "templates").rglob("*.html"))
    for row in rows_of("docs/words.md")[1:]:
        for word in re.findall(r"\*\*([^*]+)\*\*", row[1]):
            assert f'_("{word}")' in templates, word


@pytest.mark.parametrize("name", NAMES)
def test_links_lead_somewhere(name: str) -> None:
    for found in LINK.finditer(FENCE.sub("", text_of(name))):
        target = found[1] or found[2]
        if re.match(r"\w+:", target):
            continue
        path, _, anchor = target.partition("#")
        there = ((ROOT / name).parent / path).resolve() if path else ROOT / name
        assert there.exists(), target
        assert not anchor or anchor in anchors_of(there), target


def anchors_of(path: Path) -> set[str]:
    heads = re.findall(r"^#+ (.+)$", FENCE.sub("", path.read_text("utf-8")), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", head.lower()).strip().replace(" ", "-") for head in heads}


@pytest.mark.parametrize("name", NAMES)
def test_files_that_are_named_exist(name: str) -> None:
    for code in code_of(FENCE.sub("", text_of(name))):
        if PATH.fullmatch(code):
            assert (ROOT / code).exists(), code


@pytest.mark.parametrize("name", NAMES)
def test_make_knows_what_is_asked_of_it(name: str) -> None:
    targets = set(re.findall(r"^([a-z]+):", text_of("Makefile"), re.MULTILINE))
    said = re.findall(r"(?:`|^    |: )make ([a-z]+)", text_of(name), re.MULTILINE)
    assert set(said) <= targets
    variables = re.findall(r"make [a-z]+ ([A-Z]+)=", text_of(name))
    assert all(f"{one}" in text_of("Makefile") for one in variables)


@pytest.mark.parametrize("name", NAMES)
def test_no_document_speaks_of_anything_but_the_project(name: str) -> None:
    text = text_of(name)
    assert not check_tree.HOSTS.search(text)
    for host in re.findall(r"\w+://(?:[^\s/@]*@)?([\w.-]+)", text):
        assert host in OWN_HOSTS or not re.search(r"\w\.\w", host), host
    for path in re.findall(r"(?<![\w.`~/-])/(?:home|root|work|tmp|Users|mnt|opt)/\S+", text):
        pytest.fail(f"a path of one machine: {path}")
    others = {f"{name}.md" for name in re.findall(r"\b([A-Z]{3,})\.md", text)}
    assert all((ROOT / other).exists() for other in others), others


def test_every_decision_is_numbered_listed_and_whole() -> None:
    pages = sorted(path for path in (ROOT / "docs" / "adr").glob("*.md") if path.name != "README.md")
    assert [int(path.name[:4]) for path in pages] == list(range(1, len(pages) + 1))
    for path in pages:
        text = path.read_text("utf-8")
        assert f"]({path.name})" in text_of("docs/adr/README.md"), path.name
        assert re.findall(r"^## (.+)$", text, re.MULTILINE) == ["Context", "Decision", "Consequences"], (
            path.name
        )


def test_every_document_can_be_reached_from_the_readme() -> None:
    linked, waiting = set(), [ROOT / "README.md"]
    while waiting:
        here = waiting.pop()
        if here in linked or here.suffix != ".md":
            continue
        linked.add(here)
        targets = [found[1] for found in LINK.finditer(here.read_text("utf-8")) if found[1]]
        waiting += [(here.parent / one.partition("#")[0]).resolve() for one in targets if ":" not in one]
    assert not set(DOCUMENTS) - linked


def test_pictures_are_small_and_shown() -> None:
    pictures = sorted((ROOT / "docs" / "pictures").iterdir())
    shown = "\n".join(text_of(name) for name in NAMES)
    assert pictures
    for path in pictures:
        assert path.stat().st_size < LARGEST_PICTURE, path.name
        assert path.name in shown, path.name
