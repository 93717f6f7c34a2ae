"""`throughway import`: bring in what was written elsewhere."""

from __future__ import annotations

from pathlib import Path

import click

from community.access.doors import permission
from community.access.permissions import Permission
from community.core.command_line import Done, works
from community.core.settings import Settings
from community.core.viewer import COMMAND_LINE

VISIBILITIES = ("open", "closed", "private")


@click.group("import")
def bring_in() -> None:
    """Bring in what was written elsewhere."""


@bring_in.command("stackexchange")
@click.argument("directory", metavar="DIR", type=click.Path(exists=True, path_type=Path))
@click.option(
    "--community", "slug", required=True, metavar="SLUG", help="Where it goes; made where it is missing."
)
@click.option("--name", default=None, help="The name of a community that is made.")
@click.option(
    "--visibility", type=click.Choice(VISIBILITIES), default=None, help="Of one that is made  [private]"
)
@click.option("--dry-run", is_flag=True, help="Only count what is there; write nothing.")
@works
@permission(Permission.IMPORT_RUN)
def stackexchange(
    settings: Settings, directory: Path, slug: str, *, dry_run: bool, **made: str | None
) -> Done:
    """Bring in the unpacked dump of a Stack Exchange site; run again it adds what is missing.

    DIR is named after its site ('cardano', 'superuser.com') and holds Posts.xml and the other files. A private
    community gets four characters of ours in its address: it is printed, give that the next time.

    Example: throughway import stackexchange dumps/cardano --community cardano --name Cardano --visibility open
    """
    from community.importing import dumps  # its parsers are for this command alone

    watched = not click.get_current_context().params.get("as_json", False)
    if dry_run:
        return dumps.look(directory)
    return dumps.bring(COMMAND_LINE, settings.home, directory, dumps.Into(slug, **made), watched=watched)
