"""Apache Kafka's jars: fetched once by Maven into the user's cache. Starting them is in node.py."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

from dateline.errors import ConfigurationError

KAFKA_VERSION = "4.2.0"
JAVA_MIN = 17
POM = Path(__file__).with_name("pom.xml")
LOG4J = Path(__file__).with_name("log4j2.properties")
HOW_TO_GET = f"install Java {JAVA_MIN} or later and Maven (Debian: apt-get install default-jre-headless maven)"


def cache_directory() -> Path:
    """Dateline's folder in the user's cache (XDG Base Directory Specification)."""
    given = os.environ.get("XDG_CACHE_HOME", "")
    # The specification has relative paths ignored.
    return (Path(given) if Path(given).is_absolute() else Path.home() / ".cache") / "dateline"


def jars_directory(version: str = KAFKA_VERSION) -> Path:
    """Where that version's jars are, or would be."""
    return cache_directory() / f"kafka-{version}"


def java_version() -> int | None:
    """Major version of the Java on PATH; None where there is none that runs."""
    try:
        said = subprocess.run(["java", "-version"], capture_output=True, timeout=30, check=True)  # noqa: S607 - the user's Java
    except (OSError, subprocess.SubprocessError):
        return None
    match = re.search(rb'version "(?:1\.)?(\d+)', said.stderr + said.stdout)
    return int(match[1]) if match else None


def missing_tools(version: str = KAFKA_VERSION) -> str | None:
    """What lacks to run that version, with the remedy, in one line; None where nothing does."""
    java = java_version()
    if java is None or java < JAVA_MIN:
        found = "is not on PATH" if java is None else f"{java} is too old"
        return f"Apache Kafka needs Java: java {found}; {HOW_TO_GET}"
    if not jars_directory(version).is_dir() and shutil.which("mvn") is None:
        return f"Apache Kafka's jars come by Maven: mvn is not on PATH; {HOW_TO_GET}"
    return None


def fetch_jars(version: str = KAFKA_VERSION, *, timeout_s: float = 600.0) -> Path:
    """The folder of that version's jars; fetched now where it is not in the cache (about 55 MB).

    Two processes may call this at once: the folder appears whole or not at all. Raises ConfigurationError
    with the remedy where tools lack or Maven fails.
    """
    target = jars_directory(version)
    if target.is_dir():
        return target
    if (lack := missing_tools(version)) is not None:
        raise ConfigurationError(lack)
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=f"{target.name}.") as made:
        jars = Path(made) / "jars"
        _copy_dependencies(version, jars, timeout_s)
        with contextlib.suppress(OSError):  # another process was first: its folder is as good
            jars.rename(target)
    return target


def java_command(
    main_class: str, arguments: Sequence[str], *, jars: Path | None = None, options: Sequence[str] = ()
) -> list[str]:
    """The command that runs a class of Kafka's jars: a node, or one of its tools.

    `jars` None takes those of the cache, fetching them as `fetch_jars` does. `options` are the virtual machine's.
    """
    log4j = f"-Dlog4j2.configurationFile={LOG4J}"
    return ["java", *options, log4j, "-cp", f"{jars or fetch_jars()}/*", main_class, *arguments]


def _copy_dependencies(version: str, jars: Path, timeout_s: float) -> None:
    command = [
        "mvn",
        "--batch-mode",
        "--quiet",
        "--no-transfer-progress",
        "--file",
        str(POM),
        "dependency:copy-dependencies",
        "-DincludeScope=runtime",
        f"-DoutputDirectory={jars}",
        f"-Dkafka.version={version}",
    ]  # fmt: skip - option and value side by side
    try:
        run = subprocess.run(command, capture_output=True, timeout=timeout_s, check=False, text=True)  # noqa: S603 - fixed program
    except subprocess.TimeoutExpired as error:
        raise ConfigurationError(f"mvn did not fetch Apache Kafka {version} within {timeout_s:g} s") from error
    if run.returncode != 0 or not any(jars.glob("kafka_2.13-*.jar")):
        said = next((line for line in run.stdout.splitlines() if "ERROR" in line), run.stderr.strip()[-300:])
        raise ConfigurationError(f"mvn could not fetch Apache Kafka {version}: {said}")
