"""Every door of every feature, and every slot that one feature fills on another's page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click
from flask import Flask

from community.core.settings import Settings
from community.operations import commands as operations_commands
from community.operations.routes import operations
from community.people.sign_in.routes import sign_in

BLUEPRINTS = (operations, sign_in)
COMMANDS: tuple[click.Command, ...] = (operations_commands.serve,)


def open_all(app: Flask) -> None:
    """Register every blueprint."""
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)


def fill_slots() -> None:
    """Say which feature lends which fragment to which page."""


def commands() -> dict[str, Callable[..., Any]]:
    """Every command by name, as a door."""
    return {f"throughway {one.name}": one.callback for one in COMMANDS if one.callback is not None}


def command_line(load: Callable[..., Settings], create_app: Callable[[Settings], Flask]) -> click.Group:
    """The command `throughway` with all its subcommands."""
    group = click.Group("throughway", help="Throughway: from a roadblock to knowledge.")
    for command in COMMANDS:
        group.add_command(command)
    group.context_settings = {"obj": {"load": load, "create_app": create_app}, "help_option_names": ["-h", "--help"]}
    return group
