"""The API's description as a person reads it: calls by what they are about, fields with their types in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Entry:
    """A parameter or a field."""

    name: str
    place: str
    type: str
    required: bool
    note: str


@dataclass(frozen=True)
class Answered:
    """What comes back: a status, what it means, and the type that is answered."""

    status: str
    note: str
    type: str


@dataclass(frozen=True)
class Call:
    """One call."""

    id: str
    method: str
    path: str
    summary: str
    note: str
    permissions: Sequence[str]
    parameters: Sequence[Entry]
    body: str
    answers: Sequence[Answered]


@dataclass(frozen=True)
class Type:
    """One type with its fields."""

    name: str
    note: str
    fields: Sequence[Entry]


@dataclass(frozen=True)
class Reading:
    """The whole description."""

    title: str
    note: str
    groups: Mapping[str, Sequence[Call]]
    types: Sequence[Type]

    @classmethod
    def of(cls, document: Mapping[str, Any]) -> Reading:
        """Made of the document, so that it says nothing else."""
        groups: dict[str, list[Call]] = {tag["name"]: [] for tag in document["tags"]}
        for path, calls in document["paths"].items():
            for method, call in calls.items():
                groups[call["tags"][0]].append(_call(method, path, call))
        types = [_type(name, schema) for name, schema in document["components"]["schemas"].items()]
        info = document["info"]
        return cls(info["title"], info["description"], groups, types)

    @property
    def names(self) -> frozenset[str]:
        """Of the types, to link what mentions them."""
        return frozenset(one.name for one in self.types)


def _call(method: str, path: str, call: Mapping[str, Any]) -> Call:
    body = call.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
    return Call(
        id=call["operationId"],
        method=method.upper(),
        path=path,
        summary=call["summary"],
        note=call.get("description", ""),
        permissions=call["x-permissions"],
        parameters=[_parameter(one) for one in call["parameters"]],
        body=type_of(body) if body else "",
        answers=[_answer(status, one) for status, one in sorted(call["responses"].items())],
    )


def _parameter(one: Mapping[str, Any]) -> Entry:
    schema = one["schema"]
    note = one.get("description") or schema.get("description", "")
    return Entry(one["name"], one["in"], type_of(schema), one["required"], note)


def _answer(status: str, answer: Mapping[str, Any]) -> Answered:
    schema = answer.get("content", {}).get("application/json", {}).get("schema", {})
    return Answered(status, answer["description"], type_of(schema) if schema else "")


def _type(name: str, schema: Mapping[str, Any]) -> Type:
    required = schema.get("required", ())
    fields = [
        Entry(field, "", type_of(one), field in required, one.get("description", ""))
        for field, one in schema.get("properties", {}).items()
    ]
    return Type(name, schema.get("description", ""), fields)


def type_of(schema: Mapping[str, Any]) -> str:
    """A JSON schema in a few words: 'ThreadObject or null', 'list of string', '"open" or "closed"'."""
    if "$ref" in schema:
        return str(schema["$ref"]).rsplit("/", 1)[-1]
    if "anyOf" in schema:
        return " or ".join(type_of(one) for one in schema["anyOf"])
    if "enum" in schema:
        return " or ".join(f'"{one}"' if isinstance(one, str) else str(one) for one in schema["enum"])
    if "const" in schema:
        return f'"{schema["const"]}"'
    if schema.get("type") == "array":
        return f"list of {type_of(schema.get('items', {}))}"
    return str(schema.get("type", "anything"))
