"""``dateline feeds list``: the watch list as poll knows it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click
from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from dateline.cli.options import with_settings
from dateline.cli.terminal import cell, moment
from dateline.cli.watch_list import read_watch_list
from dateline.settings import KafkaSettings, Settings

if TYPE_CHECKING:
    from dateline.stages.feed_states import FeedState, SeenState

_DAY_S = 86400.0
_STYLES = {"ok": "green", "new": "", "paused": "dim"}


@dataclass(frozen=True, slots=True)
class _Known:
    """What poll's store has of a feed."""

    state: FeedState
    due_at: float | None
    seen: SeenState | None
    hub: str | None
    """How it stands with the feed's hub; None where there is no subscription."""


@click.command(name="list")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@click.option("--status", "statuses", multiple=True, help="Only feeds of this status, as silent; may be repeated.")
@with_settings(KafkaSettings)
def list_command(settings: Settings, *, as_json: bool, statuses: tuple[str, ...]) -> None:
    """Show the list: how each feed is, when it is polled next and why, and how the last poll ended."""
    rows = [row for row in asyncio.run(_rows(settings)) if not statuses or row["status"] in statuses]
    if as_json:
        for row in rows:
            click.echo(json.dumps(row, ensure_ascii=False))
        return
    if rows:
        Console().print(_table(rows, datetime.now(UTC)))
    click.echo(f"{len(rows)} feed{'' if len(rows) == 1 else 's'}")


def _table(rows: list[dict[str, object]], now: datetime) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("feed", ratio=1, overflow="fold")
    table.add_column("status, last poll")
    table.add_column("next poll, and why then")
    for row in rows:
        status, next_at, polled_at = str(row["status"]), row.get("next_at"), row.get("polled_at")
        when = _moment(next_at, now) if next_at else "not planned"
        answered = f"answered {_moment(polled_at, now)}" if polled_at else ""
        table.add_row(
            _stacked(cell(row["url"]), row.get("title"), *_asides(row)),
            _stacked(
                cell(status, _STYLES.get(status, "yellow")),
                *_troubles(row, now),
                row.get("result") or "not yet polled",
                answered,
            ),
            _stacked(cell(when), row.get("reason"), row.get("hub") and f"hub {row['hub']}"),
        )
    return table


def _asides(row: Mapping[str, object]) -> list[str]:
    """What the person who keeps the list may want to change in it."""
    twins = row.get("same_as")
    asides = [f"same as {twin}" for twin in twins] if isinstance(twins, list) else []
    return [f"moved to {row['moved_to']}", *asides] if row.get("moved_to") else asides


def _troubles(row: Mapping[str, object], now: datetime) -> list[str]:
    failures, since, quiet_s = row.get("failures"), row.get("failing_since"), row.get("quiet_s")
    if failures:
        times = f"{failures} failure{'' if failures == 1 else 's'} in a row"
        return [times, f"since {_moment(since, now)}"] if since else [times]
    if row["status"] == "silent" and isinstance(quiet_s, int):
        return [f"for {quiet_s / _DAY_S:.1f} days"]
    return []


async def _rows(settings: Settings) -> list[dict[str, object]]:
    from dateline.feeds.status import FeedStatus, status_of
    from dateline.feeds.twins import FeedView, twins_of

    feeds = await read_watch_list(settings)
    known = await _known(settings)
    views = {
        feed.id: FeedView(_address(known[feed.id]), found.seen.current_links() if found else frozenset())
        for feed in feeds
        if feed.id in known
        for found in [known[feed.id].seen]
    }
    twins, urls = twins_of(views), {feed.id: feed.url for feed in feeds}
    rows: list[dict[str, object]] = []
    for feed in feeds:
        row: dict[str, object] = {"id": feed.id, "url": feed.url, "title": feed.title, "groups": feed.groups}
        if feed.id not in known:
            rows.append(row | {"status": FeedStatus.PAUSED if feed.paused else FeedStatus.NEW})
            continue
        one = known[feed.id]
        history, whereabouts = one.state.history, one.state.whereabouts
        rows.append(
            row
            | {
                "status": status_of(history, one.state.reason, paused=feed.paused),
                "result": one.state.result,
                "polled_at": _shown(history.polled_at),
                "news_at": _shown(history.news_at),
                "next_at": _shown(one.due_at),
                "reason": one.state.reason,
                "failures": history.failures,
                "failing_since": _shown(history.failing_since),
                "quiet_s": round(history.rhythm.quiet_s),
                "silent_after_s": history.rhythm.silent_after_s,
                "moved_to": whereabouts.learned or whereabouts.candidate,
                "validators_distrusted_until": _shown(one.state.trust.distrusted_until or None),
                "hub": one.hub,
                "same_as": [urls[twin] for twin in twins.get(feed.id, [])],
            }
        )
    return rows


async def _known(settings: Settings) -> dict[str, _Known]:
    """What poll knows of each feed, by the feed's id."""
    from dateline.runtime.records import read_table
    from dateline.runtime.state import POSITION_KEY, Envelope, split_key
    from dateline.stages.feed_states import FeedState, SeenState
    from dateline.stages.websub import SUBSCRIPTION, SubscriptionState

    hubs: dict[str, str] = {}
    states: dict[str, tuple[FeedState, float | None]] = {}
    seen: dict[str, SeenState] = {}
    for key, value in (await read_table(settings, "poll-store")).items():
        kind, slash, name = ("" if key == POSITION_KEY else split_key(key)[1]).partition("/")
        if kind == "feed":
            envelope = Envelope.decode(value)
            states[name] = FeedState.decode(envelope.payload), envelope.due_at
        elif kind == "seen":
            seen[name] = SeenState.decode(Envelope.decode(value).payload)
        elif kind + slash == SUBSCRIPTION:
            hubs[name] = SubscriptionState.decode(Envelope.decode(value).payload).subscription.status
    return {name: _Known(state, due_at, seen.get(name), hubs.get(name)) for name, (state, due_at) in states.items()}


def _address(known: _Known) -> str:
    whereabouts = known.state.whereabouts
    return whereabouts.learned or whereabouts.candidate or known.state.feed.url


def _stacked(above: Text, *below: object) -> Text:
    """Lines of a cell, those that have nothing to say left out."""
    return Text("\n").join([above, *(cell(line, "dim") for line in below if line)])


def _moment(when: object, now: datetime) -> str:
    return moment(datetime.fromisoformat(str(when)), now)


def _shown(moment: float | None) -> str | None:
    return None if moment is None else datetime.fromtimestamp(moment, UTC).isoformat(timespec="seconds")
