"""What a page's JSON-LD (schema.org) says about the article on it.

Reads leniently, because a third of real blocks break some rule; never trusts size, depth or types. What
the rest of the page says is in ``head.py``; which of them wins is decided in ``metadata.py``.
"""

from __future__ import annotations

import html
import json
import re
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

BLOCK_CHARS_MAX = 1_000_000
"""A larger block is data for a script, not a description of a page."""
NODES_MAX = 2_000
"""Nodes looked at on one page."""

_ARTICLE = re.compile(r"(?:\w*Article|BlogPosting|LiveBlogPosting|Report|Blog[pP]ost|NewsItem)")
_PAGE = frozenset({"WebPage", "ItemPage", "AboutPage", "FAQPage"})
_INDEX = frozenset({"CollectionPage", "SearchResultsPage", "ItemList", "ProfilePage"})
_MEDIA = frozenset({"VideoObject", "AudioObject", "PodcastEpisode", "ImageGallery", "MediaGallery", "Clip"})
_PEOPLE_NOT = frozenset({"Organization", "NewsMediaOrganization", "Corporation", "WebSite", "Brand"})
_INTO = ("@graph", "mainEntity", "mainEntityOfPage", "itemReviewed", "@included")
"""Where an article's node may lie. Not in lists of other articles: itemListElement, hasPart, liveBlogUpdate."""
_WRAPPERS = (
    ("<!--", "-->"),
    ("//<![CDATA[", "//]]>"),
    ("// <![CDATA[", "// ]]>"),
    ("/*<![CDATA[*/", "/*]]>*/"),
    ("/* <![CDATA[ */", "/* ]]> */"),
    ("<![CDATA[", "]]>"),
)
_ASIDE = "; \t\r\n"
_TRAILING_COMMA = re.compile(r",(\s*[}\]])")


@dataclass(slots=True)
class StructuredData:
    """What the JSON-LD of a page says; empty where it says nothing."""

    headline: str | None = None
    """The article's headline."""
    names: list[str] = field(default_factory=list)
    """Authors that are not typed as an organisation."""
    published: str | None = None
    """As written."""
    modified: str | None = None
    """As written."""
    url: str | None = None
    """The article's URL, as written."""
    site: str | None = None
    """Name of the publisher or the web site."""
    section: str | None = None
    """articleSection."""
    keywords: list[str] = field(default_factory=list)
    """keywords."""
    image: str | None = None
    """URL of the first picture, as written."""
    language: str | None = None
    """inLanguage."""
    body: str | None = None
    """articleBody: a cross-check, not the text, for it is often cut or flattened."""
    free: bool | None = None
    """isAccessibleForFree."""
    has_article: bool = False
    """Whether there is a node of an article's type."""
    live_blog: bool = False
    """Whether it is a LiveBlogPosting."""
    media: bool = False
    """Whether there is a node of a film, a sound or a gallery."""
    index: bool = False
    """Whether the page calls itself a collection."""


def read_structured(blocks: list[str], *, url: str) -> StructuredData:
    """Reads the texts of a page's ``application/ld+json`` scripts; `url` is the page's own."""
    nodes = [node for block in blocks if (value := _loaded(block)) is not None for node in _nodes(value)]
    del nodes[NODES_MAX:]
    by_id = {node["@id"]: node for node in nodes if isinstance(node.get("@id"), str) and len(node) > 1}
    found = StructuredData()
    kinds = [(_kinds(node), node) for node in nodes]
    found.media = any(kind & _MEDIA for kind, _ in kinds)
    found.index = any(kind & _INDEX for kind, _ in kinds)
    articles = [node for kind, node in kinds if any(_ARTICLE.fullmatch(name) for name in kind)]
    article = _own(articles, url)
    page = next((node for kind, node in kinds if kind & _PAGE), None)
    if article is not None:
        found.has_article = True
        found.live_blog = "LiveBlogPosting" in _kinds(article)
        _fill(found, article, by_id)
    if page is not None:
        found.published = found.published or _text(page.get("datePublished"))
        found.modified = found.modified or _text(page.get("dateModified"))
        found.language = found.language or _text(page.get("inLanguage"))
    if found.site is None:
        sites = (
            _text(node.get("name")) for kind, node in kinds if "WebSite" in kind or "NewsMediaOrganization" in kind
        )
        found.site = next((name for name in sites if name), None)
    return found


def _loaded(block: str) -> Any:  # noqa: ANN401 - JSON of any shape
    """The value of a block; None where it can't be read even leniently."""
    if len(block) > BLOCK_CHARS_MAX:
        return None
    for repair in _REPAIRS:
        try:
            return json.loads(repair(block), strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _unwrapped(text: str) -> str:
    """A block without the comment or CDATA marks, and the semicolon, that templates put around it."""
    text = text.strip(_ASIDE)
    for opening, closing in _WRAPPERS:
        text = text.removeprefix(opening).removesuffix(closing).strip(_ASIDE)
    return text


_REPAIRS: tuple[Callable[[str], str], ...] = (
    str.strip,
    _unwrapped,
    lambda block: _TRAILING_COMMA.sub(r"\1", _unwrapped(block)),
    lambda block: html.unescape(_unwrapped(block)),
)
"""What is done to a block before it is read, until it can be."""


def _nodes(value: object) -> Iterator[dict[str, Any]]:
    """The nodes of a block that may describe this page, outer ones first."""
    waiting = deque([value], maxlen=NODES_MAX * 2)
    for _ in range(NODES_MAX):
        if not waiting:
            return
        current = waiting.popleft()
        if isinstance(current, list):
            waiting.extend(current[:NODES_MAX])
        elif isinstance(current, dict):
            yield current
            waiting.extend(current[key] for key in _INTO if isinstance(current.get(key), (dict, list)))


def _kinds(node: dict[str, Any]) -> set[str]:
    kind = node.get("@type")
    names = kind if isinstance(kind, list) else [kind]
    return {name.rsplit("/", 1)[-1] for name in names if isinstance(name, str)}


def _own(articles: list[dict[str, Any]], url: str) -> dict[str, Any] | None:
    """The node of the page's own article among those on it."""
    address = _bare(url)
    for node in articles:
        if any(_bare(link) == address for link in _links(node)):
            return node
    return next((node for node in articles if node.get("datePublished")), articles[0] if articles else None)


def _links(node: dict[str, Any]) -> Iterator[str]:
    for key in ("url", "mainEntityOfPage", "@id"):
        value = node.get(key)
        if isinstance(value, dict):
            value = value.get("@id") or value.get("url")
        if isinstance(value, str):
            yield value


def _bare(url: str) -> str:
    return url.partition("#")[0].partition("?")[0].rstrip("/").partition("://")[2].removeprefix("www.")


def _fill(found: StructuredData, node: dict[str, Any], by_id: dict[str, dict[str, Any]]) -> None:
    found.headline = _text(node.get("headline")) or _text(node.get("name"))
    found.names = list(_names(node.get("author") or node.get("creator"), by_id))
    found.published = _text(node.get("datePublished")) or _text(node.get("dateCreated"))
    found.modified = _text(node.get("dateModified"))
    found.url = next((link for link in _links(node) if link.startswith("http")), None)
    publisher = next(_resolved(node.get("publisher"), by_id), None)
    found.site = _text(publisher.get("name")) if isinstance(publisher, dict) else None
    found.section = next(iter(_texts(node.get("articleSection"))), None)
    found.keywords = _texts(node.get("keywords"))
    image = next(_resolved(node.get("image"), by_id), None)
    if isinstance(image, dict):
        image = image.get("url") or image.get("contentUrl")
    found.image = next(iter(_texts(image)), None)
    language = node.get("inLanguage")
    found.language = _text(
        language.get("alternateName") or language.get("name") if isinstance(language, dict) else language
    )
    found.body = _text(node.get("articleBody"))
    found.free = _truth(node.get("isAccessibleForFree"))


def _names(author: object, by_id: dict[str, dict[str, Any]]) -> Iterator[str]:
    for one in _resolved(author, by_id):
        if isinstance(one, str):
            yield from _texts(one)
        elif isinstance(one, dict) and not _kinds(one) & _PEOPLE_NOT:
            name = one.get("name")
            if name is None and (one.get("givenName") or one.get("familyName")):
                name = f"{_text(one.get('givenName')) or ''} {_text(one.get('familyName')) or ''}"
            yield from _texts(name)


def _resolved(value: object, by_id: dict[str, dict[str, Any]]) -> Iterator[object]:
    """The values of a property that may be one or many, with references looked up."""
    for one in value[:50] if isinstance(value, list) else [value]:
        if isinstance(one, dict) and isinstance(one.get("@id"), str) and "name" not in one and "url" not in one:
            yield by_id.get(one["@id"], one)
        elif one is not None:
            yield one


def _text(value: object) -> str | None:
    """The first text of a value, entities decoded, white space folded; None where there is none."""
    return next(iter(_texts(value)), None)


def _texts(value: object) -> list[str]:
    values = value[:100] if isinstance(value, list) else [value]
    texts = (
        " ".join(html.unescape(str(one)).split()) for one in values if isinstance(one, (str, int)) and one is not True
    )
    return [text for text in texts if text]


def _truth(value: object) -> bool | None:
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value.strip().lower() in ("true", "false"):
        return value.strip().lower() == "true"
    return None
