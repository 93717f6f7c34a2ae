"""What comes in: frozen drafts, the same for page, API and socket, and their errors in our own words.

Markdown is rendered while a draft is made, before any lock is taken.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    StringConstraints,
    ValidationError,
)

from .errors import Invalid
from .text import MAX_BODY, normalise, normalise_line

TITLE_LENGTH = 200


class Draft(BaseModel):
    """The base of every draft: frozen, and unknown fields are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def _clean(value: object) -> object:
    return normalise(value) if isinstance(value, str) else value


def _clean_line(value: object) -> object:
    return normalise_line(value) if isinstance(value, str) else value


def _not_blank(value: str) -> str:
    if not value.strip():
        raise ValueError("blank")
    return value


Line = Annotated[str, BeforeValidator(_clean_line), StringConstraints(max_length=TITLE_LENGTH)]
Title = Annotated[Line, AfterValidator(_not_blank)]
Text = Annotated[str, BeforeValidator(_clean), StringConstraints(max_length=MAX_BODY)]
Body = Annotated[Text, AfterValidator(_not_blank)]


def _empty(value: object) -> object:
    return "" if value is None else value


# What an answer gives as null may be sent back as it came.
NoneIsEmpty = BeforeValidator(_empty)

D = TypeVar("D", bound=Draft)


def read(draft: type[D], data: Mapping[str, Any]) -> D:
    """Make a draft of what somebody sent.

    Args:
        draft: what is expected.
        data: the fields as they came.

    Raises:
        Invalid: with a sentence for each field that is wrong.
    """
    try:
        return draft.model_validate(dict(data))
    except ValidationError as error:
        fields: dict[str, str] = {}
        for one in error.errors():
            name = (
                ".".join(str(part) for part in one["loc"] if not str(part).startswith("function-")) or "body"
            )
            fields.setdefault(name, sentence(one["type"], one.get("ctx") or {}))
        raise Invalid(fields=fields) from None


def sentence(kind: str, context: Mapping[str, Any]) -> str:
    """Our own words for one of pydantic's error types."""
    if kind == "too_long" and context.get("field_type") == "Value":
        kind = "string_too_long"  # how pydantic says it of text that was cleaned first
    template = SENTENCES.get(kind, "This is not of the expected form")
    try:
        return template % context
    except (KeyError, ValueError, TypeError):
        return template


SENTENCES = {
    "missing": "This is missing",
    "extra_forbidden": "This field is not known",
    "string_too_long": "This is too long: at most %(max_length)d characters",
    "string_too_short": "This is too short: at least %(min_length)d characters",
    "address": "This is no mail address",
    "handle": "Small letters, digits, dots and hyphens, at most thirty, beginning with a letter or digit",
    "reserved": "Nobody goes by this name here; choose another",
    "time_zone": "This time zone is not known",
    "string_type": "This should be text",
    "value_error": "Write something first",
    "int_parsing": "This should be a number",
    "int_type": "This should be a number",
    "int_from_float": "This should be a whole number",
    "bool_type": "This should be yes or no",
    "bool_parsing": "This should be yes or no",
    "literal_error": "This should be one of %(expected)s",
    "enum": "This should be one of %(expected)s",
    "greater_than_equal": "This should be at least %(ge)s",
    "less_than_equal": "This should be at most %(le)s",
    "list_type": "This should be a list",
    "tuple_type": "This should be a list",
    "too_long": "At most %(max_length)d are allowed",
    "dict_type": "This should be an object",
    "model_type": "This should be an object",
    "string_pattern_mismatch": "This has characters that are not allowed here",
    "string_unicode": "This is not readable text",
}
