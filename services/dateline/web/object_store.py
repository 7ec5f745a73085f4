"""A place in an S3-compatible store: files go there whole, and are read back in part.

Credentials, region and the rest come from the environment as other programs have them (``AWS_ACCESS_KEY_ID``,
``AWS_REGION`` …) or from the machine that the process runs on. The library's errors quote requests with what they were
signed by, so none is shown: only what is said here of the store's code for it.

All calls wait; they are for threads. The library's asynchronous calls are not used, because they end a process with
SIGABRT now and then when it leaves soon after one (docs/decisions/0013).
"""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import structlog

from dateline.errors import ConfigurationError
from dateline.settings import STORE_SCHEME

if TYPE_CHECKING:
    from obstore.store import S3Store

log = structlog.get_logger()

_ABSENT = "dateline-is-this-the-place"
"""Nothing has this name: to ask for it tells bucket and credentials, and needs no right to write or to list."""
_PART_BYTES = 8 * 1024 * 1024
_PARTS_AT_ONCE = 2
"""Both together: what lies in memory of a file that is sent."""
_CONNECT_S = 5.0
_REQUEST_S = 60.0
"""For one part: a line of less than a megabit a second is none."""
_TRIES = 3
CHECK_S = 5.0

_EXPLAINED = {
    "AccessDenied": "the credentials may not do this there",
    "AuthorizationHeaderMalformed": "the bucket is in another region than AWS_REGION",
    "ExpiredToken": "AWS_SESSION_TOKEN has expired",
    "InvalidAccessKeyId": "the store does not know the key in AWS_ACCESS_KEY_ID",
    "InvalidToken": "AWS_SESSION_TOKEN is not valid",
    "NoSuchBucket": "there is no such bucket",
    "NoSuchKey": "there is no such file",
    "PermanentRedirect": "the bucket is in another region than AWS_REGION",
    "RequestTimeTooSkewed": "the clock of this machine is wrong",
    "SignatureDoesNotMatch": "AWS_SECRET_ACCESS_KEY does not belong to the key in AWS_ACCESS_KEY_ID",
    "XAdminUserNotFound": "the store does not know the key in AWS_ACCESS_KEY_ID",
}
_CODE = re.compile(r"<Code>([A-Za-z0-9.]{1,64})</Code>")
_STATUS = re.compile(r"status code: (\d{3})")
_BREAK = re.compile(r"HttpError \{\s{0,80}kind: (\w{1,40})")
_ASKED_FOR_CREDENTIALS = re.compile(r"/latest/(?:api/token|meta-data)|Missing ?(?:Access|Secret)")
"""The machine, since there are none in the environment, or only half of them; it gave none."""
_NO_CREDENTIALS = "there are no credentials: AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY must be set, or a role"
_BROKEN = {"Connect": "nobody answers there", "Timeout": "it does not answer in time"}


class StoreError(Exception):
    """The store refused, or gave no answer. `code` is its own, and `status` that of HTTP, where it gave any."""

    def __init__(self, reason: str, code: str | None = None, status: int | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.code = code
        self.status = status


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
            obstore.get(self._connected(CHECK_S, 1), _ABSENT)
        except Exception as error:  # of many kinds, none of which may be shown
            told = told_by(error)
            if told.code in ("NoSuchKey", "AccessDenied"):
                return
            if told.status is None or told.status in (408, 429) or told.status >= 500:
                log.warning("the archive's store is away; files wait for it", store=self.url, reason=told.reason)
                return
            raise ConfigurationError(f"{self._place()}: {told.reason}") from None

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
                    **({"allow_http": True} if url and url.startswith("http://") else {}),
                },
                retry_config={"max_retries": tries - 1},
            )
        except Exception as error:  # as above
            raise ConfigurationError(f"{self._place()}: {told_by(error).reason}") from None


def told_by(error: Exception) -> StoreError:
    """What one of the library's errors says, without what it quotes."""
    text = str(error)
    if _ASKED_FOR_CREDENTIALS.search(text):
        return StoreError(_NO_CREDENTIALS, status=401)
    code, status = _CODE.search(text), _STATUS.search(text)
    if code is not None:
        name, number = code[1], int(status[1]) if status is not None else None
        return StoreError(f"{name}: {_EXPLAINED[name]}" if name in _EXPLAINED else f"it says {name}", name, number)
    if status is not None:
        return StoreError(f"it answers with status {status[1]}", status=int(status[1]))
    if broken := _BREAK.search(text):
        return StoreError(_BROKEN.get(broken[1], "the connection broke"))
    return StoreError(f"it can't be used ({type(error).__name__})")
