"""Is all well? Checks that features add, each with a name and a sentence."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from community.core import shared
from community.core.database import configuration
from community.core.errors import ThroughwayError
from community.core.session import session
from community.core.settings import Settings

from . import queries


class Unwell(ThroughwayError):
    """A check failed; the message names which."""

    title = "Not all is well"


@dataclass(frozen=True)
class Finding:
    """What one check found."""

    name: str
    ok: bool
    said: str


Check = Callable[[Settings], Finding]


def configured(settings: Settings) -> Finding:
    """The settings were read; says where things are, without passwords."""
    kind = "PostgreSQL" if settings.database.startswith("postgresql") else "SQLite"
    return Finding("configuration", ok=True, said=f"{kind}, home {settings.home}, at {settings.address}")


def at_head(_settings: Settings) -> Finding:
    """The database's revision is the newest."""
    context = MigrationContext.configure(session().connection())
    present, head = (
        context.get_current_revision(),
        ScriptDirectory.from_config(configuration()).get_current_head(),
    )
    return Finding("revision", ok=present == head, said=f"{present} (newest: {head})")


def outbox_flows(_settings: Settings) -> Finding:
    """Nothing is parked."""
    stuck = len(queries.parked())
    waiting = sum(queries.waiting().values())
    return Finding("outbox", ok=not stuck, said=f"{waiting} waiting, {stuck} parked")


def clock_runs(_settings: Settings) -> Finding:
    """Nothing that fell due has been given up."""
    planned, stuck = sum(queries.planned().values()), queries.given_up()
    said = f"{planned} planned" + "".join(f", {number} {kind} given up" for kind, number in stuck.items())
    return Finding("clock", ok=not stuck, said=said)


def redis_answers(settings: Settings) -> Finding:
    """Redis is there, where one is set."""
    if not settings.redis_url:
        return Finding("redis", ok=True, said="none is set")
    found = shared.answers()
    return Finding("redis", ok=found, said="it answers" if found else "it does not answer")


CHECKS: list[Check] = [configured, at_head, outbox_flows, clock_runs, redis_answers]


def examine(settings: Settings) -> list[Finding]:
    """Run every check, up to a database that is not at head: the others cannot read it."""
    found = []
    for check in CHECKS:
        found.append(check(settings))
        if check is at_head and not found[-1].ok:
            break
    return found
