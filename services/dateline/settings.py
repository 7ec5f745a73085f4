"""Every setting: its default, its unit (in its name) and its meaning. The one place where they are written.

A setting ``poll_interval_min_s`` is the option ``--poll-interval-min-s`` of the commands that use its group
and the environment variable ``DATELINE_POLL_INTERVAL_MIN_S``; a secret is also read from the file that
``DATELINE_…_FILE`` names. ``dateline settings`` prints them all. Functions take the smallest group that has
what they need.
"""

from __future__ import annotations

import ipaddress
import os
import re
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr


def _networks(text: str) -> str:
    for part in filter(None, text.replace(",", " ").split()):
        ipaddress.ip_network(part)
    return text


Networks = Annotated[str, AfterValidator(_networks)]


def _has_possible_port(url: str) -> bool:
    """Whether its port, if it names one, is one that a server may have."""
    try:
        return urlsplit(url).port != 0
    except ValueError:
        return False


def _proxy_url(text: str) -> str:
    shape = r"https?://(?:[A-Za-z0-9._-]{1,253}|\[[0-9A-Fa-f:.]{2,45}\])(?::\d{1,5})?/?"
    if re.fullmatch(shape, text) is None or not _has_possible_port(text):
        raise ValueError("a proxy is http:// or https:// with a host and a port, and nothing else")
    return text


def _endpoint_url(text: str) -> str:
    parts = urlsplit(text)
    if (
        parts.scheme not in ("http", "https")
        or not parts.hostname
        or "@" in parts.netloc
        or parts.query
        or parts.fragment
        or not _has_possible_port(text)
    ):
        raise ValueError("an endpoint is http:// or https:// with a host, perhaps a port and a path, and nothing else")
    return text


EndpointUrl = Annotated[str, AfterValidator(_endpoint_url)]
ProxyUrl = Annotated[str, AfterValidator(_proxy_url)]


Obedience = Literal["obey", "crawl-delay", "ignore"]


def _callback_url(text: str) -> str:
    if re.fullmatch(r"https?://[A-Za-z0-9._\[\]:-]{1,260}(?:/[A-Za-z0-9._~/-]{0,200})?", text) is None:
        raise ValueError("an http or https address without a query is needed")
    return text.rstrip("/")


CallbackUrl = Annotated[str, AfterValidator(_callback_url)]


STORE_SCHEME = "s3://"
"""What begins the URL of something in an object store."""


def _archive_place(text: str) -> str:
    if not text.startswith("s3:") and "://" not in text:
        return text
    bucket, *folders = text.removeprefix(STORE_SCHEME).rstrip("/").split("/")
    if (
        not text.startswith(STORE_SCHEME)
        or re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]{1,254}", bucket) is None
        or any(re.fullmatch(r"(?!\.{1,2}$)[A-Za-z0-9!_.*'()=-]{1,200}", folder) is None for folder in folders)
    ):
        raise ValueError("a folder, or s3://bucket/prefix in letters, digits and !_.*'()=- is needed")
    return text.rstrip("/")


ArchivePlace = Annotated[str, AfterValidator(_archive_place)]


class Group(BaseModel):
    """Base of the groups."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)


class LogSettings(Group):
    """Logging."""

    log_level: Literal["debug", "info", "warning", "error"] = "info"
    """Least severe level that is written."""
    log_format: Literal["json", "console"] = "json"
    """JSON lines for machines, or coloured lines for a person."""


class KafkaSettings(Group):
    """The Kafka cluster and the names on it."""

    bootstrap_servers: str = "localhost:9092"
    """Kafka brokers to ask first: host:port, several parted by commas."""
    topic_prefix: str = Field(default="dateline.", pattern=r"^[a-zA-Z0-9._-]{0,100}$")
    """What every topic's name, consumer group and transactional id begins with."""
    security_protocol: Literal["PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL"] = "PLAINTEXT"
    """How the brokers are spoken to."""
    ssl_ca_file: str | None = None
    """Certificate authority of the brokers, PEM; the system's where absent."""
    sasl_mechanism: Literal["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"] = "SCRAM-SHA-512"
    """How to log in, with a SASL protocol."""
    sasl_username: str | None = None
    """Who logs in."""
    sasl_password: SecretStr | None = None
    """Password of that user."""
    compression: Literal["none", "gzip", "snappy", "lz4", "zstd"] = "zstd"
    """How records are compressed."""
    kafka_timeout_s: float = Field(default=10.0, gt=0, le=300)
    """Deadline of one call to the brokers."""


class StageSettings(Group):
    """How a stage runs."""

    http_host: str = "0.0.0.0"  # noqa: S104 - a container's health port must be reachable from its host
    """Address that health and metrics are served on."""
    http_port: int = Field(default=8080, ge=0, le=65535)
    """Port of health and metrics; 0 takes a free one, which the log names."""
    burst_gap_ms: float = Field(default=25.0, ge=0, le=5000)
    """Least time between the starts of two transactions of one partition."""
    messages_in_flight_max: int = Field(default=20_000, ge=1)
    """Messages that one partition works on at a time."""
    bytes_in_flight_max: int = Field(default=64_000_000, ge=1)
    """Bytes of messages that one partition works on at a time."""
    due_in_flight_max: int = Field(default=256, ge=1)
    """Due items that one partition works on at a time."""
    due_backlog_max: int = Field(default=100_000, ge=1)
    """Due but undone items of one partition at which it stops reading new messages."""
    due_attempts_max: int = Field(default=5, ge=1)
    """Failures of one due item after which it becomes a dead letter."""
    dead_streak_max: int = Field(default=1000, ge=0)
    """So many dead letters in a row stop the stage; 0: never."""
    dead_ratio_max: float = Field(default=0.5, gt=0, le=1)
    """A greater share of dead letters among the last items stops the stage; 1: never."""
    dead_ratio_items: int = Field(default=2000, ge=1)
    """How many items that share is taken over."""
    drain_timeout_s: float = Field(default=20.0, gt=0)
    """After SIGTERM: how long running work may take to finish before the process leaves."""
    session_timeout_s: float = Field(default=15.0, ge=1)
    """A process unheard of for so long loses its partitions to others."""
    group_instance_id: str | None = None
    """Static membership: a name that no other process of the stage has; absent: dynamic."""


class WorkerSettings(Group):
    """The pool of worker processes that parse, extract and tag."""

    workers: int = Field(default_factory=lambda: os.cpu_count() or 1, ge=1)
    """Worker processes; by default one a processor."""
    worker_deadline_s: float = Field(default=20.0, gt=0)
    """A worker that takes longer over one item is killed, and the item becomes a dead letter."""
    worker_memory_max_mb: int = Field(default=1500, ge=64)
    """Address space that one worker may use, in MiB, beyond what it has after start."""
    worker_items_max: int = Field(default=5000, ge=1)
    """A worker is replaced after so many items."""


class WebSettings(Group):
    """The outgoing HTTP client."""

    user_agent: str = "Dateline/0.1 (+https://dateline.invalid/bot; set DATELINE_USER_AGENT)"
    """Who we say we are: put an address there where a publisher can reach you."""
    request_deadline_s: float = Field(default=30.0, gt=0)
    """One request, with all its redirects and its whole body."""
    read_timeout_s: float = Field(default=10.0, gt=0)
    """Longest silence inside a response."""
    body_max_bytes: int = Field(default=8_000_000, ge=1000)
    """Largest body, counted after decompression."""
    redirects_max: int = Field(default=5, ge=0, le=20)
    """Longest chain of redirects."""
    allow_networks: Networks = ""
    """Networks that may be reached although they are loopback or private: CIDR, parted by commas."""
    proxy_url: ProxyUrl | None = None
    """Proxy that leads out, as http://host:port or https://host:port; it must allow CONNECT to addresses."""
    proxy_username: str | None = None
    """Who logs in at the proxy."""
    proxy_password: SecretStr | None = None
    """Password of that user."""
    proxy_except_networks: Networks = ""
    """Networks that are reached without the proxy: CIDR, parted by commas."""


class PollSettings(Group):
    """When feeds are polled."""

    poll_interval_min_s: float = Field(default=120.0, gt=0)
    """Shortest time between two polls of a feed."""
    poll_interval_max_s: float = Field(default=6 * 3600.0, gt=0)
    """Longest time between two polls of a feed that answers."""
    poll_whole_gap_s: float = Field(default=86400.0, gt=0)
    """However often a server says that nothing changed (304), after so long the whole feed is asked for."""
    redirect_stable_days: float = Field(default=3.0, ge=0)
    """A permanent redirect is remembered when it has led to the same place for so long."""
    dead_after_days: float = Field(default=30.0, gt=0)
    """A feed that has failed for so long is asked ever less."""
    dead_gap_max_s: float = Field(default=30 * 86400.0, gt=0)
    """Longest wait for a feed that is gone (410) or has failed for so long."""
    domain_gap_s: float = Field(default=1.0, ge=0)
    """Time between two requests to one registrable domain."""
    robots_for_feeds: Obedience = "crawl-delay"
    """What is heeded of robots.txt where feeds are asked for; they are there to be read by programs."""
    crawl_delay_max_s: float = Field(default=60.0, ge=0)
    """A longer crawl delay is read as this one."""
    retry_gap_s: float = Field(default=60.0, gt=0)
    """First wait after a failure; it doubles with every further one."""
    retry_gap_max_s: float = Field(default=24 * 3600.0, gt=0)
    """Longest wait after a failure."""
    feed_credentials_file: str | None = None
    """TOML file of the credentials that feeds name (see docs/feeds.md); not readable by every user."""


class WebSubSettings(Group):
    """Being told by hubs (W3C WebSub) instead of asking."""

    websub_callback_url: CallbackUrl | None = None
    """Where hubs reach poll's HTTP port from outside, as https://dateline.example; absent: feeds are only polled."""
    websub_secret: SecretStr | None = Field(default=None, min_length=32)
    """What callbacks and signatures are made from: 32 characters or more, the same for all copies of poll."""
    websub_poll_gap_s: float = Field(default=6 * 3600.0, gt=0)
    """Time between two polls of a feed whose hub has missed nothing."""
    websub_lease_s: float = Field(default=10 * 86400.0, ge=300, le=365 * 86400)
    """For how long hubs are asked to push; each has its own mind."""
    websub_patience_s: float = Field(default=600.0, gt=0)
    """So much later than a poll a hub may bring the same news; beyond that it has missed them."""


class FetchSettings(Group):
    """When pages are fetched."""

    domain_gap_s: float = Field(default=1.0, ge=0)
    """Time between two requests to one registrable domain."""
    robots_for_pages: Obedience = "obey"
    """What is heeded of robots.txt where pages are asked for."""
    crawl_delay_max_s: float = Field(default=60.0, ge=0)
    """A longer crawl delay is read as this one."""
    retry_gap_s: float = Field(default=60.0, gt=0)
    """First wait after a failure; it doubles with every further one."""
    retry_gap_max_s: float = Field(default=24 * 3600.0, gt=0)
    """Longest wait after a failure."""
    fetch_attempts_max: int = Field(default=6, ge=1)
    """Attempts at one page before it is given up by name."""
    revisit_gap_s: float = Field(default=3600.0, gt=0)
    """An article is looked at again after so long, then after twice as long, and so on."""
    revisits_max: int = Field(default=4, ge=0)
    """How often an unchanged article is looked at again."""
    removal_gap_s: float = Field(default=3600.0, gt=0)
    """A page that is gone is looked at again after so long before its article is called removed."""
    domain_backlog_max: int = Field(default=10_000, ge=1)
    """Pages of one domain that may wait; further ones are dropped by name."""
    page_memory_days: float = Field(default=30.0, gt=0)
    """How long a page is remembered after it was last seen in a feed."""
    archive: ArchivePlace = ""
    """Where raw pages are kept as WARC files: a folder, or s3://bucket/prefix; empty: they are not kept."""
    archive_file_max_bytes: int = Field(default=100_000_000, ge=1)
    """Size at which a WARC file is closed and the next one begun."""
    archive_file_max_age_s: float = Field(default=900.0, gt=0, le=7 * 86400)
    """Age at which it is closed however small it is."""
    archive_spool_folder: str = "dateline-spool"
    """With a store: the folder in which files are written, and wait until the store has them."""
    archive_spool_max_bytes: int = Field(default=2_000_000_000, ge=1)
    """Bytes of closed files that may wait there; beyond, the oldest are dropped. The newest always stays."""


class StoreSettings(Group):
    """The S3-compatible store of an archive."""

    archive_endpoint_url: EndpointUrl | None = None
    """Where the archive's store is, as https://host:port; absent: where AWS_ENDPOINT_URL says, else at Amazon's."""


class TagSettings(Group):
    """Tagging."""

    article_memory_days: float = Field(default=45.0, gt=0)
    """How long an article's mentions are remembered, so that a new version can withdraw them."""


class EndpointSettings(Group):
    """A model of your own behind an OpenAI-compatible endpoint, asked of articles that pass the tagger's gate."""

    endpoint_url: EndpointUrl | None = None
    """Where its API is, as https://host/v1; absent: no model is asked. What is asked holds the articles' text."""
    endpoint_model: str = ""
    """The model's name at the endpoint."""
    endpoint_key: SecretStr | None = None
    """Key that goes with every question, as a bearer token."""
    endpoint_timeout_s: float = Field(default=15.0, gt=0, le=300)
    """After so long without a whole answer, the rules' reading of the article stands."""
    endpoint_calls_per_minute: int = Field(default=30, ge=1)
    """Questions that one process asks in a minute; of further articles the rules' reading stands."""
    endpoint_characters_max: int = Field(default=12_000, ge=500)
    """Characters of one article that the model is shown."""
    endpoint_answer_tokens_max: int = Field(default=2000, ge=100)
    """Tokens that one answer may have."""


class Settings(
    LogSettings,
    KafkaSettings,
    StageSettings,
    WorkerSettings,
    WebSettings,
    PollSettings,
    WebSubSettings,
    FetchSettings,
    StoreSettings,
    TagSettings,
    EndpointSettings,
):
    """All groups in one, for the processes that run stages."""


ENV_PREFIX = "DATELINE_"
