"""Who gets which partitions: even, complete, and as few as can be change hands."""

from __future__ import annotations

from aiokafka.coordinator.protocol import ConsumerProtocolMemberAssignment
from hypothesis import given
from hypothesis import strategies as st

from dateline.runtime.assignment import share, sticky_assignor

members = st.dictionaries(st.sampled_from("abcdefg"), st.lists(st.integers(0, 70)), min_size=1)


class Cluster:
    """As much of aiokafka's metadata as an assignor asks for."""

    def __init__(self, counts: dict[str, int]) -> None:
        self._counts = counts

    def partitions_for_topic(self, topic: str) -> set[int] | None:
        return set(range(self._counts[topic])) if topic in self._counts else None


@given(st.integers(0, 64), members)
def test_each_partition_has_one_owner_and_counts_differ_by_one_at_most(count: int, held: dict[str, list[int]]) -> None:
    shared = share(count, held)
    assert shared.keys() == held.keys()
    assert sorted(p for own in shared.values() for p in own) == list(range(count))
    counts = [len(own) for own in shared.values()]
    assert max(counts) - min(counts) <= 1


@given(st.integers(0, 64), members)
def test_sharing_again_moves_nothing(count: int, held: dict[str, list[int]]) -> None:
    shared = share(count, held)
    assert share(count, shared) == shared


@given(st.integers(1, 64), st.integers(1, 6))
def test_a_newcomer_takes_its_part_and_no_other_partition_moves(count: int, size: int) -> None:
    before = share(count, {f"member-{n}": [] for n in range(size)})
    after = share(count, {**before, "newcomer": []})
    moved = {p for member, own in before.items() for p in own if p not in after[member]}
    assert moved == set(after["newcomer"])
    assert len(moved) == count // (size + 1) or len(moved) == count // (size + 1) + 1


@given(st.integers(1, 64), st.integers(2, 6))
def test_a_leavers_partitions_alone_are_handed_on(count: int, size: int) -> None:
    before = share(count, {f"member-{n}": [] for n in range(size)})
    leaver = before.pop("member-0")
    after = share(count, before)
    moved = {p for member, own in after.items() for p in own if p not in before[member]}
    assert moved == set(leaver)


def test_of_two_that_claim_one_partition_one_keeps_it() -> None:
    assert share(2, {"a": [0, 1], "b": [1]}) == {"a": [0], "b": [1]}
    assert share(1, {"a": [0], "b": [0]}) == {"a": [0], "b": []}


def test_input_and_inbox_of_one_number_come_together() -> None:
    assignor = sticky_assignor()
    metadata = {name: assignor.metadata(["entries", "fetch-inbox"]) for name in ("a", "b")}
    shared = assignor.assign(Cluster({"entries": 4, "fetch-inbox": 4}), metadata)
    for assignment in shared.values():
        by_topic = dict(assignment.assignment)
        assert by_topic["entries"] == by_topic["fetch-inbox"]
        assert len(by_topic["entries"]) == 2


def test_what_a_member_holds_is_remembered_for_it_alone() -> None:
    one, other = sticky_assignor(), sticky_assignor()
    one.on_assignment(ConsumerProtocolMemberAssignment(1, [("entries", [3, 5])], b""))
    assert one.metadata(["entries"]).user_data == b"3,5"
    assert other.metadata(["entries"]).user_data == b""


def test_hostile_user_data_of_another_member_is_passed_over() -> None:
    assignor = sticky_assignor()
    metadata = {"a": assignor.metadata(["entries"]), "b": assignor.metadata(["entries"])}
    metadata["b"].user_data = b"1,-4,999999999999,\xff,x,,1"
    shared = assignor.assign(Cluster({"entries": 2}), metadata)
    assert {name: dict(one.assignment)["entries"] for name, one in shared.items()} == {"a": [0], "b": [1]}
