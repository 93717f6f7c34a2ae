"""What is taken in is a picture made anew; everything else is refused in plain words, with nothing left behind."""

from __future__ import annotations

import hashlib
import struct
import zlib

import pytest
from PIL import Image
from sqlalchemy import func, select

from community.core.session import session
from community.uploads import pictures
from community.uploads.pictures import LARGEST, REASONS, TOO_LARGE
from models import Upload
from tests.pictures import chosen, encoded, picture, sent, shown, upload, uploaded


def files(settings) -> list:
    return [path for path in settings.uploads.rglob("*") if path.is_file()]


def rows() -> int:
    return session().scalar(select(func.count()).select_from(Upload)) or 0


def content(client, made) -> bytes:
    answer = client.get(made["url"])
    assert answer.status_code == 200
    return answer.data


@pytest.mark.parametrize("format_", ["PNG", "JPEG", "WEBP", "GIF", "AVIF"])
def test_each_kind_that_phones_and_screens_make(as_, cast, format_) -> None:
    ana = as_(cast.ana)
    made = uploaded(ana, picture(format_, (80, 60), (200, 30, 30)))
    assert (made["width"], made["height"]) == (80, 60)
    assert made["url"] == f"/files/{made['id']}-80x60.webp"
    out = shown(content(ana, made))
    assert out.format == "WEBP"
    assert out.size == (80, 60)
    assert out.convert("RGB").getpixel((40, 30)) == pytest.approx((200, 30, 30), abs=12)


def test_the_place_where_it_was_taken_is_gone(as_, cast) -> None:
    exif = Image.Exif()
    exif[0x010E] = "zqsecret"
    exif[0x8825] = {1: "N", 2: (48.0, 8.0, 14.0)}
    ana = as_(cast.ana)
    out = content(ana, uploaded(ana, picture("JPEG", exif=exif, comment=b"zqsecret")))
    assert b"zqsecret" not in out
    assert b"EXIF" not in out
    assert not shown(out).getexif()


def test_texts_within_a_png_are_gone(as_, cast) -> None:
    words = b"Comment\x00zqsecret"
    chunk = struct.pack(">I", len(words)) + b"tEXt" + words + struct.pack(">I", zlib.crc32(b"tEXt" + words))
    plain = picture()
    ana = as_(cast.ana)
    assert b"zqsecret" not in content(ana, uploaded(ana, plain[:33] + chunk + plain[33:]))


def test_which_way_is_up_is_kept(as_, cast) -> None:
    """Orientation 6: the right-hand side of what is stored is the bottom."""
    lying = Image.new("RGB", (40, 20), "black")
    lying.paste("white", (20, 0, 40, 20))
    exif = Image.Exif()
    exif[0x0112] = 6
    ana = as_(cast.ana)
    made = uploaded(ana, encoded(lying, "JPEG", exif=exif))
    assert (made["width"], made["height"]) == (20, 40)
    out = shown(content(ana, made)).convert("L")
    assert out.getpixel((10, 5)) < 60
    assert out.getpixel((10, 35)) > 200


@pytest.mark.parametrize(
    ("size", "wanted"), [((3200, 1000), (1600, 500)), ((100, 9000), (89, 8000)), ((1600, 50), (1600, 50))]
)
def test_no_picture_is_wider_than_a_page(as_, cast, size, wanted) -> None:
    made = uploaded(as_(cast.ana), picture(size=size))
    assert (made["width"], made["height"]) == wanted


def test_a_moving_picture_stands_still_at_its_first_frame(as_, cast) -> None:
    frames = [Image.new("RGB", (30, 30), colour) for colour in ("red", "green", "blue")]
    ana = as_(cast.ana)
    data = encoded(frames[0], "GIF", save_all=True, append_images=frames[1:], duration=50)
    out = shown(content(ana, uploaded(ana, data)))
    assert getattr(out, "n_frames", 1) == 1
    assert out.convert("RGB").getpixel((5, 5)) == (255, 0, 0)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16"])
def test_each_kind_of_pixel(as_, cast, mode) -> None:
    colour = {"1": 1, "L": 200, "LA": (200, 100), "P": 3, "RGBA": (1, 2, 3, 100), "I;16": 40_000}[mode]
    uploaded(as_(cast.ana), picture(mode=mode, colour=colour))


def test_what_is_see_through_stays_so(as_, cast) -> None:
    ana = as_(cast.ana)
    out = shown(content(ana, uploaded(ana, picture(mode="RGBA", colour=(1, 2, 3, 0)))))
    assert out.getpixel((1, 1))[3] == 0


def bomb(width: int, height: int) -> bytes:
    """A PNG of a few hundred bytes that says it is this large, and holds that many black pixels' beginning."""
    head = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    pieces = [(b"IHDR", head), (b"IDAT", zlib.compress(b"\0" * 100_000, 9)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in pieces
    )


def _cut_off(kind: str) -> bytes:
    whole = encoded(Image.effect_noise((300, 300), 90).convert("RGB"), kind)
    return whole[: len(whole) // 2]


REFUSED = {
    "a drawing": (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "drawing"),
    "a drawing with a head": (b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'/>", "drawing"),
    "a document": (b"%PDF-1.7\n%\xe2\xe3\n", "document"),
    "an iPhone's own format": (b"\0\0\0\x18ftypheic\0\0\0\0heicmif1" + b"\0" * 40, "heic"),
    "a page": (b"<!doctype html><script>alert(1)</script>", "unknown"),
    "nothing": (b"", "unknown"),
    "words": (b"hello", "unknown"),
    "a head without a body": (b"\x89PNG\r\n\x1a\n", "unknown"),
    "half a PNG": (_cut_off("PNG"), "broken"),
    "half a JPEG": (_cut_off("JPEG"), "broken"),
    "half a WebP": (_cut_off("WEBP"), "broken"),
    "a GIF that is a script": (b"GIF89a/*" + b"\0" * 6 + b"*/=alert(1);//", "unknown"),
    "a bomb": (bomb(50_000, 50_000), "large"),
    "a bomb that just fits a number": (bomb(2**31 - 1, 1), "large"),
    "more rows than data": (bomb(2_000, 2_000), "broken"),
    "a large canvas": (picture("GIF", (6_000, 6_000), 0, mode="P"), "large"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_no_picture_is_refused_in_plain_words(as_, cast, settings, what) -> None:
    data, reason = REFUSED[what]
    answer = upload(as_(cast.ana), data)
    assert answer.status_code == 422, answer.text
    assert answer.json["errors"] == [{"field": "file", "message": REASONS[reason]}]
    assert files(settings) == []
    assert rows() == 0


def test_what_is_behind_a_picture_does_not_come_along(as_, cast) -> None:
    """A picture that is an archive or a page as well: once made anew it is a picture alone."""
    ana = as_(cast.ana)
    for behind in (b"PK\x03\x04zqevil", b"<script>zqevil</script>", b"%PDF-1.7 zqevil"):
        for kind in ("PNG", "JPEG", "GIF"):
            answer = upload(ana, picture(kind) + behind)
            if answer.status_code == 201:
                assert b"zqevil" not in content(ana, answer.json)


def test_what_it_is_called_says_nothing(as_, cast) -> None:
    ana = as_(cast.ana)
    for name in ("x.svg", "../../secret", "a.php.png", "\u202egnp.exe", "x" * 300, "CON"):
        answer = sent(
            ana, "/api/v1/files", {"file": chosen(picture(), name)}, headers={"X-CSRF-Token": ana.token}
        )
        assert answer.status_code == 201, name
        assert answer.json["url"].endswith("-40x30.webp")
        assert name not in ana.get(answer.json["url"]).headers["Content-Disposition"]


def test_too_many_bytes_are_refused(as_, cast, settings) -> None:
    answer = upload(as_(cast.ana), picture() + b"\0" * LARGEST)
    assert answer.status_code == 422
    assert answer.json["errors"][0]["message"] == TOO_LARGE
    assert files(settings) == []


def test_far_too_many_bytes_are_not_even_read(as_, cast) -> None:
    answer = upload(as_(cast.ana), picture() + b"\0" * (LARGEST * 2))
    assert answer.status_code == 413
    assert answer.json["title"] == TOO_LARGE


def test_other_doors_still_take_a_megabyte(as_, cast, client) -> None:
    ana = as_(cast.ana)
    note = {"note": "x" * 2_000_000, "csrf_token": ana.token}
    assert sent(ana, "/t/aaaaaaaaaaaa/closing", note).status_code == 413
    assert sent(client, "/api/v1/files", {"file": chosen(b"x" * 2_000_000)}).status_code == 401


def test_a_picture_that_takes_too_long_is_given_up(as_, cast, settings, monkeypatch) -> None:
    monkeypatch.setattr(pictures, "SECONDS", 0.01)
    answer = upload(as_(cast.ana))
    assert answer.json["errors"][0]["message"] == REASONS["large"]
    assert files(settings) == []


def test_when_all_places_are_taken_one_is_asked_to_wait(as_, cast, monkeypatch) -> None:
    monkeypatch.setattr(pictures, "WAIT_SECONDS", 0.01)
    for _ in range(pictures.AT_ONCE):
        assert pictures._places.acquire(timeout=1)
    try:
        answer = upload(as_(cast.ana))
    finally:
        for _ in range(pictures.AT_ONCE):
            pictures._places.release()
    assert answer.status_code == 503
    assert "Retry-After" in answer.headers
    assert upload(as_(cast.ana)).status_code == 201


def test_the_file_is_for_the_app_alone_and_named_by_what_it_holds(as_, cast, settings) -> None:
    ana = as_(cast.ana)
    out = content(ana, uploaded(ana))
    (path,) = files(settings)
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert settings.uploads.stat().st_mode & 0o777 == 0o700
    assert path.stem == hashlib.sha256(out).hexdigest()
    assert path.read_bytes() == out


def test_the_program_that_decodes_gets_nothing_of_ours(as_, cast, monkeypatch) -> None:
    assert set(pictures._ENVIRONMENT) == {"MALLOC_ARENA_MAX", "LC_ALL"}
    monkeypatch.setattr(pictures, "_PROGRAM", [*pictures._PROGRAM[:2], "/nonexistent.py"])
    answer = upload(as_(cast.ana))
    assert answer.json["errors"][0]["message"] == REASONS["broken"]
