"""Which partition a key belongs to: the one that other clients would choose."""

from __future__ import annotations

import pytest
from aiokafka.partitioner import murmur2 as aiokafkas
from hypothesis import given
from hypothesis import strategies as st

from dateline.runtime.partitions import murmur2, partition_of


@given(st.binary(max_size=64))
def test_bytes_of_every_length_have_the_hash_that_aiokafka_gives_them(data: bytes) -> None:
    assert murmur2(data) == aiokafkas(data)


@pytest.mark.parametrize(
    ("data", "signed"),
    [
        (b"21", -973932308),
        (b"foobar", -790332482),
        (b"a-little-bit-long-string", -985981536),
        (b"a-little-bit-longer-string", -1486304829),
        (b"lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8", -58897971),
        (b"abc", 479470107),
    ],
)
def test_the_hash_is_the_java_clients(data: bytes, signed: int) -> None:
    """Values from Kafka's own UtilsTest.testMurmur2."""
    assert murmur2(data) == signed & 0xFFFFFFFF


@given(st.text(max_size=20), st.integers(1, 1000))
def test_the_partition_is_one_of_those_that_there_are(key: str, count: int) -> None:
    assert 0 <= partition_of(key, count) < count
