"""What goes wrong is one clear line on standard error and exit code 1, never a trace."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from dateline.cli import cli
from dateline.errors import ConfigurationError
from dateline.settings import KafkaSettings, Settings
from tests.cli.commands import dateline, environment, one_clear_line
from tests.conftest import Broker


@pytest.fixture
def silent_port() -> Iterator[int]:
    """A port on which nobody listens: bound, so that nobody else takes it."""
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        yield bound.getsockname()[1]


@pytest.mark.parametrize(
    ("option", "variable", "value", "reason"),
    [
        ("--http-port", "DATELINE_HTTP_PORT", "eighty", "valid integer"),
        ("--http-port", "DATELINE_HTTP_PORT", "70000", "less than or equal to 65535"),
        ("--allow-networks", "DATELINE_ALLOW_NETWORKS", "127.0.0.0/99", "does not appear to be an IPv4 or IPv6"),
        ("--log-level", "DATELINE_LOG_LEVEL", "loud", "'debug', 'info', 'warning' or 'error'"),
        ("--topic-prefix", "DATELINE_TOPIC_PREFIX", "with blanks", "should match pattern"),
        ("--bootstrap-servers", "DATELINE_BOOTSTRAP_SERVERS", "kafka", "is not host:port"),
    ],
)
def test_a_wrong_setting_is_named_with_its_option_its_variable_and_its_value(
    option: str, variable: str, value: str, reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    by_option = CliRunner().invoke(cli, ["poll", option, value]).exception
    monkeypatch.setenv(variable, value)
    by_variable = CliRunner().invoke(cli, ["poll"]).exception
    assert isinstance(by_option, ConfigurationError)
    assert str(by_option) == str(by_variable)
    for part in (option, variable, repr(value), reason):
        assert part in str(by_option)


async def test_a_wrong_setting_ends_a_command_before_it_starts_anything() -> None:
    line = one_clear_line(await dateline("up", env=environment(DATELINE_HTTP_PORT="eighty")))
    assert line.startswith("dateline: --http-port (or DATELINE_HTTP_PORT): ")


@pytest.mark.parametrize(
    "command",
    [
        "feeds list",
        "tail mentions --to-end",
        "dead-letters list",
        "positions show",
        "topics check",
        "topics create",
        "tag",
    ],
)
async def test_a_broker_that_is_not_there_is_named_with_the_remedy(command: str, silent_port: int) -> None:
    env = environment(KafkaSettings(bootstrap_servers=f"127.0.0.1:{silent_port}"), DATELINE_KAFKA_TIMEOUT_S="1")
    said = await dateline(*command.split(), env={**env, "DATELINE_HTTP_PORT": "0", "DATELINE_WORKERS": "1"})
    last = said.err.splitlines()[-1]
    assert said.code == 1
    assert "Traceback" not in said.err
    assert last.startswith(f"dateline: no Kafka broker answers at 127.0.0.1:{silent_port} within 1 s")
    assert "--bootstrap-servers" in last


@pytest.mark.parametrize(
    ("command", "topic"),
    [
        ("feeds list", "feeds.v1"),
        ("feeds add http://a.example/feed", "feeds.v1"),
        ("tail mentions --to-end", "mentions.v1"),
        ("dead-letters list", "dead-letters.v1"),
        ("positions show", "poll-store"),
    ],
)
async def test_a_missing_topic_is_named_with_the_command_that_makes_it(
    command: str, topic: str, embedded: Broker, topic_prefix: str
) -> None:
    nowhere = KafkaSettings(bootstrap_servers=embedded.bootstrap_servers, topic_prefix=topic_prefix)
    line = one_clear_line(await dateline(*command.split(), env=environment(nowhere)))
    assert line == f"dateline: the topic {topic_prefix}{topic} does not exist; run: dateline topics create"


async def test_a_stage_without_its_topics_says_so_in_its_last_line(embedded: Broker, topic_prefix: str) -> None:
    nowhere = KafkaSettings(bootstrap_servers=embedded.bootstrap_servers, topic_prefix=topic_prefix)
    said = await dateline("poll", env=environment(nowhere, DATELINE_HTTP_PORT="0", DATELINE_WORKERS="1"))
    assert said.code == 1
    assert "Traceback" not in said.err
    assert said.err.splitlines()[-1].startswith("dateline: ")
    assert "does not exist; run: dateline topics create" in said.err.splitlines()[-1]


async def test_a_taken_http_port_is_named_with_the_remedy(cluster: Settings) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        env = environment(cluster, DATELINE_HTTP_PORT=port, DATELINE_HTTP_HOST="127.0.0.1", DATELINE_WORKERS="1")
        said = await dateline("poll", env=env)
    assert said.code == 1
    last = said.err.splitlines()[-1]
    assert last.startswith(f"dateline: --http-port (or DATELINE_HTTP_PORT) {port}: ")
    assert "Traceback" not in said.err


@pytest.mark.parametrize("content", [b"", b"not XML", b"<html><body>a page</body></html>", b"\x89PNG\r\n\x1a\n"])
async def test_a_file_that_is_no_opml_is_refused_and_changes_nothing(
    content: bytes, cluster: Settings, tmp_path: Path
) -> None:
    file = tmp_path / "feeds.opml"
    file.write_bytes(content)
    line = one_clear_line(await dateline("feeds", "import", str(file), env=environment(cluster)))
    assert str(file) in line
    assert "an OPML file of outlines with xmlUrl is needed" in line


@pytest.mark.parametrize(
    ("command", "reason"),
    [
        ("feeds add ftp://a.example/feed", "it does not begin with http:// or https://"),
        ("feeds add http://", "http://: "),
        ("feeds add http://a.example/feed --country Ukraine", "--country: "),
        ("feeds remove http://unknown.example/", "see: dateline feeds list"),
        ("feeds export /nowhere/at/all.opml", "/nowhere/at/all.opml: cannot be written"),
        ("dead-letters show 0:4711", "no dead letter at 0:4711; see: dateline dead-letters list"),
        ("dead-letters replay 0:4711", "no dead letter at 0:4711; see: dateline dead-letters list"),
    ],
)
async def test_what_cannot_be_done_says_why(command: str, reason: str, cluster: Settings) -> None:
    assert reason in one_clear_line(await dateline(*command.split(), env=environment(cluster)))


@pytest.mark.parametrize("command", ["dead-letters replay", "tail nothing", "positions reset", "feeds add", "no-such"])
async def test_a_command_that_is_used_wrongly_says_how_and_exits_with_2(command: str) -> None:
    said = await dateline(*command.split(), env=environment())
    assert (said.code, said.out) == (2, "")
    assert "Usage: " in said.err
