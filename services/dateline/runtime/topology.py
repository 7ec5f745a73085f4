"""The topics of one stage as the cluster has them: all there, and their partition counts fit together."""

from __future__ import annotations

from collections.abc import Mapping

from dateline.broker.administration import find_topics
from dateline.broker.topics import FoundTopic, load_topics, topic_name
from dateline.errors import ConfigurationError
from dateline.runtime import dead_letters
from dateline.runtime.stage import ScopedStage, Stage
from dateline.settings import KafkaSettings


def topics_of(stage: Stage) -> list[str]:
    """Short names of all topics that a stage reads or writes."""
    own = [stage.input, f"{stage.name}-inbox", f"{stage.name}-store"]
    return [*own, *(t for t in (*stage.outputs, dead_letters.TOPIC) if t not in own)]


def scope(stage: Stage, prefix: str, found: Mapping[str, FoundTopic]) -> ScopedStage:
    """The stage with its topics. Raises ConfigurationError where one is missing or the counts differ."""
    missing = [topic_name(prefix, short) for short in topics_of(stage) if short not in found]
    if missing:
        raise ConfigurationError(f"the topic {missing[0]} does not exist; run: dateline topics create")
    counts = {short: found[short].partitions for short in topics_of(stage)}
    for other in (f"{stage.name}-inbox", f"{stage.name}-store"):
        if counts[other] != counts[stage.input]:
            raise ConfigurationError(
                f"{topic_name(prefix, other)} has {counts[other]} partitions and {topic_name(prefix, stage.input)} "
                f"{counts[stage.input]}: they must be equal; see 'Growing a topic' in docs/operations.md"
            )
    names = {short: topic_name(prefix, short) for short in counts}
    return ScopedStage(stage, names.__getitem__, counts)


def compare(scoped: ScopedStage, prefix: str, found: Mapping[str, FoundTopic]) -> None:
    """Whether the topics are still those that the stage began with. Raises ConfigurationError where not."""
    for short, count in scoped.partitions.items():
        if short not in found:
            raise ConfigurationError(
                f"the topic {topic_name(prefix, short)} was deleted while the stage ran; run: dateline topics create"
            )
        if found[short].partitions != count:
            raise ConfigurationError(
                f"{topic_name(prefix, short)} was grown from {count} to {found[short].partitions} partitions while the "
                "stage ran: its keys are elsewhere now; see 'Growing a topic' in docs/operations.md"
            )


def message_max_bytes(stage: Stage, found: Mapping[str, FoundTopic]) -> dict[str, int]:
    """The largest record that each of the stage's topics takes, in bytes, by short name."""
    specs = load_topics()
    return {
        short: int((found[short].settings or specs[short].settings)["max.message.bytes"]) for short in topics_of(stage)
    }


async def find(stage: Stage, settings: KafkaSettings) -> dict[str, FoundTopic]:
    """The stage's topics on the cluster. Raises BrokerError where it cannot be reached."""
    return await find_topics(settings, topics_of(stage))
