"""An event's names in other codebooks: PLOVER, CAMEO, UCDP. The table is schemas/taxonomy.yaml, loaded once."""

from __future__ import annotations

import functools
from collections.abc import Iterable

import yaml
from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from dateline.errors import ConfigurationError
from dateline.events.kinds import ARMED, FORCES, GROUPS
from dateline.messages import Actor, ActorKind, Codes, SubEventType, UcdpViolence
from dateline.resources import schemas_dir


class CodesRow(BaseModel):
    """One sub-event type's row of the table."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    plover: str | None
    plover_mode: str | None = None
    cameo_root: str | None
    ucdp: tuple[UcdpViolence, ...]
    """The types of violence that an event of this type can be."""


@functools.cache
def load_taxonomy() -> dict[SubEventType, CodesRow]:
    """The table. Raises ConfigurationError where it is wrong."""
    path = schemas_dir() / "taxonomy.yaml"
    try:
        table = yaml.safe_load(path.read_text(encoding="utf-8"))
        return TypeAdapter(dict[SubEventType, CodesRow]).validate_python(table)
    except (OSError, UnicodeDecodeError, yaml.YAMLError, ValidationError) as error:
        raise ConfigurationError(f"{path}: {error}") from error


def codes_of(sub_type: SubEventType, initiators: Iterable[Actor], targets: Iterable[Actor]) -> Codes:
    """What PLOVER, CAMEO and UCDP call an event of this type between these parties."""
    row = load_taxonomy()[sub_type]
    doers, sufferers = ({actor.kind for actor in side} for side in (initiators, targets))
    return Codes(
        plover=row.plover,
        plover_mode=row.plover_mode,
        cameo_root=row.cameo_root,
        ucdp_violence=_violence(row.ucdp, doers, sufferers),
    )


def _violence(
    possible: tuple[UcdpViolence, ...], doers: set[ActorKind], sufferers: set[ActorKind]
) -> UcdpViolence | None:
    """By the UCDP's definitions: whom it was done to tells one-sided violence, who fights the other two.

    None where the text does not say enough of the parties to tell.
    """
    if len(possible) <= 1:
        return possible[0] if possible else None
    if 3 in possible and sufferers and not sufferers & ARMED:
        return 3 if ActorKind.UNKNOWN not in sufferers else None
    if (doers | sufferers) & FORCES:
        return 1
    return 2 if doers & GROUPS and sufferers & GROUPS else None
