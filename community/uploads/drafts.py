"""What comes in with a picture."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from community.core.drafting import Draft, Line
from community.core.pictures import ALT_LENGTH


class UploadDraft(Draft):
    """A picture, sent as a form with a file."""

    file: Annotated[bytes, Field(description="PNG, JPEG, WebP, GIF or AVIF, at most 25 MB")]
    alt: Annotated[
        Line, Field(max_length=ALT_LENGTH, description="what it shows, for whoever cannot see it")
    ] = ""
    thread: Annotated[Line, Field(description="inside one's own roadblock hardly any limit holds")] = ""
