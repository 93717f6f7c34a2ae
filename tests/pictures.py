"""Pictures for tests, and how people send them."""

from __future__ import annotations

import io
import re
from typing import Any

from PIL import Image
from werkzeug.test import TestResponse

from tests.client import Client

ADDRESS = re.compile(r"/files/[a-z2-7]{12}-\d+x\d+\.webp")


def picture(kind: str = "PNG", size: tuple[int, int] = (40, 30), colour: str = "red", **how: Any) -> bytes:
    """A picture of one colour, encoded."""
    mode = how.pop("mode", "RGB")
    return encoded(Image.new(mode, size, colour), kind, **how)


def encoded(image: Image.Image, kind: str = "PNG", **how: Any) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **how)
    return out.getvalue()


def chosen(data: bytes, name: str = "photo.png") -> tuple[io.BytesIO, str]:
    """A file as the test client sends it."""
    return io.BytesIO(data), name


def upload(client: Client, data: bytes | None = None, **fields: str) -> TestResponse:
    """Send a picture to the API, as the script does."""
    form = {"file": chosen(picture() if data is None else data), **fields}
    return sent(client, "/api/v1/files", form, headers={"X-CSRF-Token": client.token})


def sent(client: Client, path: str, form: dict[str, Any], **how: Any) -> TestResponse:
    """Send a form that may be large; the test client leaves its own copy of it open."""
    answer = client.http.post(path, data=form, **how)
    answer.request.environ["wsgi.input"].close()
    return answer


def uploaded(client: Client, data: bytes | None = None, **fields: str) -> dict[str, Any]:
    """What the API says of a picture that it took."""
    answer = upload(client, data, **fields)
    assert answer.status_code == 201, answer.text
    return dict(answer.json)


def shown(content: bytes) -> Image.Image:
    """What came out."""
    image = Image.open(io.BytesIO(content))
    image.load()
    return image
