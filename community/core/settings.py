"""Settings: environment variables THROUGHWAY_…, or the same names in `throughway.toml`; all optional."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, ValidationError
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

PREFIX = "THROUGHWAY_"
LOOPBACK = ("127.0.0.1", "localhost", "::1")


class SettingsError(Exception):
    """A bad value: stops the start with one clear line."""


class OwnFile(TomlConfigSettingsSource):
    """`throughway.toml`: the environment's names, with or without their prefix, in either case."""

    def __call__(self) -> dict[str, Any]:
        """What the file says, by the fields' names."""
        return {
            name.lower().removeprefix(PREFIX.lower()): value for name, value in super().__call__().items()
        }


class Settings(BaseSettings):
    """Everything that can be set. Documented in docs/interfaces.md; a test compares."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, toml_file="throughway.toml", extra="forbid")

    home: Path = Path("instance")
    database_url: str = ""
    redis_url: str = ""
    search: Literal["auto", "whoosh"] = "auto"
    base_url: str = ""
    mail_url: str = ""
    sign_up: Literal["invited", "open"] = "invited"
    public_read: bool = False
    network_name: str = Field(default="Throughway", min_length=1, max_length=80)
    limits: Literal["on", "off"] = "on"
    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=0, le=65535)

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003  pydantic's own signature
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The environment wins over the file."""
        return init_settings, env_settings, OwnFile(settings_cls)

    @property
    def database(self) -> str:
        """The database's address: the one set, or SQLite in HOME."""
        return self.database_url or f"sqlite:///{self.home.resolve() / 'throughway.db'}"

    @property
    def address(self) -> str:
        """Where people reach this, without a slash at the end."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return (self.base_url or f"http://{host}:{self.port}").rstrip("/")

    @property
    def is_https(self) -> bool:
        """Whether cookies may be Secure and carry the __Host- prefix."""
        return self.address.startswith("https://")

    @property
    def mail(self) -> str:
        """Where mail goes."""
        return self.mail_url or f"file:{self.home / 'mail'}"

    @property
    def mails_people(self) -> bool:
        """Whether a mail server takes mail to people; else it is written to a folder or a terminal."""
        return self.mail.startswith(("smtp://", "smtps://"))

    @property
    def index(self) -> Path:
        """The search index's directory, private to the app."""
        return self.home / "index"

    @property
    def uploads(self) -> Path:
        """Where people's pictures lie, private to the app."""
        return self.home / "uploads"

    def make_home(self) -> None:
        """Make HOME, closed to everybody else on the machine: the database and the mails lie in it."""
        self.home.mkdir(mode=0o700, parents=True, exist_ok=True)

    def secret(self) -> bytes:
        """The installation's secret, made at the first start and readable by its owner alone."""
        path = self.home / "secret"
        if not path.exists():
            self.make_home()
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "wb") as file:
                file.write(secrets.token_hex(32).encode())
        return path.read_bytes()


_in_use: Settings | None = None


def use(settings: Settings) -> None:
    """Make these the process's settings, for what runs without a request (mail, limits)."""
    global _in_use  # noqa: PLW0603  set once by the composition root
    _in_use = settings


def in_use() -> Settings:
    """The process's settings."""
    if _in_use is None:
        raise RuntimeError("no settings are in use: call use(settings) first")
    return _in_use


def load(**given: object) -> Settings:
    """Read the settings.

    Raises:
        SettingsError: for a bad value, naming the setting, in one line.
    """
    try:
        settings = Settings(**given)  # type: ignore[arg-type]
    except ValidationError as error:
        first = error.errors()[0]
        name = "THROUGHWAY_" + str(first["loc"][0]).upper()
        raise SettingsError(f"{name}: {first['msg']} (given: {first['input']!r})") from None
    if settings.limits == "off" and settings.host not in LOOPBACK:
        raise SettingsError("THROUGHWAY_LIMITS: 'off' is allowed only when bound to loopback")
    if not settings.database.startswith(("sqlite:///", "postgresql+psycopg://", "postgresql://")):
        raise SettingsError("THROUGHWAY_DATABASE_URL: sqlite:///… or postgresql+psycopg://… is understood")
    if settings.redis_url and not settings.redis_url.startswith(("redis://", "rediss://", "unix://")):
        raise SettingsError("THROUGHWAY_REDIS_URL: redis://…, rediss://… or unix://… is understood")
    if not (settings.mail == "console" or settings.mail.startswith(("file:", "smtp://", "smtps://"))):
        raise SettingsError("THROUGHWAY_MAIL_URL: file:DIR, smtp://… or console is understood")
    return settings
