"""Every door of every feature, and every slot that one feature fills on another's page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import click
from flask import Blueprint, Flask

from community.communities.api import communities_api
from community.communities.routes import communities
from community.core.settings import Settings
from community.core.slots import fill
from community.demo import commands as demo_commands
from community.demo.routes import demo
from community.finder import slots as finder_slots
from community.finder.api import finder_api
from community.finder.routes import finder
from community.first_run import slots as first_run_slots
from community.first_run.routes import first_run
from community.following import slots as following_slots
from community.following.routes import following
from community.importing import commands as importing_commands
from community.importing.claims import slots as claims_slots
from community.importing.claims.routes import claims
from community.indexing import commands as indexing_commands
from community.indexing import condition, keeper
from community.notifications import slots as notifications_slots
from community.notifications.api import notifications_api
from community.notifications.routes import notifications
from community.operations import commands as operations_commands
from community.operations import tidying
from community.operations.api import describing
from community.operations.routes import operations
from community.pages import erasing as pages_erasing
from community.pages import slots as pages_slots
from community.pages.api import pages_api
from community.pages.routes import pages
from community.people import commands as people_commands
from community.people import slots as people_slots
from community.people.api import people_api
from community.people.routes import people
from community.people.sign_in.routes import sign_in
from community.points.api import points_api
from community.points.routes import points
from community.promotion import slots as promotion_slots
from community.promotion.api import promotion_api
from community.promotion.routes import promotion
from community.reading.routes import reading
from community.threads import erasing
from community.threads import slots as threads_slots
from community.threads.api import threads_api
from community.threads.routes import threads
from community.topics import slots as topics_slots
from community.topics.routes import topics
from community.trying import slots as trying_slots
from community.trying.routes import trying
from community.unfinished.routes import unfinished
from community.uploads import erasing as uploads_erasing
from community.uploads.api import uploads_api
from community.uploads.routes import uploads

BLUEPRINTS: tuple[Blueprint, ...] = (
    operations,
    describing,
    sign_in,
    people,
    people_api,
    communities,
    communities_api,
    topics,
    threads,
    threads_api,
    finder,
    finder_api,
    unfinished,
    uploads,
    uploads_api,
    pages,
    pages_api,
    following,
    reading,
    notifications,
    notifications_api,
    promotion,
    promotion_api,
    points,
    points_api,
    trying,
    claims,
    demo,
    first_run,
)
COMMANDS: tuple[click.Command, ...] = (
    operations_commands.serve,
    operations_commands.outbox_command,
    operations_commands.clock_command,
    operations_commands.doctor_command,
    people_commands.person,
    people_commands.token,
    demo_commands.demo,
    importing_commands.bring_in,
    indexing_commands.reindex,
)


def open_all(app: Flask) -> None:
    """Register every blueprint."""
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)


def fill_slots() -> None:
    """Say which feature lends which fragment to which page."""
    fill("frame.inbox", notifications_slots.inbox_link)
    fill("person.profile", claims_slots.is_this_you)
    fill("admin.links", claims_slots.claims_link)
    fill("thread.acts", following_slots.control)
    fill("page.acts", following_slots.control)
    fill("at.acts", following_slots.place_control)
    fill("topic.acts", following_slots.topic_control)
    fill("community.acts", following_slots.control)
    fill("person.acts", following_slots.control)
    fill("ask.known", finder_slots.ask_known)
    fill("ask.tried", trying_slots.did_it_work)
    fill("home.first", first_run_slots.what_to_do_first)
    fill("home.needs_you", trying_slots.did_it_work)
    fill("home.needs_you", threads_slots.mine_answered)
    fill("home.needs_you", notifications_slots.needs_you)
    fill("home.new", notifications_slots.since_yesterday)
    fill("home.new", threads_slots.mine_open)
    fill("home.new", threads_slots.latest_everywhere)
    fill("front.public", threads_slots.latest_everywhere)
    fill("community.start", pages_slots.start_here)
    fill("community.start", threads_slots.open_here)
    fill("community.latest", threads_slots.latest_here)
    fill("community.aside", topics_slots.places_here)
    fill("people.named", people_slots.named)
    fill("page.knowing", people_slots.know_about_page)
    fill("person.profile", people_slots.shown_of)
    fill("page.outcomes", threads_slots.page_outcomes)
    fill("page.notices", threads_slots.page_warnings)
    fill("page.notices", promotion_slots.page_notices)
    fill("page.provenance", promotion_slots.page_provenance)
    fill("thread.notices", promotion_slots.thread_notices)
    fill("thread.written_up", promotion_slots.thread_written_up)


def plan_due_work() -> None:
    """Say which feature does what when something falls due, and what the doctor looks at."""
    erasing.register()
    pages_erasing.register()
    uploads_erasing.register()
    keeper.register()
    condition.register()
    tidying.register()


def commands() -> dict[str, Callable[..., Any]]:
    """Every command by name, as a door; of a group its commands."""
    return {name: door for one in COMMANDS for name, door in _doors_of(one, "throughway")}


def _doors_of(command: click.Command, above: str) -> Iterator[tuple[str, Callable[..., Any]]]:
    name = f"{above} {command.name}"
    if isinstance(command, click.Group):
        for one in command.commands.values():
            yield from _doors_of(one, name)
    elif command.callback is not None:
        yield name, command.callback


def command_line(load: Callable[..., Settings], create_app: Callable[[Settings], Flask]) -> click.Group:
    """The command `throughway` with all its subcommands."""
    group = click.Group("throughway", help="Throughway: from a roadblock to knowledge.")
    for command in COMMANDS:
        group.add_command(command)
    group.context_settings = {
        "obj": {"load": load, "create_app": create_app},
        "help_option_names": ["-h", "--help"],
    }
    return group
