"""Which version of which story is out at a moment, and under which address. Pure: the moment is given.

A story's times count from the moment that the newsroom opened, so that news is fresh whenever that is.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

from dateline.newsroom.calendar import Language, name_days
from dateline.newsroom.content import Content, ExpectedEvent, FeedPlan, Outlet, Story


@dataclass(frozen=True, slots=True)
class Printed:
    """One version of a story, as it is read on the outlet's site."""

    story: Story
    """What it was made from."""
    title: str
    """Headline, days written out."""
    summary: str
    """Standfirst, days written out."""
    paragraphs: tuple[str, ...]
    """The text, days written out; ``## `` begins a subheading."""
    published_at: datetime
    """In the outlet's own offset, whole seconds."""
    updated_at: datetime
    """The correction's moment; `published_at` where there is none."""
    url: str
    """Its page."""
    entry_url: str
    """What the outlet's feeds link to: a short link, a partner's link or the page."""
    canonical_url: str
    """Its page, or that of the story which it reprints."""
    correction_note: str | None
    """What the page says about a correction that is online."""
    expected: tuple[ExpectedEvent, ...]
    """What a person codes from this version."""


@dataclass(frozen=True, slots=True)
class Press:
    """All outlets at their addresses."""

    content: Content
    """Outlets and stories."""
    base_urls: Mapping[str, str]
    """Outlet id → ``http://host:port``, no slash at the end."""
    opened_at: datetime
    """When the newsroom opened."""

    def outlet(self, outlet_id: str) -> Outlet:
        """The outlet of that id. Raises KeyError."""
        return {outlet.id: outlet for outlet in self.content.outlets}[outlet_id]

    def language(self, outlet: Outlet) -> Language:
        """The calendar words of an outlet's language."""
        return self.content.languages[outlet.language]

    def published_at(self, story: Story) -> datetime:
        """When the story comes out, in its outlet's offset, whole seconds."""
        zone = timezone(timedelta(hours=self.outlet(story.outlet).utc_offset_h))
        if story.appears_after_s is not None:
            moment = self.opened_at + timedelta(seconds=story.appears_after_s)
        else:
            moment = self.opened_at - timedelta(minutes=story.published_min_ago)
        return moment.astimezone(zone).replace(microsecond=0)

    def available_at(self, story: Story) -> datetime:
        """From when a reader can find it: its publication, or the newsroom's opening if that is later."""
        return self.opened_at + timedelta(seconds=story.appears_after_s or 0.0)

    def path(self, story: Story) -> str:
        """Where its outlet serves the story's page."""
        published = self.published_at(story)
        return self.outlet(story.outlet).story_path.format(
            slug=story.slug,
            number=story_number(story),
            section=story.section,
            year=f"{published:%Y}",
            month=f"{published:%m}",
            day=f"{published:%d}",
        )

    def redirect_path(self, story: Story) -> str | None:
        """Where its feeds point when that is not the page but a redirect to it."""
        if story.partner:
            return f"/partner/{story.slug}"
        return f"/s/{story_number(story)}" if story.short_link else None

    def url(self, story: Story) -> str:
        """The address of the story's page; for a partner's story, on the partner's site."""
        if story.partner:
            return self.url(self.content.story(story.partner))
        return self.base_urls[story.outlet] + self.path(story)

    def correction_at(self, story: Story, first_fetched_at: datetime | None) -> datetime | None:
        """When the story's correction goes online, once its page has been fetched."""
        if story.correction is None or first_fetched_at is None:
            return None
        return first_fetched_at + timedelta(seconds=story.correction.after_s)

    def printed(self, story: Story, now: datetime, first_fetched_at: datetime | None = None) -> Printed | None:
        """The version that is out at `now`, or None while the story is not out.

        `first_fetched_at` is when its page was first served: a correction counts from there, so that every
        consumer, however late, sees both versions.
        """
        if now < self.available_at(story):
            return None
        source = self.content.story(story.wire or story.partner or f"{story.outlet}/{story.slug}")
        published_at = self.published_at(story)
        corrected_at = self.correction_at(story, first_fetched_at)
        correction = story.correction if corrected_at and now >= corrected_at else None
        language = self.language(self.outlet(story.outlet))

        def final(text: str) -> str:
            for replacement in correction.replacements if correction else ():
                text = text.replace(replacement.old, replacement.new)
            return name_days(text, language, published_at)

        updated_at = corrected_at.astimezone(published_at.tzinfo) if correction and corrected_at else published_at
        redirect = self.redirect_path(story)
        return Printed(
            story=story,
            title=final(story.title),
            summary=final(story.summary),
            paragraphs=tuple(map(final, source.paragraphs)),
            published_at=published_at,
            updated_at=updated_at.replace(microsecond=0),
            url=self.url(story),
            entry_url=self.base_urls[story.outlet] + redirect if redirect else self.url(story),
            canonical_url=self.url(source),
            correction_note=correction.note if correction else None,
            expected=tuple(correction.expected if correction else source.expected),
        )

    def front_page(
        self,
        outlet: Outlet,
        now: datetime,
        first_fetched: Mapping[str, datetime],
        plan: FeedPlan | None = None,
    ) -> list[Printed]:
        """The outlet's stories that are out at `now`, newest first; with a `plan`, those of that feed.

        `first_fetched` holds, by slug, when a story's page was first served.
        """
        sections = plan.sections if plan and plan.sections else list(outlet.sections)
        out = [
            printed
            for story in outlet.stories
            if story.section in sections and (printed := self.printed(story, now, first_fetched.get(story.slug)))
        ]
        return sorted(out, key=lambda printed: (printed.published_at, printed.url), reverse=True)


def story_number(story: Story) -> int:
    """The five-digit number that outlets put into addresses: always the same for one slug."""
    return 10_000 + zlib.crc32(story.slug.encode()) % 90_000
