"""Files by their path or their ``s3://`` URL, to be read: from the beginning on, or a part of one."""

from __future__ import annotations

import functools
import io
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from dateline.errors import ConfigurationError
from dateline.settings import STORE_SCHEME
from dateline.web.object_store import ObjectStore

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

_AHEAD_BYTES = 4 * 1024 * 1024
"""What is asked for at a time of a file that is read from its beginning."""
_WARC = (".warc", ".warc.gz")


def opened(path: str, endpoint_url: str | None = None) -> BinaryIO:
    """A file, to be read and closed. Raises OSError, StoreError, and ConfigurationError; reading raises the first two.

    `endpoint_url`: where the store is, as in the settings.
    """
    if not path.startswith(STORE_SCHEME):
        return Path(path).open("rb")
    bucket, name = _parted(path)
    return io.BufferedReader(_Stored(_store(bucket, endpoint_url), name), _AHEAD_BYTES)


def part_of(path: str, offset: int, length: int, endpoint_url: str | None = None) -> bytes:
    """So many bytes of a file, or less where it ends before. Raises as `opened`."""
    if not path.startswith(STORE_SCHEME):
        with Path(path).open("rb") as file:
            file.seek(offset)
            return file.read(length)
    bucket, name = _parted(path)
    return _store(bucket, endpoint_url).part(name, offset, length)


def warc_files(path: str, endpoint_url: str | None = None) -> list[str]:
    """The path itself, or all WARC files under ``s3://bucket/prefix/``, by their names. Raises as `opened`."""
    bucket, prefix = _parted(path)
    if not path.startswith(STORE_SCHEME) or (prefix and not prefix.endswith("/")):
        return [path]
    found = [name for name in _store(bucket, endpoint_url).names(prefix) if name.endswith(_WARC)]
    if not found:
        raise ConfigurationError(f"{path}: there are no WARC files under it")
    return [f"{bucket}/{name}" for name in sorted(found)]


class _Stored(io.RawIOBase):
    """A file in a store."""

    def __init__(self, store: ObjectStore, name: str) -> None:
        self._store = store
        self._name = name
        self._size = store.size(name)
        self._at = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        room = memoryview(buffer).cast("B")
        length = min(len(room), self._size - self._at)
        if length <= 0:
            return 0
        part = self._store.part(self._name, self._at, length)
        room[: len(part)] = part
        self._at += len(part)
        return len(part)


def _parted(url: str) -> tuple[str, str]:
    """A URL's bucket, as a URL, and the name in it."""
    bucket, _, name = url.removeprefix(STORE_SCHEME).partition("/")
    return f"{STORE_SCHEME}{bucket}", name


@functools.lru_cache(maxsize=16)
def _store(bucket: str, endpoint_url: str | None) -> ObjectStore:
    """One of each, for its connections."""
    return ObjectStore(bucket, endpoint_url)
