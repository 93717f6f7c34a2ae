"""The links of a change of address, one in each mailbox."""

from __future__ import annotations

from community.access.doors import no_permission
from community.core.web import Answer, page
from community.people.sign_in import queries
from community.people.sign_in.actions import address
from community.people.sign_in.links import TO_BOTH

from . import sign_in


@sign_in.get("/address/<secret>")
@no_permission("the link itself is the proof")
def show_change_of_address(secret: str) -> Answer:
    """A page with a button: looking at a link does nothing, programs look at all of them."""
    link = queries.pending(secret, *TO_BOTH)
    change = queries.change_of_address(link.person_id)
    return page("sign_in/address.html", with_token=True, secret=secret, purpose=link.purpose, change=change)


@sign_in.post("/address/<secret>")
@no_permission("the link itself is the proof")
def say_yes(secret: str) -> Answer:
    """Yes from this mailbox; with the other one's, the address is changed."""
    return page("sign_in/address_said.html", change=address.say_yes(secret))
