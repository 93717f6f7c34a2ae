"""People who come in by an import take no name that is nobody's."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from community.core.addresses import RESERVED_HANDLES
from community.core.session import session
from models import Person
from models.person import HANDLE_LENGTH

pytestmark = pytest.mark.postgresql


def test_an_import_takes_no_reserved_name(bring_in, write, make_question, kind) -> None:
    people = dict(enumerate(("me", "Admin", "EVERYONE", "Ada", "-me-"), start=1))
    rows = (make_question(100 + number, OwnerUserId=number) for number in people)
    folder = write("Posts", *rows).parent
    when = {"CreationDate": "2020-01-01T00:00:00"}
    write("Users", *({"Id": number, "DisplayName": name, **when} for number, name in people.items()))
    bring_in(folder)
    found = set(session().scalars(select(Person.handle)))
    assert {"me-1", "admin-2", "everyone-3", "ada", "me-5"} <= found
    assert not found & RESERVED_HANDLES
    assert all(len(one) <= HANDLE_LENGTH for one in found)
