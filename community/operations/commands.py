"""Running the installation from the command line: serve, outbox, clock, doctor."""

from __future__ import annotations

import sys
from typing import Any

import click

from community.access.check import require
from community.access.doors import no_permission, permission
from community.access.permissions import Permission
from community.core import clockwork, outbox
from community.core.command_line import WRONG_USAGE, Done, only_looks, works
from community.core.settings import Settings
from community.core.viewer import COMMAND_LINE

from . import doctor as checks
from . import queries, serving


@click.command()
@click.option("--host", default=None, help="Address to listen on (THROUGHWAY_HOST).")
@click.option("--port", type=int, default=None, help="Port to listen on (THROUGHWAY_PORT).")
@click.option(
    "--workers", type=int, default=1, show_default=True, help="More than 1 needs PostgreSQL and Redis."
)
@click.pass_obj
@no_permission("whoever starts the process holds the disk")
def serve(obj: dict[str, Any], host: str | None, port: int | None, workers: int) -> None:
    """Serve Throughway.

    Example: throughway serve --port 8000
    """
    given = {name: value for name, value in (("host", host), ("port", port)) if value is not None}
    settings = obj["load"](**given)
    if workers != 1:
        click.echo("--workers: one process serves for now; more than one is not offered yet", err=True)
        sys.exit(WRONG_USAGE)
    serving.run(settings, obj["create_app"])


@click.command(name="outbox")
@click.option("--drain", is_flag=True, help="Deliver everything that is due now.")
@click.option("--parked", is_flag=True, help="List what failed too often: kinds and numbers, no text.")
@works
@permission(Permission.NETWORK_CHANGE)
def outbox_command(_settings: Settings, *, drain: bool, parked: bool) -> Done:
    """What waits to be delivered, by lane.

    Example: throughway outbox --drain
    """
    require(COMMAND_LINE, Permission.NETWORK_CHANGE)
    tried = outbox.drain() if drain else 0
    waiting, stuck = queries.waiting(), queries.parked()
    lines = [f"{lane}: {number} waiting" for lane, number in waiting.items()] or ["Nothing waits."]
    lines += [f"{len(stuck)} parked"] if stuck else []
    if parked:
        lines += [
            f"{one['event']} for {one['listener']} ({one['tries']} tries): {one['error']}" for one in stuck
        ]
    data = {"waiting": waiting, "parked": stuck if parked else len(stuck), "tried": tried}
    return Done("\n".join(lines), data)


@click.command(name="clock")
@click.option("--run", "runs", is_flag=True, help="Do what is due now, also what had been given up.")
@works
@permission(Permission.NETWORK_CHANGE)
def clock_command(_settings: Settings, *, runs: bool) -> Done:
    """Work that falls due: what is planned, or, with --run, do it.

    Example: throughway clock --run
    """
    require(COMMAND_LINE, Permission.NETWORK_CHANGE)
    if runs:
        clockwork.take_up_again()
    done = clockwork.run_due() if runs else 0
    planned, given_up = queries.planned(), queries.given_up()
    lines = [f"{kind}: {number} planned" for kind, number in planned.items()] or ["Nothing is planned."]
    lines += [f"{kind}: {number} given up" for kind, number in given_up.items()]
    return Done(
        "\n".join([f"{done} done", *lines] if runs else lines),
        {"done": done, "planned": planned, "given_up": given_up},
    )


@click.command(name="doctor")
@works
@only_looks
@permission(Permission.NETWORK_CHANGE)
def doctor_command(settings: Settings) -> Done:
    """Look whether all is well: configuration, database revision, index against database, outbox.

    Example: throughway doctor --json
    """
    require(COMMAND_LINE, Permission.NETWORK_CHANGE)
    found = checks.examine(settings)
    lines = [f"{'ok ' if one.ok else 'BAD'} {one.name}: {one.said}" for one in found]
    bad = [one for one in found if not one.ok]
    if bad:
        click.echo("\n".join(lines))
        raise checks.Unwell(", ".join(one.name for one in bad))
    return Done("\n".join(lines), {"ok": True, "checks": {one.name: one.said for one in found}})
