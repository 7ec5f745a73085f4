"""A server on a leash: it ends with its owner, however the owner ends."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from dateline.broker.process import ServerProcess

DEADLINE_S = 20.0


def until(condition: Callable[[], bool]) -> None:
    """Returns when the condition holds; fails where it does not in time."""
    deadline = time.monotonic() + DEADLINE_S
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.01)


def logged(log: Path, text: str) -> str:
    """The log's content when it holds the text."""
    until(lambda: log.exists() and text in log.read_text())
    return log.read_text()


def gone(pid: int) -> bool:
    """Whether no process of that id is left, or one that only waits to be reaped."""
    try:
        return "State:\tZ" in Path(f"/proc/{pid}/status").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return True


def server(tmp_path: Path, code: str) -> ServerProcess:
    return ServerProcess([sys.executable, "-uc", code], directory=tmp_path, log=tmp_path / "log")


def test_a_server_is_asked_to_end_before_it_is_killed(tmp_path: Path) -> None:
    code = (
        "import signal, sys\n"
        "signal.signal(signal.SIGTERM, lambda *_: (print('bye'), sys.exit()))\n"
        "print('up'); signal.pause()"
    )
    process = server(tmp_path, code)
    logged(process.log, "up")
    asyncio.run(process.stop(DEADLINE_S))
    assert "bye" in process.log.read_text()


def test_a_server_that_will_not_end_is_killed(tmp_path: Path) -> None:
    code = (
        "import os, signal\n"
        "signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
        "print('up', os.getpid())\n"
        "while True: signal.pause()"
    )
    process = server(tmp_path, code)
    pid = int(logged(process.log, "\n").split()[1])
    asyncio.run(process.stop(0.2))
    until(lambda: gone(pid))
    assert not process.running


def test_a_server_ends_when_its_owner_is_killed(tmp_path: Path) -> None:
    owner_code = (
        "import sys, signal, pathlib\n"
        "from dateline.broker.process import ServerProcess\n"
        "here = pathlib.Path(sys.argv[1])\n"
        "code = 'import os, signal; print(os.getpid()); signal.pause()'\n"
        "server = ServerProcess([sys.executable, '-uc', code], directory=here, log=here / 'log')\n"
        "signal.pause()\n"
    )
    owner = subprocess.Popen(
        [sys.executable, "-c", owner_code, str(tmp_path)],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    try:
        pid = int(logged(tmp_path / "log", "\n"))
        assert not gone(pid)
    finally:
        owner.kill()
        owner.wait()
    until(lambda: gone(pid))


def test_what_a_server_said_last_is_kept_in_one_line(tmp_path: Path) -> None:
    process = server(tmp_path, "print('first'); print('port taken'); raise SystemExit(3)")
    until(lambda: not process.running)
    assert process.last_words() == "first | port taken"
    process.kill()


def test_what_an_earlier_run_said_in_the_same_log_is_not_taken_for_its_words(tmp_path: Path) -> None:
    for word in ("earlier", "later"):
        process = server(tmp_path, f"print({word!r})")
        until(lambda: not process.running)  # noqa: B023 - called at once
        process.kill()
    assert process.last_words() == "later"


def test_a_program_that_does_not_exist_is_said_in_the_log(tmp_path: Path) -> None:
    process = ServerProcess(["/no/such/program"], directory=tmp_path, log=tmp_path / "log")
    until(lambda: not process.running)
    assert "/no/such/program" in process.last_words()
    process.kill()


def test_ending_what_has_ended_is_harmless(tmp_path: Path) -> None:
    process = server(tmp_path, "pass")
    process.kill()
    process.kill()
    asyncio.run(process.stop(1))
    assert not process.running
