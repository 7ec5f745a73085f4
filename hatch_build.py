"""Compiles what most of an article's time goes into, by mypyc, where the variable DATELINE_COMPILE is 1.

The wheel then holds extension modules beside their sources and fits one platform and Python. An editable install is
never compiled: a changed source would go unnoticed behind its extension.

A class that is made by the hundred for every article writes its constructor out (`init=False`): the one that
`dataclass` makes is interpreted in a compiled class too, and takes thirty times as long.
"""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

SOURCES = Path("services")
PACKAGES = ("dateline/articles", "dateline/events")
INTERPRETED = {
    # plain data that crosses processes: mypyc's frozen classes cannot be pickled
    "dateline/articles/page.py",
    "dateline/articles/reading.py",
    "dateline/events/model.py",
    # pydantic's models
    "dateline/articles/outline.py",
    "dateline/events/codebook.py",
    "dateline/events/codes.py",
    "dateline/events/model_answer.py",
    # classes that extend a built-in one
    "dateline/events/letters.py",
    "dateline/events/places/compiled.py",
    # read once, when a gazetteer is built
    "dateline/events/places/dump.py",
    "dateline/events/places/sources.py",
}


def wanted() -> bool:
    """Whether the build was asked to compile."""
    return os.environ.get("DATELINE_COMPILE") == "1"


def modules(package: str) -> list[str]:
    """The modules of a package that are compiled; all paths are relative to `SOURCES`, the current folder."""
    found = (path.as_posix() for path in Path(package).rglob("*.py"))
    return sorted(name for name in found if not name.endswith("__init__.py") and name not in INTERPRETED)


class CustomBuildHook(BuildHookInterface[Any]):
    """What hatchling calls around each build of a wheel."""

    _built: tempfile.TemporaryDirectory[str] | None = None

    def dependencies(self) -> list[str]:
        """What compiling needs; a C compiler and Python's headers besides."""
        return ["mypy[mypyc]", "setuptools"] if wanted() else []

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Adds the extension modules to the wheel."""
        if not wanted() or version == "editable":
            return
        self._built = tempfile.TemporaryDirectory(prefix="dateline-compiled-")
        into = Path(self._built.name)
        for extension in _compile(into):
            build_data["force_include"][str(extension)] = extension.relative_to(into / "lib").as_posix()
        build_data["pure_python"] = False
        build_data["infer_tag"] = True

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:  # noqa: ARG002 (hatchling's)
        """Takes away what the wheel was made of."""
        if self._built is not None:
            self._built.cleanup()


def _compile(into: Path) -> list[Path]:
    from mypyc.build import mypycify
    from setuptools import Distribution
    from setuptools.command.build_ext import build_ext

    # Types of other packages are not at hand in a build; against them CI checks.
    arguments = ["--ignore-missing-imports", "--config-file=", "--explicit-package-bases"]
    with contextlib.chdir(SOURCES):
        extensions = [
            extension
            for package in PACKAGES
            for extension in mypycify(
                [*arguments, *modules(package)], opt_level="2", debug_level="0", target_dir=str(into / package)
            )
        ]
        command = build_ext(Distribution({"name": "dateline", "ext_modules": extensions}))
        command.build_lib, command.build_temp, command.parallel = str(into / "lib"), str(into / "objects"), True
        command.ensure_finalized()
        command.run()
    return sorted((into / "lib").rglob("*.so"))
