"""Links to the original of what was imported, and back from such a link to the original's number."""

import re
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urljoin, urlsplit

_OWN_DOMAINS = {
    "stackoverflow": "stackoverflow.com",
    "superuser": "superuser.com",
    "serverfault": "serverfault.com",
    "askubuntu": "askubuntu.com",
    "mathoverflow": "mathoverflow.net",
    "stackapps": "stackapps.com",
}
_LANGUAGES = ("es", "ja", "pt", "ru")
_LABELS = re.compile(r"[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){0,2}", re.ASCII)
_ENDING = re.compile(r"\.(?:stackexchange\.com|com|net)$")
_POST = re.compile(r"^/(?:questions|q)/(\d{1,18})(?:/|$)", re.ASCII)
_ANSWER = re.compile(r"^/a/(\d{1,18})(?:/|$)", re.ASCII)
_ANSWER_OF = re.compile(r"^/questions/\d{1,18}/[^/]*/(\d{1,18})/?$", re.ASCII)
_PERSON = re.compile(r"^/(?:users|u)/(-?\d{1,18})(?:/|$)", re.ASCII)

Target = tuple[Literal["question", "answer", "person"], int]


class UnknownSite(ValueError):
    """The folder's name does not tell the site."""


@dataclass(frozen=True, slots=True)
class Site:
    """The site a dump comes from."""

    host: str

    def question(self, number: int) -> str:
        """The address of a question."""
        return f"https://{self.host}/q/{number}"

    def answer(self, number: int) -> str:
        """The address of an answer."""
        return f"https://{self.host}/a/{number}"

    def comment(self, number: int, post: str, post_number: int) -> str:
        """The address of a comment, within that of its post."""
        return f"{post}#comment{number}_{post_number}"

    def person(self, number: int) -> str:
        """The address of a person's profile; those with a mere display name have none."""
        return f"https://{self.host}/users/{number}"

    def absolute(self, target: str) -> str:
        """A link's target as a browser on the site would take it; one that cannot be read stays as it is."""
        try:
            return urljoin(f"https://{self.host}/", target)
        except ValueError:
            return target

    def target(self, link: str) -> Target | None:
        """What of this site `link` (relative or not) points to, None for anything else.

        A comment's link gives its post; the caller looks up whether the number was imported.
        """
        try:
            parts = urlsplit(self.absolute(link))
            host = parts.hostname or ""
        except ValueError:
            return None
        if parts.scheme not in ("http", "https") or host.removeprefix("www.") != self.host:
            return None
        return _target(parts.path, parts.fragment)


def _target(path: str, fragment: str) -> Target | None:
    """The fragment of a question's address names an answer, unless it is the question's own number."""
    if match := _ANSWER.match(path) or _ANSWER_OF.match(path):
        return "answer", int(match.group(1))
    if match := _PERSON.match(path):
        return "person", int(match.group(1))
    match = _POST.match(path)
    if match is None:
        return None
    if re.fullmatch(r"[0-9]{1,18}", fragment) and fragment != match.group(1):
        return "answer", int(fragment)
    return "question", int(match.group(1))


def site_of(folder: str) -> Site:
    """The site of a dump by its folder's name: 'cardano', 'conlang.meta', 'superuser.com', 'meta.askubuntu.com'.

    Raises UnknownSite for a name that cannot be a site's (spaces, other letters, too many dots).
    """
    name = folder.strip().lower().removesuffix(".7z")
    labels = _ENDING.sub("", name)
    if not _LABELS.fullmatch(labels):
        raise UnknownSite(f"{folder!r} names no site")
    parts = labels.split(".")
    meta = "meta" in parts and len(parts) > 1
    rest = [part for part in parts if part != "meta"] if meta else parts
    return Site(_host(rest, meta=meta))


def _host(parts: list[str], *, meta: bool) -> str:
    if parts[1:] == ["stackoverflow"] and parts[0] in _LANGUAGES:
        return f"{parts[0]}.meta.stackoverflow.com" if meta else f"{parts[0]}.stackoverflow.com"
    if len(parts) != 1:
        raise UnknownSite(f"{'.'.join(parts)!r} names no site")
    site = parts[0]
    if site in _OWN_DOMAINS:
        return f"meta.{_OWN_DOMAINS[site]}" if meta else _OWN_DOMAINS[site]
    if site in ("meta", "stackexchange"):  # the meta of the whole network
        return "meta.stackexchange.com"
    return f"{site}.meta.stackexchange.com" if meta else f"{site}.stackexchange.com"
