"""An archive in a process of its own, to be killed: ``python -m tests.stages.archiving_process SETTINGS PAGES``.

It keeps so many pages of `BODY_BYTES` random bytes, says "kept" when they are on disk, and goes on until it is killed.
"""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import httpx
from prometheus_client import REGISTRY

from dateline.settings import Settings
from dateline.stages.archiving import archive_of
from dateline.web.client import Response

ROOT = Path(__file__).parents[2]
NOW = datetime(2026, 3, 2, 17, tzinfo=UTC)


def a_page(number: int, body: bytes = b"<p>A page of the Ledger.</p>") -> Response:
    """A page as the client gives it."""
    headers = httpx.Headers({"Content-Type": "text/html"})
    return Response(f"https://ledger.example/{number}", 200, headers, body, (), 0.1)


def counted(name: str) -> int:
    """What this process has counted under that name."""
    return int(REGISTRY.get_sample_value("dateline_counts_total", {"stage": "fetch", "name": name}) or 0)


async def until_counted(name: str, number: int) -> None:
    """Waits until so many have been counted."""
    async with asyncio.timeout(60):
        while counted(name) < number:
            await asyncio.sleep(0.01)


@asynccontextmanager
async def archiving_process(
    settings: Settings, pages: int, body_bytes: int = 100
) -> AsyncIterator[asyncio.subprocess.Process]:
    """The process, with its pages on disk. It is killed at the end."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.stages.archiving_process", settings.model_dump_json(), str(pages), str(body_bytes),
        stdout=asyncio.subprocess.PIPE, cwd=ROOT, env={**os.environ, "PYTHONPATH": f"{ROOT}/services:{ROOT}"},
    )  # fmt: skip
    try:
        assert process.stdout is not None
        async with asyncio.timeout(60):
            while (line := await process.stdout.readline()) != b"kept\n":
                assert line, "it ended before its pages were on disk"
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


async def _main(settings: Settings, pages: int, body_bytes: int) -> None:
    async with archive_of(settings) as archive:
        for number in range(pages):
            archive.keep(a_page(number, os.urandom(body_bytes)), NOW)
        await until_counted("archived", pages)
        print("kept", flush=True)
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(_main(Settings.model_validate_json(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])))
