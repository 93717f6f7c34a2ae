"""What the API says of a picture."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from community.core.shapes import Count, Id, Shape, Time


class UploadObject(Shape):
    """A picture, and how it is put into a text."""

    id: Id
    url: str
    width: Count
    height: Count
    size: Annotated[int, Field(ge=0, description="bytes, as it was made anew")]
    markdown: str
    at: Time
