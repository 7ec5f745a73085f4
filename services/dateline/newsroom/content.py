"""The outlets and their stories, as the files of seeds/newsroom say them. Reading and checking only.

A newsroom is a directory: ``languages.yaml``, ``shared/*.html`` and one directory an outlet with
``outlet.yaml``, ``article.html`` and ``stories/*.md``. A story is YAML between two lines of ``---`` and,
below, its text: paragraphs parted by blank lines, subheadings marked with ``## ``.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, TypeAdapter, ValidationError

from dateline.errors import ConfigurationError
from dateline.messages import PeopleCount, Status, SubEventType
from dateline.newsroom.calendar import Language

FeedFormat = Literal["rss20", "rss10", "atom10", "json11"]


def _people(value: object) -> object:
    """Lets a file say ``7`` or ``[5, 7]``."""
    if isinstance(value, int):
        return {"min": value, "max": value}
    if isinstance(value, list) and len(value) == 2:
        return {"min": value[0], "max": value[1]}
    return value


People = Annotated[PeopleCount, BeforeValidator(_people)]


class _Content(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)


class ExpectedEvent(_Content):
    """An event that a person codes from a story. It measures the tagger; it never helps it."""

    sub_type: SubEventType
    """The codebook's sub-event type."""
    place: str | None = None
    """Where, in the story's words."""
    country: str = Field(pattern=r"^[A-Z]{3}$")
    """ISO 3166-1 alpha-3 of that place."""
    killed: People | None = None
    """People killed; absent where the story says nothing."""
    injured: People | None = None
    """People hurt; absent where the story says nothing."""
    status: Status
    """How far the story holds it established."""


class Replacement(_Content):
    """A passage that a correction changes, in title, summary or text."""

    old: str
    """As first printed."""
    new: str
    """As corrected."""


class Correction(_Content):
    """What the outlet changes in a story that readers have already seen."""

    after_s: float = Field(gt=0)
    """Seconds from the first time that the story's page was fetched until the correction is online."""
    note: str
    """What the page tells its readers about it."""
    replacements: list[Replacement] = Field(min_length=1)
    """The passages that change."""
    expected: list[ExpectedEvent]
    """What a person codes from the corrected story."""


class Outage(_Content):
    """A page that answers 503 at first."""

    times: int = Field(ge=1)
    """Requests that are turned away before the page is served."""
    retry_after_s: int = Field(ge=0)
    """What ``Retry-After`` asks for, in seconds."""


class StoryHead(_Content):
    """What a story's file says above its text."""

    title: str
    """Headline."""
    summary: str
    """The standfirst; feeds carry it."""
    section: str
    """One of the outlet's sections."""
    byline: str
    """The desk that signs it."""
    published_min_ago: float = 0.0
    """Publication, in minutes before the newsroom opened."""
    appears_after_s: float | None = Field(default=None, gt=0)
    """The story comes out so many seconds after the newsroom opened, and not before."""
    caption: str | None = None
    """Caption of the picture; no picture without one."""
    tags: list[str] = []
    """Keywords of the page."""
    expected: list[ExpectedEvent] = []
    """The main events that a person codes from the text as it is first printed."""
    correction: Correction | None = None
    """A later version of it."""
    wire: str | None = None
    """``outlet/story`` that this one reprints word for word; its own file has no text."""
    partner: str | None = None
    """``outlet/story`` that the feed's link ends at, by a redirect into that outlet's domain."""
    short_link: bool = False
    """The feed carries a short link, which redirects to the page."""
    consent_wall: bool = False
    """The page asks for consent and shows no story."""
    missing: bool = False
    """The page is gone (404) although the feed still lists it."""
    outage: Outage | None = None
    """The page is unavailable at first."""


class Story(StoryHead):
    """A story with its text."""

    outlet: str
    """Id of the outlet."""
    slug: str
    """Its file's name without the ending."""
    paragraphs: list[str]
    """The text; one that begins with ``## `` is a subheading. Day tokens: see `calendar.name_days`."""

    @property
    def readable(self) -> bool:
        """Whether the outlet ever shows a story of its own under the story's address."""
        return not (self.consent_wall or self.missing or self.partner)


class FeedPlan(_Content):
    """A feed of an outlet."""

    path: str = Field(pattern=r"^/")
    """Where it is served."""
    form: FeedFormat
    """Its format."""
    title: str
    """The feed's own title."""
    sections: list[str] = []
    """Only stories of these sections; all where empty."""
    full_text: bool = False
    """Whether entries carry the whole story."""
    link_suffix: str = ""
    """What the outlet appends to links, to count readers."""
    charset: str = "utf-8"
    """The bytes' encoding."""
    declared_charset: str | None = None
    """The encoding that the document claims where it is not the real one."""
    cut_at: float | None = Field(default=None, gt=0, lt=1)
    """The share of the document after which it breaks off; absent: it is whole."""
    gone_to_html: bool = False
    """A redesign has put the home page where the feed was."""
    delay_s: float = Field(default=0.0, ge=0)
    """Seconds until it is answered."""


class Outlet(_Content):
    """A website of the newsroom."""

    id: str
    """Its directory's name."""
    name: str
    """As its pages give it."""
    tagline: str
    """Below the name."""
    language: str
    """BCP 47; a key of languages.yaml."""
    country: str = Field(pattern=r"^[A-Z]{3}$")
    """Where it says it is at home: ISO 3166-1 alpha-3."""
    utc_offset_h: float = Field(ge=-12, le=14)
    """Its clock's distance from UTC, in hours."""
    story_path: str
    """Address of a story: ``{slug}``, ``{number}``, ``{section}``, ``{year}``, ``{month}``, ``{day}``."""
    page_charset: str = "utf-8"
    """Encoding of its pages."""
    json_ld: Literal["object", "graph", "list", "none"] = "object"
    """How its pages carry schema.org data."""
    sections: dict[str, str]
    """Section id → its name in the navigation."""
    feeds: list[FeedPlan] = Field(min_length=1)
    """What it syndicates."""
    stories: list[Story] = []
    """Its stories, by slug."""
    article_template: str
    """HTML of an article page (`string.Template`)."""


class Content(_Content):
    """A whole newsroom."""

    outlets: list[Outlet]
    """By id."""
    languages: dict[str, Language]
    """Calendar words by BCP 47 tag."""
    shared_templates: dict[str, str]
    """HTML that all outlets share: ``front``, ``consent``, ``error``."""

    def story(self, reference: str) -> Story:
        """The story that ``outlet/slug`` names. Raises ConfigurationError where there is none."""
        for outlet in self.outlets:
            for story in outlet.stories:
                if f"{outlet.id}/{story.slug}" == reference:
                    return story
        raise ConfigurationError(f"newsroom: no story {reference}")


def _yaml(path: Path, text: str) -> dict[str, Any]:
    try:
        value = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise ConfigurationError(f"{path}: not readable as YAML: {error}") from error
    if not isinstance(value, dict):
        raise ConfigurationError(f"{path}: expected names with values")
    return value


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"{path}: cannot be read as UTF-8 text: {error}") from error


def read_story(path: Path, outlet: str) -> Story:
    """The story in the file `path`. Raises ConfigurationError, naming the file."""
    parts = _read(path).split("---\n", 2)
    if len(parts) != 3 or parts[0]:
        raise ConfigurationError(f"{path}: expected YAML between two lines of ---, then the text")
    paragraphs = [" ".join(block.split()) for block in parts[2].split("\n\n") if block.strip()]
    head = _yaml(path, parts[1])
    try:
        story = Story.model_validate({**head, "outlet": outlet, "slug": path.stem, "paragraphs": paragraphs})
    except ValidationError as error:
        raise ConfigurationError(f"{path}: {error}") from error
    if bool(paragraphs) == bool(story.wire or story.partner or story.missing or story.consent_wall):
        raise ConfigurationError(f"{path}: a story has a text unless it is elsewhere, gone or behind a wall")
    return story


def _read_outlet(directory: Path) -> Outlet:
    path = directory / "outlet.yaml"
    stories = [read_story(file, directory.name) for file in sorted((directory / "stories").glob("*.md"))]
    try:
        return Outlet.model_validate(
            {
                **_yaml(path, _read(path)),
                "id": directory.name,
                "stories": stories,
                "article_template": _read(directory / "article.html"),
            }
        )
    except ValidationError as error:
        raise ConfigurationError(f"{path}: {error}") from error


def load_content(directory: Path) -> Content:
    """The newsroom in `directory`. Raises ConfigurationError, naming the file that is wrong."""
    outlets = [_read_outlet(path.parent) for path in sorted(directory.glob("outlets/*/outlet.yaml"))]
    if not outlets:
        raise ConfigurationError(f"{directory}: holds no newsroom (no outlets/*/outlet.yaml)")
    languages = directory / "languages.yaml"
    try:
        words = TypeAdapter(dict[str, Language]).validate_python(_yaml(languages, _read(languages)))
    except ValidationError as error:
        raise ConfigurationError(f"{languages}: {error}") from error
    content = Content(
        outlets=outlets,
        languages=words,
        shared_templates={path.stem: _read(path) for path in sorted(directory.glob("shared/*.html"))},
    )
    _check(content, directory)
    return content


def _check(content: Content, directory: Path) -> None:
    """Raises ConfigurationError where the files name what is not there."""
    for name in ("front", "consent", "error"):
        if name not in content.shared_templates:
            raise ConfigurationError(f"{directory}: shared/{name}.html is missing")
    for outlet in content.outlets:
        if outlet.language not in content.languages:
            raise ConfigurationError(f"{outlet.id}: languages.yaml has no {outlet.language}")
        for story in outlet.stories:
            if story.section not in outlet.sections:
                raise ConfigurationError(f"{outlet.id}/{story.slug}: the outlet has no section {story.section}")
            for reference in filter(None, (story.wire, story.partner)):
                content.story(reference)
