"""The options of ``dateline feeds add`` that say which entries of a feed are wanted."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

F = TypeVar("F", bound=Callable[..., Any])

_SIDES = {"only": "Publish only entries", "without": "Publish no entries"}


def filter_options(command: F) -> F:
    """Adds ``--only-language`` and the five like it."""
    for side, says in reversed(_SIDES.items()):
        for option in (
            click.option(
                f"--{side}-pattern",
                metavar="RE2",
                help=f"{says} with this in link, title, tags or text; of either case.",
            ),
            click.option(
                f"--{side}-domain", multiple=True, metavar="DOMAIN", help=f"{says} of this domain; may be repeated."
            ),
            click.option(
                f"--{side}-language", multiple=True, metavar="TAG", help=f"{says} in this language; may be repeated."
            ),
        ):
            command = option(command)
    return command


def filters_of(given: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The feed's fields `only` and `without` from what those options gave; they are taken out of `given`."""
    found = {}
    for side in _SIDES:
        match = {
            "languages": [*given.pop(f"{side}_language")],
            "domains": [*given.pop(f"{side}_domain")],
            "pattern": given.pop(f"{side}_pattern"),
        }
        if any(match.values()):
            found[side] = match
    return found
