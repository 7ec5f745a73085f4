"""Which of a page's claims about itself wins: title, authors, times, canonical URL, site, section, tags.

Structured data first, OpenGraph and meta elements next, the visible page last. Pure decisions over what
``structured.py`` and ``head.py`` collected.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from dateline.articles.dates import prefer_local, source_time, url_day
from dateline.articles.head import Head
from dateline.articles.people import people
from dateline.articles.structured import StructuredData
from dateline.articles.urls import normalize_url
from dateline.articles.visible import Visible
from dateline.errors import BadInput

TITLE_CHARS_MAX = 500
SOFT_HYPHEN = "\u00ad"
"""Where a word may be parted; no part of it."""
TAGS_MAX = 50
_SHOWN_AUTHORS_MAX = 4

_PUBLISHED = (
    "article:published_time", "og:article:published_time", "og:published_time", "datepublished", "parsely-pub-date",
    "sailthru.date", "article.published", "cxenseparse:recs:publishtime", "cxenseparse:publishtime", "dcterms.issued",
    "dc.date.issued", "dcterms.created", "dc.date.created", "dcterms.date", "dc.date", "pubdate",
    "publish-date", "publish_date",
    "publishdate", "publication_date", "publicationdate", "published_time", "date.published", "article_date_original",
    "originalpublicationdate", "citation_publication_date", "datecreated", "date",
)  # fmt: skip
_MODIFIED = (
    "article:modified_time", "og:article:modified_time", "og:modified_time", "og:updated_time", "datemodified",
    "article.updated", "dcterms.modified", "dc.date.modified", "date.updated", "lastmod", "last-modified", "revised",
)  # fmt: skip
_AUTHORS = (
    "author", "article:author", "article:author_name", "parsely-author", "sailthru.author", "dc.creator",
    "dcterms.creator", "byl",
    "cxenseparse:author", "twitter:data1", "citation_author",
)  # fmt: skip
_PUBLISHED_NAME = re.compile(r"\bpubli(?:sh|cation)[a-z]*[-_ .:]?(?:date|time|on|at)\b", re.IGNORECASE)
"""Meta elements that a list of names will never have all of."""
_PUBLISHED_MARK = re.compile(r"publish|pubdate|posted|entry-date|created|date-?published", re.IGNORECASE)
_SEPARATOR = re.compile(r"\s+(?:[|–—\-•·:/]+|»|«|::)\s+|\s*\|\s*")
_WORD = re.compile(r"\w+")
_ALIKE = 0.4
_TIERS = {"free": False, "metered": True, "locked": True}
"""Facebook's words for it, which publishers' systems write."""
_NEAR_HEADING = range(-15, 41)
"""Elements around the first heading in which a page shows its own date and byline; further down they are
those of other articles."""
_WRITTEN_BY = ("written by", "author", "by", "geschrieben von", "escrito por", "écrit par", "автор")


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a page says of itself; the fields are those of `ExtractedPage`."""

    title: str
    authors: list[str]
    published_at: str | None
    modified_at: str | None
    canonical_url: str
    site: str | None
    section: str | None
    tags: list[str]
    image: str | None
    paid: bool | None
    declared_language: str | None


def decide_metadata(head: Head, data: StructuredData, visible: Callable[[], Visible], *, url: str) -> Metadata:
    """The winning claims of a page at `url`. `visible` is called only where the markup is silent.

    Raises BadInput ("bad-url") where `url` is none."""
    base = urljoin(url, head.base) if head.base else url
    site = head.first("og:site_name", "application-name", "al:ios:app_name") or data.site
    published = _published(head, data, visible, url)
    return Metadata(
        title=_title(head, data, site or host_name(url)),
        authors=_authors(head, data, visible, site),
        published_at=published,
        modified_at=_modified(head, data, published),
        canonical_url=_canonical(head, data, base=base, url=url),
        site=site,
        section=data.section
        or head.first("article:section", "og:article:section", "parsely-section", "dc.subject", "section"),
        tags=_tags(head, data),
        image=_absolute(
            head.first("og:image", "og:image:url", "og:image:secure_url", "twitter:image") or data.image, base
        ),
        paid=_paid(head, data),
        declared_language=head.language
        or data.language
        or head.first("og:locale", "content-language", "dc.language", "language"),
    )


def _title(head: Head, data: StructuredData, site: str | None) -> str:
    """The headline: structured data's; else the first heading, where the page's other titles share words
    with it (it may also be the site's name); else og:title, and the title element last."""
    declared = without_site(head.first("og:title", "twitter:title", "dc.title") or "", site)
    heading = without_site(head.headings[0], site) if head.headings else ""
    shown = without_site(head.title, site)
    if heading and max(_likeness(heading, declared), _likeness(heading, shown)) < _ALIKE:
        heading = ""
    titles = (without_site(data.headline or "", site), heading, declared, *head.headings[:1], shown)
    return next((title for title in titles if title), "").replace(SOFT_HYPHEN, "")[:TITLE_CHARS_MAX]


def _likeness(first: str, second: str) -> float:
    """Share of the shorter title's words that the longer one has; 0 where one has fewer than two."""
    one, other = (set(_WORD.findall(text.casefold())) for text in (first, second))
    fewest = min(len(one), len(other))
    return len(one & other) / fewest if fewest > 1 else 0.0


def without_site(title: str, site: str | None) -> str:
    """A title without the outlet's name at its end or beginning ("Headline | The Outlet")."""
    if not site:
        return title.strip()
    name = _folded(site)
    matches = list(_SEPARATOR.finditer(title))
    if matches:
        last, first = matches[-1], matches[0]
        if _is_site(title[last.end() :], name):
            return title[: last.start()].strip()
        if _is_site(title[: first.start()], name):
            return title[first.end() :].strip()
    return title.strip()


def host_name(url: str) -> str:
    """The longest label of a URL's host, for an outlet that does not give its name ("ferrypost")."""
    labels = (urlsplit(url).hostname or "").split(".")[:-1]
    return max(labels, key=len, default="")


def _is_site(part: str, name: str) -> bool:
    """Whether a part of a title is the outlet's name, or most of it from its beginning ("BBC" of "BBC News")."""
    folded = _folded(part).removesuffix("com")
    return bool(folded) and (folded == name or (name.startswith(folded) and 2 * len(folded) >= len(name)))


def _folded(text: str) -> str:
    return "".join(char for char in unicodedata.normalize("NFKD", text).casefold() if char.isalnum())


def _authors(head: Head, data: StructuredData, visible: Callable[[], Visible], site: str | None) -> list[str]:
    typed = people(data.names, site=site, one_word=True)
    if typed:
        return typed
    labelled = [value for number in ("1", "2") for value in _labelled(head, number)]
    named = [value for name in _AUTHORS if name != "twitter:data1" for value in head.all(name)]
    return people(named, site=site) or people(labelled, site=site) or _shown_authors(visible(), site)


def _shown_authors(visible: Visible, site: str | None) -> list[str]:
    """The people of the byline near the heading, else of the only byline of the page."""
    near = [text for place, text in visible.bylines if place in _NEAR_HEADING]
    found = people(near, site=site)
    if found:
        return found[:_SHOWN_AUTHORS_MAX]
    anywhere = people([text for place, text in visible.bylines if place > 0], site=site)
    return anywhere if len(anywhere) == 1 else []


def _labelled(head: Head, number: str) -> list[str]:
    """Twitter cards pair a label with a value ("Written by", "Jane Doe")."""
    label = head.first(f"twitter:label{number}")
    value = head.first(f"twitter:data{number}")
    return [value] if label and value and label.strip().casefold() in _WRITTEN_BY else []


def _published(head: Head, data: StructuredData, visible: Callable[[], Visible], url: str) -> str | None:
    claims = [data.published, *head.all(*_PUBLISHED)]
    claims += [content for name, contents in head.metas.items() if _PUBLISHED_NAME.search(name) for content in contents]
    claims += [moment for moment, marked in head.times if _PUBLISHED_MARK.search(marked)]
    read = [moment for claim in claims if claim and (moment := source_time(claim)) is not None]
    if read:
        return prefer_local(read[0], read[1:] + _read_times(head))
    times = _read_times(head)
    if times and len({moment[:10] for moment in times}) == 1:
        return times[0]
    return url_day(url) or _shown_day(visible())


def _shown_day(visible: Visible) -> str | None:
    """The only day that the page shows as a date line, else the one nearest to the heading."""
    if len({day for _, day in visible.days}) == 1:
        return visible.days[0].text
    near = [found for found in visible.days if found.place in _NEAR_HEADING]
    return min(near, key=lambda found: abs(found.place)).text if near else None


def _modified(head: Head, data: StructuredData, published: str | None) -> str | None:
    read = [
        moment
        for claim in (data.modified, *head.all(*_MODIFIED))
        if claim and (moment := source_time(claim)) is not None
    ]
    if not read:
        return None
    modified = prefer_local(read[0], read[1:] + _read_times(head))
    # A page that was changed before it was published says nothing about either.
    return None if published is not None and modified[:10] < published[:10] else modified


def _read_times(head: Head) -> list[str]:
    return [moment for raw, _ in head.times if (moment := source_time(raw)) is not None]


def _canonical(head: Head, data: StructuredData, *, base: str, url: str) -> str:
    """The page's own URL; a claim that would fold many pages into a front page is no claim."""
    own = normalize_url(url)
    for claim in (head.links.get("canonical"), head.first("og:url"), data.url):
        if not claim:
            continue
        try:
            canonical = normalize_url(urljoin(base, claim))
        except (BadInput, ValueError):
            continue
        if _is_front(canonical) and not _is_front(own):
            continue
        return canonical
    return own


def _is_front(url: str) -> bool:
    parts = urlsplit(url)
    return parts.path in ("", "/") and not parts.query and not parts.fragment


def _paid(head: Head, data: StructuredData) -> bool | None:
    """Whether the page says that the whole article is for paying readers."""
    if data.free is not None:
        return not data.free
    tier = (head.first("article:content_tier", "og:article:content_tier") or "").casefold()
    return _TIERS.get(tier)


def _tags(head: Head, data: StructuredData) -> list[str]:
    raw = (
        head.all("article:tag", "og:article:tag")
        or data.keywords
        or head.all("news_keywords", "keywords", "parsely-tags")
    )
    split = [tag.strip() for text in raw for tag in (re.split(r"[,;]", text) if len(raw) < 3 else [text])]
    return list(dict.fromkeys(tag for tag in split if tag and len(tag) <= 100))[:TAGS_MAX]


def _absolute(link: str | None, base: str) -> str | None:
    if not link:
        return None
    try:
        absolute = urljoin(base, link.strip())
    except ValueError:
        return None
    return absolute if absolute.startswith(("http://", "https://")) and len(absolute) <= 4096 else None
