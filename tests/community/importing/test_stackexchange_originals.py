"""Links to the original and back, and the licence of a row."""

from datetime import UTC, datetime

import pytest

from community.importing.stackexchange.licences import Licence, licence_of
from community.importing.stackexchange.originals import Site, UnknownSite, site_of


@pytest.mark.parametrize(
    ("folder", "host"),
    [
        ("cardano", "cardano.stackexchange.com"),
        ("cardano.stackexchange.com", "cardano.stackexchange.com"),
        ("conlang.meta", "conlang.meta.stackexchange.com"),
        ("meta.conlang.stackexchange.com", "conlang.meta.stackexchange.com"),
        ("conlang.meta.stackexchange.com", "conlang.meta.stackexchange.com"),
        ("superuser.com", "superuser.com"),
        ("superuser", "superuser.com"),
        ("meta.superuser.com", "meta.superuser.com"),
        ("StackOverflow.com", "stackoverflow.com"),
        ("meta.stackoverflow.com", "meta.stackoverflow.com"),
        ("askubuntu.meta", "meta.askubuntu.com"),
        ("mathoverflow.net", "mathoverflow.net"),
        ("meta.mathoverflow.net", "meta.mathoverflow.net"),
        ("serverfault.com", "serverfault.com"),
        ("pt.stackoverflow.com", "pt.stackoverflow.com"),
        ("pt.meta.stackoverflow.com", "pt.meta.stackoverflow.com"),
        ("meta.stackexchange.com", "meta.stackexchange.com"),
        ("stackapps.com", "stackapps.com"),
    ],
)
def test_the_site_is_told_by_the_folder(folder, host):
    assert site_of(folder) == Site(host)


@pytest.mark.parametrize("folder", ["", "my dump", "a/b", "..", "a.b.c", "x.com/evil", "ünder"])
def test_other_folders_name_no_site(folder):
    with pytest.raises(UnknownSite):
        site_of(folder)


def test_links_to_the_original():
    site = site_of("conlang.meta")
    assert site.question(3) == "https://conlang.meta.stackexchange.com/q/3"
    assert site.answer(4) == "https://conlang.meta.stackexchange.com/a/4"
    assert site.person(-1) == "https://conlang.meta.stackexchange.com/users/-1"


@pytest.mark.parametrize(
    ("link", "target"),
    [
        ("https://cardano.stackexchange.com/questions/12/some-title", ("question", 12)),
        ("http://cardano.stackexchange.com/q/12/99", ("question", 12)),
        ("//cardano.stackexchange.com/a/5/99", ("answer", 5)),
        ("/questions/12/some-title/34#34", ("answer", 34)),
        ("/questions/12/some-title#34", ("answer", 34)),
        ("/questions/12#comment5_12", ("question", 12)),
        ("/users/-1/community", ("person", -1)),
        ("/questions/tagged/soil", None),
        ("https://superuser.com/q/12", None),
        ("https://cardano.stackexchange.com.evil.example/q/12", None),
        ("mailto:a@b.example", None),
        ("http://[", None),
    ],
)
def test_what_a_link_points_to(link, target):
    assert site_of("cardano").target(link) == target


@pytest.mark.parametrize(
    ("day", "version"),
    [((2011, 4, 7), "2.5"), ((2011, 4, 8), "3.0"), ((2018, 5, 1), "3.0"), ((2018, 5, 2), "4.0")],
)
def test_a_missing_licence_follows_from_the_date(day, version):
    licence = licence_of(None, datetime(*day, tzinfo=UTC))
    assert licence == Licence(f"CC BY-SA {version}", f"https://creativecommons.org/licenses/by-sa/{version}/")


def test_the_stated_licence_counts_even_when_unknown():
    long_ago = datetime(2009, 1, 1, tzinfo=UTC)
    assert licence_of("CC BY-SA 4.0", long_ago).address.endswith("/4.0/")
    assert licence_of("Public domain", long_ago) == Licence("Public domain", "")
