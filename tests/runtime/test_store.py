"""A task's memory in layers: what is shown before it is committed, and forgotten when it never is."""

from __future__ import annotations

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from dateline.runtime.state import Envelope
from dateline.runtime.store import Layer, Store

NOON = 1_800_000_000.0
KEYS = [b"a\x1fone", b"a\x1ftwo", b"b\x1fone"]


def envelope(payload: bytes, due_at: float | None = None) -> bytes:
    return Envelope(due_at, None, 0, payload).encode()


def payload(store: Store, key: bytes = KEYS[0]) -> bytes | None:
    found = store.get(key)
    return None if found is None else found.payload


def test_what_was_written_is_seen_before_it_is_committed() -> None:
    store = Store()
    store.write({KEYS[0]: envelope(b"1")})
    assert payload(store) == b"1"


def test_a_deletion_hides_what_is_committed_below_it() -> None:
    store = Store()
    store.load({KEYS[0]: envelope(b"1")})
    store.write({KEYS[0]: None})
    assert payload(store) is None


def test_what_came_during_a_burst_stays_on_top_of_it() -> None:
    store = Store()
    burst: Layer = {KEYS[0]: envelope(b"1")}
    store.write(burst)
    store.begin(burst)
    later: Layer = {KEYS[0]: envelope(b"2")}
    store.write(later)
    store.committed(rest=later)
    assert payload(store) == b"2"
    store.forget_uncommitted()
    assert payload(store) == b"1"


def test_a_failed_burst_leaves_no_trace_of_what_it_had_shown() -> None:
    store = Store()
    store.load({KEYS[0]: envelope(b"0")})
    burst: Layer = {KEYS[0]: envelope(b"1"), KEYS[1]: envelope(b"1", NOON)}
    store.write(burst)
    store.begin(burst)
    store.forget_uncommitted()
    assert (payload(store), payload(store, KEYS[1])) == (b"0", None)
    assert store.due.pop(NOON) is None


def test_a_due_item_taken_up_before_a_doubt_comes_up_again_after_it() -> None:
    store = Store()
    store.load({KEYS[0]: envelope(b"1", NOON)})
    assert store.due.pop(NOON) == KEYS[0]
    assert store.due.pop(NOON) is None
    store.forget_uncommitted()
    assert store.due.pop(NOON) == KEYS[0]


def test_only_what_is_committed_comes_due() -> None:
    store = Store()
    burst: Layer = {KEYS[0]: envelope(b"1", NOON)}
    store.write(burst)
    assert store.due.pop(NOON) is None
    store.begin(burst)
    store.committed(rest={})
    assert store.due.pop(NOON) == KEYS[0]


class Layers(RuleBasedStateMachine):
    """Against two plain tables: what is committed, and what the lanes see."""

    def __init__(self) -> None:
        super().__init__()
        self.store = Store()
        self.committed: dict[bytes, bytes | None] = {}
        self.seen: dict[bytes, bytes | None] = {}
        self.pending: list[Layer] = []
        self.burst: Layer | None = None

    @rule(key=st.sampled_from(KEYS), value=st.none() | st.binary(max_size=2), due=st.none() | st.floats(0, 200))
    def write(self, key: bytes, value: bytes | None, due: float | None) -> None:
        at = None if due is None else NOON + due
        layer: Layer = {key: None if value is None else envelope(value, at)}
        self.store.write(layer)
        self.pending.append(layer)
        self.seen.update(layer)

    @precondition(lambda self: self.burst is None)
    @rule(count=st.integers(1, 4))
    def begin(self, count: int) -> None:
        self.burst = {}
        for layer in self.pending[:count]:
            self.burst.update(layer)
        del self.pending[:count]
        self.store.begin(self.burst)

    @precondition(lambda self: self.burst is not None)
    @rule()
    def commit(self) -> None:
        assert self.burst is not None
        rest: Layer = {}
        for layer in self.pending:
            rest.update(layer)
        self.committed.update(self.burst)
        self.burst = None
        self.store.committed(rest=rest)

    @rule(tail=st.booleans())
    def doubt(self, tail: bool) -> None:
        """What a restore then reads may hold the burst: its answer alone was lost."""
        found = self.burst if tail and self.burst is not None else {}
        self.committed.update(found)
        self.pending, self.burst, self.seen = [], None, dict(self.committed)
        self.store.forget_uncommitted()
        self.store.load(found)

    @invariant()
    def all_is_seen(self) -> None:
        for key in KEYS:
            value = self.seen.get(key)
            assert self.store.get(key) == (None if value is None else Envelope.decode(value))

    @invariant()
    def all_that_is_committed_is_counted(self) -> None:
        assert len(self.store) == sum(value is not None for value in self.committed.values())

    def teardown(self) -> None:
        self.doubt(tail=False)
        due = {key for key, value in self.committed.items() if value and Envelope.decode(value).due_at is not None}
        found = set()
        while (key := self.store.due.pop(NOON + 300)) is not None:
            found.add(key)
        assert found == due


Layers.TestCase.settings = settings(max_examples=100, deadline=None)
TestLayers = Layers.TestCase
