"""What every command shares: the open database, `--json` as the last line, one line on stderr, exit 0, 1 or 2."""

from __future__ import annotations

import functools
import json
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import click
from sqlalchemy.exc import SQLAlchemyError

from .database import migrate
from .errors import Invalid, ThroughwayError
from .session import connect, end_session, use
from .settings import Settings, SettingsError

FAILED = 1
WRONG_USAGE = 2


@dataclass(frozen=True)
class Done:
    """What a command did: the words for a person, and the same for a machine."""

    said: str
    data: Mapping[str, Any] = field(default_factory=dict)


Work = Callable[..., Done]


def works(function: Work) -> Callable[..., None]:
    """Make a command of a function that gets the settings first and answers what it did.

    Stands below click's own decorators and above `@permission`. The database is open and at head, events find
    their listeners. Errors become one line on stderr.
    """

    @click.option("--json", "as_json", is_flag=True, help="End with one machine-readable line.")
    @click.pass_obj
    @functools.wraps(function)
    def wrapper(obj: Mapping[str, Any], /, *args: Any, as_json: bool, **given: Any) -> None:
        try:
            with opened(obj, migrates=not getattr(function, "only_looks", False)) as settings:
                done = function(settings, *args, **given)
        except Invalid as error:
            line = next(f"{name}: {said}" for name, said in error.fields.items())
            _fail(line, WRONG_USAGE, as_json=as_json)
        except ThroughwayError as error:
            _fail(error.sentence(), FAILED, as_json=as_json)
        except (SQLAlchemyError, SettingsError, OSError) as error:
            _fail(" ".join(str(error).split("\n")[0].split()), FAILED, as_json=as_json)
        else:
            click.echo(json.dumps(done.data) if as_json else done.said)

    return wrapper


def only_looks(function: Work) -> Work:
    """For a command that changes nothing, not even the database's revision. Stands below `@works`."""
    function.only_looks = True  # type: ignore[attr-defined]
    return function


def _fail(line: str, code: int, *, as_json: bool) -> None:
    click.echo(line, err=True)
    if as_json:
        click.echo(json.dumps({"ok": False, "error": line}))
    sys.exit(code)


@contextmanager
def opened(obj: Mapping[str, Any], *, migrates: bool = True) -> Iterator[Settings]:
    """The database (brought to head unless a command only looks) and the features connected; closed at the end."""
    settings: Settings = obj["load"]()
    settings.make_home()
    database = connect(settings.database, threads=5)
    use(database)
    try:
        if migrates:
            migrate(database)
        obj["create_app"](settings)
        yield settings
    finally:
        end_session()
        database.engine.dispose()
        use(None)
