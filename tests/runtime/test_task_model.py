"""The stage loop against a plain model: whatever happens in whatever order, each input is done exactly once.

Hypothesis plays the world: messages, due times, functions that wait, failures, commits in doubt, crashes,
owners that do not know that they are none any more, compaction, clocks that jump. The loop under test is the
real one; Kafka is its twin, time is virtual, so a failure is found again from its example alone.

`DATELINE_TEST_EXAMPLES` sets how many runs are tried (CI: 150, under a minute; 2,000 take about ten minutes).
"""

from __future__ import annotations

import json
import os
from collections import defaultdict
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from dateline.errors import ConfigurationError
from dateline.messages.dead_letter import DeadLetter, DeadLetterKind
from dateline.runtime.commands import REARM_HEADER
from dateline.runtime.partitions import partition_of
from dateline.runtime.positions import Positions
from dateline.runtime.state import POSITION_KEY, Envelope, split_key, state_key
from tests.runtime.ledger import Tally
from tests.runtime.twin import Answer
from tests.runtime.virtual_time import virtual_loop
from tests.runtime.world import INPUTS, PARTITIONS, Owner, World, rearm

LANES = ["a", "b", "c", "d", "e"]
DELAYS_S = [0.0, 0.4, 2.0, 30.0, 90.0, 3700.0]
TOMBSTONES_KEPT_S = 3600.0
_ROUNDS_MAX = 500

lanes = st.sampled_from(LANES)
partitions = st.integers(0, PARTITIONS - 1)


class StageLoop(RuleBasedStateMachine):
    """One example: a world, and what Hypothesis makes of it."""

    def __init__(self) -> None:
        super().__init__()
        self._virtual = virtual_loop()
        self.loop = self._virtual.__enter__()
        self.world = World(self.loop)

    # What comes in

    @initialize(burst_gap_ms=st.sampled_from([0, 50, 5000]))
    def begin(self, burst_gap_ms: int) -> None:
        self.world.settings = self.world.settings.model_copy(update={"burst_gap_ms": burst_gap_ms})
        for partition in range(PARTITIONS):
            self.world.own(partition)
        self.loop.settle()

    @rule(lane=lanes, waits=st.booleans(), stubborn=st.booleans())
    def message(self, lane: str, waits: bool, stubborn: bool) -> None:
        self.world.put(lane, waits=waits, stubborn=stubborn)

    @rule(lane=lanes, count=st.integers(2, 8))
    def messages(self, lane: str, count: int) -> None:
        for n in range(count):
            self.world.put(lane, waits=n % 3 == 1)

    @rule(lane=lanes, delay_s=st.sampled_from(DELAYS_S), waits=st.booleans())
    def message_for_later(self, lane: str, delay_s: float, waits: bool) -> None:
        self.world.put(lane, delay_s=delay_s, waits=waits)

    @precondition(lambda self: any("delay_s" in sent.asked for sent in self.world.sent))
    @rule(which=st.integers(0, 20), postpone_s=st.sampled_from([0.0, 1.0, 100.0]), waits=st.booleans())
    def postpone(self, which: int, postpone_s: float, waits: bool) -> None:
        owed = [sent for sent in self.world.sent if "delay_s" in sent.asked]
        one = owed[which % len(owed)]
        assert one.lane is not None
        self.world.put(one.lane, postpones=one.id, postpone_s=postpone_s, waits=waits)

    @rule(lane=lanes, keeps_s=st.sampled_from([0.0, 5.0, 1000.0]))
    def message_kept_for_a_while(self, lane: str, keeps_s: float) -> None:
        self.world.put(lane, keeps_s=keeps_s)

    @rule(lane=lanes, other=lanes)
    def hand_over(self, lane: str, other: str) -> None:
        self.world.put(lane, hand_to=other)

    @rule(lane=lanes, partition=partitions)
    def misplaced(self, lane: str, partition: int) -> None:
        self.world.put(lane, partition)

    @rule(lane=lanes, fails=st.sampled_from(["bad", "defect", "large"]), waits=st.booleans())
    def poison(self, lane: str, fails: str, waits: bool) -> None:
        self.world.put(lane, fails=fails, waits=waits)

    @rule(value=st.sampled_from([None, b"", b"{", b"[]", b'{"lane": "\\ud800", "id": "x"}']), partition=partitions)
    def garbage(self, value: bytes | None, partition: int) -> None:
        self.world.put_raw(value, partition)

    @rule(topic=st.sampled_from(INPUTS), partition=partitions)
    def marker(self, topic: str, partition: int) -> None:
        self.world.cluster.log(topic, partition).skip()

    # What goes on

    @rule(which=st.integers(0, 7), count=st.integers(1, 6))
    def deliver(self, which: int, count: int) -> None:
        if alive := self.world.alive():
            alive[which % len(alive)].deliver(count)

    @rule()
    def everything_moves(self) -> None:
        for owner in self.world.alive():
            owner.deliver(6)
        self.loop.settle()

    @rule(turns=st.integers(1, 12))
    def some_turns(self, turns: int) -> None:
        self.loop.take_turns(turns)

    @rule(seconds=st.sampled_from([0.0, 0.3, 1.0, 5.0, 65.0]))
    def time_passes(self, seconds: float) -> None:
        self.loop.settle(seconds)

    @rule(seconds=st.sampled_from([-4000.0, -10.0, 10.0, 100.0, 4000.0]))
    def clock_jumps(self, seconds: float) -> None:
        self.world.clock_error_s += seconds

    @precondition(lambda self: self.world.waiting())
    @rule(which=st.integers(0, 20))
    def finish(self, which: int) -> None:
        waiting = self.world.waiting()
        waiting[which % len(waiting)][1].set_result(None)
        self.loop.settle()

    # What goes wrong

    @rule()
    def dues_break(self) -> None:
        self.world.broken.update(sent.id for sent in self.world.sent)

    @rule()
    def dues_mend(self) -> None:
        self.world.broken.clear()

    @rule(hold=st.booleans())
    def commits_wait(self, hold: bool) -> None:
        self.world.cluster.hold = hold

    @precondition(lambda self: self.world.cluster.flights)
    @rule(which=st.integers(0, 3), answer=st.sampled_from(Answer), turns=st.integers(0, 6))
    def commit_ends(self, which: int, answer: Answer, turns: int) -> None:
        flights = self.world.cluster.flights
        self.world.cluster.decide(flights[which % len(flights)], answer)
        self.loop.take_turns(turns)

    @rule(answer=st.sampled_from([Answer.DOUBT_COMMITTED, Answer.DOUBT_LOST]))
    def doubt(self, answer: Answer) -> None:
        self.world.cluster.next_answer = answer

    @precondition(lambda self: self.world.alive())
    @rule(which=st.integers(0, 7))
    def begin_again(self, which: int) -> None:
        """The reader was told that an offset is out of range."""
        alive = self.world.alive()
        alive[which % len(alive)].task.doubt("asked for")

    @rule(away=st.booleans())
    def cluster_goes_away(self, away: bool) -> None:
        self.world.cluster.away = away

    @precondition(lambda self: self.world.alive())
    @rule(which=st.integers(0, 7), again=st.booleans())
    def crash(self, which: int, again: bool) -> None:
        alive = self.world.alive()
        owner = alive[which % len(alive)]
        owner.crash()
        if again:
            self.world.own(owner.partition)
        self.loop.take_turns(1)

    @rule(partition=partitions)
    def reassign(self, partition: int) -> None:
        """Another owner; the former goes on until it is fenced, and perhaps fences back."""
        self.world.own(partition)

    @precondition(lambda self: self.world.alive())
    @rule(which=st.integers(0, 7), drain=st.booleans())
    def leave(self, which: int, drain: bool) -> None:
        alive = self.world.alive()
        alive[which % len(alive)].leave(drain=drain)

    @rule(partition=partitions)
    def compaction(self, partition: int) -> None:
        before = (self.world.clock() - TOMBSTONES_KEPT_S) * 1000
        self.world.cluster.log("fetch-store", partition).compact(tombstones_before_ms=round(before))

    # What must hold

    @invariant()
    def outputs_stay(self) -> None:
        """What a committed reader has seen is never followed by anything older, and numbers have no gap."""
        numbers: dict[str, int] = defaultdict(int)
        done: set[tuple[str, str]] = set()
        for record in self.world.records("articles"):
            line = json.loads(record.value or b"")
            assert (line["id"], line["by"]) not in done, f"twice: {line}"
            done.add((line["id"], line["by"]))
            if line["by"] == "message":
                lane = (record.key or b"").decode()
                numbers[lane] += 1
                assert line["number"] == numbers[lane], f"lane {lane}: {line}"
            else:
                assert line["begun_at"] >= line["due_at"] - 0.0015, f"early: {line}"

    @invariant()
    def nobody_failed(self) -> None:
        """The stage may give up for one reason only: it was fenced again and again."""
        for owner in self.world.owners:
            if owner.failure is not None:
                assert isinstance(owner.failure, ConfigurationError), repr(owner.failure)
                assert "taken over" in str(owner.failure)

    def teardown(self) -> None:
        try:
            self._come_to_rest()
            self.outputs_stay()
            self.nobody_failed()
            self._every_input_is_done_once()
            self._dead_states_come_back()
            self._lanes_kept_their_order()
            self._store_is_as_the_model()
            self._positions_are_complete()
        finally:
            self._virtual.__exit__(None, None, None)

    def _come_to_rest(self) -> None:
        world = self.world
        world.cluster.away = world.cluster.hold = False
        world.cluster.next_answer = Answer.COMMITTED
        world.broken.clear()
        world.open_doors()
        for flight in world.cluster.flights:
            world.cluster.decide(flight, Answer.DOUBT_COMMITTED)
        newest: dict[int, Owner] = {}
        for owner in world.alive():
            if owner.partition in newest:
                newest[owner.partition].leave(drain=False)
            newest[owner.partition] = owner
        for partition in range(PARTITIONS):
            if partition not in newest:
                newest[partition] = world.own(partition)
        # Zombies may have fenced the newest owner: it waits for its next try.
        self.loop.settle(30)
        self.last = [self._alive(one) for one in newest.values()]
        self._work_off(1.0)
        # Beyond every due time and every retry; the loop looks at the clock once a minute.
        world.clock_error_s = max(world.clock_error_s, 0) + 8000
        self._work_off(70.0)
        world.clock_error_s += 100
        self._work_off(70.0)

    def _alive(self, owner: Owner) -> Owner:
        return self.world.own(owner.partition) if owner.run.done() else owner

    def _work_off(self, seconds: float) -> None:
        for _ in range(_ROUNDS_MAX):
            self.loop.settle(0.01)
            if self._deliver_all():
                continue
            if all(owner.task.ready and owner.task.undone == 0 for owner in self.last):
                break
            self.loop.settle(1)
        else:
            raise AssertionError("the loop takes its input no more")
        self.loop.settle(seconds)
        # The position over the last markers is written when nothing else is.
        self.loop.settle(12)

    def _deliver_all(self) -> int:
        return sum(owner.deliver(6) for owner in self.last)

    def _lines(self, by: str) -> dict[str, dict[str, Any]]:
        lines = [json.loads(record.value or b"") for record in self.world.records("articles")]
        return {line["id"]: line for line in lines if line["by"] == by}

    def _dead(self, kind: DeadLetterKind) -> list[tuple[DeadLetter, bytes | None]]:
        letters = [(DeadLetter.from_headers(list(r.headers)), r.key) for r in self.world.records("dead-letters")]
        return [(letter, key) for letter, key in letters if letter.kind is kind]

    def _every_input_is_done_once(self) -> None:
        good = {one.id for one in self.world.sent if one.lane is not None and not one.asked.get("fails")}
        handed = {f"{one.id}-handed" for one in self.world.sent if "hand_to" in one.asked}
        assert set(self._lines("message")) == good | handed
        codes = {"bad": "asked-to", "defect": "defect", "large": "outcome-too-large"}
        expected = sorted(
            (one.partition, one.offset, codes[one.asked["fails"]] if one.lane else None)
            for one in self.world.sent
            if one.id not in good
        )
        letters = sorted(
            (letter.origin_partition, letter.origin_offset, letter.error)
            for letter, _ in self._dead(DeadLetterKind.MESSAGE)
        )
        assert [place[:2] for place in letters] == [place[:2] for place in expected]
        assert all(want[2] in (None, got[2]) for want, got in zip(expected, letters, strict=True))

    def _dead_states_come_back(self) -> None:
        """An owed booking is paid or put aside, never both or neither; put back, it is paid."""
        owed = {one.id for one in self.world.sent if "delay_s" in one.asked}
        dead = {(key or b"").decode().partition("owed/")[2]: key for _, key in self._dead(DeadLetterKind.STATE)}
        assert len(dead) == len(self._dead(DeadLetterKind.STATE))
        assert set(self._lines("due")) | set(dead) == owed
        assert not set(self._lines("due")) & set(dead)
        for key in dead.values():
            assert key is not None
            rearm(self.world, partition_of(split_key(key)[0], PARTITIONS), key, REARM_HEADER)
        self._work_off(10.0)
        assert set(self._lines("due")) == owed

    def _lanes_kept_their_order(self) -> None:
        numbers = {one: line["number"] for one, line in self._lines("message").items()}
        for topic in INPUTS:
            for partition in range(PARTITIONS):
                last: dict[str, int] = defaultdict(int)
                for record in self.world.cluster.log(topic, partition).records:
                    try:
                        asked = json.loads(record.value or b"")
                        lane, one = asked["lane"], asked["id"]
                        here = partition_of(lane, PARTITIONS) == partition
                    except (ValueError, KeyError, TypeError):
                        continue
                    if here and one in numbers:
                        assert numbers[one] > last[lane], f"{one} of lane {lane} came before its turn"
                        last[lane] = numbers[one]

    def _store_is_as_the_model(self) -> None:
        booked: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for record in self.world.records("articles"):
            line = json.loads(record.value or b"")
            if line["by"] == "message":
                booked[(record.key or b"").decode()].append(line)
        expected = {
            state_key(lane, "tally"): Tally(booked=len(lines), last=lines[-1]["id"]) for lane, lines in booked.items()
        }
        stored: dict[bytes, Tally] = {}
        for owner in self.last:
            log = self.world.cluster.log("fetch-store", owner.partition)
            newest = {r.key or b"": r.value for r in log.records}
            kept = {key: value for key, value in newest.items() if value is not None}
            assert owner.task._store._base == kept, "the memory is not what was committed"
            for key, value in kept.items():
                if key != POSITION_KEY:
                    stored[key] = Tally.decode(Envelope.decode(value).payload)
        assert stored == expected

    def _positions_are_complete(self) -> None:
        for owner in self.last:
            envelope = owner.task._store.get(POSITION_KEY)
            positions = {} if envelope is None else Positions.decode(envelope.payload).inputs
            for topic in INPUTS:
                end = self.world.cluster.log(topic, owner.partition).end
                if end or positions:
                    assert (positions[topic].next, positions[topic].done) == (end, []), topic


StageLoop.TestCase.settings = settings(
    max_examples=int(os.environ.get("DATELINE_TEST_EXAMPLES", "150")),
    stateful_step_count=40,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    print_blob=True,
)
TestStageLoop = StageLoop.TestCase
