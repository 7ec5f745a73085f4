"""What a version changes in the one before it, told from hashes alone."""

from __future__ import annotations

from dataclasses import dataclass

from dateline.articles.outline import PARAGRAPHS_MAX, Outline, changes_between, outline_of
from dateline.articles.versions import words_of
from dateline.messages import Changes
from tests.articles.pages import PARAGRAPHS


@dataclass(frozen=True)
class Version:
    title: str
    text: str


def outlined(version: Version) -> Outline:
    return outline_of(words_of(version), version.text)


def changes(old: Version, new: Version) -> Changes:
    return changes_between(outlined(old), outlined(new), new.text)


OLD = Version("Port hit", "\n".join(PARAGRAPHS[:4]))


def test_a_paragraph_that_comes_is_counted_and_shown() -> None:
    new = Version(OLD.title, f"{PARAGRAPHS[5]}\n{OLD.text}")
    assert changes(OLD, new) == Changes(paragraphs_added=1, added=[PARAGRAPHS[5][:200]])


def test_a_paragraph_that_goes_is_counted() -> None:
    assert changes(OLD, Version(OLD.title, "\n".join(PARAGRAPHS[1:4]))) == Changes(paragraphs_removed=1)


def test_a_changed_figure_is_named_with_the_one_in_whose_place_it_stands() -> None:
    old = Version("Port hit", "The strike killed 12 people.\nIt was 18:40, and 3,000 tons burned, 12 of them wheat.")
    new = Version("Port hit", "The strike killed 14 people.\nIt was 18:40, and 3,000 tons burned, 12 of them wheat.")
    found = changes(old, new)
    assert (found.figures_added, found.figures_removed) == (["14"], ["12"])
    assert (found.paragraphs_added, found.paragraphs_removed, found.title) == (1, 1, False)


def test_a_new_headline_is_said() -> None:
    assert changes(OLD, Version("Port hit again", OLD.text)) == Changes(title=True)


def test_paragraphs_that_change_places_or_dress_have_not_changed() -> None:
    moved = [paragraph.upper().replace(".", "!") for paragraph in reversed(PARAGRAPHS[:4])]
    assert changes(OLD, Version("PORT HIT!", "\n".join(moved))) == Changes()


def test_a_paragraph_that_is_said_twice_is_one_more() -> None:
    assert changes(OLD, Version(OLD.title, f"{OLD.text}\n{PARAGRAPHS[0]}")).paragraphs_added == 1


def test_of_a_text_without_end_only_the_beginning_is_compared() -> None:
    long = Version("Live", "\n".join(f"Paragraph number {n} of the day." for n in range(10 * PARAGRAPHS_MAX)))
    outline = outlined(long)
    assert len(outline.model_dump_json()) < 6000
    assert changes_between(outline, outline, long.text) == Changes()
