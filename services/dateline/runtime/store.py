"""A task's memory: its states by key, in three layers, with an index of what is due. No I/O.

Reads go through the layer that outcomes are filling, then the layer that a burst is committing, then the
base. A layer becomes base when its burst is committed, and is dropped with every doubt.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from dateline.runtime.due import DueIndex
from dateline.runtime.state import Envelope, wake_at

Layer = dict[bytes, bytes | None]
"""Writes by key; None deletes."""


class Store:
    """The states of one task."""

    def __init__(self) -> None:
        self._base: dict[bytes, bytes] = {}
        self._committing: Layer = {}
        self._filling: Layer = {}
        self.due = DueIndex(self._wake_of)

    def __len__(self) -> int:
        return len(self._base)

    def _wake_of(self, key: bytes) -> float | None:
        value = self._base.get(key)
        return None if value is None else wake_at(value)

    def get(self, key: bytes) -> Envelope | None:
        """The newest value of `key`, committed or not. Raises BadInput where it cannot be read."""
        for layer in (self._filling, self._committing):
            if key in layer:
                value = layer[key]
                return None if value is None else Envelope.decode(value)
        value = self._base.get(key)
        return None if value is None else Envelope.decode(value)

    def write(self, writes: Mapping[bytes, bytes | None]) -> None:
        """Shows the writes of an outcome to the runs that follow."""
        self._filling.update(writes)

    def begin(self, writes: Layer) -> None:
        """A burst takes `writes`, the oldest that were shown; what was shown since stays on top."""
        self._committing = writes

    def committed(self, *, rest: Mapping[bytes, bytes | None]) -> None:
        """The burst's writes are on the cluster: they become base. `rest` has been shown since it began."""
        self.load(self._committing)
        self._committing = {}
        self._filling = dict(rest)

    def load(self, records: Mapping[bytes, bytes | None]) -> None:
        """Puts committed records into the base: a restore's, or a burst's."""
        for key, value in records.items():
            if value is None:
                self._base.pop(key, None)
            else:
                self._base[key] = value
                if (at := wake_at(value)) is not None:
                    self.due.add(key, at)

    def restore(self, records: Layer) -> None:
        """Takes what a restore has read; into an empty base the mapping itself, so that a large one exists once."""
        if self._base:
            self.load(records)
            return
        for key in [key for key, value in records.items() if value is None]:
            del records[key]
        self._base = cast("dict[bytes, bytes]", records)
        self._index()

    def clear(self) -> None:
        """Forgets everything, to be loaded anew."""
        self._base = {}
        self.forget_uncommitted()

    def forget_uncommitted(self) -> None:
        """A doubt: everything that was shown and not committed never was."""
        self._committing = {}
        self._filling = {}
        self._index()

    def _index(self) -> None:
        self.due = DueIndex(self._wake_of)
        for key, value in self._base.items():
            if (at := wake_at(value)) is not None:
                self.due.add(key, at)
