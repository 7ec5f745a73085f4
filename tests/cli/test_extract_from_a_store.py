"""``dateline extract --warc`` on files in an S3-compatible store."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from dateline.cli import cli
from dateline.cli.extract import Request, answer, warc_lines
from dateline.errors import BadInput, ConfigurationError
from tests.buckets import Bucket
from tests.cli.test_oneshot_commands import PAGE, a_warc_file, dateline

MILL = "https://river.example/mill"


@pytest.fixture
def folder(tmp_path: Path, bucket: Bucket) -> Path:
    """Two files of pages, which are also in the bucket."""
    pages = [(MILL, PAGE, 200), (f"{MILL}/gone", "<p>Gone</p>", 404), (f"{MILL}/2", PAGE, 200)]
    a_warc_file(tmp_path / "one.warc.gz", *pages)
    a_warc_file(tmp_path / "two.warc.gz", (f"{MILL}/3", PAGE, 200))
    for name in ("one.warc.gz", "two.warc.gz"):
        put(bucket, f"raw/{name}", (tmp_path / name).read_bytes())
    return tmp_path


def put(bucket: Bucket, key: str, body: bytes) -> None:
    bucket.store.client().put_object(Bucket=bucket.name, Key=key, Body=body)


def requests(bucket: Bucket, *paths: str) -> list[Request]:
    blocks = warc_lines(paths, bucket.store.endpoint_url)
    return [Request.model_validate_json(line.text) for block in blocks for line in block]


def test_all_files_under_a_prefix_are_read_by_the_command(folder: Path, bucket: Bucket) -> None:
    put(bucket, "raw/notes.txt", b"no WARC file")
    put(bucket, "raw-not/three.warc.gz", b"under another prefix")
    endpoint = ("--archive-endpoint-url", bucket.store.endpoint_url)
    code, lines, said = dateline("extract", "--warc", f"s3://{bucket.name}/raw/", *endpoint, cwd=folder)
    assert (code, [line["url"] for line in lines]) == (0, [MILL, f"{MILL}/2", f"{MILL}/3"]), said
    assert all(line["title"] == "Mill closes" and line["id"].startswith("<urn:uuid:") for line in lines)


def test_a_url_is_one_file_and_may_stand_beside_files_on_disk(folder: Path, bucket: Bucket) -> None:
    found = requests(bucket, f"s3://{bucket.name}/raw/two.warc.gz", str(folder / "one.warc.gz"))
    assert [request.url for request in found] == [f"{MILL}/3", MILL, f"{MILL}/2"]


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("raw/three.warc.gz", "NoSuchKey: there is no such file"),
        ("old/", "there are no WARC files under it"),
        ("raw/page.warc", "no WARC, or a broken one"),
    ],
)
def test_what_cannot_be_read_is_named(bucket: Bucket, path: str, reason: str) -> None:
    put(bucket, "raw/page.warc", PAGE.encode())
    with pytest.raises(ConfigurationError, match=f"^s3://{bucket.name}/{path}: {reason}"):
        requests(bucket, f"s3://{bucket.name}/{path}")


@pytest.mark.usefixtures("folder")
def test_a_page_whose_file_has_gone_since_is_a_line_of_its_own(bucket: Bucket) -> None:
    [request] = requests(bucket, f"s3://{bucket.name}/raw/two.warc.gz")
    bucket.store.client().delete_object(Bucket=bucket.name, Key="raw/two.warc.gz")
    with pytest.raises(BadInput, match="NoSuchKey") as refused:
        answer(request.model_dump_json().encode())
    assert refused.value.code == "unreadable"


def test_only_warc_files_are_read_from_a_store() -> None:
    said = CliRunner().invoke(cli, ["extract", "s3://pages/in.jsonl"])
    assert str(said.exception) == "only WARC files are read from a store: --warc"
