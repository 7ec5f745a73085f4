"""A stage's states: how they look to a stage, and how they lie in the store.

A state is a small pydantic model with a version. In the store, its record's key is the lane, a separator
and its name; its value begins with a fixed binary head (due time, expiry, failed attempts), so that a
restore decodes nothing else.
"""

from __future__ import annotations

import json
import struct
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from pydantic import BaseModel, ConfigDict, ValidationError

from dateline.errors import BadInput

SEPARATOR = "\x1f"
POSITION_KEY = b"\x00position"
"""Reserved: no lane begins with NUL."""

_HEAD = struct.Struct(">BqqH")
_FORMAT = 1
_NEVER = -1


class State(BaseModel):
    """Base of all states. A subclass whose fields change raises `SHAPE` and overrides `migrate`."""

    model_config = ConfigDict(frozen=True, extra="ignore")
    SHAPE: ClassVar[int] = 1

    def encode(self) -> bytes:
        """The state as JSON, its version first."""
        body = self.model_dump_json(exclude_defaults=True)
        return f'{{"v":{self.SHAPE}{"," if body != "{}" else ""}{body[1:]}'.encode()

    @classmethod
    def decode(cls, payload: bytes) -> Self:
        """Reads what `encode` wrote, by this or an earlier version. Raises BadInput where it cannot."""
        try:
            fields: dict[str, Any] = json.loads(payload)
            found = fields.pop("v")
            if found > cls.SHAPE:
                raise BadInput(
                    "state-too-new",
                    f"a {cls.__name__} of version {found} was written by a newer Dateline; this one reads "
                    f"{cls.SHAPE}: upgrade this process",
                )
            return cls.model_validate(fields if found == cls.SHAPE else cls.migrate(fields, found))
        except (ValueError, KeyError, TypeError, AttributeError, ValidationError) as error:
            raise BadInput("state-unreadable", f"{cls.__name__} in the store: {error}") from error

    @classmethod
    def migrate(cls, fields: dict[str, Any], found: int) -> dict[str, Any]:
        """Brings the fields of version `found` to this one; a class of one version alone has nothing to bring."""
        raise BadInput("state-unreadable", f"{cls.__name__}: no migration of {sorted(fields)} from version {found}")


@dataclass(frozen=True, slots=True)
class StateWrite:
    """A state to write; None deletes it. Times are Unix seconds."""

    state: State | None
    due_at: float | None
    expires_at: float | None


@dataclass(frozen=True, slots=True)
class Envelope:
    """A state as it lies in the store."""

    due_at: float | None
    expires_at: float | None
    attempts: int
    payload: bytes

    def encode(self) -> bytes:
        """The store record's value."""
        return _HEAD.pack(_FORMAT, _millis(self.due_at), _millis(self.expires_at), self.attempts) + self.payload

    @classmethod
    def decode(cls, value: bytes) -> Envelope:
        """Reads what `encode` wrote. Raises BadInput where it cannot."""
        try:
            head, due, expires, attempts = _HEAD.unpack_from(value)
        except struct.error as error:
            raise BadInput("state-unreadable", f"store record of {len(value)} bytes: {error}") from error
        if head != _FORMAT:
            raise BadInput("state-unreadable", f"store record of format {head}, expected {_FORMAT}")
        return cls(_seconds(due), _seconds(expires), attempts, value[_HEAD.size :])


def wake_at(value: bytes) -> float | None:
    """The earlier of due time and expiry of an encoded envelope, without decoding anything else.

    None also where it is no envelope: whoever reads that state is told so.
    """
    if len(value) < _HEAD.size or value[0] != _FORMAT:
        return None
    _, due, expires, _ = _HEAD.unpack_from(value)
    times = [t for t in (due, expires) if t != _NEVER]
    return min(times) / 1000 if times else None


def state_key(lane: str, name: str) -> bytes:
    """The store record's key."""
    return f"{lane}{SEPARATOR}{name}".encode()


def split_key(key: bytes) -> tuple[str, str]:
    """Lane and name of a store record's key."""
    lane, _, name = key.decode().partition(SEPARATOR)
    return lane, name


def _millis(moment: float | None) -> int:
    # Rounded up: a due time is never kept early.
    return _NEVER if moment is None else -int(-moment * 1000 // 1)


def _seconds(millis: int) -> float | None:
    return None if millis == _NEVER else millis / 1000
