"""Makes dead letters: the original bytes, and in the headers where they came from and why."""

from __future__ import annotations

import base64
from datetime import UTC, datetime

import dateline
from dateline.errors import BadInput
from dateline.messages.dead_letter import DeadLetter, DeadLetterKind
from dateline.runtime.stage import DeadDocument, Headers, Message, Publication

TOPIC = "dead-letters"
_REASON_MAX = 4000
_URL_MAX = 8000
_MEDIA_TYPE_MAX = 300
_REPLAY_MAX = 256 * 1024
_HEADERS_ROOM = 640 * 1024
"""Left free of a record's largest size for key and headers: ours, a replay, and the original ones."""
_HEADERS_MAX = 128 * 1024
_KEY_MAX = 32 * 1024


def for_message(stage: str, topic: str, message: Message, error: BadInput, *, size_max: int, now: float) -> Publication:
    """The dead letter of a record: the same key, bytes and (behind ours) headers."""
    return _publication(
        DeadLetter(
            kind=DeadLetterKind.MESSAGE,
            stage=stage,
            error=error.code,
            reason=_text(error.reason, _REASON_MAX),
            origin_topic=topic,
            origin_partition=message.partition,
            origin_offset=message.offset,
            version=dateline.__version__,
            failed_at=datetime.fromtimestamp(now, UTC),
        ),
        message.key,
        message.value,
        size_max,
        tuple(h for h in message.headers if not h[0].startswith("dateline-")),
    )


def for_state(
    stage: str, topic: str, partition: int, key: bytes, value: bytes, error: BadInput, *,
    attempts: int, size_max: int, now: float,
) -> Publication:  # fmt: skip
    """The dead letter of a state whose due time could not be kept."""
    return _publication(
        DeadLetter(
            kind=DeadLetterKind.STATE,
            stage=stage,
            error=error.code,
            reason=_text(error.reason, _REASON_MAX),
            origin_topic=topic,
            origin_partition=partition,
            origin_offset=-1,
            attempts=attempts,
            version=dateline.__version__,
            failed_at=datetime.fromtimestamp(now, UTC),
        ),
        key,
        value,
        size_max,
    )


def for_document(
    stage: str, topic: str, partition: int, offset: int, document: DeadDocument, *, size_max: int, now: float
) -> Publication:
    """The dead letter of bytes from the network."""
    replay = document.replay if document.replay and len(document.replay) <= _REPLAY_MAX else None
    return _publication(
        DeadLetter(
            kind=DeadLetterKind.DOCUMENT,
            stage=stage,
            error=document.code,
            reason=_text(document.reason, _REASON_MAX),
            origin_topic=topic,
            origin_partition=partition,
            origin_offset=offset,
            url=_text(document.url, _URL_MAX),
            content_type=None if document.content_type is None else _text(document.content_type, _MEDIA_TYPE_MAX),
            replay=None if replay is None else base64.b64encode(replay).decode(),
            version=dateline.__version__,
            failed_at=datetime.fromtimestamp(now, UTC),
        ),
        _text(document.url, _URL_MAX).encode(),
        document.body,
        size_max,
    )


def _text(text: str, size_max: int) -> str:
    """Text that can be written whatever it quotes: halves of characters, as JSON can spell them, become "?"."""
    return text[:size_max].encode("utf-8", "replace").decode()


def _publication(
    letter: DeadLetter, key: bytes | None, value: bytes | None, size_max: int, headers: Headers = ()
) -> Publication:
    """A record that surely fits: hostile keys, values and headers are cut, and it says so."""
    room = size_max - _HEADERS_ROOM
    kept_key = None if key is None else key[:_KEY_MAX]
    kept_value = None if value is None else value[:room]
    kept_headers = headers if sum(len(name) + len(content or b"") for name, content in headers) <= _HEADERS_MAX else ()
    if kept_key != key or kept_value != value or kept_headers != headers:
        letter = letter.model_copy(update={"truncated": True})
    if kept_key is None and kept_value is None:
        kept_key = b""  # a record must have one of them: an empty key says that the original had none
    partition_key = (kept_key or b"").decode("utf-8", "replace")
    return Publication(TOPIC, kept_key, partition_key, kept_value, (*letter.to_headers(), *kept_headers))
