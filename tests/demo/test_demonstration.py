"""``dateline demo`` as a person runs it: to its end, stopped on the way, and left running."""

from __future__ import annotations

import re
import signal
from pathlib import Path

import pytest

from tests.cli.commands import dateline, environment, service

pytestmark = pytest.mark.slow


async def test_it_ends_by_itself_with_every_page_and_a_pipe_gets_plain_lines() -> None:
    said = await dateline("demo", env=environment(COLUMNS="60"))
    assert said.code == 0, said.err
    pages = re.search(r"^articles\s+(\d+) of (\d+) pages; (\d+) corrected", said.out, re.MULTILINE)
    assert pages is not None, said.out
    assert pages[1] == pages[2]
    assert int(pages[3]) >= 1
    assert re.search(r"^found\s+[1-9]\d* of the \d+ events", said.out, re.MULTILINE)
    assert re.search(r"^dead letters\s+1 \(1 not-a-feed\)", said.out, re.MULTILINE)
    assert "\x1b" not in said.out
    assert len(re.findall(r"^ +\d+ s  \d+ feeds → \d+ entries → ", said.out, re.MULTILINE)) >= 2


async def test_ctrl_c_on_the_way_leaves_cleanly(tmp_path: Path) -> None:
    env = environment(PYTHONUNBUFFERED="1")
    async with service("demo", env=env, log=tmp_path / "log") as demo:
        await demo.says(r"[1-9]\d* entries")
        await demo.told(signal.SIGINT)
        assert await demo.ended() == 0
        assert "Summary" in demo.log
        assert "Traceback" not in demo.log


async def test_ctrl_c_while_it_starts_leaves_at_once(tmp_path: Path) -> None:
    async with service("demo", env=environment(PYTHONUNBUFFERED="1"), log=tmp_path / "log") as demo:
        await demo.says("Starting poll, fetch and tag")
        await demo.told(signal.SIGINT)
        assert await demo.ended() == 0
        assert demo.log.endswith("Stopped before it began.\n")


async def test_what_is_kept_can_be_looked_at_with_the_commands_that_it_names(tmp_path: Path) -> None:
    async with service("demo", "--keep", env=environment(PYTHONUNBUFFERED="1"), log=tmp_path / "log") as demo:
        named = await demo.says(r"  dateline (tail mentions .*)\n  dateline (dead-letters list .*)\n")
        mentions = await dateline(*named[1].split(), "-n", "5", env=environment())
        letters = await dateline(*named[2].split(), env=environment())
        await demo.told(signal.SIGTERM)
        assert await demo.ended() == 0
    assert (mentions.code, len(mentions.out.splitlines())) == (0, 5)
    assert (letters.code, "1 dead letter\n" in letters.out) == (0, True)
