"""Where the data files beside the code are: in a checkout at its top, in an installed wheel inside the package."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).parent


def _data(name: str) -> Path:
    """`name` as the wheel carries it, else as the checkout does."""
    inside = _PACKAGE / "data" / name
    return inside if inside.is_dir() else _PACKAGE.parents[1] / name


def schemas_dir() -> Path:
    """The folder of schemas and topics.yaml."""
    return _data("schemas")


def seeds_dir() -> Path:
    """The folder of the feed catalogue and the sample newsroom."""
    return _data("seeds")
