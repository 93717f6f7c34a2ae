"""`throughway person` and `throughway token`: accounts and tokens without a browser."""

from __future__ import annotations

import sys

import click

from community.access import standing
from community.access.doors import permission
from community.access.permissions import Permission
from community.core.clock import now
from community.core.command_line import Done, works
from community.core.drafting import read
from community.core.errors import NotFound
from community.core.settings import Settings
from community.core.viewer import COMMAND_LINE
from models import Person

from .actions import tokens
from .drafts import TokenDraft
from .objects import person_object
from .sign_in import queries
from .sign_in.actions import accounts
from .sign_in.drafts import MadePersonDraft


@click.group()
def person() -> None:
    """People of the network."""


@person.command("create")
@click.argument("email")
@click.option("--name", required=True, help="What others read.")
@click.option("--handle", default=None, help="Short name in addresses; made from the name where not given.")
@click.option("--admin", is_flag=True, help="Runs the network.")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")
@works
@permission(Permission.NETWORK_PEOPLE)
def create_person(
    _settings: Settings, *, email: str, name: str, handle: str | None, admin: bool, password_stdin: bool
) -> Done:
    """Make an account; without a password its person is mailed a link to choose one.

    Example: throughway person create ana@example.org --name Ana --admin
    """
    password = sys.stdin.readline().rstrip("\r\n") if password_stdin else None
    draft = read(MadePersonDraft, {"email": email, "name": name, "handle": handle, "password": password})
    made = accounts.create_person(COMMAND_LINE, draft, administrator=admin)
    how = "" if draft.password else "; a link to choose a password goes out by mail"
    return Done(
        f"{made.name} is @{made.handle}{how}", {**person_object(made), "email": made.email, "admin": admin}
    )


@click.group()
def token() -> None:
    """API tokens."""


@token.command("create")
@click.argument("email")
@click.option("--scope", type=click.Choice(["read", "write", "admin"]), default="write", show_default=True)
@click.option("--name", default="token", show_default=True, help="What it is for.")
@works
@permission(Permission.TOKEN_MAKE)
def create_token(_settings: Settings, email: str, scope: str, name: str) -> Done:
    """Make an API token of a person's; prints the token alone, which is kept nowhere.

    Example: throughway token create ana@example.org --scope read --name backup
    """
    whose = _person(email)
    draft = read(TokenDraft, {"scope": scope, "name": name})
    # Whoever holds the disk may act in a person's stead, as if they had just signed in.
    in_their_stead = standing.of_person(whose.id, fresh_at=now())
    made = tokens.make_token(in_their_stead, whose, draft)
    return Done(made, {"token": made, "person": person_object(whose), "scope": scope, "name": name})


def _person(email: str) -> Person:
    found = queries.by_email(email)
    if found is None:
        raise NotFound("Nobody has the address %(email)s", email=email)
    return found
