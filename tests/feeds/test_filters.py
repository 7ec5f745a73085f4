"""Which entries of a feed are wanted."""

from __future__ import annotations

import pytest

from dateline.articles.language import language_of
from dateline.errors import BadInput
from dateline.feeds.filters import Filtered, check_filters, filtered
from dateline.feeds.identity import SeenEntries
from dateline.feeds.model import ParsedEntry
from dateline.messages import Feed, feed_id
from dateline.stages.filtering import read_wanted_news
from tests.stages.outlets import rss

URL = "https://ledger.example/feed"
STRIKE = ParsedEntry(
    title="Strike on Kharkiv",
    link="https://www.ledger.example/world/strike?id=7",
    summary_html="<p>A <b>missile</b> strike hit a grain depot before dawn, the administration said.</p>",
    tags=("Ukraine", "War"),
)


def watching(**fields: object) -> Feed:
    return Feed.model_validate({"id": feed_id(URL), "url": URL, **fields})


def verdict(entry: ParsedEntry, *, told: str | None = "en", **fields: object) -> Filtered | None:
    return filtered(entry, watching(**fields), lambda _: told)


def test_without_filters_everything_is_wanted() -> None:
    assert verdict(STRIKE) is None
    assert verdict(ParsedEntry()) is None


@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        ("kharkiv", True),
        ("missile strike hit", True),
        ("^ukraine, war$", False),  # a pattern's ^ is the whole's beginning, unless it says (?m)
        ("(?m)^ukraine, war$", True),
        ("/world/", True),
        ("<b>", False),
        ("sport|ballet", False),
    ],
)
def test_a_pattern_is_looked_for_in_link_title_tags_and_text(pattern: str, found: bool) -> None:
    assert verdict(STRIKE, only={"pattern": pattern}) is (None if found else Filtered.PATTERN)
    assert verdict(STRIKE, without={"pattern": pattern}) is (Filtered.PATTERN if found else None)


def test_a_pattern_knows_letters_of_every_script_in_either_case() -> None:
    entry = ParsedEntry(title="ОБСТРІЛ Харкова: є загиблі")
    assert verdict(entry, only={"pattern": r"(^|[^\pL])обстріл($|[^\pL])"}) is None
    assert verdict(entry, only={"pattern": r"(^|[^\pL])стріл($|[^\pL])"}) is Filtered.PATTERN


@pytest.mark.parametrize(
    ("domain", "found"),
    [
        ("ledger.example", True),
        ("www.ledger.example", True),
        ("WWW.Ledger.Example.", True),
        ("edger.example", False),
        ("m.ledger.example", False),
        ("ledger.example.org", False),
    ],
)
def test_a_domain_holds_for_all_below_it(domain: str, found: bool) -> None:
    assert verdict(STRIKE, only={"domains": ["other.example", domain]}) is (None if found else Filtered.DOMAIN)
    assert verdict(STRIKE, without={"domains": ["other.example", domain]}) is (Filtered.DOMAIN if found else None)


@pytest.mark.parametrize("link", [None, "", "//", "http://[bad", "urn:x:y"])
def test_an_entry_without_a_host_is_in_no_domain(link: str | None) -> None:
    assert verdict(ParsedEntry(link=link), only={"domains": ["ledger.example"]}) is Filtered.DOMAIN
    assert verdict(ParsedEntry(link=link), without={"domains": ["ledger.example"]}) is None


@pytest.mark.parametrize(
    ("told", "only", "without", "wanted"),
    [
        ("uk", ["uk", "ru"], [], True),
        ("pt-BR", ["pt"], [], True),
        ("pt", ["pt-BR"], [], True),
        ("en", ["uk"], [], False),
        ("en", [], ["en"], False),
        ("en", [], ["uk"], True),
        (None, ["uk"], ["en"], True),
    ],
)
def test_languages_are_compared_by_their_primary_tag(
    told: str | None, only: list[str], without: list[str], wanted: bool
) -> None:
    found = verdict(STRIKE, told=told, only={"languages": only}, without={"languages": without})
    assert found is (None if wanted else Filtered.LANGUAGE)


def test_the_language_is_that_of_the_words_and_else_the_feeds() -> None:
    def wants(entry: ParsedEntry, declared: str | None) -> bool:
        feed = watching(only={"languages": ["uk"]})
        return filtered(entry, feed, lambda text: language_of(text, declared)) is None

    ukrainian = ParsedEntry(
        title="Удар по Харкову", summary_html="<p>Ракета влучила у склад зерна, повідомила адміністрація області, "
        "рятувальники шукали людей під завалами кілька годин.</p>"
    )  # fmt: skip
    assert wants(ukrainian, "uk")
    assert wants(ukrainian, "en")
    assert not wants(STRIKE, None)
    assert wants(ParsedEntry(title="OK"), "uk")
    assert not wants(ParsedEntry(title="OK"), "en")


def test_all_that_only_says_must_hold_and_nothing_that_without_says() -> None:
    only = {"domains": ["ledger.example"], "pattern": "strike", "languages": ["en"]}
    assert verdict(STRIKE, only=only) is None
    assert verdict(STRIKE, only={**only, "pattern": "ballet"}) is Filtered.PATTERN
    assert verdict(STRIKE, only=only, without={"pattern": "depot"}) is Filtered.PATTERN


@pytest.mark.parametrize("pattern", ["(", "(?=x)", r"(a)\1", "a{1001}", "[z-a]", "\ud800", r"((a{50}){50}){50}"])
def test_what_is_no_pattern_is_named(pattern: str) -> None:
    feed = watching().model_copy(update={"only": watching(only={"pattern": "x"}).only})
    assert feed.only is not None
    with pytest.raises(BadInput) as caught:
        check_filters(feed.model_copy(update={"only": feed.only.model_copy(update={"pattern": pattern})}))
    assert caught.value.code == "bad-pattern"


@pytest.mark.parametrize("pattern", ["(a+)+$", "(a|a)*b", "(.*)*x", r"(\pL+\s?)+!"])
def test_no_pattern_takes_more_than_linear_time(pattern: str) -> None:
    # With backtracking none of these would end in this universe.
    entry = ParsedEntry(title="a" * 2000, summary_html="a " * 10_000)
    assert verdict(entry, only={"pattern": pattern}) in (None, Filtered.PATTERN)


def test_half_an_emoji_is_no_obstacle() -> None:
    assert verdict(ParsedEntry(title="strike \ud83d"), only={"pattern": "strike"}) is None


def test_what_is_held_back_is_remembered_and_counted() -> None:
    body = rss([("https://ledger.example/1", "Strike"), ("https://ledger.example/2", "Ballet")]).body
    feed = watching(without={"pattern": "ballet"})
    news = read_wanted_news(
        body, feed, content_type=None, url=URL, seen=SeenEntries(), first_poll=False, now=1_800_000_000
    )
    assert [change.entry.title for change in news.changes] == ["Strike"]
    assert news.unwanted == {"pattern": 1}
    again = read_wanted_news(
        body, feed, content_type=None, url=URL, seen=news.seen, first_poll=False, now=1_800_000_000
    )
    assert (again.changes, again.unwanted) == ([], {})
