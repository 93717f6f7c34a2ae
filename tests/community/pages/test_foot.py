"""What stands around a page's text: its sections, where they come from, whom one may ask."""

from __future__ import annotations

import pytest

from community.core.outbox import drain
from community.core.session import end_session
from community.core.text import headings, render_markdown
from community.pages.sections import with_sources
from tests.interfaces.acts import solved

pytestmark = pytest.mark.postgresql


class Source:
    """As a row of what a page was written up from."""

    section, thread_id, title, number = "Steps & ways", "abc", "A <b>", 3


def test_a_section_says_where_it_comes_from() -> None:
    body = "# Before\n\nx\n\n# Steps & ways\n\ny"
    shown = with_sources(render_markdown(body), headings(body), [Source()])
    assert '<p class="meta">From <a href="/t/abc-a-b/3">A &lt;b&gt;</a></p>' in shown
    assert shown.index("Steps &amp; ways") < shown.index("/t/abc-a-b/3") < shown.index(">y<")
    assert with_sources("<p>x</p>", [], [Source()]) == "<p>x</p>"


def test_the_foot_leads_on(as_, cast, kind) -> None:
    ana, ben = as_(cast.ana), as_(cast.ben)
    place = {"system": "Ledger", "task": "month end"}
    thread, _post = solved(ana, ben, body="Totals differ", topics=["totals"], context=place)
    made = ben.api("POST", f"/threads/{thread['id']}/promotion", {}).json
    drain()
    end_session()
    shown = as_(cast.eve).get(made["url"]).text
    assert "From 1 roadblock or tip" in shown
    assert 'for: <a href="/at/ledger/month-end">Ledger › month end</a>' in shown
    assert 'Know about it: <a href="/people/ben">Ben</a>' in shown
    assert '<a href="/topics/totals">totals</a>' in shown
