"""`throughway serve`: brings the database to head, says where it is, and hands over to gunicorn."""

from __future__ import annotations

import sys
from typing import Any

import click

from community.access.doors import no_permission

from . import serving


@click.command()
@click.option("--host", default=None, help="Address to listen on (THROUGHWAY_HOST, HOST).")
@click.option("--port", type=int, default=None, help="Port to listen on (THROUGHWAY_PORT, PORT).")
@click.option("--workers", type=int, default=1, show_default=True, help="More than 1 needs PostgreSQL and Redis.")
@click.pass_obj
@no_permission("whoever starts the process holds the disk")
def serve(obj: dict[str, Any], host: str | None, port: int | None, workers: int) -> None:
    """Serve Throughway.

    Example: throughway serve --port 8000
    """
    given = {name: value for name, value in (("host", host), ("port", port)) if value is not None}
    settings = obj["load"](**given)
    if workers > 1:
        click.echo("--workers above 1 needs PostgreSQL and Redis, and is not offered yet", err=True)
        sys.exit(2)
    serving.run(settings, obj["create_app"])
