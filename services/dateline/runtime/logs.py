"""Logging: structlog, JSON lines or a person's console, on standard error; aiokafka's own lines through it."""

from __future__ import annotations

import contextlib
import io
import logging
import sys
from typing import TextIO, cast

import structlog

from dateline.settings import LogSettings

_NOISY = {
    # Kafka 4 answers old clients NotEnoughReplicas while transaction markers are pending; aiokafka warns each time.
    "aiokafka.producer.sender": logging.ERROR,
    "aiokafka.consumer.group_coordinator": logging.WARNING,
    "aiokafka": logging.WARNING,
    "httpx": logging.WARNING,
    "httpcore": logging.WARNING,
    "trafilatura": logging.CRITICAL,
}


class _Undaunted(io.TextIOBase):
    """A stream for logs that a full disk or a closed pipe does not break: news must not stop for a log line."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        """Writes what it can, and says that it wrote all."""
        with contextlib.suppress(OSError, ValueError):
            self._stream.write(text)
        return len(text)

    def flush(self) -> None:
        """Flushes if it can."""
        with contextlib.suppress(OSError, ValueError):
            self._stream.flush()


def configure_logs(settings: LogSettings) -> None:
    """Sets structlog and the standard library's logging up, once for the process."""
    stream = cast("TextIO", _Undaunted(sys.stderr))
    level = logging.getLevelNamesMapping()[settings.log_level.upper()]
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.StackInfoRenderer(),
    ]
    renderer: structlog.typing.Processor = (
        structlog.processors.JSONRenderer()
        if settings.log_format == "json"
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    )
    formatted: list[structlog.typing.Processor] = (
        [structlog.processors.dict_tracebacks, renderer] if settings.log_format == "json" else [renderer]
    )
    structlog.configure(
        processors=[*shared, *formatted],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(stream),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(stream)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[*shared, structlog.stdlib.ExtraAdder()],
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *formatted],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level)
    for name, least in _NOISY.items():
        logging.getLogger(name).setLevel(max(level, least))
