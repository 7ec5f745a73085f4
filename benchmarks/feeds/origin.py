"""An origin of many feeds on loopback, for the benchmark of polling: of twenty requests for a feed one finds news.

    python -m benchmarks.feeds.origin

prints its port, and serves ``/feed/N`` under every address of 127.0.0.0/8 until it is ended. Four feeds of five have
an ETag, which makes 304 of what has not changed; the fifth sends the same items every time. ``/stats`` says what was
asked for.
"""

from __future__ import annotations

import asyncio
import json
from collections import Counter

ITEMS = 16
NEWS_EVERY = 20
WITHOUT_VALIDATORS_EVERY = 5
_WORDS = "The water rose over the lower road and the market closed early. " * 8


def _item(feed: int, number: int) -> str:
    link = f"https://origin-{feed}.example/reports/{number}"
    return (
        f"<item><title>Report {number} from district {feed}</title><link>{link}</link><guid>{link}</guid>"
        f"<pubDate>Mon, 02 Mar 2026 {number // 60 % 24:02}:{number % 60:02}:00 GMT</pubDate>"
        f"<category>River</category><description>&lt;p&gt;{number}: {_WORDS}&lt;/p&gt;</description></item>"
    )


def document(feed: int, edition: int) -> bytes:
    """The feed with so many news since it began: the newest `ITEMS`."""
    items = "".join(_item(feed, number) for number in range(edition + ITEMS, edition, -1))
    return (
        f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>District {feed}</title>'
        f"<link>https://origin-{feed}.example/</link>{items}</channel></rss>"
    ).encode()


class Feeds:
    """What has been asked for, and how far each feed is."""

    def __init__(self) -> None:
        self.asked: Counter[int] = Counter()
        self.editions: Counter[int] = Counter()
        self.statuses: Counter[str] = Counter()
        self.asked_twice = 0

    def answer(self, head: bytes) -> bytes:
        """The response to a request's head."""
        path = head.split(b" ", 2)[1]
        if path == b"/stats":
            counts = {"requests": self.asked.total(), "feeds_asked_twice": self.asked_twice, **self.statuses}
            return _response(200, json.dumps(counts).encode(), "content-type: application/json\r\n")
        if not path.startswith(b"/feed/"):
            return _response(404, b"")
        feed = int(path[6:])
        self.asked[feed] += 1
        self.asked_twice += self.asked[feed] == 2
        if self.asked[feed] > 1 and (feed + self.asked[feed]) % NEWS_EVERY == 0:
            self.editions[feed] += 1
            self.statuses["news"] += 1
        has_validators = feed % WITHOUT_VALIDATORS_EVERY > 0
        etag = f'"{feed}-{self.editions[feed]}"'
        if has_validators and b"\r\nif-none-match: " + etag.encode() in head.lower():
            self.statuses["304"] += 1
            return _response(304, b"", f"etag: {etag}\r\n")
        self.statuses["200"] += 1
        more = f"etag: {etag}\r\n" if has_validators else ""
        return _response(200, document(feed, self.editions[feed]), f"content-type: application/rss+xml\r\n{more}")


def _response(status: int, body: bytes, headers: str = "") -> bytes:
    length = "" if status == 304 else f"content-length: {len(body)}\r\n"
    return f"HTTP/1.1 {status} -\r\n{headers}{length}\r\n".encode() + body


class Connection(asyncio.Protocol):
    """One client's connection, kept open."""

    def __init__(self, feeds: Feeds) -> None:
        self._feeds = feeds
        self._received = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._received += data
        while (end := self._received.find(b"\r\n\r\n")) >= 0:
            head, self._received = self._received[: end + 2], self._received[end + 4 :]
            self._transport.write(self._feeds.answer(head))


async def serve() -> None:
    """Serves until it is ended."""
    feeds = Feeds()
    server = await asyncio.get_running_loop().create_server(lambda: Connection(feeds), "0.0.0.0", 0, backlog=4096)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve())
