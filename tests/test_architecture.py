"""The shape that keeps its promises: looked up in the syntax tree, so that nobody has to remember."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from flask import Flask

from app import create_app, refuse_unnamed
from community import doors
from community.access.doors import unnamed
from community.core.settings import Settings

ROOT = Path(__file__).resolve().parents[1]
EDGE = {"routes", "api", "commands", "sockets"}
ROLES = {"guest", "member", "curator", "steward"}

# Who commits, and why.
COMMITS = {"core/action.py": "the unit of work itself"}
# Who gives a read snapshot back before I/O or between rounds, and why that loses nothing.
ENDS_SNAPSHOTS = {
    "core/action.py": "the unit of work itself",
    "core/outbox.py": "the drainer, between its rounds",
    "core/clockwork.py": "the clock, before each piece of work",
    "importing/running.py": "nothing is read while texts are rendered",
    "indexing/following.py": "nothing is read while the index is written",
    "indexing/keeper.py": "nothing is read while the index is built",
    "notifications/mail_links.py": "nothing is held while a mail server takes its time",
    "uploads/receiving.py": "nothing is read while a picture is made anew",
}
# Edges that touch the session themselves, and why.
READS_AT_THE_EDGE = {
    "operations/routes.py": "asks whether the database answers at all",
    "indexing/commands.py": "hands the snapshot back between parts of a long rebuild",
}
# Comparisons with a role's name outside the law, and why.
NAMES_ROLES: dict[str, str] = {
    "communities/actions/members.py": "the last steward stays: a rule about the community, not about who may",
}
# Actions that ask nobody's permission, and why.
ASKS_NOBODY = {
    "sign_in": "nobody acts before it: the password or the link is the proof",
    "sign_out": "whoever holds the session may end it",
    "seen": "bookkeeping: when a session was last used",
    "token_used": "bookkeeping: when a token was last used",
    "_keep_answer": "bookkeeping: the answer to a call that was permitted",
    "ask_rebuild": "bookkeeping: an index found broken is built anew, whoever found it",
    "let_be_found": "bookkeeping: search has followed",
}
# Whole modules of such actions.
BEFORE_SIGNING_IN = {
    "people/sign_in/": "what happens before anybody is signed in: links, passwords and attempts are their own proof",
}
# Actions after whose `emit` something follows, and why.
GOES_ON_AFTER_SAYING = {"make_home": "then its stewards are said, each with an event of its own"}
# Actions that tell nobody, and why.
TELLS_NOBODY_MODULES = {
    "people/sign_in/": "sessions, links and passwords are nobody else's news",
    "unfinished/": "what one has begun is nobody else's news",
    "following/": "what somebody follows is nobody else's news",
    "reading/": "what one has read is nobody else's news",
    "trying/": "what somebody goes to try is nobody else's news; what they say of it has its own event",
    "uploads/": "a picture that no text shows is nobody else's news",
    "notifications/": "what one has read is nobody else's news",
    "people/actions/tokens.py": "tokens are nobody else's news",
}


@cache
def trees(top: str = "community") -> dict[str, ast.Module]:
    """Every module by its path below community/."""
    found = {}
    for path in sorted((ROOT / top).rglob("*.py")):
        found[path.relative_to(ROOT / top).as_posix()] = ast.parse(path.read_text("utf-8"))
    return found


def is_edge(name: str) -> bool:
    return bool(EDGE & set(Path(name).with_suffix("").parts))


def calls(tree: ast.AST) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def called(call: ast.Call) -> str:
    """The last name of what is called: `session().commit` is 'commit'."""
    function = call.func
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def is_action(function: ast.FunctionDef) -> bool:
    return any(getattr(one, "id", "") == "action" for one in function.decorator_list)


def actions() -> Iterator[tuple[str, ast.FunctionDef, ast.Module]]:
    for name, tree in trees().items():
        for function in functions(tree):
            if is_action(function):
                yield name, function, tree


@pytest.mark.parametrize(("verb", "places"), [("commit", COMMITS), ("rollback", ENDS_SNAPSHOTS)])
def test_only_the_unit_of_work_ends_a_transaction(verb: str, places: dict[str, str]) -> None:
    found = {
        name
        for name, tree in trees().items()
        for call in calls(tree)
        if called(call) == verb and isinstance(call.func, ast.Attribute)
    }
    assert found <= set(places), found - set(places)


def test_the_edge_reads_no_table() -> None:
    found = {}
    for name, tree in trees().items():
        if is_edge(name):
            bad = {called(call) for call in calls(tree)} & {"select", "session", "scalars", "get_one"}
            if bad:
                found[name] = bad
    assert set(found) <= set(READS_AT_THE_EDGE), found


def test_the_edge_writes_no_table_and_takes_input_by_drafts() -> None:
    """`request.form` may be looked at; what is written comes from a draft, so every field has its rule."""
    found = [
        f"{name}:{node.lineno}"
        for name, tree in trees().items()
        if is_edge(name) and name not in READS_AT_THE_EDGE
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr in ("add", "delete", "execute") and _of_session(node)
    ]
    assert not found


def _of_session(node: ast.Attribute) -> bool:
    return isinstance(node.value, ast.Call) and called(node.value) == "session"


def test_no_flask_below_the_edge_and_nobody_imports_upwards() -> None:
    lint = [sys.executable, "-m", "importlinter.cli", "lint-imports"]
    command = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run(
        [str(command), "--config", "importlinter.ini", "--no-logo"] if command.exists() else lint,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-1000:]


def test_roles_are_compared_in_the_law_alone() -> None:
    found = []
    for name, tree in trees().items():
        if name.startswith("access/") or name in NAMES_ROLES:
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.Compare):
                sides = [node.left, *node.comparators]
                if any(_is_column(side) for side in sides):
                    continue  # who is steward is read and shown; that decides nothing
                words = {
                    one.value for side in sides for one in ast.walk(side) if isinstance(one, ast.Constant)
                }
                attributes = {getattr(one, "attr", "") for side in sides for one in ast.walk(side)}
                if words & ROLES and attributes & {"role", "roles", "my_role"}:
                    found.append(f"{name}:{node.lineno}")
    assert not found, found


def _is_column(side: ast.expr) -> bool:
    """`Membership.role`: a column of a statement, where `member.role` is somebody's."""
    return isinstance(side, ast.Attribute) and isinstance(side.value, ast.Name) and side.value.id[0].isupper()


def asks(function: ast.FunctionDef, tree: ast.Module, depth: int = 3) -> bool:
    """Whether it calls `require`, itself or by a function or action of this code that it calls."""
    names = {called(call) for call in calls(function)}
    if names & {"require"}:
        return True
    known = {one.name: one for one in functions(tree)}
    inner = (known[name] for name in names & set(known) if known[name] is not function)
    return depth > 0 and any(asks(one, tree, depth - 1) for one in inner)


def test_every_action_asks_whether_one_may() -> None:
    by_name = {function.name for name, function, tree in actions() if asks(function, tree)}
    silent = []
    for name, function, tree in actions():
        excused = function.name in ASKS_NOBODY or any(name.startswith(one) for one in BEFORE_SIGNING_IN)
        through = {called(call) for call in calls(function)} & by_name
        if not asks(function, tree) and not through and not excused:
            silent.append(f"{name}:{function.lineno} {function.name}")
    assert not silent, silent


def test_every_action_says_what_happened() -> None:
    """It emits, or calls what does; after that only `return` follows."""
    tells = {function.name for tree in trees().values() for function in functions(tree) if _emits(function)}
    tells |= {
        function.name for tree in trees().values() for function in functions(tree) if _names(function) & tells
    }
    silent = []
    for name, function, _tree in actions():
        excused = function.name in ASKS_NOBODY or any(name.startswith(one) for one in TELLS_NOBODY_MODULES)
        if not _emits(function) and not _names(function) & tells and not excused:
            silent.append(f"{name}:{function.lineno} {function.name}")
    assert not silent, silent


def _names(function: ast.AST) -> set[str]:
    return {called(call) for call in calls(function)}


def _emits(function: ast.AST) -> bool:
    return "emit" in _names(function)


def test_what_happened_is_said_last() -> None:
    """What is changed after `emit` would not be in its streams' numbers."""
    early = []
    for name, function, _tree in actions():
        body = [one for one in function.body if not isinstance(one, ast.Return)]
        places = [number for number, one in enumerate(body) if _is_emit(one)]
        if places and places[-1] != len(body) - 1 and function.name not in GOES_ON_AFTER_SAYING:
            early.append(f"{name}:{function.lineno} {function.name}")
    assert not early, early


def _is_emit(statement: ast.stmt) -> bool:
    return (
        isinstance(statement, ast.Expr)
        and isinstance(statement.value, ast.Call)
        and called(statement.value) == "emit"
    )


def test_names_say_what_a_thing_is() -> None:
    vague = re.compile(
        r"(^|_)(utils?|helpers?|managers?|services?|misc)(_|$)|(Manager|Service|Helper|Util)s?$"
    )
    found = [name for name in trees() if any(vague.search(part) for part in Path(name).with_suffix("").parts)]
    found += [
        f"{name}: {node.name}"
        for name, tree in trees().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef | ast.FunctionDef) and vague.search(node.name)
    ]
    assert not found, found


def test_no_door_without_a_permission(app: Flask) -> None:
    assert not unnamed(app.view_functions)
    assert not unnamed(doors.commands())
    reasons = [getattr(door, "needs_none", "a reason") for door in app.view_functions.values()]
    assert all(len(reason.split()) > 1 for reason in reasons), "a reason is a sentence"


def test_the_app_refuses_to_start_with_an_unnamed_door(database, settings: Settings) -> None:
    app = create_app(settings)
    app.add_url_rule("/back-door", "back_door", lambda: "come in")
    with pytest.raises(RuntimeError, match="back_door"):
        refuse_unnamed(app)


def test_only_one_place_turns_off_escaping() -> None:
    """`Markup(…)` and `|safe` outside the renderers would let somebody's words become markup."""
    found = [
        f"{path.relative_to(ROOT)}"
        for path in (ROOT / "templates").rglob("*.html")
        if re.search(r"\|\s*safe\b|autoescape\s+false", path.read_text("utf-8"))
    ]
    assert not found, found
