"""An outlet's feed in the format that it uses: RSS 2.0, RSS 1.0 (RDF), Atom or JSON Feed. Pure.

Sources: RSS 2.0 at Best Practices Profile, RSS 1.0 with the Dublin Core, Content and Syndication modules,
RFC 4287, JSON Feed 1.1. What an outlet gets wrong on purpose (a false charset, a feed that breaks off) is in
its `FeedPlan`; the documents made here are right.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from email.utils import format_datetime
from html import escape

from dateline.newsroom.content import FeedFormat, FeedPlan, Outlet
from dateline.newsroom.press import Printed

CONTENT_TYPES: dict[FeedFormat, str] = {
    "rss20": "application/rss+xml",
    "rss10": "application/rdf+xml",
    "atom10": "application/atom+xml",
    "json11": "application/feed+json",
}


def paragraphs_html(paragraphs: Sequence[str]) -> str:
    """Paragraphs and subheadings as HTML, text escaped."""
    return "\n".join(
        f"<h2>{escape(text[3:])}</h2>" if text.startswith("## ") else f"<p>{escape(text)}</p>" for text in paragraphs
    )


def _link(plan: FeedPlan, printed: Printed) -> str:
    return printed.entry_url + plan.link_suffix


def _cdata(html: str) -> str:
    return "<![CDATA[" + html.replace("]]>", "]]&gt;") + "]]>"


def _rss20(outlet: Outlet, plan: FeedPlan, base_url: str, entries: Sequence[Printed]) -> str:
    items = []
    for printed in entries:
        story = printed.story
        content = f"<content:encoded>{_cdata(paragraphs_html(printed.paragraphs))}</content:encoded>"
        items.append(
            f"""<item>
<title>{escape(printed.title)}</title>
<link>{escape(_link(plan, printed))}</link>
<guid isPermaLink="false">{outlet.id}-{story.slug}</guid>
<description>{escape(printed.summary)}</description>
<dc:creator>{escape(story.byline)}</dc:creator>
<category>{escape(outlet.sections[story.section])}</category>
<pubDate>{format_datetime(printed.updated_at)}</pubDate>
{content if plan.full_text else ""}
</item>"""
        )
    return f"""<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/">
<channel>
<title>{escape(plan.title)}</title>
<link>{base_url}/</link>
<description>{escape(outlet.tagline)}</description>
<language>{outlet.language}</language>
<atom:link href="{base_url}{plan.path}" rel="self" type="application/rss+xml"/>
<ttl>1</ttl>
{chr(10).join(items)}
</channel>
</rss>
"""


def _rss10(outlet: Outlet, plan: FeedPlan, base_url: str, entries: Sequence[Printed]) -> str:
    listed = "\n".join(f'<rdf:li rdf:resource="{escape(_link(plan, printed))}"/>' for printed in entries)
    items = "\n".join(
        f"""<item rdf:about="{escape(_link(plan, printed))}">
<title>{escape(printed.title)}</title>
<link>{escape(_link(plan, printed))}</link>
<description>{escape(printed.summary)}</description>
<dc:creator>{escape(printed.story.byline)}</dc:creator>
<dc:date>{printed.updated_at.isoformat()}</dc:date>
<dc:subject>{escape(outlet.sections[printed.story.section])}</dc:subject>
</item>"""
        for printed in entries
    )
    return f"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:sy="http://purl.org/rss/1.0/modules/syndication/">
<channel rdf:about="{base_url}{plan.path}">
<title>{escape(plan.title)}</title>
<link>{base_url}/</link>
<description>{escape(outlet.tagline)}</description>
<dc:language>{outlet.language}</dc:language>
<sy:updatePeriod>hourly</sy:updatePeriod>
<sy:updateFrequency>60</sy:updateFrequency>
<items><rdf:Seq>
{listed}
</rdf:Seq></items>
</channel>
{items}
</rdf:RDF>
"""


def _atom10(outlet: Outlet, plan: FeedPlan, base_url: str, entries: Sequence[Printed]) -> str:
    items = []
    for printed in entries:
        story = printed.story
        content = f'<content type="html">{escape(paragraphs_html(printed.paragraphs))}</content>'
        items.append(
            f"""<entry>
<id>tag:{outlet.id}.example,2026:{story.slug}</id>
<title>{escape(printed.title)}</title>
<link rel="alternate" type="text/html" href="{escape(_link(plan, printed))}"/>
<published>{printed.published_at.isoformat()}</published>
<updated>{printed.updated_at.isoformat()}</updated>
<author><name>{escape(story.byline)}</name></author>
<category term="{escape(story.section)}" label="{escape(outlet.sections[story.section])}"/>
<summary>{escape(printed.summary)}</summary>
{content if plan.full_text else ""}
</entry>"""
        )
    newest = max((printed.updated_at for printed in entries), default=None)
    return f"""<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{outlet.language}">
<id>tag:{outlet.id}.example,2026:feed</id>
<title>{escape(plan.title)}</title>
<subtitle>{escape(outlet.tagline)}</subtitle>
<link rel="self" href="{base_url}{plan.path}"/>
<link rel="alternate" type="text/html" href="{base_url}/"/>
<updated>{newest.isoformat() if newest else "2026-01-01T00:00:00Z"}</updated>
{chr(10).join(items)}
</feed>
"""


def _json11(outlet: Outlet, plan: FeedPlan, base_url: str, entries: Sequence[Printed]) -> str:
    items = []
    for printed in entries:
        content = paragraphs_html(printed.paragraphs) if plan.full_text else f"<p>{escape(printed.summary)}</p>"
        items.append(
            {
                "id": f"{outlet.id}:{printed.story.slug}",
                "url": _link(plan, printed),
                "title": printed.title,
                "summary": printed.summary,
                "content_html": content,
                "date_published": printed.published_at.isoformat(),
                "date_modified": printed.updated_at.isoformat(),
                "authors": [{"name": printed.story.byline}],
                "tags": printed.story.tags,
                "language": outlet.language,
            }
        )
    document = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": plan.title,
        "description": outlet.tagline,
        "home_page_url": f"{base_url}/",
        "feed_url": f"{base_url}{plan.path}",
        "language": outlet.language,
        "items": items,
    }
    return json.dumps(document, ensure_ascii=False, indent=1)


_WRITERS: dict[FeedFormat, Callable[[Outlet, FeedPlan, str, Sequence[Printed]], str]] = {
    "rss20": _rss20,
    "rss10": _rss10,
    "atom10": _atom10,
    "json11": _json11,
}


def feed_document(outlet: Outlet, plan: FeedPlan, base_url: str, entries: Sequence[Printed]) -> bytes:
    """The feed as the outlet serves it, with the faults that its plan gives it."""
    text = _WRITERS[plan.form](outlet, plan, base_url, entries)
    if plan.form != "json11":
        text = f'<?xml version="1.0" encoding="{plan.declared_charset or plan.charset}"?>\n{text}'
    body = text.encode(plan.charset, errors="xmlcharrefreplace" if plan.form != "json11" else "strict")
    return body[: int(len(body) * plan.cut_at)] if plan.cut_at else body
