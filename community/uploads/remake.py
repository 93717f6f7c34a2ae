"""A program of its own: a picture comes in on standard input, the same picture made anew goes out.

Started by pictures.py for one picture at a time, with an empty environment, and bounded in memory, time and what it
may write: whatever a picture does to a decoder happens here. It knows nothing of the rest of the project.

Out go one line of JSON, {"width", "height"}, and the picture as WebP: pixels only, upright, in sRGB, no wider than
WIDEST. Of a moving picture the first frame. Refused: exit status REFUSED and one line, the reason's name.
"""

from __future__ import annotations

import contextlib
import io
import json
import resource
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from PIL.Image import Image as Picture

MEMORY = 320 * 1024 * 1024
CPU_SECONDS = 20
# The most it may write: no picture of this size needs more.
MOST_WRITTEN = 24 * 1024 * 1024
REFUSED = 3

WIDEST = 1_600
TALLEST = 8_000
# What fits into that memory: JPEGs are scaled down while they are decoded, others are first decoded as a whole.
MOST_PIXELS = {
    "JPEG": 64_000_000,
    "MPO": 64_000_000,
    "PNG": 24_000_000,
    "GIF": 24_000_000,
    "AVIF": 16_000_000,
}
MOST_PIXELS_OF_OTHERS = 12_000_000
MOST_PIXELS_WITH_ALPHA = 16_000_000
# Drawn things stay as sharp as they were unless that makes them heavy.
LARGEST_LOSSLESS = 700 * 1024
MOST_PIXELS_LOSSLESS = 4_000_000

FORMATS = {
    "image/png": "PNG",
    "image/jpeg": "JPEG",
    "image/webp": "WEBP",
    "image/gif": "GIF",
    "image/avif": "AVIF",
}
# What people send often enough to be told what to do.
KNOWN = {
    "image/svg+xml": "drawing",
    "image/heif": "heic",
    "image/heic": "heic",
    "application/pdf": "document",
    "application/xml": "drawing",
}
ORIENTATION = 0x0112
WITH_ALPHA = ("RGBA", "LA", "PA", "RGBa", "La")
TURNED = (5, 6, 7, 8)


class Refusal(Exception):
    """Why not: a word that pictures.py has a sentence for."""


def bound() -> None:
    """Give up all that decoding a picture does not need, before anything was read."""
    limits = {
        resource.RLIMIT_AS: MEMORY,
        resource.RLIMIT_CPU: CPU_SECONDS,
        resource.RLIMIT_FSIZE: MOST_WRITTEN,
        resource.RLIMIT_NOFILE: 32,
        resource.RLIMIT_CORE: 0,
    }
    for kind, most in limits.items():
        # Some systems know no bound on memory; the wall clock stands in any case.
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(kind, (most, most))


def kinds_of(data: bytes) -> list[str]:
    """The formats that the content may be, likeliest first; its name is never asked for."""
    import puremagic

    try:
        found = [one.mime_type for one in puremagic.magic_string(data)]
    except (puremagic.PureError, ValueError):
        found = []
    formats = list(dict.fromkeys(FORMATS[one] for one in found if one in FORMATS))
    if not formats:
        raise Refusal(next((KNOWN[one] for one in found if one in KNOWN), "unknown"))
    return formats


def remade(data: bytes) -> tuple[int, int, bytes]:
    """Width, height and the bytes of the picture made anew.

    Raises:
        Refusal: it is no picture that we take.
    """
    from PIL import Image, UnidentifiedImageError

    Image.MAX_IMAGE_PIXELS = None  # judged below, before anything is decoded
    formats = kinds_of(data)
    try:
        with Image.open(io.BytesIO(data), formats=formats) as looked_at:
            _insist_size(looked_at)
            drawn = looked_at.format in ("PNG", "GIF")
            looked_at.verify()
        with Image.open(io.BytesIO(data), formats=formats) as opened:
            shown = _plain(opened)
    except Refusal:
        raise
    except MemoryError:
        raise Refusal("large") from None
    except UnidentifiedImageError:
        raise Refusal("unknown") from None
    except Exception:  # noqa: BLE001  decoders raise whatever comes to them: it could not be read
        raise Refusal("broken") from None
    return *shown.size, _encoded(shown, drawn=drawn)


def _insist_size(image: Picture) -> None:
    width, height = image.size
    most = MOST_PIXELS.get(image.format or "", MOST_PIXELS_OF_OTHERS)
    if image.mode in WITH_ALPHA:
        most = min(most, MOST_PIXELS_WITH_ALPHA)
    if width < 1 or height < 1 or width * height > most:
        raise Refusal("large")


def _plain(image: Picture) -> Picture:
    """Pixels alone: scaled down, upright, in sRGB, without anything that came along."""
    from PIL import Image, ImageOps

    is_turned = image.getexif().get(ORIENTATION) in TURNED
    wanted = _within((TALLEST, WIDEST) if is_turned else (WIDEST, TALLEST), image.size)
    image.draft("RGB", wanted)  # JPEGs alone can do this; none is made smaller than wanted
    profile, exif = image.info.get("icc_profile"), image.info.get("exif")
    small = _in_plain_mode(image)
    small.thumbnail(wanted, Image.Resampling.LANCZOS, reducing_gap=2.0)
    if exif:
        small.info["exif"] = exif  # which way is up
    small = _in_srgb(ImageOps.exif_transpose(small), profile)
    clean = Image.new(small.mode, small.size)
    clean.paste(small)
    return clean


def _within(most: tuple[int, int], size: tuple[int, int]) -> tuple[int, int]:
    """The size scaled down so that it fits, never up."""
    factor = min(1, most[0] / size[0], most[1] / size[1])
    return max(1, round(size[0] * factor)), max(1, round(size[1] * factor))


def _in_plain_mode(image: Picture) -> Picture:
    """RGB or RGBA, in place where it is that already: a copy of a large one would be dear."""
    if image.mode in ("RGB", "RGBA") and "transparency" not in image.info:
        return image
    if image.mode.startswith("I"):  # 16 bits of grey
        image = image.point(lambda value: value / 256).convert("L")
    has_alpha = image.mode in WITH_ALPHA or "transparency" in image.info
    return image.convert("RGBA" if has_alpha else "RGB")


def _in_srgb(image: Picture, profile: bytes | None) -> Picture:
    if not profile:
        return image
    from PIL import ImageCms

    try:
        given = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        wanted = ImageCms.createProfile("sRGB")
        return ImageCms.profileToProfile(image, given, wanted, outputMode=image.mode) or image
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return image  # of another kind of colour, or broken: the pixels as they are


def _encoded(image: Picture, *, drawn: bool) -> bytes:
    if drawn and image.size[0] * image.size[1] <= MOST_PIXELS_LOSSLESS:
        sharp = _webp(image, lossless=True, quality=50, method=3)
        if len(sharp) <= LARGEST_LOSSLESS:
            return sharp
    return _webp(image, quality=88 if drawn else 82, method=4)


def _webp(image: Picture, **how: Any) -> bytes:
    out = io.BytesIO()
    image.save(out, "WEBP", exif=b"", xmp=b"", icc_profile=b"", **how)
    return out.getvalue()


def main() -> int:
    bound()
    out = sys.stdout.buffer
    try:
        width, height, made = remade(sys.stdin.buffer.read())
    except Refusal as reason:
        out.write(f"{reason}\n".encode())
        return REFUSED
    except MemoryError:
        out.write(b"large\n")
        return REFUSED
    out.write(json.dumps({"width": width, "height": height}).encode() + b"\n" + made)
    return 0


if __name__ == "__main__":
    sys.exit(main())
