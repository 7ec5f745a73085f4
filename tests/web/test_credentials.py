"""Secrets go to the origins that they are for and nowhere else, and are in no message, log or error."""

from __future__ import annotations

import base64
import os
from pathlib import Path

import pytest
import structlog

from dateline.errors import ConfigurationError
from dateline.web import Client, FetchError
from dateline.web.credentials import Credentials
from tests.web.origin import Origin, redirect, response

SECRET = "correct-horse-battery-staple"
URL = "https://feeds.wire.example/rss"


def kept(path: Path, text: str, mode: int = 0o600) -> Credentials:
    path.write_text(text)
    path.chmod(mode)
    return Credentials(str(path))


def wire(how: str, origin: str = "https://feeds.wire.example") -> str:
    return f'[wire]\norigins = ["{origin}"]\n{how}\n'


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "credentials.toml"


def test_a_feed_without_a_credential_needs_no_file() -> None:
    assert Credentials(None).headers(None, URL) == {}


@pytest.mark.parametrize(
    ("how", "headers"),
    [
        (f'bearer = "{SECRET}"', {"authorization": f"Bearer {SECRET}"}),
        (
            f'username = "desk"\npassword = "{SECRET}"',
            {"authorization": f"Basic {base64.b64encode(f'desk:{SECRET}'.encode()).decode()}"},
        ),
        (
            'username = "desk"\npassword = "пароль"',
            {"authorization": f"Basic {base64.b64encode('desk:пароль'.encode()).decode()}"},
        ),
        (
            f'headers = {{ X-Api-Key = "{SECRET}", Cookie = "id=7" }}',
            {"x-api-key": SECRET, "cookie": "id=7"},
        ),
    ],
)
def test_a_credential_is_headers(file: Path, how: str, headers: dict[str, str]) -> None:
    assert kept(file, wire(how)).headers("wire", URL) == headers


def test_a_secret_may_be_in_the_environment(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WIRE_TOKEN", SECRET)
    assert kept(file, wire('bearer = { env = "WIRE_TOKEN" }')).headers("wire", URL) == {
        "authorization": f"Bearer {SECRET}"
    }


def test_a_secret_may_be_in_a_file_of_its_own(file: Path, tmp_path: Path) -> None:
    own = tmp_path / "token"
    own.write_text(f"{SECRET}\n")
    own.chmod(0o440)
    found = kept(file, wire(f'bearer = {{ file = "{own}" }}')).headers("wire", URL)
    assert found == {"authorization": f"Bearer {SECRET}"}


@pytest.mark.parametrize("mode", [0o604, 0o602, 0o666])
def test_a_file_that_is_open_to_everybody_is_refused(file: Path, mode: int) -> None:
    with pytest.raises(ConfigurationError, match="chmod o-rwx"):
        kept(file, wire(f'bearer = "{SECRET}"'), mode)


@pytest.mark.parametrize(
    "text",
    [
        f'[wire]\nbearer = "{SECRET}"',  # for no origin
        f'[wire]\norigins = []\nbearer = "{SECRET}"',
        f'[wire]\norigins = ["https://wire.example/path"]\nbearer = "{SECRET}"',
        f'[wire]\norigins = ["wire.example"]\nbearer = "{SECRET}"',
        wire(""),
        wire(f'password = "{SECRET}"'),
        wire(f'username = "a:b"\npassword = "{SECRET}"'),
        wire(f'bearer = "{SECRET}"\nusername = "desk"\npassword = "{SECRET}"'),
        wire(f'bearer = "{SECRET}"\nheaders = {{ Authorization = "{SECRET}" }}'),
        wire(f'headers = {{ Host = "{SECRET}" }}'),
        wire(f'headers = {{ "X Key" = "{SECRET}" }}'),
        wire(f'token = "{SECRET}"'),
        wire(f'bearer = {{ env = "A", file = "{SECRET}" }}'),
        f'[wire\nbearer = "{SECRET}"',
        f'wire = "{SECRET}"',
    ],
)
def test_a_file_that_is_wrong_is_named_without_its_secrets(file: Path, text: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        kept(file, text)
    assert str(file) in str(caught.value)
    assert SECRET not in str(caught.value)


def test_a_file_that_is_not_there_is_named(file: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"credentials\.toml: cannot be read"):
        Credentials(str(file))


@pytest.mark.parametrize(
    ("name", "url", "code"),
    [
        ("paper", URL, "no-credential"),
        ("wire", "https://elsewhere.example/rss", "credential-elsewhere"),
        ("wire", "http://feeds.wire.example/rss", "credential-elsewhere"),
        ("wire", "https://feeds.wire.example:8443/rss", "credential-elsewhere"),
        ("from-nowhere", URL, "no-credential"),
        ("from-no-file", URL, "no-credential"),
        ("broken", URL, "no-credential"),
    ],
)
def test_what_cannot_be_sent_says_why_and_no_secret(file: Path, name: str, url: str, code: str) -> None:
    credentials = kept(
        file,
        wire(f'bearer = "{SECRET}"')
        + wire('bearer = { env = "DATELINE_TEST_IS_NOT_SET" }').replace("wire]", "from-nowhere]", 1)
        + wire('bearer = { file = "/nowhere/token" }').replace("wire]", "from-no-file]", 1)
        + wire(f'bearer = "{SECRET}\\r\\nX-Evil: 1"').replace("wire]", "broken]", 1),
    )
    with pytest.raises(FetchError) as caught:
        credentials.headers(name, url)
    assert caught.value.code == code
    assert SECRET not in f"{caught.value} {caught.value.reason}"


def test_a_secret_that_is_replaced_needs_no_restart_and_a_file_that_breaks_changes_nothing(file: Path) -> None:
    credentials = kept(file, wire('bearer = "old"'))
    file.write_text(wire('bearer = "new"'))
    os.utime(file, ns=(1, 1))
    assert credentials.headers("wire", URL) == {"authorization": "Bearer new"}
    file.write_text("[wire")
    os.utime(file, ns=(2, 2))
    with structlog.testing.capture_logs() as logs:
        assert credentials.headers("wire", URL) == {"authorization": "Bearer new"}
        assert credentials.headers("wire", URL) == {"authorization": "Bearer new"}
    assert len(logs) == 1


async def test_credentials_do_not_follow_a_redirect_to_another_origin_and_do_not_come_back(
    client: Client, origin: Origin, elsewhere: Origin
) -> None:
    origin.answers["/feed"] = redirect("/moved")
    origin.answers["/moved"] = redirect(elsewhere.url("/there"))
    elsewhere.answers["/there"] = redirect(origin.url("/home"))
    origin.answers["/home"] = response(b"here")
    sent = {"x-api-key": SECRET, "authorization": f"Bearer {SECRET}"}
    answer = await client.get(origin.url("/feed"), headers={"if-none-match": '"1"'}, credentials=sent)
    assert answer.body == b"here"
    assert [origin.header("x-api-key", n) for n in range(3)] == [SECRET.encode(), SECRET.encode(), None]
    assert [origin.header("authorization", n) is None for n in range(3)] == [False, False, True]
    assert SECRET.encode() not in b"".join(elsewhere.requests)
    assert elsewhere.header("if-none-match") == b'"1"'
