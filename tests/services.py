"""PostgreSQL, Redis and Chromium for the tests: those of the machine, else our own, else none.

`python -m tests.services run -- COMMAND` finds or starts what it can, says in one line each what is used or
skipped, runs the command with THROUGHWAY_TEST_POSTGRESQL_URL, THROUGHWAY_TEST_REDIS_URL and
THROUGHWAY_TEST_CHROMIUM set, and stops what it started. Where CI=true, something missing is a failure.
The three functions at the top are for fixtures: they start nothing, and an empty variable means 'none'.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from types import FrameType
from typing import NoReturn

from tests import servers

POSTGRESQL, REDIS, CHROMIUM = (
    "THROUGHWAY_TEST_POSTGRESQL_URL",
    "THROUGHWAY_TEST_REDIS_URL",
    "THROUGHWAY_TEST_CHROMIUM",
)
LOCAL_POSTGRESQL = "postgresql+psycopg://postgres@127.0.0.1:5432/postgres"
LOCAL_REDIS = "redis://127.0.0.1:6379/0"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def postgresql_url() -> str | None:
    """Where tests may create databases: what the environment names, else a server that answers here."""
    named = os.environ.get(POSTGRESQL)
    if named is not None:
        return named or None
    return None if servers.postgresql_fault(LOCAL_POSTGRESQL) else LOCAL_POSTGRESQL


def redis_url() -> str | None:
    """Which Redis tests may use: what the environment names, else one that answers here."""
    named = os.environ.get(REDIS)
    if named is not None:
        return named or None
    return None if servers.redis_fault(LOCAL_REDIS) else LOCAL_REDIS


def chromium_path() -> str | None:
    """Which Chromium tests may start: what the environment names, else one that runs here."""
    named = os.environ.get(CHROMIUM)
    if named is not None:
        return named or None
    return next((path for path in map(shutil.which, BROWSERS) if path and runs(path)), None)


def runs(program: str) -> bool:
    """Tell whether a browser really starts; some distributions leave a mere pointer under its name."""
    try:
        answer = subprocess.run([program, "--version"], check=False, capture_output=True, timeout=60)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return answer.returncode == 0


@dataclass(frozen=True)
class Service:
    """One thing that tests can use: how to find it, to start it, and what Debian calls it."""

    name: str
    variable: str
    find: Callable[[], str | None]
    fault: Callable[[str], str | None]
    start: Callable[[ExitStack], str] | None
    packages: tuple[str, ...]


SERVICES = (
    Service(
        "PostgreSQL",
        POSTGRESQL,
        postgresql_url,
        servers.postgresql_fault,
        lambda stack: stack.enter_context(servers.own_postgresql()),
        ("postgresql", "postgresql-contrib"),
    ),
    Service(
        "Redis",
        REDIS,
        redis_url,
        servers.redis_fault,
        lambda stack: stack.enter_context(servers.own_redis()),
        ("redis-server",),
    ),
    Service(
        "Chromium",
        CHROMIUM,
        chromium_path,
        lambda path: None if runs(path) else f"{path} does not start",
        None,
        ("chromium",),
    ),
)


@dataclass(frozen=True)
class Ready:
    """What became of a service: an address or path, or why there is none."""

    service: Service
    value: str = ""
    how: str = ""
    why: str = ""

    def __str__(self) -> str:
        """Say it in the one line that a person reads."""
        if self.value:
            return f"{self.service.name}: {self.value} ({self.how})"
        return f"skipped: {self.service.name} ({self.why})"


def get_ready(service: Service, stack: ExitStack) -> Ready:
    """Find a service, else start our own, else install it (Debian, as root) and try once more."""
    named = os.environ.get(service.variable)
    if named is not None:
        return judge_named(service, named)
    ready = find_or_start(service, stack)
    if ready.value or not servers.may_install():
        return ready
    fault = servers.install(service.packages)
    if fault:
        return Ready(service, why=f"{ready.why}; installing it failed: {fault}")
    return find_or_start(service, stack)


def judge_named(service: Service, named: str) -> Ready:
    """Take what the environment names, and nothing else in its place."""
    if not named:
        return Ready(service, why=f"{service.variable} is empty")
    fault = service.fault(named)
    return Ready(service, why=fault) if fault else Ready(service, named, f"from {service.variable}")


def find_or_start(service: Service, stack: ExitStack) -> Ready:
    """Use what is there, else start our own."""
    found = service.find()
    if found:
        return Ready(service, found, "found")
    if service.start is None:
        return Ready(service, why=f"none of {', '.join(BROWSERS)} is installed")
    try:
        return Ready(service, service.start(stack), "started for this run")
    except servers.ServerError as error:
        return Ready(service, why=str(error))


@contextmanager
def services() -> Iterator[list[Ready]]:
    """Everything that could be made ready; what was started here is stopped at the end."""
    with ExitStack() as stack:
        yield [get_ready(service, stack) for service in SERVICES]


def run(command: list[str]) -> int:
    """Run a command with the services; answer its exit code, or 1 where CI misses one."""
    for ending in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(ending, leave)
    with services() as ready:
        for each in ready:
            print(each, flush=True)
        if os.environ.get("CI") == "true" and not all(each.value for each in ready):
            print("CI=true: what is skipped above is a failure.", file=sys.stderr)
            return 1
        if not command:
            return 0
        named = {each.service.variable: each.value for each in ready}
        return follow(subprocess.Popen(command, env={**os.environ, **named}))


def follow(child: subprocess.Popen[bytes]) -> int:
    """Wait for the command; an interrupt reaches it as well, so let it say its last words first."""
    try:
        while True:
            try:
                return child.wait()
            except KeyboardInterrupt:
                continue
    finally:
        servers.stop(child)


def leave(ending: int, _frame: FrameType | None) -> NoReturn:
    """End by unwinding, so that our servers end too."""
    sys.exit(128 + ending)


def main(arguments: list[str]) -> int:
    """`--prepare` only finds, installs and says; `run -- COMMAND` runs it with what is there."""
    if arguments == ["--prepare"]:
        return run([])
    if len(arguments) > 2 and arguments[:2] == ["run", "--"]:
        return run(arguments[2:])
    print("usage: python -m tests.services --prepare | run -- COMMAND", file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
