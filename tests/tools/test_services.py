"""PostgreSQL, Redis and Chromium for the tests: found, started, named when missing, and stopped again."""

import os
import signal
import socket
import subprocess
import sys
from contextlib import suppress
from urllib.parse import urlsplit

import psycopg
import pytest

from tests import servers, services

needs_redis = pytest.mark.skipif(
    servers.which_redis() is None, reason="Redis: its program is not installed on this machine"
)
needs_postgresql = pytest.mark.skipif(
    servers.postgresql_programs() is None, reason="PostgreSQL: its programs are not installed on this machine"
)


@pytest.fixture(autouse=True)
def _plain_environment(monkeypatch):
    """Each test says itself what the environment names."""
    for name in (services.POSTGRESQL, services.REDIS, services.CHROMIUM, "CI"):
        monkeypatch.delenv(name, raising=False)


def run(*command, **environment):
    """Run the program as `make test` does."""
    return subprocess.run(
        [sys.executable, "-m", "tests.services", *command],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def ask_redis(url, *words):
    with socket.create_connection(("127.0.0.1", urlsplit(url).port), timeout=5) as connection:
        connection.sendall(servers.as_request(words))
        return connection.recv(1000)


@needs_redis
def test_a_redis_of_our_own_answers_and_is_gone_afterwards():
    with servers.own_redis() as url:
        assert servers.redis_fault(url) is None
        assert ask_redis(url, "SET", "roadblock", "got through") == b"+OK\r\n"
    assert servers.redis_fault(url).startswith("no answer")


@needs_redis
def test_a_redis_with_a_password_wants_it():
    with servers.own_redis() as url:
        ask_redis(url, "CONFIG", "SET", "requirepass", "d$1 e\r\n@")
        assert "NOAUTH" in servers.redis_fault(url)
        assert servers.redis_fault(url.replace("127.0.0.1", ":d%241%20e%0D%0A%40@127.0.0.1")) is None


@needs_redis
def test_what_was_started_ends_with_a_run_that_is_terminated():
    program = (
        "import signal, time; from tests import servers, services\n"
        "signal.signal(signal.SIGTERM, services.leave)\n"
        "with servers.own_redis() as url: print(url, flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True) as child:
        url = child.stdout.readline().strip()
        assert servers.redis_fault(url) is None
        child.send_signal(signal.SIGTERM)
        assert child.wait(timeout=30) == 128 + signal.SIGTERM
    assert servers.redis_fault(url).startswith("no answer")


@needs_postgresql
def test_a_postgresql_of_our_own_has_its_extensions_and_is_gone_afterwards():
    with servers.own_postgresql() as url:
        assert servers.postgresql_fault(url) is None
        connection = psycopg.connect(url.replace("+psycopg", ""), autocommit=True)
        for extension in servers.EXTENSIONS:
            connection.execute(f"CREATE EXTENSION {extension}")
        assert connection.execute("SELECT unaccent('Größe'), lower('Ä')").fetchone() == ("Grosse", "ä")
        # The connection stays open on purpose: the end must not wait for it.
    assert servers.postgresql_fault(url).startswith("no answer")
    with suppress(psycopg.Error):
        connection.close()


def test_a_server_that_is_not_there_is_named_with_its_reason():
    port = servers.free_port()
    assert "no answer" in servers.redis_fault(f"redis://127.0.0.1:{port}/0")
    assert "no answer" in servers.postgresql_fault(f"postgresql+psycopg://nobody@127.0.0.1:{port}/none")


def test_a_program_that_cannot_start_says_why(tmp_path):
    with pytest.raises(servers.ServerError, match="false ended"):  # noqa: SIM117 - the inner one must raise
        with servers.running(["false"], tmp_path, lambda: "not yet"):
            pass


def test_an_empty_variable_means_none(monkeypatch):
    for name in (services.POSTGRESQL, services.REDIS, services.CHROMIUM):
        monkeypatch.setenv(name, "")
    assert (services.postgresql_url(), services.redis_url(), services.chromium_path()) == (None, None, None)


def test_what_the_environment_names_is_taken(monkeypatch):
    monkeypatch.setenv(services.REDIS, "redis://127.0.0.1:1/7")
    assert services.redis_url() == "redis://127.0.0.1:1/7"


def nothing(**more):
    return {services.POSTGRESQL: "", services.REDIS: "", services.CHROMIUM: "", **more}


def test_what_is_missing_is_skipped_in_one_line_each_and_the_command_runs():
    answer = run("run", "--", sys.executable, "-c", "import sys; print('ran'); sys.exit(7)", **nothing())
    lines = answer.stdout.splitlines()
    assert [line.split(" (")[0] for line in lines[:3]] == [
        "skipped: PostgreSQL",
        "skipped: Redis",
        "skipped: Chromium",
    ]
    assert (lines[3:], answer.returncode) == (["ran"], 7)


def test_in_ci_what_is_missing_is_a_failure():
    answer = run("run", "--", sys.executable, "-c", "print('ran')", **nothing(CI="true"))
    assert answer.returncode == 1
    assert "ran" not in answer.stdout.splitlines()
    assert "failure" in answer.stderr


def test_a_named_server_that_does_not_answer_is_not_replaced_by_another():
    url = f"redis://127.0.0.1:{servers.free_port()}/0"
    answer = run("--prepare", **nothing(THROUGHWAY_TEST_REDIS_URL=url))
    assert "skipped: Redis (no answer" in answer.stdout
    assert answer.returncode == 0


@needs_redis
def test_the_command_gets_the_addresses():
    with servers.own_redis() as url:
        program = f"import os; print(os.environ[{services.REDIS!r}], repr(os.environ[{services.CHROMIUM!r}]))"
        answer = run("run", "--", sys.executable, "-c", program, **nothing(THROUGHWAY_TEST_REDIS_URL=url))
    assert answer.stdout.splitlines()[-1] == f"{url} ''"


def test_wrong_words_get_the_usage():
    assert run("run").returncode == 2
