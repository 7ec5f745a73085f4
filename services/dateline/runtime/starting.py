"""Where a task begins to read, and when it must not. Pure: an explicit answer for every state of a topic.

no position yet                           the topic's first record
partition count changed                   refuse: lanes are elsewhere now
position beyond the end                   refuse: the topic was deleted and made anew, or cut
position inside, but of another time      refuse: the topic was deleted and made anew, and has grown since
position before the first record          go on at the first, loudly: retention was too short
"""

from __future__ import annotations

from dateline.errors import ConfigurationError
from dateline.runtime.positions import Positions
from dateline.runtime.progress import Position


def check_partitions(recorded: Positions, now: int, stage: str) -> None:
    """Raises ConfigurationError where the positions were written under another partition count."""
    if recorded.partitions not in (0, now):
        raise ConfigurationError(
            f"{stage}: its topics had {recorded.partitions} partitions when its memory was written, and have {now} "
            "now: most keys are elsewhere; see 'Growing a topic' in docs/operations.md"
        )


def check_same_topic(
    topic: str, partition: int, position: Position, first_since: tuple[int, int] | None, stage: str
) -> None:
    """Raises ConfigurationError where the topic is not the one in which `position` was reached.

    `first_since`: offset and time (ms) of the first record not older than the newest one that was read. In the
    same topic that is this very record, or one behind the position (where it was deleted since).
    """
    if first_since is None or position.at_ms is None:
        return
    offset, at_ms = first_since
    if offset < position.next and at_ms > position.at_ms:
        raise ConfigurationError(_made_anew(topic, partition, f"its record {offset} is newer than our position", stage))


def start_of(
    topic: str, partition: int, known: Position | None, bounds: tuple[int, int], stage: str
) -> tuple[Position, bool]:
    """Where to begin, and whether records were lost. `bounds`: the topic's first offset and its end.

    Raises ConfigurationError where the position lies beyond the end.
    """
    first, end = bounds
    if known is None:
        return Position(next=first), False
    if known.next > end:
        said = f"it ends at {end}, before our position {known.next}"
        raise ConfigurationError(_made_anew(topic, partition, said, stage))
    if known.next < first:
        return Position(next=first, done=[run for run in known.done if run[1] >= first]), True
    return known, False


def _made_anew(topic: str, partition: int, what: str, stage: str) -> str:
    return (
        f"{topic}, partition {partition}, was deleted and made anew, or cut: {what}. Say where to go on: "
        f"dateline positions reset {stage} --to earliest"
    )
