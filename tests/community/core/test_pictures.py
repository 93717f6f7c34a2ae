"""Which pictures a text shows, and that nothing but our own is ever asked for."""

from __future__ import annotations

import re

import pytest

from community.core.pictures import ALT_LENGTH, picture_markdown, pictures_in, size_of
from community.core.text import excerpt, first_sentence, render_markdown, sanitise

ID = "abcdefghijkl"
OWN = f"/files/{ID}-640x480.webp"
FOREIGN = (
    "https://elsewhere.test/a.png",
    "//elsewhere.test/a.png",
    "/static/a.png",
    f"https://elsewhere.test{OWN}",
    f"//elsewhere.test{OWN}",
    f"{OWN}?x=1",
    f"{OWN}#x",
    f"/x/..{OWN}",
    f"/files/{ID}",
    f"/files/{ID}-0x480.webp",
    f"/files/{ID}-640x48000.webp",
    f"/files/{ID.upper()}-640x480.webp",
    f"/files/{ID}-640x480.webp.png",
    "/files/../../etc-1x1.webp",
)


@pytest.mark.parametrize("address", FOREIGN)
def test_pictures_from_elsewhere_are_links(address) -> None:
    html = render_markdown(f"See ![the valve]({address}) here")
    assert "<img" not in html
    assert re.search(r'<a href="[^"]+" rel="[^"]+">the valve</a>', html)


@pytest.mark.parametrize("address", FOREIGN)
def test_the_sanitiser_leaves_their_words(address) -> None:
    once = sanitise(f'<p>a <img alt="5 &gt; &quot;4&quot;" src="{address}" title="t"> b</p>')
    assert once == '<p>a 5 &gt; "4" b</p>'
    assert sanitise(once) == once


def test_one_of_our_own_asks_for_nothing_else() -> None:
    html = sanitise(f'<img src="{OWN}" onload="x" srcset="//e.test/2x">')
    assert html == f'<img src="{OWN}">'
    assert size_of(OWN) == ("640", "480")


def test_a_text_shows_what_its_html_shows_or_leads_to() -> None:
    other = "/files/mnopqrstuvwx-1x1.webp"
    assert pictures_in(render_markdown(f"![a]({OWN}) and [b]({other}) and ![a]({OWN})")) == {
        ID,
        "mnopqrstuvwx",
    }
    assert pictures_in(render_markdown("[short](/files/mnopqrstuvwx)")) == {"mnopqrstuvwx"}
    for quoted in (
        f"`![a]({OWN})`",
        f"    ![a]({OWN})",
        f'<img src="{OWN}">',
        f"say {OWN}",
        f"\\![a]\\({OWN})",
    ):
        assert pictures_in(render_markdown(quoted)) == set(), quoted


@pytest.mark.parametrize(
    "alt", ["a ] b [ c", "x](https://e.test)", "`", "\\", "\n\n# big", "![", "a" * 999, "]]"]
)
def test_whatever_it_is_said_to_show_it_stays_one_picture(alt) -> None:
    html = render_markdown(f"before\n\n{picture_markdown(alt, ID, 640, 480)}\n\nafter")
    assert html.count("<img") == 1
    assert pictures_in(html) == {ID}
    assert "<h" not in html
    said = re.search(r'alt="([^"]*)"', html)
    assert said is not None
    assert len(said[1]) <= ALT_LENGTH


def test_its_words_are_found_and_its_address_is_no_title() -> None:
    text = f"![a red valve]({OWN})"
    assert excerpt(text) == "a red valve"
    assert first_sentence(text) == ""
