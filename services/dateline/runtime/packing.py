"""Turns what a run ended with, an outcome or an error, into what a burst sends. No I/O.

Sizes are checked here, before any transaction begins: an outcome that cannot go out becomes a dead letter of
what led to it, alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import structlog

from dateline.errors import BadInput
from dateline.runtime import dead_letters
from dateline.runtime.commands import MOVED_HEADER
from dateline.runtime.partitions import partition_of
from dateline.runtime.stage import Message, Outcome, Publication
from dateline.runtime.state import Envelope, StateWrite, state_key
from dateline.runtime.store import Layer
from dateline.runtime.surroundings import Surroundings
from dateline.runtime.transactions import RECORD_OVERHEAD_BYTES, Record

log = structlog.get_logger()

_OUTCOME_RECORDS_MAX = 1000
_OUTCOME_BYTES_MAX = 8 * 1024 * 1024
_DUE_RETRY_GAP_S = 2.0


@dataclass(slots=True)
class Finished:
    """A run that ended, ready for a burst."""

    kind: str
    """``message`` or ``due``."""
    disposition: str
    message: Message | None
    """What it does away with."""
    records: Sequence[Record]
    writes: Layer
    size: int
    """Bytes of records and writes."""
    dead: Sequence[str] = ()
    """Code of each dead letter among the records."""
    counts: Mapping[str, int] = field(default_factory=dict)
    """What the stage counts beside."""


class Packer:
    """Packs for one task."""

    def __init__(self, around: Surroundings, partition: int) -> None:
        self._around = around
        self._scoped = around.scoped
        self._stage = around.scoped.stage.name
        self._partition = partition
        self._routes = {topic: (self._scoped.topic_name(topic), n) for topic, n in self._scoped.partitions.items()}

    def outcome(
        self, kind: str, lane: str, outcome: Outcome, *, message: Message | None = None, kept: Layer | None = None
    ) -> Finished:
        """What an outcome sends. `kept`: writes of the runtime's own beside the outcome's states.

        Raises BadInput where the outcome, or one record of it, is too large to go out.
        """
        publications: Sequence[Publication] = outcome.publications
        dead: Sequence[str] = ()
        if outcome.dead_documents:
            publications = [*publications, *self._dead_documents(outcome, message)]
            dead = [one.code for one in outcome.dead_documents]
        writes: Layer = dict(kept) if kept else {}
        for name, write in outcome.states.items():
            writes[state_key(lane, name)] = _encode(write)
        return self._packed(kind, outcome.disposition, message, publications, writes, dead, outcome.counts)

    def dead_message(self, message: Message, error: BadInput) -> Finished:
        """A message that cannot be handled: its bytes go aside."""
        log.warning("dead letter", stage=self._stage, error=error.code, reason=error.reason,
                    topic=message.topic, partition=message.partition, offset=message.offset)  # fmt: skip
        letter = dead_letters.for_message(
            self._stage, self._scoped.topic_name(message.topic), message, error,
            size_max=self._around.message_max_bytes[dead_letters.TOPIC], now=self._around.clock(),
        )  # fmt: skip
        return self._packed("message", "dead", message, [letter], {}, [error.code])

    def failed_due(self, key: bytes, envelope: Envelope, error: BadInput) -> Finished:
        """A due item that failed: it is tried again later, and after some attempts goes aside."""
        attempts = envelope.attempts + 1
        now = self._around.clock()
        if attempts < self._around.settings.due_attempts_max:
            again = Envelope(now + _DUE_RETRY_GAP_S * 2**attempts, envelope.expires_at, attempts, envelope.payload)
            return self._packed("due", "failed", None, [], {key: again.encode()})
        log.warning("dead letter", stage=self._stage, error=error.code, reason=error.reason, state=repr(key))
        letter = dead_letters.for_state(
            self._stage, self._scoped.topic_name(self._scoped.store), self._partition, key, envelope.encode(), error,
            attempts=attempts, size_max=self._around.message_max_bytes[dead_letters.TOPIC], now=now,
        )  # fmt: skip
        rest = Envelope(None, envelope.expires_at, 0, envelope.payload)
        return self._packed("due", "dead", None, [letter], {key: rest.encode()}, [error.code])

    def moved(self, message: Message, lane: str) -> Finished:
        """A record in the wrong partition goes once to the inbox of the right one."""
        if message.header(MOVED_HEADER) is not None:
            reason = "it was moved to its lane's partition before, and that is not this one: partition counts differ"
            return self.dead_message(message, BadInput("misplaced", reason))
        headers = (*message.headers, (MOVED_HEADER, b"1"))
        publication = Publication(self._scoped.inbox, message.key, lane, message.value, headers)
        try:
            return self._packed("message", "moved", message, [publication], {})
        except BadInput as error:
            return self.dead_message(message, error)

    def woken(self, message: Message) -> Finished:
        """A record that only wakes: done."""
        return self._packed("message", "woken", message, [], {})

    def rearmed(self, message: Message, envelope: Envelope | None) -> Finished:
        """A replayed dead letter of a state: its due time is now."""
        if envelope is None:
            return self._packed("message", "rearm-unknown", message, [], {})
        due = Envelope(self._around.clock(), envelope.expires_at, 0, envelope.payload)
        return self._packed("message", "rearmed", message, [], {message.key or b"": due.encode()})

    def _dead_documents(self, outcome: Outcome, message: Message | None) -> list[Publication]:
        origin = self._scoped.topic_name(self._scoped.stage.input if message is None else message.topic)
        return [
            dead_letters.for_document(
                self._stage, origin, self._partition, -1 if message is None else message.offset, document,
                size_max=self._around.message_max_bytes[dead_letters.TOPIC], now=self._around.clock(),
            )
            for document in outcome.dead_documents
        ]  # fmt: skip

    def _packed(
        self,
        kind: str,
        disposition: str,
        message: Message | None,
        publications: Sequence[Publication],
        writes: Layer,
        dead: Sequence[str] = (),
        counts: Mapping[str, int] | None = None,
    ) -> Finished:
        limits = self._around.message_max_bytes
        records: list[Record] = []
        total = 0
        for one in publications:
            topic, partitions = self._routes[one.topic]
            key = one.key.encode() if isinstance(one.key, str) else one.key
            record = Record(topic, partition_of(one.partition_key, partitions), key, one.value, one.headers)
            size = record.size
            if size > limits[one.topic]:
                raise BadInput(
                    "outcome-too-large", f"a record of {size} bytes for {one.topic}, which takes {limits[one.topic]}"
                )
            total += size
            records.append(record)
        for state, encoded in writes.items():
            size = len(state) + len(encoded or b"") + RECORD_OVERHEAD_BYTES
            if size > limits[self._scoped.store]:
                raise BadInput("outcome-too-large", f"the state {state!r} has {len(encoded or b'')} bytes")
            total += size
        if len(records) > _OUTCOME_RECORDS_MAX or total > _OUTCOME_BYTES_MAX:
            raise BadInput(
                "outcome-too-large",
                f"one run gave {len(records)} records and {total} bytes; the most are {_OUTCOME_RECORDS_MAX} and "
                f"{_OUTCOME_BYTES_MAX}",
            )
        return Finished(kind, disposition, message, records, writes, total, dead, counts or {})


def _encode(write: StateWrite) -> bytes | None:
    if write.state is None:
        return None
    return Envelope(write.due_at, write.expires_at, 0, write.state.encode()).encode()
