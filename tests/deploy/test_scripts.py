"""scripts/ and .ci/run with stand-ins for what they call: what they decide, without network or installation."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def program(path: Path, *lines: str) -> Path:
    """An executable shell script."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(("#!/bin/sh", *lines, "")))
    path.chmod(0o755)
    return path


def uv_of_version(path: Path, version: str) -> Path:
    """A stand-in for uv that says its version, and else repeats its arguments."""
    return program(path, f'[ "$1" = --version ] && echo "uv {version} (made up)" && exit', f'echo "{version}: $*"')


@pytest.fixture
def path_folder(tmp_path: Path) -> Path:
    """A folder that is all of PATH: only what the scripts need of the system, and no Python."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for name in ("sh", "bash", "env", "dirname", "id", "mkdir", "rm", "chmod", "cat"):
        found = shutil.which(name)
        assert found is not None
        (folder / name).symlink_to(found)
    return folder


def run(command: list[str | Path], path_folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command,
        env={"PATH": str(path_folder), "HOME": str(path_folder.parent / "home"), **environment},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("version", ["0.8.0", "0.13.9", "1.0.2"])
def test_a_recent_uv_on_path_is_taken(path_folder: Path, version: str) -> None:
    uv_of_version(path_folder / "uv", version)
    ran = run([ROOT / "scripts" / "with-uv", "run", "a b"], path_folder)
    assert ran.stdout == f"{version}: run a b\n"


@pytest.mark.parametrize("version", ["0.7.22", "0.4.30"])
def test_a_uv_that_is_too_old_gives_way_to_the_one_in_the_cache(
    path_folder: Path, tmp_path: Path, version: str
) -> None:
    uv_of_version(path_folder / "uv", version)
    uv_of_version(tmp_path / "cache" / "dateline" / "uv" / "bin" / "uv", "0.9.1")
    ran = run([ROOT / "scripts" / "with-uv", "sync"], path_folder, XDG_CACHE_HOME=str(tmp_path / "cache"))
    assert ran.stdout == "0.9.1: sync\n"


def test_without_python_the_need_is_named(path_folder: Path) -> None:
    ran = run([ROOT / "scripts" / "with-uv", "sync"], path_folder)
    assert ran.returncode == 1
    assert "Python 3.11 or later" in ran.stderr


def fake_python(path_folder: Path, *, has_ensurepip: bool) -> None:
    """A Python that is new enough, whose pip "fetches" a uv into wherever it is told."""
    uv = 'mkdir -p "$to/bin"; printf "#!/bin/sh\\necho uv 0.9.9\\n" > "$to/bin/uv"; chmod +x "$to/bin/uv"'
    program(
        path_folder / "python3",
        'case "$*" in',
        f"  *ensurepip*) exit {0 if has_ensurepip else 1};;",
        '  *"-m venv"*) for to; do :; done; mkdir -p "$to/bin"; '
        f'printf \'#!/bin/sh\\nto="%s"\\n%s\\n\' "$to" \'{uv}\' > "$to/bin/python"; chmod +x "$to/bin/python";;',
        f'  *--target*) while [ "$1" != --target ]; do shift; done; to=$2; {uv};;',
        "esac",
    )


@pytest.mark.parametrize("has_ensurepip", [True, False], ids=["with venv", "with pip alone"])
def test_uv_is_fetched_into_the_cache_with_what_python_has(
    path_folder: Path, tmp_path: Path, has_ensurepip: bool
) -> None:
    fake_python(path_folder, has_ensurepip=has_ensurepip)
    ran = run([ROOT / "scripts" / "with-uv", "sync"], path_folder, XDG_CACHE_HOME=str(tmp_path / "cache"))
    assert (ran.returncode, ran.stdout) == (0, "uv 0.9.9\n"), ran.stderr
    assert (tmp_path / "cache" / "dateline" / "uv" / "bin" / "uv").exists()


def test_where_uv_cannot_be_fetched_the_remedy_is_named(path_folder: Path) -> None:
    program(path_folder / "python3", 'case "$*" in *version_info*) exit 0;; *) exit 1;; esac')
    ran = run([ROOT / "scripts" / "with-uv", "sync"], path_folder)
    assert ran.returncode == 1
    assert "install it" in ran.stderr


@pytest.mark.parametrize(("script", "command"), [("demo", "run --no-dev dateline demo"), ("test", "run pytest")])
def test_the_two_commands_pass_their_arguments_on_from_any_folder(path_folder: Path, script: str, command: str) -> None:
    uv_of_version(path_folder / "uv", "0.9.1")
    ran = run([ROOT / "scripts" / script, "-k", "two words"], path_folder)
    assert ran.stdout == f"0.9.1: {command} -k two words\n"


@pytest.fixture
def checkout(tmp_path: Path, path_folder: Path) -> Path:
    """A checkout with CI's script, and stand-ins for all that it calls; `FAILING` names one that fails."""
    for name in ("python3", "java", "mvn", "faketime", "cc"):
        program(path_folder / name)
    folder = tmp_path / "checkout"
    (folder / ".ci").mkdir(parents=True)
    shutil.copy(ROOT / ".ci" / "run", folder / ".ci" / "run")
    program(folder / "scripts" / "with-uv", 'case "$*" in *"${FAILING:-none}"*) exit 1;; esac')
    program(folder / "scripts" / "compiled", '[ "${FAILING:-none}" != compiled ]')
    program(
        folder / "scripts" / "test",
        '[ "$DATELINE_REQUIRE_KAFKA" = 1 ] || exit 9',
        '[ "${FAILING:-none}" = pytest ] && echo "1 failed" && exit 1',
        'echo "7 passed"',
    )
    return folder


def test_ci_passes_when_every_step_does(checkout: Path, path_folder: Path) -> None:
    ran = run(["bash", checkout / ".ci" / "run"], path_folder)
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.splitlines()[-1] == "7 passed"


@pytest.mark.parametrize("failing", ["sync", "ruff check", "ruff format", "mypy", "compiled"])
def test_ci_fails_with_any_step_and_still_runs_the_tests_last(checkout: Path, path_folder: Path, failing: str) -> None:
    ran = run(["bash", checkout / ".ci" / "run"], path_folder, FAILING=failing)
    assert ran.returncode == 1
    assert ran.stdout.splitlines()[-1] == "7 passed"


def test_ci_fails_with_the_tests(checkout: Path, path_folder: Path) -> None:
    ran = run(["bash", checkout / ".ci" / "run"], path_folder, FAILING="pytest")
    assert ran.returncode == 1
    assert ran.stdout.splitlines()[-1] == "1 failed"


def test_without_a_broker_kafka_tests_are_skipped_by_name_and_the_remedy_closes_the_run(tmp_path: Path) -> None:
    ran = pytest_without_java(tmp_path)
    assert ran.returncode == 0, ran.stdout
    assert "test_sample.py::test_on_kafka" in ran.stdout
    assert "1 skipped: Apache Kafka needs Java" in ran.stdout


def test_where_kafka_is_required_a_skip_is_a_failure(tmp_path: Path) -> None:
    ran = pytest_without_java(tmp_path, DATELINE_REQUIRE_KAFKA="1")
    assert ran.returncode == 1
    assert "DATELINE_REQUIRE_KAFKA is set: Apache Kafka needs Java" in ran.stdout


def pytest_without_java(tmp_path: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Runs one test that needs Kafka, under this suite's conftest.py, where PATH holds nothing."""
    shutil.copy(ROOT / "tests" / "conftest.py", tmp_path / "conftest.py")
    (tmp_path / "pytest.ini").write_text("[pytest]\nmarkers =\n    kafka: x\nasyncio_mode = auto\n")
    (tmp_path / "test_sample.py").write_text("import pytest\n@pytest.mark.kafka\ndef test_on_kafka(kafka):\n    pass\n")
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", str(tmp_path)],
        cwd=tmp_path,
        env={"PATH": str(tmp_path), "PYTHONPATH": os.pathsep.join(sys.path), **environment},
        capture_output=True,
        text=True,
        check=False,
    )
