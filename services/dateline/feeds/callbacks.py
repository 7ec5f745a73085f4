"""Where a hub pushes to, and how its pushes are known. Pure; made from one secret that all copies share.

An address says whose it is and cannot be guessed: any copy can tell a true one, and check what comes there, without
asking anybody. Addresses and signing secrets are the same on every replay.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from dataclasses import dataclass

CALLBACK_PATH = "/websub/"
_MAC_DIGITS = 32
_TOKEN_MAX_CHARACTERS = 1000
_SIGNATURES = ("sha1", "sha256", "sha384", "sha512")
"""Methods that W3C WebSub knows (section 7.1)."""


@dataclass(frozen=True, slots=True)
class Address:
    """What a callback's token says."""

    domain: str
    """The feed's lane."""
    feed_id: str
    topic: str
    """Fingerprint of the topic that it is for."""

    def is_for(self, topic: str) -> bool:
        """Whether it was made for that topic."""
        return hmac.compare_digest(self.topic, _fingerprint(topic))


class Callbacks:
    """Makes addresses and reads them."""

    def __init__(self, base_url: str, secret: str) -> None:
        """`base_url`: where the service is reached from outside, without the slash at its end."""
        self._base_url = base_url.rstrip("/")
        self._secret = secret.encode()

    def url(self, domain: str, feed_id: str, topic: str) -> str:
        """The callback of a feed for a topic."""
        said = "\x1f".join((domain, feed_id, _fingerprint(topic))).encode()
        body = base64.urlsafe_b64encode(said).rstrip(b"=").decode()
        return f"{self._base_url}{CALLBACK_PATH}{body}.{self._mac('callback', body)[:_MAC_DIGITS]}"

    def read(self, token: str) -> Address | None:
        """What the last part of a callback says; None where it is not one of ours."""
        body, _, mac = token.partition(".")
        if len(token) > _TOKEN_MAX_CHARACTERS or not token.isascii():
            return None
        if not hmac.compare_digest(mac, self._mac("callback", body)[:_MAC_DIGITS]):
            return None
        try:
            domain, feed_id, topic = base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)).decode().split("\x1f")
        except (binascii.Error, ValueError):
            return None
        return Address(domain, feed_id, topic)

    def signing_secret(self, callback_or_token: str) -> str:
        """The secret that the hub signs its pushes to that callback with (``hub.secret``)."""
        return self._mac("signature", callback_or_token.rpartition("/")[2])

    def _mac(self, purpose: str, text: str) -> str:
        return hmac.new(self._secret, f"{purpose}\x1f{text}".encode(), hashlib.sha256).hexdigest()


def _fingerprint(topic: str) -> str:
    return hashlib.sha256(topic.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def is_signed(body: bytes, secret: str, signature: str | None) -> bool:
    """Whether `signature` (``X-Hub-Signature``: method=hex digits) is that of `body` (section 7.1)."""
    method, _, digits = (signature or "").partition("=")
    if method.strip().lower() not in _SIGNATURES or not digits.isascii():
        return False
    expected = hmac.new(secret.encode(), body, method.strip().lower()).hexdigest()
    return hmac.compare_digest(expected, digits.strip().lower())
