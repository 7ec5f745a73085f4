"""What the sample newsroom must offer, and what its files are refused for."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from dateline.errors import ConfigurationError
from dateline.newsroom import Content, Story, load_content


def stories(content: Content) -> Iterator[Story]:
    """The stories that have a text of their own."""
    return (story for outlet in content.outlets for story in outlet.stories if story.paragraphs)


def sentences(story: Story) -> list[str]:
    return [sentence.strip() for text in story.paragraphs for sentence in re.split(r"(?<=[.!?…])\s", text) if sentence]


def test_there_are_at_least_four_outlets_and_four_feed_formats(content: Content) -> None:
    assert len(content.outlets) >= 4
    assert {plan.form for outlet in content.outlets for plan in outlet.feeds} == {"rss20", "rss10", "atom10", "json11"}


def test_there_are_at_least_forty_stories_in_three_languages(content: Content) -> None:
    languages = {outlet.id: outlet.language for outlet in content.outlets}
    by_language = Counter(languages[story.outlet] for story in stories(content))
    assert by_language.total() >= 40
    assert set(by_language) == {"en", "uk", "ru"}
    assert min(by_language.values()) >= 8


def test_every_story_is_as_long_as_an_agency_report(content: Content) -> None:
    lengths = {story.slug: sum(len(text.split()) for text in story.paragraphs) for story in stories(content)}
    assert {slug: words for slug, words in lengths.items() if not 120 <= words <= 500} == {}


def test_no_sentence_is_used_twice(content: Content) -> None:
    used = Counter(sentence for story in stories(content) for sentence in sentences(story))
    assert [sentence for sentence, times in used.items() if times > 1] == []


def test_headlines_and_slugs_are_unique(content: Content) -> None:
    everything = [story for outlet in content.outlets for story in outlet.stories]
    assert len({story.title for story in everything}) == len(everything)
    assert len({story.slug for story in everything}) == len(everything)


def test_some_stories_report_no_event(content: Content) -> None:
    assert sum(not story.expected for story in stories(content)) >= 10


def test_expected_events_name_many_sub_types_of_the_codebook(content: Content) -> None:
    sub_types = {event.sub_type for story in stories(content) for event in story.expected}
    assert len(sub_types) >= 20


def test_the_place_of_an_expected_event_stands_in_the_story(content: Content) -> None:
    for story in stories(content):
        text = " ".join([story.title, *story.paragraphs])
        for event in story.expected:
            name = event.place or ""
            # Slavic cases change the endings: there, the stem of the first word is looked for
            stem = name if name.isascii() else re.split(r"[ -]", name)[0][:-2]
            assert stem in text, f"{story.slug}: {event.place}"


def test_what_a_correction_replaces_stands_in_the_story(content: Content) -> None:
    corrected = [story for story in stories(content) if story.correction]
    assert corrected
    for story in corrected:
        assert story.correction is not None
        text = "\n".join([story.title, story.summary, *story.paragraphs])
        assert all(replacement.old in text for replacement in story.correction.replacements)
        assert story.correction.expected != story.expected


@pytest.fixture
def copy(seeds: Path, tmp_path: Path) -> Path:
    """A newsroom that a test may spoil."""
    return Path(shutil.copytree(seeds, tmp_path / "newsroom"))


HEAD = "---\ntitle: A\nsummary: B\nsection: sport\nbyline: C\n{extra}\n---\n{text}\n"


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("no head at all", "expected YAML between two lines of ---"),
        (HEAD.format(extra="", text=""), "a story has a text"),
        (HEAD.format(extra="wire: meridian-wire/quetta-checkpoint", text="Text."), "a story has a text"),
        (HEAD.format(extra="wire: meridian-wire/nowhere", text=""), "no story meridian-wire/nowhere"),
        (HEAD.format(extra="sectoin: sport", text="Text."), "sectoin"),
        (HEAD.format(extra="section: gardening", text="Text."), "no section gardening"),
        (HEAD.format(extra="tags: [", text="Text."), "not readable as YAML"),
        (
            HEAD.format(extra="expected: [{sub_type: war, country: UKR, status: fact}]", text="Text."),
            "sub_type",
        ),
        (
            HEAD.format(extra="expected: [{sub_type: attack, country: UKR, status: rumour}]", text="Text."),
            "status",
        ),
    ],
)
def test_a_wrong_story_file_is_named_with_its_fault(copy: Path, text: str, complaint: str) -> None:
    (copy / "outlets/meridian-wire/stories/new-story.md").write_text(text, encoding="utf-8")
    with pytest.raises(ConfigurationError) as error:
        load_content(copy)
    assert complaint in str(error.value)
    assert "new-story" in str(error.value) or "nowhere" in str(error.value)


def test_a_story_that_is_not_utf8_is_refused(copy: Path) -> None:
    (copy / "outlets/meridian-wire/stories/new-story.md").write_bytes(b"---\ntitle: \xff\n---\n")
    with pytest.raises(ConfigurationError, match="UTF-8"):
        load_content(copy)


def test_an_outlet_in_a_language_without_calendar_is_refused(copy: Path) -> None:
    plan = copy / "outlets/meridian-wire/outlet.yaml"
    plan.write_text(plan.read_text(encoding="utf-8").replace("language: en", "language: fr"), encoding="utf-8")
    with pytest.raises(ConfigurationError, match=r"languages\.yaml has no fr"):
        load_content(copy)


def test_a_missing_shared_page_is_refused(copy: Path) -> None:
    (copy / "shared/consent.html").unlink()
    with pytest.raises(ConfigurationError, match=r"consent\.html"):
        load_content(copy)


def test_a_directory_without_outlets_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="holds no newsroom"):
        load_content(tmp_path)
