"""The pool of worker processes: what it promises, tried on real processes."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from dateline.errors import BadInput, WorkerCrash, WorkerTimeout
from dateline.runtime.workers import WorkerPool, WorkerPoolClosed, WorkerStartError
from dateline.settings import WorkerSettings
from tests.workers import items

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="workers are POSIX processes")


def settings(
    workers: int = 1, *, deadline_s: float = 30.0, memory_mb: int = 200, items_max: int = 5000
) -> WorkerSettings:
    return WorkerSettings(
        workers=workers,
        worker_deadline_s=deadline_s,
        worker_memory_max_mb=memory_mb,
        worker_items_max=items_max,
    )


@pytest.fixture
async def pool() -> AsyncIterator[WorkerPool]:
    async with WorkerPool(settings()) as opened:
        yield opened


def fifo(path: Path) -> Path:
    os.mkfifo(path)
    return path


async def read(gate: Path) -> str:
    return await asyncio.to_thread(gate.read_text)


async def open_gate(gate: Path, text: str = "go") -> None:
    await asyncio.to_thread(gate.write_text, text)


async def end_of(process: int) -> None:
    """Waits until the process of a pidfd has ended."""
    loop = asyncio.get_running_loop()
    ended = asyncio.Event()
    loop.add_reader(process, ended.set)
    try:
        async with asyncio.timeout(20):
            await ended.wait()
    finally:
        loop.remove_reader(process)
        os.close(process)


def is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


async def test_a_function_runs_in_another_process_and_its_value_comes_back(pool: WorkerPool) -> None:
    assert await pool.run(items.double, 21) == 42
    assert await pool.run(items.pid) != os.getpid()


async def test_large_values_go_both_ways_whole(pool: WorkerPool) -> None:
    assert await pool.run(items.length, b"x" * 20_000_000) == 20_000_000
    assert await pool.run(items.repeat, b"ab", 10_000_000) == b"ab" * 10_000_000


async def test_many_calls_at_once_each_get_their_own_value() -> None:
    async with WorkerPool(settings(workers=2)) as pool:
        assert await asyncio.gather(*(pool.run(items.double, n) for n in range(500))) == [2 * n for n in range(500)]
        assert pool.stats.returned == 500
        assert pool.stats.busy == 0
        assert pool.stats.waiting == 0


async def test_warm_up_runs_once_before_the_first_item() -> None:
    async with WorkerPool(settings(), warm_up=[items.warm]) as pool:
        assert await pool.run(items.what_is_warm) == ["warm"]
        assert await pool.run(items.what_is_warm) == ["warm"]


async def test_an_exception_of_the_function_comes_back_as_it_was(pool: WorkerPool) -> None:
    with pytest.raises(BadInput) as raised:
        await pool.run(items.refuse)
    assert (raised.value.code, raised.value.reason) == ("not-a-feed", "it is a picture")
    assert "in refuse" in "".join(raised.value.__notes__)


@pytest.mark.parametrize(
    ("function", "text"),
    [
        (items.raise_what_cannot_travel, "TwoArgumentsError: this and that"),
        (items.leave, "SystemExit: 3"),
        (items.stop_iterating, "StopIteration: no more"),
    ],
)
async def test_an_exception_that_cannot_travel_comes_back_as_its_text(
    pool: WorkerPool, function: items.Item, text: str
) -> None:
    with pytest.raises(RuntimeError, match=text):
        await pool.run(function)
    assert await pool.run(items.double, 1) == 2


async def test_a_value_that_cannot_be_pickled_is_an_error_of_that_item_only(pool: WorkerPool) -> None:
    with pytest.raises(TypeError, match="pickle"):
        await pool.run(items.lock_without_pickle)
    assert pool.stats.crashes == 0


async def test_an_overrun_kills_the_worker_and_says_which_function_and_deadline(
    pool: WorkerPool, tmp_path: Path
) -> None:
    mark = tmp_path / "pid"
    with pytest.raises(WorkerTimeout, match=r"hang took longer than its deadline of 0\.5 s") as raised:
        await pool.run(items.hang, mark, deadline_s=0.5)
    assert raised.value.code == "worker-timeout"
    assert await pool.run(items.double, 4) == 8
    assert not is_running(int(mark.read_text()))


async def test_waiting_for_a_worker_does_not_count_against_the_deadline(pool: WorkerPool, tmp_path: Path) -> None:
    started, gate = fifo(tmp_path / "started"), fifo(tmp_path / "gate")
    first = asyncio.create_task(pool.run(items.announce_and_wait, started, gate))
    await read(started)
    second = asyncio.create_task(pool.run(items.double, 3, deadline_s=1.0))
    done, _ = await asyncio.wait([second], timeout=1.2)
    assert not done
    await open_gate(gate)
    assert await second == 6
    assert await first == "go"


@pytest.mark.parametrize(
    ("function", "how"), [(items.segfault, "killed by SIGSEGV"), (items.exit_at_once, "exit status 7")]
)
async def test_a_death_is_that_items_error_and_the_next_item_finds_a_new_worker(
    pool: WorkerPool, function: items.Item, how: str
) -> None:
    with pytest.raises(WorkerCrash, match=how) as raised:
        await pool.run(function)
    assert raised.value.code == "worker-crash"
    assert await pool.run(items.double, 5) == 10


@pytest.mark.skipif(sys.platform != "linux", reason="the memory limit needs /proc")
async def test_the_memory_limit_ends_the_item_and_not_the_machine(pool: WorkerPool) -> None:
    with pytest.raises(WorkerCrash, match="200 MiB") as raised:
        await pool.run(items.eat, 1000)
    assert raised.value.code == "worker-memory"
    assert await pool.run(items.eat, 50) == 50 * 1024 * 1024


@pytest.mark.skipif(sys.platform != "linux", reason="the memory limit needs /proc")
async def test_an_item_larger_than_the_memory_limit_is_told_so(pool: WorkerPool) -> None:
    with pytest.raises(WorkerCrash) as raised:
        await pool.run(items.length, b"x" * 250_000_000)
    assert raised.value.code == "worker-memory"


async def test_neighbours_are_undisturbed_by_a_kill(tmp_path: Path) -> None:
    started, gate = fifo(tmp_path / "started"), fifo(tmp_path / "gate")
    async with WorkerPool(settings(workers=2)) as pool:
        neighbour = asyncio.create_task(pool.run(items.announce_and_wait, started, gate))
        await read(started)
        with pytest.raises(WorkerTimeout):
            await pool.run(items.hang, tmp_path / "pid", deadline_s=0.2)
        with pytest.raises(WorkerCrash):
            await pool.run(items.segfault)
        await open_gate(gate, "undisturbed")
        assert await neighbour == "undisturbed"


async def test_a_worker_is_replaced_after_its_share_of_items() -> None:
    async with WorkerPool(settings(items_max=3)) as pool:
        pids = [await pool.run(items.pid) for _ in range(7)]
        assert [pids.count(pid) for pid in dict.fromkeys(pids)] == [3, 3, 1]
        assert pool.stats.recycled == 2


@pytest.mark.skipif(sys.platform != "linux", reason="needs pidfd_open")
async def test_a_worker_that_died_while_idle_is_replaced_and_blames_no_item(pool: WorkerPool) -> None:
    pid = await pool.run(items.pid)
    process = os.pidfd_open(pid)
    os.kill(pid, signal.SIGKILL)
    await end_of(process)
    assert await pool.run(items.double, 6) == 12
    assert pool.stats.crashes == 0


async def test_a_warm_up_that_raises_is_a_clear_error_and_not_an_endless_restart() -> None:
    with pytest.raises(WorkerStartError, match="the gazetteer is missing"):
        async with WorkerPool(settings(), warm_up=[items.never_warm]):
            pass


async def test_a_warm_up_that_kills_its_worker_is_a_clear_error() -> None:
    with pytest.raises(WorkerStartError, match="exit status 9"):
        async with WorkerPool(settings(workers=2), warm_up=[items.die_while_warming]):
            pass


async def test_an_item_cancelled_while_it_waits_is_never_started(pool: WorkerPool, tmp_path: Path) -> None:
    started, gate, touched = fifo(tmp_path / "started"), fifo(tmp_path / "gate"), tmp_path / "touched"
    first = asyncio.create_task(pool.run(items.announce_and_wait, started, gate))
    await read(started)
    waiting = asyncio.create_task(pool.run(items.touch, touched))
    await asyncio.sleep(0)
    assert pool.stats.waiting == 1
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    assert pool.stats.waiting == 0
    await open_gate(gate)
    await first
    await pool.run(items.double, 1)
    assert not touched.exists()


async def test_an_item_cancelled_while_it_runs_leaves_the_worker_usable(pool: WorkerPool, tmp_path: Path) -> None:
    started, gate = fifo(tmp_path / "started"), fifo(tmp_path / "gate")
    running = asyncio.create_task(pool.run(items.announce_and_wait, started, gate))
    pid = int(await read(started))
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    await open_gate(gate)
    assert await pool.run(items.pid) == pid


async def test_closing_ends_running_and_waiting_items_and_every_worker(tmp_path: Path) -> None:
    started, gate = fifo(tmp_path / "started"), fifo(tmp_path / "gate")
    pool = WorkerPool(settings())
    async with pool:
        running = asyncio.create_task(pool.run(items.announce_and_wait, started, gate))
        pid = int(await read(started))
        waiting = asyncio.create_task(pool.run(items.double, 1))
        await asyncio.sleep(0)
    for item in (running, waiting):
        with pytest.raises(WorkerPoolClosed):
            await item
    assert not is_running(pid)
    with pytest.raises(WorkerPoolClosed):
        await pool.run(items.double, 1)


async def test_workers_ignore_the_signals_that_end_their_parent(pool: WorkerPool) -> None:
    assert await pool.run(items.interrupt_oneself) == "still here"


async def test_what_a_worker_prints_does_not_reach_standard_output(
    pool: WorkerPool, capfd: pytest.CaptureFixture[str]
) -> None:
    await pool.run(items.print_something)
    assert capfd.readouterr().out == ""


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
async def test_a_worker_holds_no_socket_but_its_own(pool: WorkerPool) -> None:
    server = await asyncio.start_server(lambda _reader, _writer: None, "127.0.0.1", 0)
    async with server:
        with pytest.raises(WorkerCrash):
            await pool.run(items.exit_at_once)
        assert await pool.run(items.open_sockets) == 1


PARENT = """
import asyncio, sys
from pathlib import Path
from dateline.runtime.workers import WorkerPool
from dateline.settings import WorkerSettings
from tests.workers import items

async def main():
    async with WorkerPool(WorkerSettings(workers=1)) as pool:
        await pool.run(items.announce_and_wait, Path(sys.argv[1]), Path(sys.argv[2]))

asyncio.run(main())
"""


@pytest.mark.skipif(sys.platform != "linux", reason="needs PR_SET_PDEATHSIG")
async def test_a_busy_worker_dies_with_its_parent(tmp_path: Path) -> None:
    started, gate = fifo(tmp_path / "started"), fifo(tmp_path / "gate")
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    parent = await asyncio.create_subprocess_exec(sys.executable, "-c", PARENT, started, gate, env=environment)
    worker = os.pidfd_open(int(await read(started)))
    parent.kill()
    await parent.wait()
    await end_of(worker)
