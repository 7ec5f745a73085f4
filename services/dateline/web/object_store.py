"""A place in an S3-compatible store: files go there whole, and are read back in part.

Credentials, region and the rest come from the environment as other programs have them (``AWS_ACCESS_KEY_ID``,
``AWS_REGION`` …) or from the machine that the process runs on. What its errors mean is in ``store_errors.py``.

All calls wait; they are for threads. The library's asynchronous calls are not used, because they end a process with
SIGABRT now and then when it leaves soon after one (docs/decisions/0013).
"""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import structlog

from dateline.errors import ConfigurationError
from dateline.settings import STORE_SCHEME
from dateline.web.store_errors import told_by

if TYPE_CHECKING:
    from obstore.store import S3Store

log = structlog.get_logger()

ABSENT = "dateline-is-this-the-place"
"""Nothing has this name: to ask for it tells bucket and credentials, and needs no right to write or to list."""
_PART_BYTES = 8 * 1024 * 1024
_PARTS_AT_ONCE = 2
"""Both together: what lies in memory of a file that is sent."""
_CONNECT_S = 5.0
_REQUEST_S = 60.0
"""For one part: a line of less than a megabit a second is none."""
_TRIES = 3
CHECK_S = 5.0


class ObjectStore:
    """What lies under ``s3://bucket/prefix``.

    `endpoint_url`: where the store is; None for what the environment says, else Amazon's.
    Raises ConfigurationError where the environment has half of the credentials.
    """

    def __init__(self, url: str, endpoint_url: str | None = None) -> None:
        self.url = url
        self._endpoint_url = endpoint_url
        self._store = self._connected(_REQUEST_S, _TRIES)

    def check(self) -> None:
        """Asks whether the place is there. Raises ConfigurationError where the store says no.

        A store that is away is only logged: it may come back. Whether one may write there is not asked, since a
        credential that may write and do nothing else is a good one for an archive.
        """
        import obstore

        try:
            obstore.get(self._connected(CHECK_S, 1), ABSENT)
        except Exception as error:  # of many kinds, none of which may be shown
            told = told_by(error)
            if told.code in ("NoSuchKey", "AccessDenied"):
                return
            if told.is_final:
                raise ConfigurationError(f"{self._place()}: {told.reason}") from None
            log.warning("the archive's store is away; files wait for it", store=self.url, reason=told.reason)

    def put(self, name: str, path: Path) -> None:
        """Stores a file under a name; returns when the store has confirmed all of it. Raises StoreError."""
        import obstore

        try:
            obstore.put(self._store, name, path, chunk_size=_PART_BYTES, max_concurrency=_PARTS_AT_ONCE)
        except Exception as error:  # as above
            raise told_by(error) from None

    def size(self, name: str) -> int:
        """Bytes of a file. Raises StoreError."""
        import obstore

        try:
            return obstore.get(self._store, name).meta["size"]  # and not head, whose refusals have no reasons
        except Exception as error:  # as above
            raise told_by(error) from None

    def part(self, name: str, offset: int, length: int) -> bytes:
        """So many bytes of a file, or less where it ends before. Raises StoreError."""
        import obstore

        try:
            return bytes(obstore.get_range(self._store, name, start=offset, length=length))
        except Exception as error:  # as above
            raise told_by(error) from None

    def names(self, prefix: str) -> list[str]:
        """The files whose names begin with whole folders, in no order. Raises StoreError."""
        import obstore

        try:
            return [found["path"] for page in obstore.list(self._store, prefix or None) for found in page]
        except Exception as error:  # as above
            raise told_by(error) from None

    def _place(self) -> str:
        return f"{self.url} at {self._endpoint_url}" if self._endpoint_url else self.url

    def _connected(self, request_s: float, tries: int) -> S3Store:
        from obstore.store import S3Store

        bucket, _, prefix = self.url.removeprefix(STORE_SCHEME).partition("/")
        url = self._endpoint_url
        try:
            return S3Store(
                bucket,
                prefix=prefix or None,
                config={"aws_endpoint_url_s3": url} if url else {},
                client_options={
                    "connect_timeout": timedelta(seconds=min(_CONNECT_S, request_s)),
                    "timeout": timedelta(seconds=request_s),
                    "allow_http": True,  # where a setting says http://; Amazon's own addresses do not
                },
                retry_config={"max_retries": tries - 1},
            )
        except Exception as error:  # as above
            raise ConfigurationError(f"{self._place()}: {told_by(error).reason}") from None
