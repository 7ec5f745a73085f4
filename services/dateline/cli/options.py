"""Turns the fields of the settings groups into options of the commands that use them."""

from __future__ import annotations

import functools
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal, TypeVar, get_args, get_origin

import click
from pydantic import BaseModel, SecretStr, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from dateline.errors import ConfigurationError
from dateline.settings import ENV_PREFIX, Settings

_USER_INFORMATION = re.compile(r"//[^/@\s]{0,500}@")
"""A login in a URL, where no setting has one."""

G = TypeVar("G", bound=BaseModel)
F = TypeVar("F", bound=Callable[..., Any])


def is_secret(field: FieldInfo) -> bool:
    """Whether a setting's value must never be on a command line or in a log."""
    return SecretStr in (field.annotation, *get_args(field.annotation))


def _option(name: str, field: FieldInfo) -> click.Option:
    """The option of one setting: strings, so that pydantic alone says what a value means."""
    env = ENV_PREFIX + name.upper()
    shown = field.get_default(call_default_factory=True)
    choices = get_args(field.annotation) if get_origin(field.annotation) is Literal else None
    metavar = "|".join(choices) if choices else None
    default = "" if shown in (None, "", PydanticUndefined) else f"  [default: {shown}]"
    return click.Option(
        [f"--{name.replace('_', '-')}", name],
        envvar=env,
        metavar=metavar or "VALUE",
        help=f"{field.description}  [env: {env}]{default}".replace("\n", " "),
        default=None,
    )


def secret_from_file(name: str) -> str | None:
    """A secret from its variable, else from the file that ``DATELINE_…_FILE`` names."""
    env = ENV_PREFIX + name.upper()
    if given := os.environ.get(env):
        return given
    path = os.environ.get(f"{env}_FILE")
    if not path:
        return None
    try:
        return Path(path).read_text(encoding="utf-8").rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"{env}_FILE={path}: cannot be read as UTF-8 text: {error}") from error


def build(group: type[G], given: dict[str, Any]) -> G:
    """The settings from what was given. Raises ConfigurationError, naming option, variable and remedy."""
    values = {name: value for name, value in given.items() if value is not None}
    for name, field in group.model_fields.items():
        if is_secret(field) and (secret := secret_from_file(name)) is not None:
            values[name] = secret
    try:
        return group.model_validate(values)
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0])
        if is_secret(group.model_fields[name]):
            # Not chained: the other error says what was given.
            raise ConfigurationError(f"{ENV_PREFIX}{name.upper()}: {first['msg']}") from None
        given_here = _USER_INFORMATION.sub("//…@", repr(first["input"]))
        raise ConfigurationError(
            f"--{name.replace('_', '-')} (or {ENV_PREFIX}{name.upper()}): {first['msg']}, got {given_here}"
        ) from error


def with_settings(*groups: type[BaseModel]) -> Callable[[F], F]:
    """Adds the options of `groups` to a command, which gets one `Settings` as its first argument.

    Settings of other groups keep their defaults.
    """

    def decorate(function: F) -> F:
        fields = {name: field for group in groups for name, field in group.model_fields.items()}

        @functools.wraps(function)
        def wrapper(**given: Any) -> Any:  # noqa: ANN401 - click passes what it parsed
            own = {name: given.pop(name) for name, field in fields.items() if not is_secret(field)}
            return function(build(Settings, own), **given)

        for name, field in reversed(fields.items()):
            if not is_secret(field):
                option = _option(name, field)
                params = wrapper.__dict__.setdefault("__click_params__", [])
                params.append(option)
        return wrapper  # type: ignore[return-value] # click reads the signature from its own list

    return decorate
