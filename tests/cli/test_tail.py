"""``dateline tail``: a topic for a person and for a program."""

from __future__ import annotations

import datetime as dt
import signal
from pathlib import Path

from dateline.cli.tail import mention_line
from dateline.messages import Article, ArticleStatus, Feed, Mention, TextSource, feed_id
from dateline.runtime.records import publish
from dateline.runtime.stage import Publication
from dateline.settings import Settings
from tests.cli.commands import dateline, environment, service

ESCAPE = "\x1b[2J"


def an_article(number: int, title: str = "Strike on a depot") -> Publication:
    article = Article(
        id=f"article-{number}", version=1, url=f"https://ledger.example/{number}", domain="ledger.example",
        canonical_url=f"https://ledger.example/{number}", entry_id="e", feed_id="f", title=title, text="Words.",
        fetched_at=dt.datetime(2026, 3, 2, tzinfo=dt.UTC),
    )  # fmt: skip
    return Publication("articles", article.id, "one partition", article.to_bytes(), (("ce_type", b"article"),))


async def test_a_program_reads_json_lines_to_the_present_end(cluster: Settings) -> None:
    await publish(cluster, [an_article(n) for n in range(3)])
    said = await dateline("tail", "articles", "--json", "--to-end", env=environment(cluster))
    assert said.code == 0
    assert [(line["offset"], line["key"], line["value"]["title"]) for line in said.json_lines] == [
        (n, f"article-{n}", "Strike on a depot") for n in range(3)
    ]
    assert said.json_lines[0]["headers"] == {"ce_type": "article"}


async def test_a_person_reads_one_line_a_record(cluster: Settings) -> None:
    await publish(cluster, [an_article(n) for n in range(2)])
    said = await dateline("tail", "articles", "--to-end", env=environment(cluster, COLUMNS="40"))
    assert len(said.out.splitlines()) == 2
    assert said.out.splitlines()[0].endswith("v1 Strike on a depot (6 characters) https://ledger.example/0")


async def test_a_person_sees_that_an_article_was_taken_back_or_is_the_feeds(cluster: Settings) -> None:
    plain = Article.model_validate_json(an_article(0).value or b"")
    removed = plain.model_copy(update={"version": 2, "status": ArticleStatus.REMOVED, "text": ""})
    from_feed = plain.model_copy(update={"text_source": TextSource.FEED})
    await publish(cluster, [Publication("articles", "a", "a", one.to_bytes()) for one in (removed, from_feed)])
    said = await dateline("tail", "articles", "--to-end", env=environment(cluster))
    first, second = said.out.splitlines()
    assert "v2 REMOVED Strike on a depot (0 characters)" in first
    assert "v1 Strike on a depot (6 characters, the feed's)" in second


async def test_only_so_many_are_read_as_were_asked_for(cluster: Settings) -> None:
    await publish(cluster, [an_article(n) for n in range(5)])
    for how in ("--to-end", "--from-beginning"):
        said = await dateline("tail", "articles", "--json", how, "-n", "2", env=environment(cluster))
        assert [line["offset"] for line in said.json_lines] == [0, 1]


async def test_what_a_title_holds_neither_steers_the_terminal_nor_is_read_as_a_style(cluster: Settings) -> None:
    await publish(cluster, [an_article(1, f"[bold]{ESCAPE}Strike[/] \u202e\nnext")])
    said = await dateline("tail", "articles", "--to-end", env=environment(cluster))
    assert "[bold]\ufffd[2JStrike[/] \ufffd next" in said.out
    assert "\x1b" not in said.out


async def test_records_of_strangers_are_shown_as_such(cluster: Settings) -> None:
    values = [b"\xff\xfe", b"[" * 100_000, b'"\\ud800"', None]
    await publish(cluster, [Publication("articles", "key", "key", value) for value in values])
    shown = await dateline("tail", "articles", "--to-end", env=environment(cluster))
    as_json = await dateline("tail", "articles", "--to-end", "--json", env=environment(cluster))
    letters = [Publication("dead-letters", "key", "key", b"a letter without headers")]
    await publish(cluster, letters)
    dead = await dateline("tail", "dead-letters", "--to-end", env=environment(cluster))
    assert [said.code for said in (shown, as_json, dead)] == [0, 0, 0]
    assert shown.out.count("(no message of Dateline's: ") == 3
    assert "(deleted)" in shown.out
    assert [line.get("value_text", "")[:1] for line in as_json.json_lines] == ["\ufffd", "[", "", ""]
    assert "(no message of Dateline's: " in dead.out


async def test_removed_feeds_are_shown_as_removed(cluster: Settings) -> None:
    url = "https://ledger.example/feed"
    feed = Feed(id=feed_id(url), url=url, removed=True)
    await publish(cluster, [Publication("feeds", feed.id, feed.id, feed.to_bytes())])
    said = await dateline("tail", "feeds", "--to-end", env=environment(cluster))
    assert f"removed {url}" in said.out


async def test_ctrl_c_ends_it_without_a_word(cluster: Settings, tmp_path: Path) -> None:
    await publish(cluster, [an_article(1)])
    env = environment(cluster, PYTHONUNBUFFERED="1")
    async with service("tail", "articles", "--from-beginning", env=env, log=tmp_path / "log") as tail:
        await tail.says("Strike on a depot")
        await tail.told(signal.SIGINT)
        assert await tail.ended() == 0
        assert len(tail.log.splitlines()) == 1


def test_a_mention_is_told_in_one_line() -> None:
    mention = Mention.model_validate(
        {
            "id": "m", "revision": 2, "withdrawn": True, "article_id": "a", "article_version": 2,
            "article_url": "https://ledger.example/1", "article_title": "Strike", "theatre": "UKR",
            "event_type": "explosions_remote_violence", "sub_type": "air_drone_strike", "status": "claimed",
            "place": {"name": "Kharkiv", "level": "town", "confidence": 1.0},
            "date": {"start": "2026-03-02", "end": "2026-03-02"},
            "initiators": [{"name": "Russian forces", "kind": "state_forces"}],
            "targets": [{"name": "a depot", "kind": "civilians"}], "killed": {"min": 3, "max": 5},
            "injured": {"min": 7, "max": 7}, "confidence": 1.0, "tagger": "t", "observed_at": "2026-03-02T12:00:00Z",
        }
    )  # fmt: skip
    assert mention_line(mention) == (
        "WITHDRAWN air drone strike in Kharkiv on 2026-03-02 by Russian forces against a depot killed 3–5 injured 7 "
        "[claimed]"
    )
