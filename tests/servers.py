"""Servers of our own for one test run, started on free ports in a folder of their own, and stopped again."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TypedDict
from urllib.parse import unquote, urlsplit

import psycopg

EXTENSIONS = ("pg_trgm", "unaccent")
PATIENCE = 60.0


class ServerError(Exception):
    """Why there is no server, in a few words."""


def postgresql_fault(url: str) -> str | None:
    """Say what keeps the tests from using this PostgreSQL; None where nothing does."""
    try:
        with psycopg.connect(url.replace("+psycopg", "", 1), connect_timeout=5) as connection:
            rows = connection.execute("SELECT name FROM pg_available_extensions").fetchall()
    except (psycopg.Error, UnicodeError) as error:
        return f"no answer: {first_line(error)}"
    missing = [name for name in EXTENSIONS if (name,) not in rows]
    return f"it lacks {' and '.join(missing)}" if missing else None


def redis_fault(url: str) -> str | None:
    """Say what keeps the tests from using this Redis; None where nothing does."""
    parts = urlsplit(url)
    words = [["PING"]]
    if parts.password:
        user = [unquote(parts.username)] if parts.username else []
        words.insert(0, ["AUTH", *user, unquote(parts.password)])
    try:
        address = (parts.hostname or "127.0.0.1", parts.port or 6379)
        with socket.create_connection(address, timeout=5) as connection:
            for word in words:
                connection.sendall(as_request(word))
                answer = connection.recv(1000)
    except (OSError, ValueError) as error:
        return f"no answer: {first_line(error)}"
    return None if answer.startswith(b"+PONG") else f"it answers {answer[:60]!r}"


def as_request(words: Sequence[str]) -> bytes:
    """Put words as Redis wants them, lengths first, so that a password may hold any character."""
    body = b"".join(b"$%d\r\n%s\r\n" % (len(word.encode()), word.encode()) for word in words)
    return b"*%d\r\n" % len(words) + body


@contextmanager
def own_redis() -> Iterator[str]:
    """Run a Redis that keeps nothing; answer its address."""
    program = which_redis()
    if program is None:
        raise ServerError("nothing answers on port 6379, and redis-server is not installed")
    port = free_port()
    url = f"redis://127.0.0.1:{port}/0"
    with own_folder("throughway-redis-", None) as folder:
        settings = {"bind": "127.0.0.1", "port": str(port), "dir": folder, "save": "", "appendonly": "no"}
        options = [word for name, value in settings.items() for word in (f"--{name}", value)]
        with running([program, *options], Path(folder), lambda: redis_fault(url)):
            yield url


@contextmanager
def own_postgresql() -> Iterator[str]:
    """Run a PostgreSQL in a new folder, quick rather than durable; answer its address."""
    programs = postgresql_programs()
    if programs is None:
        raise ServerError("nothing usable answers on port 5432, and PostgreSQL is not installed")
    account = unprivileged_account()
    port = free_port()
    url = f"postgresql+psycopg://postgres@127.0.0.1:{port}/postgres"
    with own_folder("throughway-postgresql-", account) as folder:
        data = f"{folder}/data"
        initialise(programs / "initdb", data, account)
        settings = {
            "listen_addresses": "127.0.0.1",
            "port": str(port),
            "unix_socket_directories": "",
            "max_connections": "200",
            "fsync": "off",
            "synchronous_commit": "off",
            "full_page_writes": "off",
        }
        options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        command = [str(programs / "postgres"), "-D", data, *options]
        with running(command, Path(folder), lambda: postgresql_fault(url), account):
            yield url


def which_redis() -> str | None:
    """Find Redis or the one that came out of it."""
    return shutil.which("redis-server") or shutil.which("valkey-server")


def postgresql_programs() -> Path | None:
    """Find the newest folder with initdb and postgres; Debian keeps them off the PATH."""
    on_path = shutil.which("initdb")
    folders = [Path(on_path).resolve().parent] if on_path else []
    debian = [folder for folder in Path("/usr/lib/postgresql").glob("*/bin") if folder.parent.name.isdigit()]
    folders += sorted(debian, key=lambda folder: int(folder.parent.name), reverse=True)
    return next((each for each in folders if (each / "initdb").exists()), None)


def unprivileged_account() -> pwd.struct_passwd | None:
    """Answer whom to run PostgreSQL as, since it refuses root; None: as ourselves."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise ServerError("PostgreSQL refuses root, and there is neither the user postgres nor nobody")


def initialise(initdb: Path, data: str, account: pwd.struct_passwd | None) -> None:
    """Make an empty PostgreSQL that trusts everybody who reaches it, which only this machine can."""
    options = ["--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"]
    done = subprocess.run(
        [str(initdb), "-D", data, *options],
        check=False,
        capture_output=True,
        text=True,
        cwd="/",
        **as_account(account),
    )
    if done.returncode != 0:
        raise ServerError(f"initdb failed: {last_line(done.stderr)}")


class RunAs(TypedDict):
    """As whom subprocess runs a program; None: as ourselves."""

    user: int | None
    group: int | None
    extra_groups: list[int] | None


def as_account(account: pwd.struct_passwd | None) -> RunAs:
    """Put an account as subprocess wants it."""
    if account is None:
        return {"user": None, "group": None, "extra_groups": None}
    return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}


@contextmanager
def own_folder(prefix: str, account: pwd.struct_passwd | None) -> Iterator[str]:
    """Lend a folder that goes away again, owned by whoever will write into it."""
    with tempfile.TemporaryDirectory(prefix=prefix, ignore_cleanup_errors=True) as folder:
        if account is not None:
            os.chown(folder, account.pw_uid, account.pw_gid)
        yield folder


@contextmanager
def running(
    command: list[str],
    folder: Path,
    fault: Callable[[], str | None],
    account: pwd.struct_passwd | None = None,
) -> Iterator[None]:
    """Run a server until the block ends; enter once it answers."""
    log = folder / "log"
    with log.open("wb") as output:
        # A session of its own: an interrupt at the terminal is for the tests, which still need their server.
        server = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            cwd=folder,
            start_new_session=True,
            **as_account(account),
        )
    try:
        deadline = time.monotonic() + PATIENCE
        while why := fault():
            if server.poll() is not None:
                words = log.read_text("utf-8", "replace")
                raise ServerError(f"{Path(command[0]).name} ended: {last_line(words)}")
            if time.monotonic() > deadline:
                raise ServerError(f"{Path(command[0]).name} does not answer: {why}")
            time.sleep(0.1)
        yield
    finally:
        # PostgreSQL waits for its clients after a TERM, and ends at once after an INT.
        stop(server, signal.SIGINT)


def stop(process: subprocess.Popen[bytes], how: signal.Signals = signal.SIGTERM) -> None:
    """End a process that we started, by force if asking does not help."""
    if process.poll() is not None:
        return
    process.send_signal(how)
    try:
        process.wait(timeout=10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def free_port() -> int:
    """Ask the system for a port that nobody uses."""
    with closing(socket.socket()) as asked:
        asked.bind(("127.0.0.1", 0))
        port: int = asked.getsockname()[1]
        return port


def may_install() -> bool:
    """Tell whether Debian's packages may be installed: on Debian and its children, as root."""
    return os.geteuid() == 0 and Path("/etc/debian_version").exists() and shutil.which("apt-get") is not None


def install(packages: Sequence[str]) -> str | None:
    """Install Debian packages; answer what went wrong, or None."""
    print(f"Installing {' '.join(packages)}", flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for words in (["update"], ["install", "--yes", "--no-install-recommends", *packages]):
        done = subprocess.run(
            ["apt-get", "--quiet", *words],
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode != 0:
            return last_line(done.stderr)
    return None


def first_line(error: BaseException) -> str:
    """Shorten what an exception says."""
    return next(iter(str(error).splitlines()), type(error).__name__)


def last_line(text: str) -> str:
    """Shorten what a program said."""
    return next(iter(reversed(text.strip().splitlines())), "no words")
