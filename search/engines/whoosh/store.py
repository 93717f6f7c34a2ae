"""The one importer of Whoosh: an index folder is created, written and read here, nowhere else.

Readers work on the files' bytes in memory, each compared with its recorded hash before Whoosh sees it: a file that is
cut short, flipped or deleted under a serving process can then neither crash it (a shortened memory map would) nor be
unpickled (Whoosh pickles its table of contents). The price is the size of the index in memory.
"""

import pickle
import re
import struct
import warnings
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

with warnings.catch_warnings():
    # Old spellings of string escapes in the library, on the first, uncompiled import.
    warnings.simplefilter("ignore", SyntaxWarning)
    warnings.simplefilter("ignore", DeprecationWarning)
    from whoosh import fields
    from whoosh.analysis import Analyzer, Token
    from whoosh.columns import VarBytesColumn
    from whoosh.filedb.filestore import FileStorage, RamStorage
    from whoosh.index import FileIndex, LockError
    from whoosh.index import IndexError as IndexBroken
    from whoosh.reading import TermNotFound

from search.analysis import key, tokens
from search.port import SearchDocument, SearchUnavailable
from search.ranking import FIELDS

MARK = "mark"
"""The field of unscored marks, written `name:value`: id, token (audience) and the filters."""

LOCK_FILE = "MAIN_WRITELOCK"
_CONTENTS = re.compile(r"_MAIN_(\d+)\.toc", re.ASCII)
_WRITER_MEMORY_MB = 64
_WAIT = 3.0

BROKEN = (
    IndexBroken, LockError, EOFError, OSError, NameError, KeyError, ValueError, TypeError,
    AttributeError, ImportError, MemoryError, ArithmeticError, AssertionError, LookupError,
    pickle.UnpicklingError, struct.error, zlib.error,
)  # fmt: skip
"""What Whoosh raises on an index that is missing, locked or damaged. (Its block reader raises bare Exception.)"""


class DocumentAnalyzer(Analyzer):
    """Our pipeline in Whoosh's form."""

    def __eq__(self, other: object) -> bool:
        """Equal to every other of its kind: it has no settings."""
        return type(self) is type(other)

    __hash__ = None  # type: ignore[assignment]

    def __call__(self, value: str, **_modes: object) -> Iterator[Any]:
        """Yield one reused token per term, as Whoosh's own tokenizers do."""
        token = Token(positions=True)
        token.boost = 1.0
        for token.text, token.pos in tokens(value):
            yield token


@contextmanager
def guarded(what: str) -> Iterator[None]:
    """Turn whatever Whoosh raises on a bad index into SearchUnavailable."""
    try:
        yield
    except SearchUnavailable:
        raise
    except BROKEN as error:
        raise SearchUnavailable(f"{what}: {type(error).__name__}") from error
    except Exception as error:
        if type(error) is not Exception:
            raise
        raise SearchUnavailable(f"{what}: {error}") from error


def create(folder: Path) -> None:
    """Make a folder, closed to other users, with an empty index in it."""
    folder.mkdir(mode=0o700, parents=True)
    FileIndex.create(FileStorage(str(folder), supports_mmap=False), _schema(), "MAIN")


def write(
    folder: Path, documents: Iterable[SearchDocument], dropped: Iterable[str], *, fresh: bool = False
) -> int:
    """Replace and drop documents in one commit; return the new generation.

    `fresh` says that the index was just made, so that nothing in it can be replaced: no ids are looked up.
    """
    index = FileIndex(FileStorage(str(folder), supports_mmap=False), indexname="MAIN")
    writer = index.writer(timeout=_WAIT, limitmb=_WRITER_MEMORY_MB)
    try:
        documents = documents if fresh else list(documents)
        gone = set(dropped) if fresh else {*dropped, *(document.id for document in documents)}
        _delete(index, writer, gone)
        for document in documents:
            writer.add_document(**_row(document))
    except BaseException:
        writer.cancel()
        raise
    writer.commit()
    return int(index.latest_generation())


def generation(folder: Path) -> int:
    """The generation of the newest table of contents, -1 without one, by its name: nothing is unpickled."""
    found = [_CONTENTS.fullmatch(path.name) for path in folder.iterdir()] if folder.is_dir() else []
    return max((int(match[1]) for match in found if match), default=-1)


def readers(files: dict[str, bytes]) -> list[tuple[str, Any, frozenset[int]]]:
    """Open an index from its files' bytes: per segment its id, a reader, and the numbers of deleted documents."""
    storage = RamStorage()
    storage.files.update(files)
    reader = FileIndex(storage, indexname="MAIN").reader()
    if not reader.doc_count_all():
        return []
    return [
        (str(leaf.segment().segment_id()), leaf, frozenset(leaf.segment().deleted_docs()))
        for leaf, _offset in reader.leaf_readers()
    ]


def matcher(reader: Any, field: str, term: str) -> Any:
    """A cursor over the documents of one segment that hold a term in a field; None where there are none."""
    try:
        return reader.postings(field, term)
    except TermNotFound:
        return None


def _delete(index: Any, writer: Any, ids: set[str]) -> None:
    if not ids or index.is_empty():
        return
    with index.searcher() as searcher:
        for id_ in ids:
            writer.delete_by_term(MARK, f"id:{id_}", searcher=searcher)


def _schema() -> Any:
    texts = {name: fields.TEXT(analyzer=DocumentAnalyzer(), phrase=True) for name in FIELDS}
    return fields.Schema(**{MARK: fields.ID(), "facts": fields.COLUMN(VarBytesColumn())}, **texts)


def _row(document: SearchDocument) -> dict[str, Any]:
    facts = (
        document.id, document.type, document.state, str(document.worked), str(int(document.warned)),
        str(document.activity),
    )  # fmt: skip
    filters = {
        "type": document.type,
        "community": document.community,
        "system": document.system,
        "task": document.task,
        "state": document.state,
        "kind": document.kind,
        "author": document.author,
    }
    marks = [f"id:{document.id}", *(f"token:{token}" for token in sorted(document.tokens))]
    marks += [f"{name}:{key(value)}" for name, value in filters.items() if value]
    marks += [f"topic:{topic}" for topic in dict.fromkeys(key(topic) for topic in document.topics)]
    texts = {
        "title": document.title,
        "body": document.body,
        "solution": document.solution,
        "answers": document.answers,
        "topics": " \n".join(document.topics),
    }
    row: dict[str, Any] = {name: text for name, text in texts.items() if text}
    return {**row, MARK: marks, "facts": "\t".join(facts).encode()}
