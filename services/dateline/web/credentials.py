"""What a feed behind a login is asked with. The file that holds it is read here, and nowhere else.

    [wire]                                      the name that a feed gives
    origins = ["https://feeds.wire.example"]    where it may be sent: scheme, host and port
    bearer = { env = "WIRE_TOKEN" }             or: username and password, or: headers

    [paper]
    origins = ["https://paper.example", "https://feeds.paper.example"]
    username = "desk"
    password = { file = "/run/secrets/paper" }

    [agency]
    origins = ["https://api.agency.example:8443"]
    headers = { X-Api-Key = "…" }

A secret is written out, or is in an environment variable or in a file of its own. A feed only names its
credential, and everybody who may write to the watch list may name any: so each is bound to its origins.
"""

from __future__ import annotations

import base64
import os
import re
import stat
import tomllib
from pathlib import Path
from typing import Annotated, Self

import structlog
from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    SecretStr,
    TypeAdapter,
    ValidationError,
    model_validator,
)

from dateline.errors import BadInput, ConfigurationError
from dateline.web.errors import FetchCode, FetchError
from dateline.web.redirects import origin_of
from dateline.web.urls import parse_url

log = structlog.get_logger()

_FILE_MAX_BYTES = 1_000_000
_HEADER_NAME = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}")  # RFC 9110, section 5.6.2
_HEADER_VALUE = re.compile(r"[\x21-\x7e\x80-\xff](?:[\x20-\x7e\x80-\xff]*[\x21-\x7e\x80-\xff])?")
_FRAMING = frozenset(
    {"host", "connection", "content-length", "transfer-encoding", "te", "upgrade", "accept-encoding"}
    | {"if-none-match", "if-modified-since"}
)
"""Headers that are the client's own."""


class _Elsewhere(BaseModel):
    """A secret that is not written out."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    env: str | None = None
    file: Path | None = None

    @model_validator(mode="after")
    def _one_of_them(self) -> Self:
        if (self.env is None) == (self.file is None):
            raise ValueError("give either env or file")
        return self


_Secret = SecretStr | _Elsewhere


def _own_header(name: str) -> str:
    if _HEADER_NAME.fullmatch(name) is None or name.lower() in _FRAMING:
        raise ValueError("this is no header that a credential may set")
    return name.lower()


class _Credential(BaseModel):
    """One table of the file."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    origins: list[str] = Field(min_length=1)
    bearer: _Secret | None = None
    username: str | None = None
    password: _Secret | None = None
    headers: dict[Annotated[str, AfterValidator(_own_header)], _Secret] = {}

    @model_validator(mode="after")
    def _says_how(self) -> Self:
        basic = self.username is not None or self.password is not None
        if basic and (self.username is None or self.password is None or ":" in self.username):
            raise ValueError("username and password belong together, and a username has no colon (RFC 7617)")
        authorizations = (self.bearer is not None) + basic + ("authorization" in self.headers)
        if authorizations > 1 or not (authorizations or self.headers):
            raise ValueError("give one of bearer, username with password, and headers")
        for origin in self.origins:
            try:
                url = parse_url(origin)
            except BadInput as error:
                raise ValueError(error.reason) from error
            if url.raw_path != b"/":
                raise ValueError("an origin is a scheme, a host and at most a port, as https://feeds.example")
        return self


_FILE = TypeAdapter(dict[str, _Credential])


def _private_text(path: Path) -> str:
    """The text of a file that is not everybody's. Raises OSError, ValueError."""
    with path.open("rb") as file:
        status = os.fstat(file.fileno())
        if status.st_mode & stat.S_IRWXO:
            raise ValueError(f"{path} is open to every user of the machine; chmod o-rwx it")
        raw = file.read(_FILE_MAX_BYTES + 1)
    if len(raw) > _FILE_MAX_BYTES:
        raise ValueError(f"{path} is larger than {_FILE_MAX_BYTES} bytes")
    return raw.decode()


def _load(path: Path) -> dict[str, _Credential]:
    """Raises ConfigurationError, without a word of what is in the file."""
    try:
        return _FILE.validate_python(tomllib.loads(_private_text(path)))
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(str(part) for part in first["loc"][:3])
        raise ConfigurationError(f"{path}: {where}: {first['msg']}") from None
    except OSError as error:
        raise ConfigurationError(f"{path}: cannot be read: {error.strerror}") from error
    except (ValueError, RecursionError) as error:
        raise ConfigurationError(f"{path}: {error}") from error


class Credentials:
    """The file, read again when it has changed: a secret is replaced without a restart."""

    def __init__(self, path: str | None) -> None:
        """Raises ConfigurationError where the file cannot be read or is wrong."""
        self._path = None if path is None else Path(path)
        self._read_at = self._mark()
        self._known = {} if self._path is None else _load(self._path)

    def headers(self, name: str | None, url: str) -> dict[str, str]:
        """What a request for `url` carries by the credential `name`; nothing where there is no name.

        Raises FetchError: "no-credential" where it is not in the file, or its variable or file is not there;
        "credential-elsewhere" where it is not for that origin. Neither says a secret.
        """
        if name is None:
            return {}
        self._refresh()
        credential = self._known.get(name)
        if credential is None:
            raise FetchError(FetchCode.NO_CREDENTIAL, f"no credential is called {name!r}", url)
        try:
            origin = origin_of(parse_url(url))
        except BadInput as error:
            raise FetchError(FetchCode.BAD_URL, error.reason, url) from error
        if origin not in [origin_of(parse_url(one)) for one in credential.origins]:
            raise FetchError(FetchCode.CREDENTIAL_ELSEWHERE, f"the credential {name!r} is not for this origin", url)
        try:
            return _headers(credential)
        except (OSError, ValueError) as error:
            raise FetchError(FetchCode.NO_CREDENTIAL, f"the credential {name!r}: {error}", url) from None

    def _mark(self) -> tuple[int, int] | None:
        """What changes when the file does."""
        try:
            status = None if self._path is None else self._path.stat()
        except OSError:
            return None
        return None if status is None else (status.st_mtime_ns, status.st_ino)

    def _refresh(self) -> None:
        if self._path is None or (mark := self._mark()) == self._read_at:
            return
        self._read_at = mark
        try:
            self._known = _load(self._path)
        except ConfigurationError as error:
            log.error("the credentials as they were before stay in force", reason=str(error))


def _revealed(secret: _Secret) -> str:
    if isinstance(secret, SecretStr):
        text = secret.get_secret_value()
    elif secret.env is not None:
        text = os.environ.get(secret.env, "")
        if not text:
            raise ValueError(f"the environment has no {secret.env}")
    else:
        assert secret.file is not None, "checked by the model"
        text = _private_text(secret.file).rstrip("\r\n")
    return text


def _header_value(secret: _Secret) -> str:
    text = _revealed(secret)
    if _HEADER_VALUE.fullmatch(text) is None:
        raise ValueError("a secret is empty, or has characters that no header may have")
    return text


def _headers(credential: _Credential) -> dict[str, str]:
    headers = {name: _header_value(secret) for name, secret in credential.headers.items()}
    if credential.bearer is not None:
        headers["authorization"] = f"Bearer {_header_value(credential.bearer)}"
    if credential.username is not None and credential.password is not None:
        pair = f"{credential.username}:{_revealed(credential.password)}"
        headers["authorization"] = f"Basic {base64.b64encode(pair.encode()).decode()}"
    return headers
