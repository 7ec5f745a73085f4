"""An S3 store for tests, and buckets in it. What the archive stored there is read back by another client (boto3).

The store is moto's server, which is told to check signatures; or the one that DATELINE_TEST_S3_ENDPOINT_URL names, with
AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, where buckets named test-… are made and removed.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

TEST_ENDPOINT_URL = os.environ.get("DATELINE_TEST_S3_ENDPOINT_URL", "")
REGION = os.environ.get("AWS_REGION", "us-east-1")
WAIT_S = 60.0
_SETTING_UP_CALLS = 3
_MAY_ALL = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}]}


@dataclass(frozen=True, slots=True)
class Store:
    """Where a store is, and who may use it."""

    endpoint_url: str
    key: str
    secret: str

    @property
    def port(self) -> int:
        """Of its endpoint."""
        return urlsplit(self.endpoint_url).port or 443

    def client(self, service: str = "s3") -> Any:  # noqa: ANN401 - boto3 makes its classes at run time
        """Another client than the archive's."""
        import boto3  # half a second, which tests without a store need not spend

        return boto3.client(
            service, endpoint_url=self.endpoint_url, region_name=REGION,
            aws_access_key_id=self.key, aws_secret_access_key=self.secret,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Bucket:
    """A bucket of a test's own."""

    store: Store
    name: str

    @property
    def environment(self) -> dict[str, str]:
        """What a process needs to have in its environment."""
        return {
            "AWS_ACCESS_KEY_ID": self.store.key,
            "AWS_SECRET_ACCESS_KEY": self.store.secret,
            "AWS_REGION": REGION,
        }

    def objects(self) -> dict[str, bytes]:
        """All that is in it, by key."""
        client = self.store.client()
        keys = [found["Key"] for found in client.list_objects_v2(Bucket=self.name).get("Contents", [])]
        return {key: client.get_object(Bucket=self.name, Key=key)["Body"].read() for key in keys}


@contextlib.contextmanager
def a_store(directory: Path) -> Iterator[Store]:
    """The store that the environment names, or one that is started for this."""
    if TEST_ENDPOINT_URL:
        yield Store(TEST_ENDPOINT_URL, os.environ["AWS_ACCESS_KEY_ID"], os.environ["AWS_SECRET_ACCESS_KEY"])
        return
    path = directory / "moto.log"
    with path.open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", "0"],
            env={**os.environ, "INITIAL_NO_AUTH_ACTION_COUNT": str(_SETTING_UP_CALLS)},
            stdout=log, stderr=log,
        )  # fmt: skip
    try:
        yield _with_a_user(Store(_address_in(path, process), "nobody", "yet"))
    finally:
        process.kill()
        process.wait()


@contextlib.contextmanager
def a_bucket(store: Store) -> Iterator[Bucket]:
    """A new one, removed afterwards."""
    bucket = Bucket(store, f"test-{uuid.uuid4().hex}")
    client = store.client()
    client.create_bucket(Bucket=bucket.name)
    try:
        yield bucket
    finally:
        for key in bucket.objects():
            client.delete_object(Bucket=bucket.name, Key=key)
        client.delete_bucket(Bucket=bucket.name)


def _address_in(path: Path, process: subprocess.Popen[bytes]) -> str:
    """Waits until the server says where it is."""
    until = time.monotonic() + WAIT_S
    while time.monotonic() < until and process.poll() is None:
        if (found := re.search(r"Running on (http://127\.0\.0\.1:\d+)", path.read_text())) is not None:
            return found[1]
        time.sleep(0.02)
    raise AssertionError(f"the store did not start: {path.read_text()}")


def _with_a_user(store: Store) -> Store:
    """From the last of these calls on the server wants signatures."""
    users = store.client("iam")
    users.create_user(UserName="archive")
    users.put_user_policy(UserName="archive", PolicyName="all", PolicyDocument=json.dumps(_MAY_ALL))
    key = users.create_access_key(UserName="archive")["AccessKey"]
    return Store(store.endpoint_url, key["AccessKeyId"], key["SecretAccessKey"])
