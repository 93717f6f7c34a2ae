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
from .language import N_, Sentence
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
        said: dict[str, Sentence] = {}
        for one in error.errors():
            name = (
                ".".join(str(part) for part in one["loc"] if not str(part).startswith("function-")) or "body"
            )
            said.setdefault(name, sentence(one["type"], one.get("ctx") or {}))
        raise Invalid(said=said) from None


def sentence(kind: str, context: Mapping[str, Any]) -> Sentence:
    """Our own words for one of pydantic's error types."""
    if kind == "too_long" and context.get("field_type") == "Value":
        kind = "string_too_long"  # how pydantic says it of text that was cleaned first
    known = {"expected": str(context.get("expected")).replace(" or ", ", ")} if "expected" in context else {}
    return Sentence(SENTENCES.get(kind, UNKNOWN), {**context, **known})


UNKNOWN = N_("This is not of the expected form")
SENTENCES = {
    "missing": N_("This is missing"),
    "extra_forbidden": N_("This field is not known"),
    "string_too_long": N_("This is too long: at most %(max_length)d characters"),
    "string_too_short": N_("This is too short: at least %(min_length)d characters"),
    "address": N_("This is no mail address"),
    "handle": N_("Small letters, digits, dots and hyphens, at most thirty, beginning with a letter or digit"),
    "reserved": N_("Nobody goes by this name here; choose another"),
    "time_zone": N_("This time zone is not known"),
    "string_type": N_("This should be text"),
    "value_error": N_("Write something first"),
    "int_parsing": N_("This should be a number"),
    "int_type": N_("This should be a number"),
    "int_from_float": N_("This should be a whole number"),
    "bool_type": N_("This should be yes or no"),
    "bool_parsing": N_("This should be yes or no"),
    "literal_error": N_("This should be one of %(expected)s"),
    "enum": N_("This should be one of %(expected)s"),
    "greater_than_equal": N_("This should be at least %(ge)s"),
    "less_than_equal": N_("This should be at most %(le)s"),
    "list_type": N_("This should be a list"),
    "tuple_type": N_("This should be a list"),
    "too_long": N_("At most %(max_length)d are allowed"),
    "dict_type": N_("This should be an object"),
    "model_type": N_("This should be an object"),
    "string_pattern_mismatch": N_("This has characters that are not allowed here"),
    "string_unicode": N_("This is not readable text"),
}
