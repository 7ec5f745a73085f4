"""``dateline gazetteer``: compile the place names ahead of time, with a GeoNames dump where villages matter."""

from __future__ import annotations

from pathlib import Path

import click


@click.group()
def command() -> None:
    """The place names of the tagger: build, show."""


@command.command()
@click.option(
    "--dump",
    "dumps",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A GeoNames dump of a country (UA.txt, UA.zip), for the villages that are not among the packaged towns; "
    "may be given several times.",
)
@click.option(
    "--folder",
    type=click.Path(file_okay=False, path_type=Path),
    help="Where to keep it; by default $XDG_CACHE_HOME/dateline, where the tagger looks.",
)
def build(dumps: tuple[Path, ...], folder: Path | None) -> None:
    """Compile the gazetteer anew: some fifteen seconds. The tagger does it by itself on first use, without dumps."""
    from dateline.events.places import build_gazetteer

    click.echo(build_gazetteer(folder, dumps))


@command.command()
@click.option(
    "--folder",
    type=click.Path(file_okay=False, path_type=Path),
    help="Where it is kept; by default $XDG_CACHE_HOME/dateline.",
)
def show(folder: Path | None) -> None:
    """Where the gazetteer is and what it was made from; it is compiled where there is none."""
    from dateline.events.places import open_gazetteer

    gazetteer = open_gazetteer(folder)
    click.echo(gazetteer.path)
    for source, version in gazetteer.versions.items():
        click.echo(f"{source} {version}")
    click.echo(f"{gazetteer.places} places, {gazetteer.names} names")
