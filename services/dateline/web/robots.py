"""robots.txt (RFC 9309): what a host allows us, and how fast. Pure, and linear on whatever a host writes.

Only what concerns us is kept of a file: the rules of the groups that name our product token, else of those for all.
``Crawl-delay`` is not in the RFC, but many hosts say it and crawlers heed it; like a rule, it ends a group's list of
user agents.
"""

from __future__ import annotations

import functools
import re
from urllib.parse import quote, urlsplit

from pydantic import BaseModel, ConfigDict

from dateline.web.urls import URLS_REMEMBERED, parse_url

BODY_MAX_BYTES = 500 * 1024
"""More of a file is not read (RFC 9309, section 2.5, asks for no less)."""
RULES_MAX = 10_000
"""More rules of our groups are not kept."""
_PATTERN_MAX_CHARACTERS = 2_000
_TOKEN = re.compile(r"[A-Za-z_-]+")
_SECONDS = re.compile(r"\d{1,9}(?:\.\d{1,9})?", re.ASCII)
_ENCODED = re.compile(r"%([0-9A-Fa-f]{2})")
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_KEPT = "".join(chr(code) for code in range(0x21, 0x7F))


class Robots(BaseModel):
    """What a host says to us."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    rules: tuple[str, ...] = ()
    """Each ``+`` (allow) or ``-`` (disallow) and a path pattern; the first that matches decides."""
    crawl_delay_s: float | None = None

    def allows(self, url: str) -> bool:
        """Whether `url` may be asked for. Raises BadInput("bad-url")."""
        path = _normal(parse_url(url).raw_path.decode("ascii")) or "/"
        if path == "/robots.txt":
            return True
        return next((rule[0] == "+" for rule in self.rules if _matches(rule[1:], path)), True)


@functools.lru_cache(maxsize=URLS_REMEMBERED)
def robots_url(url: str) -> str:
    """Where the robots.txt of the host of a URL is, one that `parse_url` takes. (Asked for with every poll: cheap.)"""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.lower()}/robots.txt"


def product_token(user_agent: str) -> str:
    """The name by which a robots.txt calls us, lower case: what our ``User-Agent`` begins with."""
    found = _TOKEN.match(user_agent)
    return found[0].lower() if found else ""


def parse_robots(body: bytes, token: str) -> Robots:
    """What a file says to the crawler of that product token. Never raises: what makes no sense is passed over."""
    groups: dict[str, list[str]] = {}
    delays: dict[str, float] = {}
    agents: list[str] = []
    in_rules = False
    for line in body[:BODY_MAX_BYTES].decode("utf-8", "replace").removeprefix("\ufeff").splitlines():
        key, colon, value = line.partition("#")[0].partition(":")
        key, value = key.strip().lower(), value.strip()
        if not colon:
            continue
        if key == "user-agent":
            if in_rules:
                agents, in_rules = [], False
            name = "*" if value.startswith("*") else product_token(value)
            agents.append(name)
            groups.setdefault(name, [])
        elif key in ("allow", "disallow"):
            in_rules = True
            pattern = _normal(value[:_PATTERN_MAX_CHARACTERS])
            if pattern.startswith(("/", "*")):
                for name in {"*", token}.intersection(agents):
                    groups[name].append(("+" if key == "allow" else "-") + pattern)
        elif key == "crawl-delay":
            in_rules = True
            if _SECONDS.fullmatch(value):
                delays |= dict.fromkeys(agents, float(value))
    ours = token if token in groups else "*"
    # The longest pattern decides, and of two as long the one that allows (RFC 9309, section 2.2.2).
    rules = sorted(groups.get(ours, [])[:RULES_MAX], key=lambda rule: (-len(rule), rule[0] == "-"))
    return Robots(rules=tuple(rules), crawl_delay_s=delays.get(ours))


def _normal(path: str) -> str:
    """One spelling of a path: what must be percent-encoded is, and nothing else."""
    encoded = quote(path, safe=_KEPT)
    return _ENCODED.sub(_spelled, encoded)


def _spelled(found: re.Match[str]) -> str:
    character = chr(int(found[1], 16))
    return character if character in _UNRESERVED else found[0].upper()


def _matches(pattern: str, path: str) -> bool:
    """``*`` is any characters, ``$`` at the end is the end (RFC 9309, section 2.2.3)."""
    anchored = pattern.endswith("$")
    first, *rest = pattern.removesuffix("$").split("*")
    if not path.startswith(first):
        return False
    if not rest:
        return not anchored or path == first
    at = len(first)
    for part in rest[:-1]:
        at = path.find(part, at)
        if at < 0:
            return False
        at += len(part)
    if anchored:
        return len(path) - len(rest[-1]) >= at and path.endswith(rest[-1])
    return path.find(rest[-1], at) >= 0
