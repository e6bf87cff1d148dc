"""What the service talks about: sites, links and the results of checks."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timezone
from urllib.parse import urlsplit


class InvalidSite(ValueError):
    """The client sent a site that cannot be watched."""


@dataclass(frozen=True)
class Site:
    name: str
    links: tuple[str, ...]

    @classmethod
    def from_json(cls, document: object) -> Site:
        if not isinstance(document, dict):
            raise InvalidSite("expected an object with a name and links")
        name = document.get("name")
        links = document.get("links")
        if not isinstance(name, str) or not name.strip():
            raise InvalidSite("the name is missing")
        if not isinstance(links, list) or not links:
            raise InvalidSite("the links are missing")
        return cls(name.strip(), tuple(_checked(link) for link in links))


@dataclass(frozen=True)
class Job:
    """One site that waits to be checked."""

    site_id: int
    links: tuple[str, ...]


@dataclass(frozen=True)
class Result:
    link: str
    status: int | None
    error: str | None = None
    checked_at: datetime = field(default_factory=lambda: datetime.now(timezone.utc))

    @property
    def broken(self) -> bool:
        return self.status is None or self.status >= 400


def _checked(link: object) -> str:
    if not isinstance(link, str):
        raise InvalidSite("a link is not a text")
    parts = urlsplit(link)
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise InvalidSite(f"not a web address: {link}")
    return link
