"""How a state lies in the store: versions, times, and what is said when it cannot be read."""

from __future__ import annotations

from typing import Any, ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.errors import BadInput
from dateline.runtime.state import Envelope, State, split_key, state_key, wake_at


class Plain(State):
    size: int = 0


class Grown(State):
    """Its first version had `size` in kilobytes."""

    SHAPE: ClassVar[int] = 2
    bytes_: int

    @classmethod
    def migrate(cls, fields: dict[str, Any], found: int) -> dict[str, Any]:
        assert found == 1
        return {"bytes_": fields["size"] * 1024}


def error_of(model: type[State], payload: bytes) -> str:
    with pytest.raises(BadInput) as caught:
        model.decode(payload)
    return caught.value.code


def test_a_state_comes_back_as_it_was() -> None:
    assert Plain.decode(Plain(size=3).encode()) == Plain(size=3)
    assert Plain.decode(Plain().encode()) == Plain()


def test_an_earlier_version_is_brought_to_this_one() -> None:
    assert Grown.decode(b'{"v":1,"size":2}') == Grown(bytes_=2048)


def test_a_newer_version_is_named_and_not_guessed_at() -> None:
    assert error_of(Plain, b'{"v":2,"size":1}') == "state-too-new"


@pytest.mark.parametrize(
    "payload",
    [b"", b"{", b"[]", b"null", b"{}", b'{"v":1,"size":"many"}', b'{"v":"1"}', b'{"v":0}', b"\xff\xfe", b"7"],
)
def test_what_is_no_state_is_bad_input(payload: bytes) -> None:
    assert error_of(Plain, payload) == "state-unreadable"


def test_fields_that_a_later_version_adds_are_left_alone() -> None:
    assert Plain.decode(b'{"v":1,"size":1,"colour":"blue"}') == Plain(size=1)


@pytest.mark.parametrize("value", [b"", b"\x01", b"\x02" + bytes(18)], ids=["empty", "short", "another format"])
def test_what_is_no_envelope_is_bad_input(value: bytes) -> None:
    with pytest.raises(BadInput) as caught:
        Envelope.decode(value)
    assert caught.value.code == "state-unreadable"


@given(st.none() | st.floats(0, 4e9), st.none() | st.floats(0, 4e9), st.integers(0, 65_535), st.binary(max_size=50))
def test_an_envelope_keeps_everything_and_no_time_gets_earlier(
    due_at: float | None, expires_at: float | None, attempts: int, payload: bytes
) -> None:
    value = Envelope(due_at, expires_at, attempts, payload).encode()
    found = Envelope.decode(value)
    assert (found.attempts, found.payload) == (attempts, payload)
    for given_at, kept_at in ((due_at, found.due_at), (expires_at, found.expires_at)):
        if given_at is None:
            assert kept_at is None
        else:
            assert kept_at is not None
            assert given_at - 1e-6 <= kept_at <= given_at + 0.0011
    assert wake_at(value) == min((at for at in (found.due_at, found.expires_at) if at is not None), default=None)


@given(st.text(st.characters(exclude_characters="\x1f", exclude_categories=["Cs"])), st.text(max_size=9))
def test_lane_and_name_come_back_from_the_key(lane: str, name: str) -> None:
    name = name.encode("utf-8", "replace").decode()
    assert split_key(state_key(lane, name)) == (lane, name)
