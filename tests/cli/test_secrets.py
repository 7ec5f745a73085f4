"""Secrets come from their variable or from a file, and are never shown."""

from __future__ import annotations

from pathlib import Path

import pytest

from dateline.cli.options import build
from dateline.errors import ConfigurationError
from dateline.settings import KafkaSettings
from tests.cli.commands import dateline, environment

SECRET = "correct-horse-battery-staple"


def password(settings: KafkaSettings) -> str | None:
    return None if settings.sasl_password is None else settings.sasl_password.get_secret_value()


def test_a_secret_is_read_from_its_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATELINE_SASL_PASSWORD", SECRET)
    assert password(build(KafkaSettings, {})) == SECRET


def test_a_secret_is_read_from_a_file_without_the_line_feed_at_its_end(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "password").write_text(f"{SECRET}\n")
    monkeypatch.setenv("DATELINE_SASL_PASSWORD_FILE", str(tmp_path / "password"))
    assert password(build(KafkaSettings, {})) == SECRET


def test_an_empty_variable_is_no_secret(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "password").write_text(SECRET)
    monkeypatch.setenv("DATELINE_SASL_PASSWORD", "")
    monkeypatch.setenv("DATELINE_SASL_PASSWORD_FILE", str(tmp_path / "password"))
    assert password(build(KafkaSettings, {})) == SECRET


def test_a_file_that_cannot_be_read_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DATELINE_SASL_PASSWORD_FILE", str(tmp_path / "missing"))
    with pytest.raises(ConfigurationError, match=r"DATELINE_SASL_PASSWORD_FILE=.*missing: cannot be read"):
        build(KafkaSettings, {})


def test_settings_do_not_show_their_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATELINE_SASL_PASSWORD", SECRET)
    settings = build(KafkaSettings, {})
    assert SECRET not in f"{settings!r} {settings} {settings.model_dump_json()}"


@pytest.mark.parametrize("command", ["poll --help", "settings", "feeds list --sasl-password x"])
async def test_a_secret_has_no_option_and_is_not_shown(command: str) -> None:
    said = await dateline(*command.split(), env=environment(DATELINE_SASL_PASSWORD=SECRET))
    assert SECRET not in said.out + said.err
    assert "--sasl-password " not in said.out


async def test_a_login_that_fails_does_not_show_the_secret() -> None:
    env = environment(
        KafkaSettings(bootstrap_servers="127.0.0.1:9"),
        DATELINE_SASL_PASSWORD=SECRET,
        DATELINE_SASL_USERNAME="desk",
        DATELINE_SECURITY_PROTOCOL="SASL_PLAINTEXT",
        DATELINE_KAFKA_TIMEOUT_S="1",
        DATELINE_HTTP_PORT="0",
        DATELINE_WORKERS="1",
    )
    for command in ("feeds list", "poll --log-level debug"):
        said = await dateline(*command.split(), env=env)
        assert said.code == 1
        assert SECRET not in said.out + said.err


async def test_a_login_without_its_secret_says_which_variables_are_needed() -> None:
    said = await dateline("feeds", "list", env=environment(DATELINE_SECURITY_PROTOCOL="SASL_PLAINTEXT"))
    assert (said.code, said.err.count("\n")) == (1, 1)
    assert "DATELINE_SASL_PASSWORD (or DATELINE_SASL_PASSWORD_FILE)" in said.err
