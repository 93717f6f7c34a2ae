"""What every test stands on: a real database at head, an application, the cast, and a client per person."""

from __future__ import annotations

import os
import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import create_engine, event, text

from app import create_app
from community.core import session as sessions
from community.core.database import migrate
from community.core.drainer import Ticking
from community.core.session import Database, connect, end_session, use
from community.core.settings import Settings
from community.finder import engine
from community.indexing import keeper, ownership
from community.people.sign_in import passwords
from tests import services
from tests.cast import Cast
from tests.client import Client

passwords.make_cheap()


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Tests marked `postgresql` run on both databases."""
    if "kind" in metafunc.fixturenames:
        both = metafunc.definition.get_closest_marker("postgresql")
        metafunc.parametrize("kind", ["sqlite", "postgresql"] if both else ["sqlite"], scope="session")


@pytest.fixture(scope="session")
def kind() -> str:
    """Which database; `pytest_generate_tests` says."""
    return "sqlite"


@pytest.fixture(scope="session")
def migrated(kind: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """A database of this worker's own, at head."""
    if kind == "sqlite":
        database = connect(f"sqlite:///{tmp_path_factory.mktemp('database') / 'throughway.db'}")
        migrate(database)
        yield database
        database.engine.dispose()
        return
    with own_postgresql() as url:
        database = connect(url)
        migrate(database)
        yield database
        database.engine.dispose()


class own_postgresql:  # noqa: N801  used like a function
    """A fresh database on the PostgreSQL that was found; dropped at the end."""

    def __enter__(self) -> str:
        server = services.postgresql_url()
        if server is None:
            pytest.skip("PostgreSQL is not there")
        self._server = server.replace("postgresql://", "postgresql+psycopg://")
        self._name = f"throughway_{uuid.uuid4().hex[:12]}"
        self._say(f'CREATE DATABASE "{self._name}"')
        return self._server.rsplit("/", 1)[0] + f"/{self._name}"

    def __exit__(self, *_error: object) -> None:
        self._say(f'DROP DATABASE IF EXISTS "{self._name}" WITH (FORCE)')

    def _say(self, statement: str) -> None:
        engine = create_engine(self._server, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text(statement))
        engine.dispose()


@pytest.fixture
def database(migrated: Database) -> Iterator[Database]:
    """The database within one transaction that is rolled back: what a test writes is gone after it."""
    with migrated.engine.connect() as connection:
        transaction = connection.begin()
        use(Database(migrated.engine, shared=connection))
        yield migrated
        end_session()
        transaction.rollback()
    use(None)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """THROUGHWAY_HOME of this test: secret, index."""
    return tmp_path / "home"


@pytest.fixture
def settings(home: Path, tmp_path: Path) -> Settings:
    """Settings as a fresh installation has them, with mail and index of this test's own."""
    return Settings(home=home, mail_url=f"file:{tmp_path / 'mail'}", limits="off", network_name="Acme")


@pytest.fixture
def app(database: Database, settings: Settings) -> Flask:
    """The application over the rolled-back database."""
    made = create_app(settings)
    made.testing = True
    return made


@pytest.fixture
def cast(app: Flask) -> Cast:
    """Ana, Ben, Carla, Dev and the communities they live in."""
    return Cast()


@pytest.fixture
def client(app: Flask) -> Client:
    """Somebody signed out."""
    return Client(app)


@pytest.fixture
def as_(app: Flask) -> Any:
    """`as_(person)`: a client signed in as that person."""
    return lambda person: Client(app).signed_in_as(person)


@pytest.fixture
def count_queries(migrated: Database) -> Any:
    """Give a context that gathers every statement sent within it, savepoints aside."""
    return lambda: counting(migrated)


@contextmanager
def counting(database: Database) -> Iterator[list[str]]:
    """Listen to a database's statements."""
    asked: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        if not statement.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN")):
            asked.append(statement)

    event.listen(database.engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(database.engine, "before_cursor_execute", note)


@pytest.fixture(scope="session")
def test_data() -> Path:
    """The folder of real data, or a skip that says so."""
    folder = os.environ.get("THROUGHWAY_TEST_DATA")
    if not folder:
        pytest.skip("THROUGHWAY_TEST_DATA names no folder of real data")
    return Path(folder)


@pytest.fixture
def fresh_database(kind: str, tmp_path: Path) -> Iterator[Database]:
    """A database of this test's own that commits for real (threads, servers, browsers)."""
    if kind == "sqlite":
        made = connect(f"sqlite:///{tmp_path / 'own.db'}")
        migrate(made)
        use(made)
        yield made
        end_session()
        made.engine.dispose()
    else:
        with own_postgresql() as url:
            made = connect(url)
            migrate(made)
            use(made)
            yield made
            end_session()
            made.engine.dispose()
    use(None)


@pytest.hookimpl(trylast=True)  # after the fixtures, which end what they began
def pytest_runtest_teardown() -> None:
    """No session, no index and no thread of a serving process outlives its test."""
    if sessions._session.get() is not None:
        end_session()
    engine.close()
    ownership.release()
    left = [one.name for one in threading.enumerate() if isinstance(one, Ticking | keeper.Keeper)]
    assert not left, f"the next test would share its database with {left}"
