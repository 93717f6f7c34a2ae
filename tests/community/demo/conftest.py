"""A site with the demo in it, made by the command; each test that changes it gets a copy."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from sqlalchemy import func, select

from app import create_app
from community import doors
from community.core.session import connect, database, end_session, session, use
from community.core.settings import load
from community.core.viewer import COMMAND_LINE
from community.demo import playing
from models import Base
from tests.cast import make_community, make_person
from tests.conftest import own_postgresql

STOPPED_AFTER = 60


@dataclass(frozen=True)
class Site:
    """An installation of a test's own."""

    home: Path
    url: str

    def settings(self) -> dict[str, str]:
        """As the environment says them."""
        return {"THROUGHWAY_HOME": str(self.home), "THROUGHWAY_DATABASE_URL": self.url}

    def run(self, *words: str) -> Result:
        """`throughway demo` here."""
        with pytest.MonkeyPatch.context() as patch:
            for name, value in self.settings().items():
                patch.setenv(name, value)
            command = doors.command_line(load, create_app)
            return CliRunner().invoke(command, ["demo", *words], catch_exceptions=False)

    @contextmanager
    def opened(self) -> Iterator[Flask]:
        """Its application over its database."""
        use(connect(self.url, 5))
        try:
            yield create_app(load(home=self.home, database_url=self.url, limits="off"))
        finally:
            end_session()
            database().engine.dispose()
            use(None)

    def counted(self) -> dict[str, int]:
        """How many rows each table has."""
        with self.opened():
            tables = Base.metadata.sorted_tables
            return {one.name: session().scalar(select(func.count()).select_from(one)) or 0 for one in tables}


@dataclass(frozen=True)
class Made:
    """The site with the demo, and how many rows its tables had without it."""

    site: Site
    before: dict[str, int]


class Stops:
    """Whoever watches the making and presses Control-C in the middle of it."""

    def __init__(self, _acts: int) -> None:
        self.done = 0

    def __enter__(self) -> Callable[[int], None]:
        return self.told

    def __exit__(self, *_error: object) -> None:
        pass

    def told(self, number: int) -> None:
        self.done += number
        if self.done == STOPPED_AFTER:
            raise KeyboardInterrupt


@contextmanager
def new_site(kind: str, home: Path, original: Site | None = None) -> Iterator[Site]:
    """An installation on either database, empty or a copy of another."""
    if original is not None:
        shutil.copytree(original.home, home)
    if kind == "sqlite":
        yield Site(home, f"sqlite:///{home / 'throughway.db'}")
        return
    with copied_postgresql(original) as url:
        yield Site(home, url)


class copied_postgresql(own_postgresql):  # noqa: N801  used like a function
    """A fresh database, or a copy of another site's."""

    def __init__(self, original: Site | None) -> None:
        self._original = original

    def _say(self, statement: str) -> None:
        if self._original is not None and statement.startswith("CREATE"):
            statement += f' TEMPLATE "{self._original.url.rsplit("/", 1)[1]}"'
        super()._say(statement)


@pytest.fixture(scope="session")
def made(kind: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Made]:
    """A site in which others live already; its demo was stopped in the middle and begun again."""
    with new_site(kind, tmp_path_factory.mktemp("demo") / "home") as site:
        assert site.run("--remove").exit_code == 0  # brings the database to head
        with site.opened():
            # Somebody real has the name of somebody of the demo, and a community too.
            namesake = make_person("Mira Holt")
            make_community("workshop", "open", steward=namesake)
        before = site.counted()
        with site.opened(), pytest.raises(KeyboardInterrupt):
            playing.make(COMMAND_LINE, Stops)
        done = site.run()
        assert done.exit_code == 0, done.output
        assert "The demo is here: 13 people" in done.output
        yield Made(site, before)


@pytest.fixture
def own(made: Made, kind: str, tmp_path: Path) -> Iterator[Site]:
    """A copy of it that a test may change."""
    with new_site(kind, tmp_path / "home", made.site) as site:
        yield site


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path) -> Iterator[None]:
    """Settings of a checkout are not these sites'."""
    before = Path.cwd()
    os.chdir(tmp_path)
    yield
    os.chdir(before)
