"""How well the Whoosh engine ranks: nDCG@10 over collections with relevance judgements, one JSON line per collection.

Usage: THROUGHWAY_TEST_DATA=DIR python benchmarks/search_quality.py [COLLECTION ...]

DIR holds `ir/<collection>/{corpus.jsonl,queries.dev.jsonl,qrels/dev.tsv}` and `ir/eval_ir.py`, whose measure is used.
Two ways of asking are measured: `find` (words into the search box) and `suggest` (a text that is being typed).
"""

import importlib.util
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from search import Engine, Question, SearchDocument, open_engine

TOKENS = frozenset({"open"})
DEPTH = 11
"""One more than is judged: the measure leaves the asking question itself out."""


def main(names: list[str]) -> int:
    """Measure the named collections, or all; print a line for each."""
    data = os.environ.get("THROUGHWAY_TEST_DATA")
    if not data:
        print("THROUGHWAY_TEST_DATA names no directory; nothing measured", file=sys.stderr)
        return 2
    measure = _measure(Path(data) / "ir" / "eval_ir.py")
    for collection in sorted(Path(data, "ir").iterdir()):
        if (collection / "corpus.jsonl").is_file() and (not names or collection.name in names):
            print(json.dumps(_measured(collection, measure)), flush=True)
    return 0


def _measured(collection: Path, measure: Callable[..., dict[str, Any]]) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        engine = open_engine("whoosh", Path(folder) / "index")
        began = time.process_time()
        engine.rebuild(_documents(collection))
        line: dict[str, Any] = {"set": collection.name, "index_cpu_s": round(time.process_time() - began, 1)}
        for name, ask in (("find", _find), ("suggest", _suggest)):
            run, times = {}, []
            for query in _lines(collection / "queries.dev.jsonl"):
                began = time.process_time()
                run[query["_id"]] = ask(engine, query["text"])
                times.append((time.process_time() - began) * 1000)
            line[name] = measure(str(collection), "dev", run)["nDCG@10"]
            line[f"{name}_p95_ms"] = round(sorted(times)[int(len(times) * 0.95)], 1)
        engine.close()
    return line


def _find(engine: Engine, text: str) -> list[str]:
    return [hit.id for hit in engine.find(Question(text, TOKENS, limit=DEPTH)).items]


def _suggest(engine: Engine, text: str) -> list[str]:
    return [hit.id for hit in engine.suggest(text, "", TOKENS, limit=DEPTH)]


def _documents(collection: Path) -> Iterator[SearchDocument]:
    for row in _lines(collection / "corpus.jsonl"):
        yield SearchDocument(row["_id"], "thread", "", TOKENS, title=row.get("title", ""), body=row["text"])


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


def _measure(path: Path) -> Callable[..., dict[str, Any]]:
    spec = importlib.util.spec_from_file_location("relevance_measure", path)
    if spec is None or spec.loader is None:
        raise SystemExit(f"there is no measure at {path}")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    evaluate: Callable[..., dict[str, Any]] = module.evaluate
    return evaluate


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
