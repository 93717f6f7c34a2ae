"""Files with a document type are refused before anything in them is expanded."""

import resource
from pathlib import Path

import pytest

from community.importing.stackexchange.reader import read_rows
from community.importing.stackexchange.tables import Kind
from community.importing.stackexchange.xmltext import UnsafeDump

BOMB = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">{}]><posts><row Id="&z;"/></posts>'.format(
    "".join(f'<!ENTITY {chr(98 + number)} "{f"&{chr(97 + number)};" * 10}">' for number in range(25))
)
REFUSED = [
    "cyclic.xml",
    "dtd.xml",
    "external.xml",
    "external_file.xml",
    "quadratic.xml",
    "xmlbomb.xml",
    "xmlbomb2.xml",
]


def refuse(path: Path) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(UnsafeDump, match=path.name):
        list(read_rows(path, Kind.POSTS))
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 8_000  # KiB


@pytest.mark.parametrize(
    "prolog",
    [
        "",
        '<?xml version="1.0" encoding="utf-8"?>\n',
        "<!-- harmless --><?style none?>\n",
        "<!-- " + "x" * 60_000 + "-->",
        " " * 30_000,
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be"])
def test_a_bomb_is_refused_wherever_it_hides(tmp_path, prolog, encoding):
    path = tmp_path / "Posts.xml"
    path.write_bytes((prolog + BOMB).encode(encoding))
    refuse(path)


@pytest.mark.parametrize("prolog", [" " * 300_000, "<!--" + "x" * 300_000 + "-->", "<?p " + "x" * 300_000])
def test_a_beginning_without_end_is_refused(tmp_path, prolog):
    path = tmp_path / "Posts.xml"
    path.write_text(prolog + BOMB)
    refuse(path)


def test_an_exotic_encoding_hides_nothing(tmp_path):
    path = tmp_path / "Posts.xml"
    path.write_bytes(b'<?xml version="1.0" encoding="utf-7"?>' + BOMB.replace("<", "+ADw-").encode())
    rows = list(read_rows(path, Kind.POSTS))
    assert len(rows) == 1
    assert "aaaa" not in rows[0].reason


def test_a_document_type_after_the_root_expands_nothing(tmp_path):
    path = tmp_path / "Posts.xml"
    path.write_text("<posts>" + BOMB.replace("<posts>", "").replace("x [", "posts ["))
    assert all("aaaa" not in str(row) for row in read_rows(path, Kind.POSTS))


@pytest.mark.parametrize("name", REFUSED)
def test_known_bombs_are_refused(test_data, name):
    refuse(test_data / "adversarial" / "xml" / name)


def test_harmless_strangers_are_no_error(test_data):
    for name in ("simple.xml", "simple-ns.xml"):
        assert list(read_rows(test_data / "adversarial" / "xml" / name, Kind.POSTS)) == []
