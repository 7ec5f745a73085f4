"""Every setting is documented once, and every command explains itself."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from dateline.cli import COMMANDS, cli
from dateline.cli.options import is_secret
from dateline.settings import ENV_PREFIX, Settings

ROOT = Path(__file__).parents[2]


def every_command(group: click.Group, *path: str) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    context = click.Context(group)
    for name in group.list_commands(context):
        found = group.get_command(context, name)
        assert found is not None
        yield (*path, name), found
        if isinstance(found, click.Group):
            yield from every_command(found, *path, name)


EVERY = [pytest.param(path, command, id=" ".join(path)) for path, command in every_command(cli)]


def test_the_page_of_settings_is_what_the_command_writes() -> None:
    written = CliRunner().invoke(cli, ["settings"])
    assert (ROOT / "docs" / "settings.md").read_text() == written.output, "run: dateline settings > docs/settings.md"


@pytest.mark.parametrize("name", Settings.model_fields)
def test_every_setting_says_what_it_means(name: str) -> None:
    assert Settings.model_fields[name].description
    assert f"`{ENV_PREFIX}{name.upper()}`" in CliRunner().invoke(cli, ["settings"]).output


def test_up_takes_every_setting_that_is_no_secret() -> None:
    up = cli.get_command(click.Context(cli), "up")
    assert up is not None
    options = {option for parameter in up.params for option in parameter.opts}
    for name, field in Settings.model_fields.items():
        assert (f"--{name.replace('_', '-')}" in options) is not is_secret(field)


@pytest.mark.parametrize(("path", "command"), EVERY)
def test_help_fits_a_terminal_and_says_what_the_command_does(path: tuple[str, ...], command: click.Command) -> None:
    if command.get_help_option(click.Context(command, **command.context_settings)) is None:
        pytest.skip("it hands its arguments, --help too, to another program")
    said = CliRunner().invoke(cli, [*path, "--help"], terminal_width=80)
    assert said.exit_code == 0
    assert said.output.startswith("Usage: ")
    assert command.help
    assert max(map(len, said.output.splitlines())) <= 80


def test_the_first_help_lists_every_command_without_loading_any() -> None:
    said = CliRunner().invoke(cli, ["--help"]).output
    assert [name for name in COMMANDS if f"\n  {name} " not in said] == []


def test_an_option_beats_its_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATELINE_BOOTSTRAP_SERVERS", "not a broker either")
    said = CliRunner().invoke(cli, ["feeds", "list", "--bootstrap-servers", "no broker"])
    assert "'no broker' is not host:port" in str(said.exception)
