"""Files are read from a store as they are read from a disk."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from dateline.web.store_errors import StoreError
from dateline.web.stored_files import opened, part_of, warc_files
from tests.buckets import Bucket

CONTENT = os.urandom(9_000_000)


@pytest.fixture(params=["disk", "store"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[str, str | None]:
    """A path or URL of a file with `CONTENT`, and where its store is."""
    if request.param == "disk":
        (tmp_path / "one.warc.gz").write_bytes(CONTENT)
        return str(tmp_path / "one.warc.gz"), None
    bucket: Bucket = request.getfixturevalue("bucket")
    bucket.store.client().put_object(Bucket=bucket.name, Key="raw/one.warc.gz", Body=CONTENT)
    return f"s3://{bucket.name}/raw/one.warc.gz", bucket.store.endpoint_url


def test_a_file_is_read_from_its_beginning_to_its_end(place: tuple[str, str | None]) -> None:
    with opened(*place) as file:
        assert file.read(10) == CONTENT[:10]
        assert file.read() == CONTENT[10:]
        assert file.read(10) == b""


@pytest.mark.parametrize(("offset", "length"), [(0, 1), (5_000_000, 3_000_000), (len(CONTENT) - 5, 100)])
def test_a_part_of_a_file_is_what_lies_there(place: tuple[str, str | None], offset: int, length: int) -> None:
    path, endpoint_url = place
    assert part_of(path, offset, length, endpoint_url) == CONTENT[offset : offset + length]


def test_a_file_is_itself(place: tuple[str, str | None]) -> None:
    assert warc_files(*place) == [place[0]]


def test_an_empty_file_in_a_store_has_no_bytes(bucket: Bucket) -> None:
    bucket.store.client().put_object(Bucket=bucket.name, Key="empty.warc.gz", Body=b"")
    with opened(f"s3://{bucket.name}/empty.warc.gz", bucket.store.endpoint_url) as file:
        assert file.read() == b""


@pytest.mark.parametrize("prefix", ["", "/"])
def test_a_bucket_without_more_is_all_that_is_in_it(bucket: Bucket, prefix: str) -> None:
    for key in ("b/two.warc", "a/one.warc.gz", "a/notes.txt"):
        bucket.store.client().put_object(Bucket=bucket.name, Key=key, Body=b"-")
    url = f"s3://{bucket.name}"
    assert warc_files(url + prefix, bucket.store.endpoint_url) == [f"{url}/a/one.warc.gz", f"{url}/b/two.warc"]


def test_what_is_not_there_is_said_without_what_was_signed(bucket: Bucket) -> None:
    with pytest.raises(StoreError, match=r"^NoSuchKey: there is no such file$"):
        opened(f"s3://{bucket.name}/none.warc.gz", bucket.store.endpoint_url)
