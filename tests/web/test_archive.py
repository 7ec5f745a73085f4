"""Raw pages in WARC files: what came over a socket is read back, and no trouble with the disk reaches the pages."""

from __future__ import annotations

import asyncio
import datetime as dt
import gzip
import os
import resource
from collections import Counter
from collections.abc import AsyncIterator
from io import BytesIO
from pathlib import Path

import pytest
import pytest_asyncio
from warcio.archiveiterator import ArchiveIterator

from dateline.errors import BadInput
from dateline.settings import WebSettings
from dateline.web import archive as archiving
from dateline.web import spool
from dateline.web.archive import Archive, Rotation
from dateline.web.client import Client, Response
from dateline.web.spool import OPEN
from dateline.web.warc import page_at, places
from tests.stages.outlets import Answer, Outlet

NOW = dt.datetime(2026, 3, 2, 17, 0, 0, 250_000, tzinfo=dt.UTC)
BODY = b"<html><body><p>A page of the Ledger.</p></body></html>"
SHELF = Rotation(10_000_000, 3600.0)


@pytest_asyncio.fixture
async def outlet() -> AsyncIterator[Outlet]:
    async with Outlet() as one:
        yield one


def files_in(folder: Path) -> list[Path]:
    return sorted(folder.iterdir())


async def got(outlet: Outlet, path: str = "/news/1?id=7", body: bytes = BODY) -> Response:
    """A page as the client gives it, compressed on its way."""
    headers = {"Content-Type": "text/html; charset=utf-8", "Content-Encoding": "gzip", "X-Served-By": "cache-3"}
    outlet.serve(path.partition("?")[0], Answer(gzip.compress(body), 200, headers))
    async with Client(WebSettings(allow_networks="127.0.0.0/8", user_agent="Dateline tests")) as client:
        return await client.get(
            outlet.url(path), headers={"If-None-Match": '"one"'}, credentials={"Authorization": "Basic secret"}
        )


async def test_a_page_is_read_back_as_it_was(tmp_path: Path, outlet: Outlet) -> None:
    counted: Counter[str] = Counter()
    response = await got(outlet)
    async with Archive(tmp_path / "pages", SHELF, "Dateline/tests", lambda name: counted.update([name])) as archive:
        archive.keep(response, NOW)
    [file] = files_in(tmp_path / "pages")
    assert file.suffixes[-2:] == [".warc", ".gz"]
    [place] = places(str(file))
    assert place.url == outlet.url("/news/1?id=7")
    page = page_at(place, 1000)
    assert (page.body, page.content_type) == (BODY, "text/html; charset=utf-8")
    assert counted == {"archived": 1}


async def test_the_records_hold_request_and_response_headers_but_no_secret(tmp_path: Path, outlet: Outlet) -> None:
    async with Archive(tmp_path, SHELF, "Dateline/tests", lambda _: None) as archive:
        archive.keep(await got(outlet), NOW)
    [file] = files_in(tmp_path)
    records = {record.rec_type: record for record in ArchiveIterator(BytesIO(file.read_bytes()))}
    assert set(records) == {"warcinfo", "response", "request"}
    answer, asked = records["response"], records["request"]
    assert answer.rec_headers.get_header("WARC-Date") == "2026-03-02T17:00:00.250000Z"
    assert answer.http_headers.get_header("X-Served-By") == "cache-3"
    assert answer.http_headers.get_header("X-Archive-Orig-Content-Encoding") == "gzip"
    assert asked.rec_headers.get_header("WARC-Concurrent-To") == answer.rec_headers.get_header("WARC-Record-ID")
    assert asked.http_headers.get_header("user-agent") == "Dateline tests"
    assert asked.http_headers.get_header("if-none-match") == '"one"'
    assert b"secret" not in gzip.decompress(file.read_bytes())


async def test_a_file_that_is_full_is_closed_and_another_one_begun(tmp_path: Path, outlet: Outlet) -> None:
    response = await got(outlet)
    async with Archive(tmp_path, Rotation(2000, 3600.0), "Dateline/tests", lambda _: None) as archive:
        for _ in range(7):
            archive.keep(response, NOW)
    files = list(map(str, files_in(tmp_path)))
    assert len(files) > 1
    assert not any(file.endswith(OPEN) for file in files)
    assert sum(len(list(places(file))) for file in files) == 7


async def test_a_file_that_is_old_is_closed_without_another_page(tmp_path: Path, outlet: Outlet) -> None:
    loop, closed = asyncio.get_running_loop(), asyncio.Event()

    def see() -> None:
        if spool.whole_files(tmp_path):
            loop.call_soon_threadsafe(closed.set)

    archive = Archive(tmp_path, Rotation(10_000_000, 0.01), "Dateline/tests", lambda _: None, closed=see)
    async with archive:
        archive.keep(await got(outlet), NOW)
        async with asyncio.timeout(30):
            await closed.wait()


async def test_what_a_killed_process_left_is_closed_by_the_next(tmp_path: Path, outlet: Outlet) -> None:
    async with Archive(tmp_path, SHELF, "Dateline/tests", lambda _: None) as archive:
        archive.keep(await got(outlet), NOW)
    [file] = files_in(tmp_path)
    file.rename(file.with_name(f"{file.name}{OPEN}"))
    async with Archive(tmp_path, SHELF, "Dateline/tests", lambda _: None):
        pass
    assert files_in(tmp_path) == [file]
    assert len(list(places(str(file)))) == 1


class Pause:
    """A clock that a test moves on."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


async def until(counted: Counter[str], number: int) -> None:
    """Waits until so many pages have been written or lost."""
    async with asyncio.timeout(30):
        while counted.total() < number:
            await asyncio.sleep(0.01)


async def test_where_the_folder_cannot_be_written_pages_are_lost_and_counted_until_it_can(
    tmp_path: Path, outlet: Outlet
) -> None:
    folder, counted, clock = tmp_path / "pages", Counter[str](), Pause()
    folder.write_text("a file is in the folder's place")
    response = await got(outlet)
    async with Archive(folder, SHELF, "Dateline/tests", lambda name: counted.update([name]), clock) as archive:
        archive.keep(response, NOW)
        archive.keep(response, NOW)
        await until(counted, 2)
        assert counted == {"archive-lost": 2}
        folder.unlink()
        clock.now += archiving.PAUSE_S
        archive.keep(response, NOW)
        await until(counted, 3)
    assert counted == {"archive-lost": 2, "archived": 1}


async def test_a_disk_that_is_full_leaves_a_file_that_can_be_read(tmp_path: Path, outlet: Outlet) -> None:
    counted: Counter[str] = Counter()
    small = await got(outlet)
    large = await got(outlet, "/large", bytes(range(256)) * 4000)
    incompressible = Response(large.url, 200, large.headers, os.urandom(300_000), (), 0.1)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, hard))  # no file may grow beyond: as if the disk were full
    try:
        async with Archive(tmp_path, SHELF, "Dateline/tests", lambda name: counted.update([name])) as archive:
            archive.keep(small, NOW)
            archive.keep(incompressible, NOW)
            await until(counted, 2)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    [file] = files_in(tmp_path)
    assert counted == {"archived": 1, "archive-lost": 1}
    assert [place.url for place in places(str(file))] == [small.url]


async def test_pages_that_come_faster_than_the_disk_takes_them_are_lost_not_gathered(
    tmp_path: Path, outlet: Outlet, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archiving, "WAITING_BYTES_MAX", 3 * len(BODY))
    counted: Counter[str] = Counter()
    response = await got(outlet)
    archive = Archive(tmp_path, SHELF, "Dateline/tests", lambda name: counted.update([name]))
    for _ in range(5):
        archive.keep(response, NOW)  # nothing is written before the archive is entered
    assert counted == {"archive-lost": 2}
    async with archive:
        pass
    assert counted == {"archive-lost": 2, "archived": 3}


async def test_a_file_that_was_cut_gives_the_pages_before_the_cut(tmp_path: Path, outlet: Outlet) -> None:
    async with Archive(tmp_path, SHELF, "Dateline/tests", lambda _: None) as archive:
        for _ in range(3):
            archive.keep(await got(outlet), NOW)
    [file] = files_in(tmp_path)
    whole = list(places(str(file)))
    file.write_bytes(file.read_bytes()[: whole[2].offset + 40])
    assert list(places(str(file)))[:2] == whole[:2]


def test_what_is_no_warc_says_so(tmp_path: Path) -> None:
    file = tmp_path / "some.warc"
    file.write_bytes(b"no WARC at all")
    with pytest.raises(BadInput, match="no WARC"):
        list(places(str(file)))


def test_an_empty_file_has_no_pages(tmp_path: Path) -> None:
    (tmp_path / "some.warc.gz").write_bytes(b"")
    assert list(places(str(tmp_path / "some.warc.gz"))) == []
