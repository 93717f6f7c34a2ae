"""Tests reach this machine and nothing else: whatever would call out is found here, not in somebody's network."""

from __future__ import annotations

import smtplib
import socket
import urllib.request
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

# For documentation, public, private, of clouds' own services, and two that look like this machine.
ELSEWHERE = ("192.0.2.7", "2001:db8::7", "1.1.1.1", "10.0.0.1", "169.254.169.254", "0.0.0.0", "127.0.0.2")

WAYS: dict[str, Callable[[str], object]] = {
    "a socket": lambda host: socket.create_connection((host, 9), timeout=1),
    "a page": lambda host: urllib.request.urlopen(
        f"http://[{host}]:9/" if ":" in host else f"http://{host}:9/", timeout=1
    ),
    "a mail server": lambda host: smtplib.SMTP(host, 9, timeout=1),
}


def has_ipv6() -> bool:
    """Whether this machine speaks it at all."""
    try:
        with closing(socket.socket(socket.AF_INET6)) as one:
            one.bind(("::1", 0))
    except OSError:
        return False
    return True


@pytest.mark.parametrize("host", ELSEWHERE)
@pytest.mark.parametrize("way", sorted(WAYS))
def test_another_host_is_refused(way: str, host: str) -> None:
    if ":" in host and not has_ipv6():
        pytest.skip("this machine has no IPv6")
    with pytest.raises((RuntimeError, UserWarning), match="A test tried to use socket"):
        WAYS[way](host)


def test_this_machine_is_not() -> None:
    known = [(socket.AF_INET, "127.0.0.1"), (socket.AF_INET, "localhost")]
    for family, host in [*known, (socket.AF_INET6, "::1")] if has_ipv6() else known:
        with closing(socket.socket(family)) as listening:
            listening.bind((host, 0))
            listening.listen()
            socket.create_connection((host, listening.getsockname()[1]), timeout=5).close()


def test_nor_is_a_unix_socket(tmp_path: Path) -> None:
    with (
        closing(socket.socket(socket.AF_UNIX)) as listening,
        closing(socket.socket(socket.AF_UNIX)) as asking,
    ):
        listening.bind(str(tmp_path / "s"))
        listening.listen()
        asking.connect(str(tmp_path / "s"))
