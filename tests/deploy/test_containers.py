"""The image and the compose file, as far as they can be judged without an engine.

hadolint reads the Dockerfile, the compose specification's own schema the compose file; what these cannot see
(that commands, settings, files and health checks exist and work) is tried here.
"""

from __future__ import annotations

import http.server
import json
import re
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import yaml

from dateline.broker.apache import KAFKA_VERSION
from dateline.cli import COMMANDS
from dateline.settings import ENV_PREFIX, Settings

ROOT = Path(__file__).parents[2]
DOCKERFILE = ROOT / "deploy" / "Dockerfile"
COMPOSE = ROOT / "docker-compose.yml"
STAGES = ("poll", "fetch", "tag")
TOOLS = Path(sys.executable).parent


def instructions() -> list[tuple[str, str]]:
    """The Dockerfile's instructions with their arguments, comments left out and continued lines joined."""
    lines = [line for line in DOCKERFILE.read_text().splitlines() if not line.lstrip().startswith("#")]
    joined = re.sub(r"\\\n\s*", " ", "\n".join(lines))
    pairs = (line.split(maxsplit=1) for line in joined.splitlines() if line)
    return [(word, rest) for word, rest in pairs]


def last(instruction: str) -> str:
    """Arguments of the last instruction of that name: what counts in the image."""
    return [rest for word, rest in instructions() if word == instruction][-1]


@pytest.fixture(scope="module")
def services() -> dict[str, Any]:
    found = yaml.safe_load(COMPOSE.read_text())["services"]
    assert isinstance(found, dict)
    return found


def test_the_dockerfile_passes_hadolint() -> None:
    run = subprocess.run([TOOLS / "hadolint", DOCKERFILE], capture_output=True, text=True, check=False)
    assert (run.returncode, run.stdout) == (0, "")


def test_the_compose_file_follows_the_compose_specification() -> None:
    command: list[str | Path] = [TOOLS / "check-jsonschema", "--builtin-schema", "vendor.compose-spec", COMPOSE]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr


def test_every_file_that_the_image_copies_exists_and_passes_the_dockerignore() -> None:
    passed = {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    copied = {
        source.removeprefix("./")
        for word, rest in instructions()
        if word == "COPY" and "--from" not in rest
        for source in rest.split()[:-1]
    }
    assert copied == passed
    assert [source for source in copied if not (ROOT / source).exists()] == []


def test_the_image_runs_as_nobody_in_particular() -> None:
    user, _, group = last("USER").partition(":")
    assert int(user) > 0
    assert int(group) > 0


def test_the_command_gets_its_signals_itself() -> None:
    assert json.loads(last("ENTRYPOINT")) == ["dateline"]


@contextmanager
def stage_that_answers(status: int) -> Iterator[int]:
    """A server on loopback that gives every path this status, and its port."""

    class Answer(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status if self.path == "/livez" else 404)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    with http.server.HTTPServer(("127.0.0.1", 0), Answer) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield server.server_port
        finally:
            server.shutdown()


def image_health(port: int) -> int:
    """Exit code of the image's health check for a stage at that port."""
    command = json.loads(last("HEALTHCHECK").split("CMD ", 1)[1])
    environment = {"DATELINE_HTTP_PORT": str(port)}
    return subprocess.run([sys.executable, *command[1:]], env=environment, capture_output=True, check=False).returncode


@pytest.mark.parametrize(("status", "healthy"), [(200, True), (503, False)])
def test_the_images_health_is_what_livez_says(status: int, healthy: bool) -> None:
    with stage_that_answers(status) as port:
        assert (image_health(port) == 0) == healthy


def test_an_image_in_which_nothing_listens_is_not_healthy() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    assert image_health(port) != 0


def test_the_compose_health_check_asks_what_the_images_asks(services: dict[str, Any]) -> None:
    for stage in STAGES:
        test = services[stage]["healthcheck"]["test"]
        assert test[:3] == ["CMD", "python", "-c"]
        with stage_that_answers(200) as port:
            code = test[3].replace(":8080/", f":{port}/")
            assert code != test[3]
            assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize("service", ["topics", *STAGES])
def test_services_run_commands_that_exist(service: str, services: dict[str, Any]) -> None:
    assert services[service]["command"][0] in COMMANDS


@pytest.mark.parametrize("service", ["topics", *STAGES])
def test_services_are_given_settings_that_exist(service: str, services: dict[str, Any]) -> None:
    names = {name for name in services[service]["environment"] if name.startswith(ENV_PREFIX)}
    assert {name.removeprefix(ENV_PREFIX).lower() for name in names} <= set(Settings.model_fields)


@pytest.mark.parametrize("stage", STAGES)
def test_a_stage_starts_when_kafka_answers_and_its_topics_are_made(stage: str, services: dict[str, Any]) -> None:
    assert services[stage]["depends_on"] == {
        "kafka": {"condition": "service_healthy"},
        "topics": {"condition": "service_completed_successfully"},
    }


@pytest.mark.parametrize("service", ["topics", *STAGES])
def test_services_cannot_write_to_their_root_nor_gain_rights(service: str, services: dict[str, Any]) -> None:
    assert services[service]["read_only"] is True
    assert services[service]["cap_drop"] == ["ALL"]
    assert any(mount.startswith("/tmp") for mount in services[service]["tmpfs"])


@pytest.mark.parametrize("stage", STAGES)
def test_a_stage_is_given_the_time_that_draining_takes(stage: str, services: dict[str, Any]) -> None:
    grace_s = float(services[stage]["stop_grace_period"].removesuffix("s"))
    assert grace_s > Settings().drain_timeout_s


def test_containers_run_the_kafka_that_the_tests_run(services: dict[str, Any]) -> None:
    assert services["kafka"]["image"] == f"apache/kafka:{KAFKA_VERSION}"
