"""The stories themselves: told in order, all of it before now, in words that lead somewhere."""

from __future__ import annotations

import re
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from community.demo import script
from community.demo.deeds import DEEDS

NIGHT = datetime(2026, 3, 1, 0, 4, tzinfo=UTC)
BEGINNINGS = [NIGHT, NIGHT + timedelta(hours=12), NIGHT + timedelta(hours=23, minutes=55)]


@pytest.mark.parametrize("began", BEGINNINGS, ids=str)
def test_everything_has_happened_and_every_story_goes_forward(began) -> None:
    told = script.acts(began)
    assert len(told) > 250
    assert max(act.at for act in told) < began
    assert [act.at for act in told] == sorted(act.at for act in told)


def test_every_deed_is_known_and_done_by_somebody_who_is_there() -> None:
    people, done = set(), Counter()
    for act in script.acts(NIGHT):
        done[act.does] += 1
        if act.does == "person":
            people.add(act.given["key"])
        else:
            assert act.by in people, act
    assert set(done) == set(DEEDS)
    assert script.MAIN in people


def test_who_is_named_is_there_and_nothing_leads_out_of_the_demo() -> None:
    people = {act.given["key"] for act in script.acts(NIGHT) if act.does == "person"}
    for text in script._texts():
        assert set(re.findall(r"(?<![\w.@/])@([a-z]+)\b", text)) <= people
        assert "://" not in text
        assert "@demo.example" not in text, "addresses are made elsewhere"


def test_whoever_reads_a_name_reads_that_it_is_nobodys() -> None:
    for act in script.acts(NIGHT):
        if act.does == "person":
            assert "Nobody real" in act.given["about"], act.given["key"]
        if act.does == "found":
            assert "nobody here is real" in act.given["purpose"], act.given["key"]


@pytest.mark.parametrize("said", ["", "3", "3d", "3x", "9:10", "1d 9:10", "2h 3"])
def test_what_is_no_time_is_said_so(said) -> None:
    if said == "3d":
        assert script.moment(said, NIGHT) == NIGHT - timedelta(days=3)
        return
    with pytest.raises(ValueError, match="no time"):
        script.moment(said, NIGHT)


def test_days_are_counted_from_midnight_and_hours_from_now() -> None:
    assert script.moment("2d 09:12", NIGHT) == datetime(2026, 2, 27, 9, 12, tzinfo=UTC)
    assert script.moment("1h 5m", NIGHT) == NIGHT - timedelta(minutes=65)
