"""An outlet's HTML: article pages, the front page, the consent wall, error pages. Pure.

The furniture is in the templates of seeds/newsroom; what is put into them is escaped here.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from html import escape
from string import Template

from dateline.newsroom.calendar import Language, written_moment
from dateline.newsroom.content import Outlet
from dateline.newsroom.feeds import CONTENT_TYPES, paragraphs_html
from dateline.newsroom.press import Printed

_LEAD_PARAGRAPHS = 3
_RELATED = 4


def _encoded(html: str, charset: str) -> bytes:
    return html.encode(charset, errors="xmlcharrefreplace")


def _image_url(printed: Printed, base_url: str) -> str:
    return f"{base_url}/media/{printed.story.slug}.svg"


def _schema_org(outlet: Outlet, printed: Printed, base_url: str) -> str:
    """The page's JSON-LD as the outlet writes it: empty where it has none."""
    article: dict[str, object] = {
        "@type": "NewsArticle",
        "mainEntityOfPage": printed.canonical_url,
        "headline": printed.title,
        "description": printed.summary,
        "datePublished": printed.published_at.isoformat(),
        "dateModified": printed.updated_at.isoformat(),
        "author": {"@type": "Organization", "name": printed.story.byline},
        "publisher": {"@type": "NewsMediaOrganization", "name": outlet.name, "url": f"{base_url}/"},
        "articleSection": outlet.sections[printed.story.section],
        "keywords": printed.story.tags,
        "inLanguage": outlet.language,
    }
    if printed.story.caption:
        article["image"] = [_image_url(printed, base_url)]
    site = {"@type": "WebSite", "name": outlet.name, "url": f"{base_url}/"}
    shapes: dict[str, object] = {
        "object": {"@context": "https://schema.org", **article},
        "graph": {"@context": "https://schema.org", "@graph": [site, article]},
        "list": [{"@context": "https://schema.org", **site}, {"@context": "https://schema.org", **article}],
    }
    if outlet.json_ld == "none":
        return ""
    data = json.dumps(shapes[outlet.json_ld], ensure_ascii=False).replace("</", "<\\/")
    return f'<script type="application/ld+json">{data}</script>'


def _links(entries: Sequence[Printed]) -> str:
    return "\n".join(f'<li><a href="{escape(entry.url)}">{escape(entry.title)}</a></li>' for entry in entries)


def _figure(printed: Printed, base_url: str) -> str:
    if not printed.story.caption:
        return ""
    return (
        f'<figure><img src="{escape(_image_url(printed, base_url))}" alt="" width="640" height="360">'
        f"<figcaption>{escape(printed.story.caption)}</figcaption></figure>"
    )


def _site_values(outlet: Outlet, base_url: str) -> dict[str, str]:
    feed = outlet.feeds[0]
    return {
        "site": escape(outlet.name),
        "tagline": escape(outlet.tagline),
        "language": outlet.language,
        "charset": outlet.page_charset,
        "base_url": base_url,
        "feed_url": base_url + feed.path,
        "feed_type": CONTENT_TYPES[feed.form],
        "navigation": "\n".join(
            f'<li><a href="{base_url}/?section={name}">{escape(title)}</a></li>'
            for name, title in outlet.sections.items()
        ),
    }


def article_page(
    outlet: Outlet, printed: Printed, base_url: str, others: Sequence[Printed], language: Language
) -> bytes:
    """The page of a story. `others` are the outlet's stories that it may link to."""
    related = [other for other in others if other.story.slug != printed.story.slug]
    same_section = [other for other in related if other.story.section == printed.story.section]
    story = printed.story
    note = f'<p class="correction">{escape(printed.correction_note)}</p>' if printed.correction_note else ""
    values = {
        "title": escape(printed.title),
        "summary": escape(printed.summary),
        "section": escape(outlet.sections[story.section]),
        "section_url": f"{base_url}/?section={story.section}",
        "byline": escape(story.byline),
        "published": printed.published_at.isoformat(),
        "updated": printed.updated_at.isoformat(),
        "published_words": escape(written_moment(printed.published_at, language)),
        "updated_words": escape(written_moment(printed.updated_at, language)),
        "url": escape(printed.url),
        "canonical_url": escape(printed.canonical_url),
        "image_url": escape(_image_url(printed, base_url)),
        "figure": _figure(printed, base_url),
        "lead": paragraphs_html(printed.paragraphs[:_LEAD_PARAGRAPHS]),
        "rest": paragraphs_html(printed.paragraphs[_LEAD_PARAGRAPHS:]),
        "correction": note,
        "related": _links((same_section or related)[:_RELATED]),
        "latest": _links(related[:_RELATED]),
        "tags": "\n".join(f'<a rel="tag" href="{base_url}/?tag">{escape(tag)}</a>' for tag in story.tags),
        "keywords": escape(", ".join(story.tags)),
        "schema_org": _schema_org(outlet, printed, base_url),
    }
    html = Template(outlet.article_template).substitute(values, **_site_values(outlet, base_url))
    return _encoded(html, outlet.page_charset)


def front_page(template: str, outlet: Outlet, base_url: str, entries: Sequence[Printed]) -> bytes:
    """The outlet's home page: its headlines, newest first."""
    teasers = "\n".join(
        f'<article><h2><a href="{escape(entry.entry_url)}">{escape(entry.title)}</a></h2>'
        f"<p>{escape(entry.summary)}</p></article>"
        for entry in entries
    )
    html = Template(template).substitute(_site_values(outlet, base_url), teasers=teasers)
    return _encoded(html, outlet.page_charset)


def consent_page(template: str, outlet: Outlet, base_url: str, title: str) -> bytes:
    """What stands where a story should be until the reader agrees to be tracked."""
    html = Template(template).substitute(_site_values(outlet, base_url), title=escape(title))
    return _encoded(html, outlet.page_charset)


def error_page(template: str, outlet: Outlet, base_url: str, reason: str) -> bytes:
    """What the outlet says when there is nothing to show."""
    html = Template(template).substitute(_site_values(outlet, base_url), reason=escape(reason))
    return _encoded(html, outlet.page_charset)


def picture(slug: str) -> bytes:
    """A plain drawing in place of a photograph, tinted by the story's slug."""
    tint = sum(slug.encode()) % 360
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" width="640" height="360" viewBox="0 0 640 360">'
        f'<rect width="640" height="360" fill="hsl({tint} 30% 70%)"/>'
        f'<path d="M0 300 L180 160 L300 260 L440 120 L640 290 V360 H0 Z" fill="hsl({tint} 30% 45%)"/></svg>'
    ).encode()
