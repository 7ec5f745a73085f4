"""How a cluster is reached: the options of every client, and one clear line where it cannot be.

What is said to the cluster lives elsewhere (topics.py, the runtime). No client is kept here.

aiokafka waits without a limit in places (an idempotent producer while the broker is away,
https://github.com/aio-libs/aiokafka/issues/1101), so everything here has a deadline of its own:
`KafkaSettings.kafka_timeout_s`.
"""

from __future__ import annotations

import asyncio
import logging
import ssl
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from typing import Any

from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import KafkaError

from dateline.errors import BrokerError, ConfigurationError
from dateline.settings import KafkaSettings

CLOSE_TIMEOUT_S = 2.0


def bootstrap_list(settings: KafkaSettings) -> list[str]:
    """The brokers to ask first, each ``host:port``. Raises ConfigurationError if one is written otherwise."""
    servers = [part.strip() for part in settings.bootstrap_servers.split(",") if part.strip()]
    for server in servers:
        host, _, port = server.rpartition(":")
        if not host or not port.isdecimal() or not 0 < int(port) < 65536:
            raise ConfigurationError(
                f"--bootstrap-servers (or DATELINE_BOOTSTRAP_SERVERS): {server!r} is not host:port, as localhost:9092"
            )
    if not servers:
        raise ConfigurationError("--bootstrap-servers (or DATELINE_BOOTSTRAP_SERVERS) names no broker")
    return servers


def _tls(settings: KafkaSettings) -> ssl.SSLContext | None:
    if not settings.security_protocol.endswith("SSL"):
        return None
    try:
        return ssl.create_default_context(cafile=settings.ssl_ca_file)
    except (OSError, ssl.SSLError) as error:
        raise ConfigurationError(
            f"--ssl-ca-file (or DATELINE_SSL_CA_FILE): {settings.ssl_ca_file}: {error}; "
            "it must be a readable file of PEM certificates"
        ) from error


def client_options(settings: KafkaSettings) -> dict[str, Any]:
    """What every aiokafka client (producer, consumer, admin) of ours is made with.

    Gives bootstrap_servers, client_id, request_timeout_ms, security_protocol and, where the protocol needs
    them, ssl_context and sasl_*. Raises ConfigurationError where settings lack or contradict.
    """
    options: dict[str, Any] = {
        "bootstrap_servers": bootstrap_list(settings),
        "client_id": "dateline",
        "request_timeout_ms": round(settings.kafka_timeout_s * 1000),
        "security_protocol": settings.security_protocol,
    }
    tls = _tls(settings)
    if tls is not None:
        options["ssl_context"] = tls
    if settings.security_protocol.startswith("SASL"):
        if settings.sasl_username is None or settings.sasl_password is None:
            raise ConfigurationError(
                f"{settings.security_protocol} needs a login: set DATELINE_SASL_USERNAME and "
                "DATELINE_SASL_PASSWORD (or DATELINE_SASL_PASSWORD_FILE)"
            )
        options["sasl_mechanism"] = settings.sasl_mechanism
        options["sasl_plain_username"] = settings.sasl_username
        options["sasl_plain_password"] = settings.sasl_password.get_secret_value()
    return options


def unreachable(settings: KafkaSettings, said: str) -> BrokerError:
    """The one line for a broker that does not answer: its address, what was said, and the remedy."""
    return BrokerError(
        f"no Kafka broker answers at {settings.bootstrap_servers} within {settings.kafka_timeout_s:g} s"
        f"{f' ({said})' if said else ''}; start one (docker compose up, or dateline kafka run) or name "
        "yours with --bootstrap-servers or DATELINE_BOOTSTRAP_SERVERS"
    )


class _LastWords(logging.Handler):
    """Keeps the last thing that aiokafka logged: why bootstrapping failed is in its log and not in its error.

    Its presence also keeps the lines of a failure, which the error repeats, from standard error.
    """

    said = ""

    def emit(self, record: logging.LogRecord) -> None:
        self.said = record.getMessage()


@contextmanager
def _last_words() -> Iterator[_LastWords]:
    logger, listener = logging.getLogger("aiokafka"), _LastWords(logging.WARNING)
    logger.addHandler(listener)
    try:
        yield listener
    finally:
        logger.removeHandler(listener)


@contextmanager
def broker_errors(settings: KafkaSettings) -> Iterator[None]:
    """Turns what aiokafka raises inside into BrokerError: one line with the address and what was said.

    For one-shot commands. The stage loop tells Kafka's errors apart itself.
    """
    try:
        yield
    except TimeoutError as error:
        raise unreachable(settings, "") from error
    except (KafkaError, OSError) as error:
        raise BrokerError(
            f"Kafka at {settings.bootstrap_servers} refused: {error!s} ({type(error).__name__})"
        ) from error


@asynccontextmanager
async def admin_client(settings: KafkaSettings) -> AsyncIterator[AIOKafkaAdminClient]:
    """A started admin client, closed at the end. Raises BrokerError where no broker answers in time.

    Errors of what is done with it come out as BrokerError too.
    """
    client = AIOKafkaAdminClient(**client_options(settings))
    try:
        with _last_words() as heard:
            try:
                async with asyncio.timeout(settings.kafka_timeout_s):
                    await client.start()
            except (KafkaError, OSError, TimeoutError) as error:
                raise unreachable(settings, heard.said) from error
        with broker_errors(settings):
            yield client
    finally:
        with suppress(TimeoutError):
            async with asyncio.timeout(CLOSE_TIMEOUT_S):
                await client.close()


async def reachable(settings: KafkaSettings) -> None:
    """Returns when a broker has answered a metadata request; raises BrokerError where none does in time."""
    async with admin_client(settings):
        pass


def producer_options(settings: KafkaSettings) -> dict[str, Any]:
    """`client_options` and what every producer of ours has beside: the compression."""
    compression = None if settings.compression == "none" else settings.compression
    return {**client_options(settings), "compression_type": compression}
