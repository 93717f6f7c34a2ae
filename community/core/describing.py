"""How the API describes itself: beside each call stands what it takes and what it answers.

For the document alone (APIFlask reads it): nothing is wrapped, so that a stranger's body is not judged before
their right to send one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field

from .drafting import Draft
from .paging import LIMIT, MOST
from .shapes import Problem, Shape

F = TypeVar("F", bound=Callable[..., Any])
REF = "#/components/schemas/{model}"
SECURITY: list[dict[str, list[str]]] = [{"bearer": []}, {"cookie": [], "csrf": []}]

PROBLEMS = {
    400: "It could not be read: broken JSON, another content type, no object",
    401: "No sign-in, or a bad one",
    403: "Visible, but not permitted; or an act that needs a browser and a fresh sign-in",
    404: "Missing, or not visible: always the same answer",
    409: "A conflict, with the present state",
    410: "Deleted (said to those who could read it)",
    413: "Too large",
    422: "Well-formed but wrong, with a sentence for each field",
    429: "A limit was reached: see Retry-After",
    503: "Too much is going on: see Retry-After; nothing was changed",
}


class Query(BaseModel):
    """What may stand in the address of a call."""

    model_config = ConfigDict(frozen=True)


class Listed(Query):
    """Where a list begins, and how much of it is wanted."""

    limit: Annotated[int, Field(ge=1, le=MOST, description="how many at most")] = LIMIT
    after: Annotated[str, Field(description="`next` of the page before")] = ""


@dataclass(frozen=True)
class Described:
    """What a call takes and answers."""

    answer: type[Shape] | None
    body: type[Draft] | None
    query: type[Query] | None
    status: int
    content_type: str = "application/json"


def describes(
    *,
    answer: type[Shape] | None = None,
    body: type[Draft] | None = None,
    query: type[Query] | None = None,
    status: int = 200,
    content_type: str = "application/json",
) -> Callable[[F], F]:
    """Say what a call takes and answers. Its docstring is the summary.

    Args:
        answer: the object it answers; none: 204.
        body: the draft that its body becomes.
        query: what may stand in its address.
        status: of the answer.
        content_type: as what the body is sent.
    """
    described = Described(answer, body, query, status if answer else 204, content_type)

    def mark(function: F) -> F:
        function.described = described  # type: ignore[attr-defined]
        function._spec = _spec(described)  # type: ignore[attr-defined]  # noqa: SLF001  where APIFlask looks for it
        return function

    return mark


def _spec(described: Described) -> dict[str, Any]:
    return {
        "body": described.body and _reference(described.body),
        "content_type": described.content_type,
        "args": [(described.query, "query")] if described.query else [],
        "response": {
            "schema": _reference(described.answer) if described.answer else {},
            "status_code": described.status,
            "description": "Done"
            if described.answer is None
            else (described.answer.__doc__ or "").split("\n")[0],
            "content_type": "application/json",
            **dict.fromkeys(("example", "examples", "links", "headers")),
        },
        "security": SECURITY,
    }


def _reference(model: type[BaseModel]) -> dict[str, str]:
    return {"$ref": REF.format(model=model.__name__)}


def problems_of(described: Described, *, method: str, has_path: bool) -> dict[str, Any]:
    """The errors that a call of this kind answers, as OpenAPI writes responses."""
    reading = method == "get"
    kinds = {401, 403, 429, 503}
    kinds |= {404, 410} if has_path else set()
    kinds |= set() if reading else {409, 413}
    kinds |= {400, 404, 410} if described.body else set()
    kinds |= {422} if described.body or described.query or method == "post" else set()
    content = {"application/problem+json": {"schema": _reference(Problem)}}
    return {str(kind): {"description": PROBLEMS[kind], "content": content} for kind in sorted(kinds)}
