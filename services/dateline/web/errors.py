"""Why a request brought no response. An HTTP status, 4xx and 5xx included, is a response and never raised.

    FetchError                     code                 retry?
    ├── nothing was reached        dns                  yes
    │                              connect              yes
    │                              tls                  yes
    │                              timeout-connect      yes
    │                              proxy                yes   our own proxy is away or refuses
    ├── the answer broke           timeout-read         yes   silence inside the response
    │                              deadline             yes   the whole request took too long
    │                              protocol             yes   not HTTP, or cut short
    │                              bad-encoding         yes   Content-Encoding is unknown or its data broken
    ├── the answer is unusable     too-large            no    body limit, counted after decompression
    │                              too-many-redirects   no
    │                              redirect-loop        no
    └── refused by us              bad-url              no
                                   address-refused      no    loopback, private, metadata, …
                                   robots-disallowed    no    the host's robots.txt
                                   robots-unreachable   yes   it can't be had, so we may not (RFC 9309)
                                   no-credential        yes   the feed names one that is not there
                                   credential-elsewhere no    the one that it names is for another origin

``retryable`` says whether the same request may succeed later without anybody changing anything. A feed is
never given up for either kind (its ladder only grows slower); a page is, when it is not retryable.
"""

from __future__ import annotations

from enum import StrEnum

from dateline.errors import DatelineError


class FetchCode(StrEnum):
    """The bounded list of reasons: a metric's label."""

    DNS = "dns"
    CONNECT = "connect"
    TLS = "tls"
    TIMEOUT_CONNECT = "timeout-connect"
    PROXY = "proxy"
    TIMEOUT_READ = "timeout-read"
    DEADLINE = "deadline"
    PROTOCOL = "protocol"
    BAD_ENCODING = "bad-encoding"
    TOO_LARGE = "too-large"
    TOO_MANY_REDIRECTS = "too-many-redirects"
    REDIRECT_LOOP = "redirect-loop"
    BAD_URL = "bad-url"
    ADDRESS_REFUSED = "address-refused"
    ROBOTS_DISALLOWED = "robots-disallowed"
    ROBOTS_UNREACHABLE = "robots-unreachable"
    NO_CREDENTIAL = "no-credential"
    CREDENTIAL_ELSEWHERE = "credential-elsewhere"


_FINAL = frozenset(
    {
        FetchCode.TOO_LARGE,
        FetchCode.TOO_MANY_REDIRECTS,
        FetchCode.REDIRECT_LOOP,
        FetchCode.BAD_URL,
        FetchCode.ADDRESS_REFUSED,
        FetchCode.ROBOTS_DISALLOWED,
        FetchCode.CREDENTIAL_ELSEWHERE,
    }
)


class FetchError(DatelineError):
    """A request that brought no response.

    `code` is bounded; `reason` is one line for a person; `url` is the hop at which it happened, where known.
    """

    def __init__(self, code: FetchCode, reason: str, url: str = "") -> None:
        super().__init__(f"{code}: {reason}")
        self.code = code
        self.reason = reason
        self.url = url

    @property
    def retryable(self) -> bool:
        """Whether the same request may succeed later without anybody changing anything."""
        return self.code not in _FINAL

    def __reduce__(self) -> tuple[type[FetchError], tuple[FetchCode, str, str]]:
        return (type(self), (self.code, self.reason, self.url))
