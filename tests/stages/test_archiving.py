"""The archive in an S3-compatible store: every page is there once, whatever dies or is away meanwhile.

The store is a real server behind a socket, and what it holds is read back by another client.
"""

from __future__ import annotations

import asyncio
import io
import os
from collections import Counter
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
import structlog
from prometheus_client import REGISTRY
from warcio.archiveiterator import ArchiveIterator

from dateline.errors import ConfigurationError
from dateline.settings import Settings
from dateline.stages.archiving import archive_of
from dateline.web import archive, object_store, shipping
from dateline.web.object_store import ObjectStore
from tests.buckets import Bucket
from tests.line import Line
from tests.stages.archiving_process import NOW, a_page, archiving_process, counted, until_counted

MEGABYTE = 1_000_000
MakeSettings = Callable[..., Settings]


@pytest.fixture
async def line(bucket: Bucket) -> AsyncIterator[Line]:
    """Leads to the store."""
    async with Line(bucket.store.port) as one:
        yield one


@pytest.fixture
def settings(bucket: Bucket, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> MakeSettings:
    """Settings of an archive under a prefix of the bucket; failures are followed by short waits.

    What has a deadline has a long one: a machine with much else to do is not what these tests are about.
    """
    monkeypatch.setattr(shipping, "GAP_S", 0.01)
    monkeypatch.setattr(shipping, "GAP_MAX_S", 0.02)
    monkeypatch.setattr(shipping, "LEAVE_S", 100.0)
    monkeypatch.setattr(archive, "LEAVE_S", 100.0)
    monkeypatch.setattr(object_store, "CHECK_S", 100.0)

    def made(endpoint_url: str = bucket.store.endpoint_url, **given: object) -> Settings:
        own = {"archive": f"s3://{bucket.name}/raw/pages", "archive_spool_folder": str(tmp_path / "spool")}
        return Settings.model_validate({**own, "archive_endpoint_url": endpoint_url, **given})

    return made


@pytest.fixture
def news() -> Callable[[str], int]:
    """How often something has been counted since the test began."""
    names = ("archived", "archive-lost", "archive-uploaded", "archive-upload-failed", "archive-file-dropped")
    before = {name: counted(name) for name in names}
    return lambda name: counted(name) - before[name]


def pages_in(bodies: dict[str, bytes]) -> Counter[str]:
    """The URLs of the pages in WARC files."""
    return Counter(
        record.rec_headers.get_header("WARC-Target-URI")
        for body in bodies.values()
        for record in ArchiveIterator(io.BytesIO(body))
        if record.rec_type == "response"
    )


def urls(*numbers: int) -> dict[str, int]:
    return {f"https://ledger.example/{number}": 1 for number in numbers}


def waiting_bytes() -> float:
    return REGISTRY.get_sample_value("dateline_archive_waiting_bytes") or 0.0


def spooled(tmp_path: Path) -> list[str]:
    return sorted(path.name for path in (tmp_path / "spool").glob("*"))


async def until(news: Callable[[str], int], name: str, number: int) -> None:
    """Waits until so many have been counted in this test."""
    await until_counted(name, counted(name) - news(name) + number)


# Where pages go


async def test_pages_are_in_the_store_when_the_process_leaves_and_the_folder_is_empty(
    settings: MakeSettings, bucket: Bucket, tmp_path: Path, news: Callable[[str], int]
) -> None:
    async with archive_of(settings()) as pages:
        for number in range(3):
            pages.keep(a_page(number), NOW)
    stored = bucket.objects()
    assert pages_in(stored) == urls(0, 1, 2)
    [key] = stored
    assert key.startswith("raw/pages/dateline-20260302170000-")
    assert key.endswith("-00001.warc.gz")
    assert spooled(tmp_path) == []
    assert (news("archived"), news("archive-uploaded"), news("archive-upload-failed")) == (3, 1, 0)


async def test_a_file_goes_when_it_is_full_and_not_only_at_the_end(
    settings: MakeSettings, bucket: Bucket, news: Callable[[str], int]
) -> None:
    async with archive_of(settings(archive_file_max_bytes=1)) as pages:
        pages.keep(a_page(1), NOW)
        await until(news, "archive-uploaded", 1)
        assert pages_in(bucket.objects()) == urls(1)
        pages.keep(a_page(2), NOW)
    assert pages_in(bucket.objects()) == urls(1, 2)


async def test_a_file_goes_when_it_is_old(settings: MakeSettings, bucket: Bucket, news: Callable[[str], int]) -> None:
    async with archive_of(settings(archive_file_max_age_s=0.05)) as pages:
        pages.keep(a_page(1), NOW)
        await until(news, "archive-uploaded", 1)
        assert pages_in(bucket.objects()) == urls(1)


async def test_a_file_of_many_parts_arrives_as_it_was(settings: MakeSettings, bucket: Bucket) -> None:
    bodies = [os.urandom(7 * MEGABYTE) for _ in range(3)]
    async with archive_of(settings()) as pages:
        for number, body in enumerate(bodies):
            pages.keep(a_page(number, body), NOW)
    [stored] = bucket.objects().values()
    records = ArchiveIterator(io.BytesIO(stored))
    assert [record.content_stream().read() for record in records if record.rec_type == "response"] == bodies


async def test_processes_may_share_a_prefix_and_a_folder(
    settings: MakeSettings, bucket: Bucket, tmp_path: Path
) -> None:
    one, two = settings(archive_file_max_bytes=1), settings(archive_file_max_bytes=1)
    async with archive_of(one) as pages, archive_of(two) as other:
        for number in range(5):
            pages.keep(a_page(number), NOW)
            other.keep(a_page(number + 5), NOW)
    stored = bucket.objects()
    assert len(stored) == 10
    assert pages_in(stored) == urls(*range(10))
    assert spooled(tmp_path) == []


# Processes that die


async def test_what_a_killed_process_wrote_goes_when_the_next_one_starts(
    settings: MakeSettings, bucket: Bucket, tmp_path: Path
) -> None:
    async with archiving_process(settings(), pages=4) as process:
        process.kill()
    [left] = (tmp_path / "spool").iterdir()
    assert left.suffix == ".open"
    with left.open("ab") as file:
        file.write(left.read_bytes()[:100])  # it died in the middle of a record
    async with archive_of(settings()):
        pass
    assert pages_in(bucket.objects()) == urls(0, 1, 2, 3)
    assert spooled(tmp_path) == []


async def test_a_process_killed_while_it_sends_leaves_nothing_twice(
    settings: MakeSettings, bucket: Bucket, line: Line, tmp_path: Path
) -> None:
    line.silent_after_bytes = 3 * MEGABYTE
    full_at_once = {"archive_file_max_bytes": 5 * MEGABYTE}
    async with archiving_process(settings(line.url, **full_at_once), pages=1, body_bytes=6 * MEGABYTE) as process:
        async with asyncio.timeout(60):
            await line.fell_silent.wait()
        process.kill()
    assert bucket.objects() == {}
    async with archive_of(settings()):
        pass
    assert pages_in(bucket.objects()) == urls(0)
    assert spooled(tmp_path) == []


async def test_a_file_that_another_process_writes_is_left_to_it(
    settings: MakeSettings, bucket: Bucket, tmp_path: Path
) -> None:
    async with archiving_process(settings(), pages=1):
        async with archive_of(settings()):
            pass
        assert bucket.objects() == {}
        assert len(spooled(tmp_path)) == 1


# A store that is away


async def test_files_wait_for_a_store_that_is_away_and_go_when_it_is_back(
    settings: MakeSettings, bucket: Bucket, line: Line, news: Callable[[str], int], tmp_path: Path
) -> None:
    line.cut()
    with structlog.testing.capture_logs() as logs:
        async with archive_of(settings(line.url, archive_file_max_bytes=1)) as pages:
            for number in range(3):
                pages.keep(a_page(number), NOW)
            await until(news, "archive-upload-failed", 3)
            assert len(spooled(tmp_path)) == 3
            assert waiting_bytes() > 0
            line.is_cut = False
    assert pages_in(bucket.objects()) == urls(0, 1, 2)
    assert spooled(tmp_path) == []
    assert waiting_bytes() == 0
    said = [entry["event"] for entry in logs]
    assert said.count("files of the archive wait: their store does not take them") == 1
    assert said.count("the archive's store takes files again") == 1


async def test_files_that_a_store_did_not_take_in_time_go_with_the_next_process(
    settings: MakeSettings, bucket: Bucket, line: Line, tmp_path: Path
) -> None:
    line.cut()
    async with archive_of(settings(line.url)) as pages:
        pages.keep(a_page(1), NOW)
    assert [name[-8:] for name in spooled(tmp_path)] == [".warc.gz"]
    async with archive_of(settings()):
        pass
    assert pages_in(bucket.objects()) == urls(1)


async def test_a_file_whose_confirmation_was_lost_is_there_once(
    settings: MakeSettings, bucket: Bucket, line: Line, news: Callable[[str], int], tmp_path: Path
) -> None:
    async with archive_of(settings(line.url, archive_file_max_bytes=1)) as pages:
        line.replies_lost = 4  # more than the library tries by itself
        pages.keep(a_page(1), NOW)
        await until(news, "archive-uploaded", 1)
    assert news("archive-upload-failed") > 0
    assert pages_in(bucket.objects()) == urls(1)
    assert spooled(tmp_path) == []


async def test_beyond_the_bound_old_files_are_dropped_and_named(
    settings: MakeSettings, bucket: Bucket, line: Line, news: Callable[[str], int]
) -> None:
    line.cut()
    room_for_two = settings(line.url, archive_file_max_bytes=1, archive_spool_max_bytes=250_000)
    with structlog.testing.capture_logs() as logs:
        async with archive_of(room_for_two) as pages:
            for number in range(5):
                pages.keep(a_page(number, os.urandom(100_000)), NOW)
            await until(news, "archive-file-dropped", 3)
            line.is_cut = False
    dropped = [entry["file"] for entry in logs if "is dropped" in entry["event"]]
    kept = pages_in(bucket.objects())
    assert (len(dropped), kept.total()) == (3, 2)
    assert "https://ledger.example/4" in kept


def test_the_store_is_left_alone_for_longer_and_longer() -> None:
    assert [shipping.gap_s(failures) for failures in (1, 2, 3, 9, 10, 1000)] == [1, 2, 4, 256, 300, 300]


# Settings that are wrong


async def test_a_bucket_that_is_not_there_is_said_at_the_start(settings: MakeSettings) -> None:
    with pytest.raises(ConfigurationError, match=r"s3://test-no-such at http://.*: NoSuchBucket: there is no such"):
        async with archive_of(settings(archive="s3://test-no-such")):
            pass


@pytest.mark.parametrize(
    ("variable", "said"),
    [("AWS_ACCESS_KEY_ID", "the key in AWS_ACCESS_KEY_ID"), ("AWS_SECRET_ACCESS_KEY", "SignatureDoesNotMatch")],
)
async def test_wrong_credentials_are_said_at_the_start_and_not_shown(
    settings: MakeSettings, bucket: Bucket, monkeypatch: pytest.MonkeyPatch, variable: str, said: str
) -> None:
    monkeypatch.setenv(variable, "WRONGWRONGWRONGWRONG")
    with pytest.raises(ConfigurationError) as refused:
        async with archive_of(settings()):
            pass
    assert said in str(refused.value)
    shown = f"{refused.value!r} {refused.value.__cause__!r}"
    assert not any(secret in shown for secret in ("WRONGWRONG", bucket.store.key, bucket.store.secret))


@pytest.mark.parametrize("missing", [["AWS_SECRET_ACCESS_KEY"], ["AWS_SECRET_ACCESS_KEY", "AWS_ACCESS_KEY_ID"]])
async def test_credentials_that_are_nowhere_are_said_at_the_start(
    settings: MakeSettings, monkeypatch: pytest.MonkeyPatch, missing: list[str]
) -> None:
    monkeypatch.setenv("AWS_METADATA_ENDPOINT", "http://127.0.0.1:1")  # the machine gives none
    for variable in missing:
        monkeypatch.delenv(variable)
    with pytest.raises(ConfigurationError, match="there are no credentials: AWS_ACCESS_KEY_ID and AWS"):
        async with archive_of(settings()):
            pass


async def test_credentials_that_no_longer_hold_are_logged_and_not_shown(
    settings: MakeSettings, bucket: Bucket, news: Callable[[str], int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ObjectStore, "check", lambda _: None)  # they held when the process began
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "WRONGWRONGWRONGWRONG")
    with structlog.testing.capture_logs() as logs:
        async with archive_of(settings(archive_file_max_bytes=1)) as pages:
            pages.keep(a_page(1), NOW)
            await until(news, "archive-upload-failed", 1)
    assert [entry["reason"] for entry in logs if "not take them" in entry["event"]] == [
        "SignatureDoesNotMatch: AWS_SECRET_ACCESS_KEY does not belong to the key in AWS_ACCESS_KEY_ID"
    ]
    assert not any(secret in str(logs) for secret in ("WRONGWRONG", bucket.store.key, bucket.store.secret))


async def test_a_store_that_is_away_at_the_start_stops_nobody(settings: MakeSettings, line: Line) -> None:
    line.cut()
    with structlog.testing.capture_logs() as logs:
        async with archive_of(settings(line.url)):
            pass
    assert [entry["event"] for entry in logs] == ["the archive's store is away; files wait for it"]
