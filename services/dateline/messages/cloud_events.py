"""CloudEvents 1.0 headers of Kafka messages, binary content mode (Kafka protocol binding, section 3.2)."""

from __future__ import annotations

from datetime import datetime

from dateline.messages.base import rfc3339


def cloud_event_headers(kind: str, event_id: str, stage: str, observed_at: datetime) -> tuple[tuple[str, bytes], ...]:
    """The headers of one message.

    Args:
        kind: what it is, such as ``article``; the type becomes ``dateline.article.v1``.
        event_id: unique for stage and kind, and the same on every replay.
        stage: who made it.
        observed_at: when we observed it. The record's own timestamp is the broker's.
    """
    return (
        ("ce_specversion", b"1.0"),
        ("ce_type", f"dateline.{kind}.v1".encode()),
        ("ce_source", f"/dateline/{stage}".encode()),
        ("ce_id", event_id.encode()),
        ("ce_time", rfc3339(observed_at).encode()),
        ("content-type", b"application/json"),
    )
