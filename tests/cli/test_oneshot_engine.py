"""The engine of the one-shot commands: order, bounds, and what one bad line costs."""

from __future__ import annotations

import asyncio
import gzip
import os
import signal
import subprocess
import sys
from collections.abc import AsyncGenerator
from contextlib import aclosing
from pathlib import Path

import pytest

from dateline.cli.oneshot import in_order, run_lines
from dateline.cli.oneshot_input import LINE_BYTES_MAX, read_blocks, read_document
from dateline.errors import BadInput, ConfigurationError
from dateline.settings import WorkerSettings
from tests.cli.oneshot_work import SHOUT

SETTINGS = WorkerSettings(workers=2, worker_deadline_s=1.0)


async def numbers(count: int) -> AsyncGenerator[int, None]:
    for number in range(count):
        yield number


async def test_results_come_in_the_order_of_the_items_whatever_finishes_first() -> None:
    gates = [asyncio.Event() for _ in range(4)]
    finished: list[int] = []

    async def work(number: int) -> int:
        await gates[number].wait()
        finished.append(number)
        if number > 0:
            gates[number - 1].set()
        return number

    gates[3].set()
    async with aclosing(in_order(numbers(4), work, 4)) as results:
        assert [result async for result in results] == [0, 1, 2, 3]
    assert finished == [3, 2, 1, 0]


async def test_no_more_is_read_than_the_look_ahead_allows() -> None:
    taken = 0

    async def items() -> AsyncGenerator[int, None]:
        nonlocal taken
        for number in range(100):
            taken += 1
            yield number

    async def work(number: int) -> int:
        return number

    async with aclosing(in_order(items(), work, 5)) as results:
        await anext(results)
        for _ in range(50):
            await asyncio.sleep(0)
        assert taken <= 8


async def test_an_error_of_the_work_is_raised_and_the_rest_is_cancelled() -> None:
    started, cancelled = asyncio.Event(), asyncio.Event()

    async def work(number: int) -> int:
        if number == 0:
            await started.wait()
            raise ValueError("first")
        started.set()
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            cancelled.set()
            raise
        return number

    with pytest.raises(ValueError, match="first"):
        await taken(in_order(numbers(50), work, 2), [])
    assert cancelled.is_set()


async def test_an_error_of_the_input_is_raised_after_what_came_before_it() -> None:
    async def items() -> AsyncGenerator[int, None]:
        yield 1
        raise ConfigurationError("the disk is gone")

    async def work(number: int) -> int:
        return number

    results: list[int] = []
    with pytest.raises(ConfigurationError, match="disk"):
        await taken(in_order(items(), work, 2), results)
    assert results == [1]


async def taken(source: AsyncGenerator[int, None], results: list[int]) -> None:
    """Takes all results, keeping what has come also where an error follows."""
    async with aclosing(source):
        async for result in source:
            results.append(result)  # noqa: PERF401 - a comprehension would lose what came before an error


def run(text: bytes, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> tuple[int, list[bytes], str]:
    """Exit code, lines of output, and what was said on standard error."""
    path = tmp_path / "input.txt"
    path.write_bytes(text)
    code = run_lines(SHOUT, [str(path)], SETTINGS)
    captured = capfdbinary.readouterr()
    return code, captured.out.splitlines(), captured.err.decode()


def test_every_line_is_answered_in_order(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    words = [b"word-%d" % number for number in range(5000)]
    code, lines, said = run(b"\n".join(words), tmp_path, capfdbinary)
    assert (code, said) == (0, "")
    assert lines == [word.upper() for word in words]


@pytest.mark.parametrize(
    ("word", "outcome"),
    [
        (b"refused", b"refused refused"),
        (b"crash", b"crash worker-crash"),
        (b"hang", b"hang worker-timeout"),
        (b"defect", b"defect defect"),
    ],
)
def test_a_line_that_fails_costs_no_other_line(
    word: bytes, outcome: bytes, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    code, lines, said = run(b"a\n" * 40 + word + b"\n" + b"b\n" * 40, tmp_path, capfdbinary)
    assert code == 0
    assert lines == [b"A"] * 40 + [outcome] + [b"B"] * 40
    assert "input.txt:41: " in said


def test_a_line_that_is_no_input_is_named_and_the_exit_code_says_so(
    tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    code, lines, said = run(b"a\nbad\nb\n", tmp_path, capfdbinary)
    assert code == 1
    assert lines == [b"A", b"B"]
    assert said.strip().endswith("input.txt:2: not a word")


def test_the_exit_code_is_1_where_everything_failed(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert run(b"refused\nrefused\n", tmp_path, capfdbinary)[0] == 1


def test_empty_lines_are_passed_over_but_counted(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    code, lines, said = run(b"\n\na\n \nbad", tmp_path, capfdbinary)
    assert lines == [b"A"]
    assert "input.txt:5: not a word" in said
    assert code == 1


def test_no_input_is_no_error(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert run(b"", tmp_path, capfdbinary) == (0, [], "")


def test_several_files_are_read_one_after_the_other_and_unpacked(
    tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    plain, packed = tmp_path / "a.txt", tmp_path / "b.txt.gz"
    plain.write_bytes(b"one\ntwo")
    packed.write_bytes(gzip.compress(b"three\nfour\n"))
    assert run_lines(SHOUT, [str(plain), str(packed)], SETTINGS) == 0
    assert capfdbinary.readouterr().out.splitlines() == [b"ONE", b"TWO", b"THREE", b"FOUR"]


def test_a_file_that_is_not_there_is_said_before_any_work(
    tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    present = tmp_path / "a.txt"
    present.write_bytes(b"one\n")
    with pytest.raises(ConfigurationError, match="No such file"):
        run_lines(SHOUT, [str(present), str(tmp_path / "b.txt")], SETTINGS)
    assert capfdbinary.readouterr().out == b""


def test_a_broken_archive_is_a_clear_error(tmp_path: Path) -> None:
    broken = tmp_path / "a.txt.gz"
    broken.write_bytes(gzip.compress(b"one\n" * 1000)[:-20])
    with pytest.raises(ConfigurationError, match=r"a\.txt\.gz"):
        run_lines(SHOUT, [str(broken)], SETTINGS)


def test_a_line_without_end_is_cut_and_the_next_one_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"x" * (LINE_BYTES_MAX + 10_000_000) + b"\nnext\n")
    lines = [line for block in read_blocks([str(path)]) for line in block]
    assert [(line.number, line.text[:5]) for line in lines] == [(1, b"xxxxx"), (2, b"next")]
    assert len(lines[0].text) == 1000


def test_a_document_that_unpacks_beyond_its_limit_is_refused(tmp_path: Path) -> None:
    bomb = tmp_path / "page.html.gz"
    bomb.write_bytes(gzip.compress(b"a" * 5_000_000))
    with pytest.raises(BadInput) as refused:
        read_document(str(bomb), 1_000_000)
    assert refused.value.code == "too-large"


PIPE = """
import sys
from dateline.cli.oneshot import run_lines
from dateline.settings import WorkerSettings
from tests.cli.oneshot_work import SHOUT
sys.exit(run_lines(SHOUT, ["-"], WorkerSettings(workers=1)))
"""


def test_an_interrupted_command_ends_at_once_though_its_input_is_silent() -> None:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    with subprocess.Popen(
        [sys.executable, "-c", PIPE],
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        # A test run in the background of a shell has interrupts ignored, and children inherit that.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(b"one\n")
        process.stdin.flush()
        assert process.stdout.readline() == b"ONE\n"
        process.send_signal(signal.SIGINT)
        assert process.wait(30) == -signal.SIGINT
        assert process.stderr is not None
        assert b"Fatal" not in process.stderr.read()


def test_a_slow_pipe_gets_each_answer_without_waiting_for_the_next_line() -> None:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    with subprocess.Popen(
        [sys.executable, "-c", PIPE], env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        for word in (b"one", b"two"):
            process.stdin.write(word + b"\n")
            process.stdin.flush()
            assert process.stdout.readline() == word.upper() + b"\n"
        process.stdin.close()
        assert process.wait(30) == 0
