"""What all tasks of a stage in one process share."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from dateline.runtime.cluster import Cluster
from dateline.runtime.dead_limits import DeadLimits
from dateline.runtime.stage import ScopedStage
from dateline.settings import StageSettings


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What all tasks of a stage share."""

    scoped: ScopedStage
    topic_prefix: str
    message_max_bytes: Mapping[str, int]
    """Largest record of every topic, by short name."""
    cluster: Cluster
    settings: StageSettings
    clock: Callable[[], float]
    """Unix time in seconds."""
    wake: Callable[[], None]
    """Tells the reader that a task has become ready or has room again."""
    look_at_topics: Callable[[], None]
    """Has the topics looked at again: a record was refused for its size."""
    dead_limits: DeadLimits
    fail: Callable[[BaseException], None]
    """Stops the stage: something is wrong that going on would not mend."""
