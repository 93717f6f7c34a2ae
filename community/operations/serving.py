"""One process, many threads: SQLite and Whoosh live in it, and so does the drainer."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable
from typing import Any

import click
from flask import Flask
from gunicorn.app.base import BaseApplication

from community.core import buckets
from community.core.database import migrate
from community.core.drainer import Drainer
from community.core.session import connect, end_session, use
from community.core.settings import Settings
from community.people.sign_in.first import first_link

logger = logging.getLogger(__name__)

THREADS = 200
# A writer waits for the GIL behind every reader: with Python's 5 ms, eight readers push posts beyond a second.
SWITCH_INTERVAL_SECONDS = 0.0005


class Server(BaseApplication):
    """gunicorn without its command line."""

    def __init__(self, make: Callable[[], Flask], settings: Settings) -> None:
        self._make = make
        self._settings = settings
        super().__init__()

    def load_config(self) -> None:
        """One gthread worker; keep-alive long enough for clients that reuse connections."""
        host = f"[{self._settings.host}]" if ":" in self._settings.host else self._settings.host
        chosen: dict[str, Any] = {
            "bind": f"{host}:{self._settings.port}",
            "workers": 1,
            "worker_class": "gthread",
            "threads": THREADS,
            "keepalive": 75,
            "graceful_timeout": 3,
            "timeout": 60,
            "accesslog": None,
            "control_socket_disable": True,
            "worker_exit": _leave,
        }
        for name, value in chosen.items():
            if name in self.cfg.settings:
                self.cfg.set(name, value)

    def load(self) -> Flask:
        """The application, made in the worker: threads do not survive a fork."""
        return self._make()


def run(settings: Settings, create_app: Callable[[Settings], Flask]) -> None:
    """Prepare the database, say where to go, serve until stopped."""
    settings.make_home()
    settings.secret()
    _prepare(settings)

    def make() -> Flask:
        sys.setswitchinterval(SWITCH_INTERVAL_SECONDS)
        use(connect(settings.database, THREADS))
        app = create_app(settings)
        buckets.load()
        end_session()
        Drainer().start()
        return app

    Server(make, settings).run()


def _leave(_server: object, _worker: object) -> None:
    """Before the process ends: what was counted towards limits since it was last saved."""
    try:
        buckets.save()
    except Exception:
        logger.exception("what was counted towards limits could not be saved")
    finally:
        end_session()


def _prepare(settings: Settings) -> None:
    database = connect(settings.database)
    use(database)
    migrate(database)
    click.echo(f"Throughway is at {settings.address}")
    if settings.limits == "off":
        click.echo("Limits are off: for tests and benchmarks only.")
    link = first_link(settings)
    if link:
        click.echo(f"Nobody runs it yet. Become its administrator (once): {link}")
    end_session()
    database.engine.dispose()
    use(None)
