"""Who gets which partitions: as even as can be, and every member keeps what it had.

A partition that stays where it is costs nothing; one that moves is restored. All topics of a member share
partition numbers, so a task's input and inbox always come together.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import ClassVar

from aiokafka.cluster import ClusterMetadata
from aiokafka.coordinator.assignors.abstract import AbstractPartitionAssignor
from aiokafka.coordinator.protocol import ConsumerProtocolMemberAssignment, ConsumerProtocolMemberMetadata


def share(partitions: int, held: Mapping[str, Iterable[int]]) -> dict[str, list[int]]:
    """Shares `partitions` among members, given what each holds now; counts differ by one at most.

    Where two claim the same partition (one of them was away), the one that comes first by name keeps it.
    """
    kept: dict[str, list[int]] = {}
    taken: set[int] = set()
    for member in sorted(held):
        kept[member] = [p for p in sorted(set(held[member])) if p < partitions and p not in taken]
        taken.update(kept[member])
    least, over = divmod(partitions, len(kept))
    # Who holds most keeps one more than the others, as long as there is one more to keep.
    by_holding = sorted(kept, key=lambda member: (-len(kept[member]), member))
    quota = {member: least + (rank < over) for rank, member in enumerate(by_holding)}
    shared = {member: kept[member][: quota[member]] for member in kept}
    free = sorted(set(range(partitions)) - {p for own in shared.values() for p in own}, reverse=True)
    for member in sorted(shared):
        while len(shared[member]) < quota[member]:
            shared[member].append(free.pop())
        shared[member].sort()
    return shared


class StickyAssignor(AbstractPartitionAssignor):  # type: ignore[misc] # aiokafka ships no types here
    """aiokafka's seam for `share`. Make one with `sticky_assignor`: aiokafka asks classes, not objects."""

    name = "dateline-sticky"
    version = 1
    held: ClassVar[tuple[int, ...]] = ()

    @classmethod
    def assign(
        cls, cluster: ClusterMetadata, members: Mapping[str, ConsumerProtocolMemberMetadata]
    ) -> dict[str, ConsumerProtocolMemberAssignment]:
        """Shares the partition numbers, and gives each member them in all of its topics."""
        topics = sorted({topic for metadata in members.values() for topic in metadata.subscription})
        # A topic that has fewer partitions than its fellow is refused by whoever starts on it (topology.py).
        count = min((len(cluster.partitions_for_topic(topic) or ()) for topic in topics), default=0)
        held = {member: _numbers(metadata.user_data) for member, metadata in members.items()}
        return {
            member: ConsumerProtocolMemberAssignment(cls.version, [(topic, own) for topic in topics], b"")
            for member, own in share(count, held).items()
        }

    @classmethod
    def metadata(cls, topics: Iterable[str]) -> ConsumerProtocolMemberMetadata:
        """What this member tells the leader: its topics, and what it holds."""
        return ConsumerProtocolMemberMetadata(cls.version, sorted(topics), ",".join(map(str, cls.held)).encode())

    @classmethod
    def on_assignment(cls, assignment: ConsumerProtocolMemberAssignment) -> None:
        """Remembers what it got."""
        cls.held = tuple(sorted({tp.partition for tp in assignment.partitions()}))


def sticky_assignor() -> type[StickyAssignor]:
    """A class of its own for one consumer, because what is held is kept on the class."""
    return type("StickyAssignor", (StickyAssignor,), {"held": ()})


def _numbers(user_data: bytes) -> list[int]:
    return [int(part) for part in user_data.decode("ascii", "replace").split(",") if part.isdecimal()]
