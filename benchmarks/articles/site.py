"""A loopback site for the benchmarks: thousands of news pages of realistic weight on hundreds of hosts.

Pages are made here, from templates and sentences of our own: 60 to 150 KB each, most of it scripts, menus and
teasers, as outlets' pages are; five templates, two of them without structured data. A page is a function of its host
and number alone. ``Site`` serves them from a process of its own on all of 127.0.0.0/8, so that each address is a
domain; pages are put together from parts made once, so that serving costs little beside what is measured. Light pages
are the same articles with nothing around them, 3 to 14 KB, where it is their number that counts.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import functools
import json
import random
import re
import subprocess
import sys
from collections.abc import Iterator

_WHO = (
    "the regional administration", "a spokesman for the port", "two residents of the lower town", "the rescue service",
    "the ministry of transport", "officials in the capital", "the mayor's office", "a doctor at the city hospital",
    "the power company", "engineers at the plant", "the border guard", "a teacher at the village school",
)  # fmt: skip
_SAID = ("said", "reported", "confirmed", "announced", "told reporters", "wrote in a statement", "explained")
_WHAT = (
    "the bridge over the river had been closed since early morning", "a warehouse near the railway station had burned",
    "the water supply would be restored by the evening", "more than {n} families had left their homes",
    "the repair of the transmission line would take about {n} days", "nobody had been hurt in the second explosion",
    "trains were running again between the two districts", "{n} people had been taken to hospitals in the region",
    "the harvest had been brought in before the frost", "traders were sending their goods by a longer road",
    "the council would meet again to discuss the budget for next year", "an inquiry into the alarm had been opened",
    "volunteers had cleared the streets around the market", "the price of bread had risen by {n} percent since spring",
)  # fmt: skip
_WHEN = ("on Monday", "late in the evening", "early on Wednesday", "after the weekend", "during the night", "at noon")
_HOW = (
    "while the smoke could still be seen from the hills", "although the work had begun before dawn",
    "as people queued for water at the school", "because the old quay was too small for the larger ships",
    "and asked everybody to stay away from the shore", "but gave no details of the plans for the winter",
)  # fmt: skip
_SECTIONS = ("World", "Region", "Politics", "Economy", "Culture", "Sport", "Weather", "Opinion", "Science", "Letters")
PORT_LINE = re.compile(r"^port (\d+)$")


def host_of(page: int, hosts: int) -> str:
    """The address that a page is on."""
    number = page % hosts
    return f"127.{1 + number // 250}.0.{1 + number % 250}"


def path_of(page: int, *, light: bool = False) -> str:
    """Where the page is on its host."""
    return f"/{'light' if light else '2026'}/03/{1 + page % 28:02}/{'-'.join(_headline(page).lower().split())}-{page}"


def _headline(page: int) -> str:
    chance = random.Random(page)
    subject, action = chance.choice(_WHO), chance.choice(_WHAT).format(n=chance.randrange(3, 90))
    return f"{subject.removeprefix('the ').removeprefix('a ').capitalize()} says {' '.join(action.split()[:7])}"


def paragraphs(page: int) -> list[str]:
    """The article's text."""
    chance = random.Random(page * 7 + 1)
    return [" ".join(_sentence(chance) for _ in range(chance.randrange(2, 5))) for _ in range(chance.randrange(6, 26))]


def _sentence(chance: random.Random) -> str:
    what = chance.choice(_WHAT).format(n=chance.randrange(3, 400))
    said = f"{chance.choice(_WHO)} {chance.choice(_SAID)} {chance.choice(_WHEN)} that {what}"
    sentence = f"{said}, {chance.choice(_HOW)}." if chance.random() < 0.6 else f"{said}."
    return sentence[0].upper() + sentence[1:]


def page_bytes(page: int, *, light: bool = False) -> bytes:
    """The page."""
    template = page % 5
    title, day = _headline(page), f"2026-03-{1 + page % 28:02}"
    author = f"{('Ivan', 'Olha', 'Maria', 'Petro', 'Anna')[page % 5]} {('Reed', 'Marsh', 'Brook', 'Field')[page % 4]}"
    data = {
        "@context": "https://schema.org", "@type": "NewsArticle", "headline": title,
        "datePublished": f"{day}T18:40:00+02:00", "author": {"@type": "Person", "name": author},
        "publisher": {"@type": "NewsMediaOrganization", "name": "The Loopback Ledger"}, "articleSection": "Region",
    }  # fmt: skip
    block = "" if template >= 3 else f'<script type="application/ld+json">{json.dumps(data)}</script>'
    meta = (
        f'<meta property="og:title" content="{title}"><meta property="og:type" content="article">'
        f'<meta property="article:published_time" content="{day}T18:40:00+02:00">'
        f'<meta name="author" content="{author}">'
    )
    head, before, after = _furniture(template, page % 40)
    inner = [f"<p>{text}</p>{_AD.format(n=n) if n % 3 == 2 else ''}" for n, text in enumerate(paragraphs(page))]
    if template == 1:
        inner.insert(4, "<h2>What is known</h2><ul><li>The road is open.</li><li>Trains are running.</li></ul>")
    if template == 2:
        inner.insert(3, "<aside class='related-box'><a href='/x'>Read also: another story of the day</a></aside>")
    if template == 4:
        inner.insert(5, "<blockquote><p>We heard it twice, and then the windows broke, one said.</p></blockquote>")
    kind = ("article-body", "story__content", "entry-content", "text", "post-body")[template]
    body = (
        f'<article><h1>{title}</h1><div class="byline">By {author} · {day}</div>'
        f'<div class="{kind}">{"".join(inner)}</div></article>'
    )
    start = f"<!doctype html><html lang='en'><head><title>{title} | The Loopback Ledger</title>{meta}{block}"
    if light:
        return f"{start}</head><body>{body}</body></html>".encode()
    return b"".join((start.encode(), head, before, body.encode(), after))


@functools.cache
def _furniture(template: int, variant: int) -> tuple[bytes, bytes, bytes]:
    """What stands in the head, before the article and after it: most of the page's weight."""
    chance = random.Random(template * 1000 + variant)
    state = {f"key{n}": [chance.random() for _ in range(6)] for n in range(chance.randrange(100, 500))}
    scripts = "".join(
        f"<script>window.__part{n}={json.dumps(dict(list(state.items())[n * 50 : n * 50 + 50]))};</script>"
        for n in range(len(state) // 50)
    )
    style = "<style>" + "".join(f".c{n}{{margin:{n}px;padding:0 {n % 9}px}}" for n in range(300)) + "</style>"
    menu = "".join(
        f'<li class="nav-item"><a href="/{name.lower()}/{n}"><span>{name} {n}</span></a></li>'
        for n in range(9)
        for name in _SECTIONS
    )
    teasers = "".join(map(_teaser, range(variant, variant + 70)))
    share = "".join(
        f'<a class="share-{name}" href="https://{name}.example/share">{_ICON}<span>Share on {name}</span></a>'
        for name in ("one", "two", "six")
    )
    return (
        f"{style}{scripts}</head>".encode(),
        f'<body class="t{template}"><header><nav><ul>{menu}</ul></nav></header><div class="all"><main>{share}'.encode(),
        f'<div class="newsletter">Sign up for our newsletter and get the news of the day by mail.</div></main>'
        f'<aside class="sidebar">{teasers}</aside></div><footer><ul>{menu}</ul><p>The Loopback Ledger. All rights '
        f"reserved.</p></footer>{scripts[: len(scripts) // 2]}</body></html>".encode(),
    )


_ICON = '<svg viewBox="0 0 24 24" class="icon"><path d="M4 4h16v16H4z"></path><circle cx="12" cy="12" r="4"/></svg>'
_AD = (
    '<div class="ad-slot"><div id="gpt-{n}" data-sizes="[[300,250],[320,50]]"><div class="ad-label"></div></div></div>'
)


def _teaser(number: int) -> str:
    """A card that leads to another story."""
    sources = "".join(
        f'<source srcset="/i/{number}-{width}.webp {width}w" media="(min-width:{width}px)">'
        for width in (320, 640, 960)
    )
    return (
        f'<div class="card"><div class="card__media"><a href="/t/{number}"><picture>{sources}'
        f'<img src="/i/{number}.jpg" alt=""></picture></a></div><div class="card__body"><h3><a href="/t/{number}">'
        f'<span>{_headline(number + 90_000)}</span></a></h3><div class="meta">'
        f'<span class="date">{number % 12 + 1} hours ago</span>{_ICON}</div></div></div>'
    )


async def _serve() -> None:
    """Answers GET requests until standard input ends; says its port first."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while line := await reader.readline():
                path = line.split()[1].decode()
                while (await reader.readline()).strip():
                    pass
                number = path.rpartition("-")[2]
                body, status = b"", "404 Not Found"
                if number.isdigit():
                    body, status = page_bytes(int(number), light=path.startswith("/light/")), "200 OK"
                writer.write(
                    f"HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\n"
                    f"Content-Length: {len(body)}\r\n\r\n".encode()
                )
                writer.write(body)
                await writer.drain()
        except (ConnectionError, IndexError):
            pass  # who asks may leave when it has what it wants
        finally:
            writer.close()

    server = await asyncio.start_server(answer, "0.0.0.0", 0, backlog=1000)
    print(f"port {server.sockets[0].getsockname()[1]}", flush=True)
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)


class Site:
    """``with``: the site in a process of its own."""

    def __init__(self, hosts: int) -> None:
        self._hosts = hosts
        self.port = 0

    def __enter__(self) -> Site:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.articles.site"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        assert self._process.stdout is not None
        found = PORT_LINE.match(self._process.stdout.readline())
        assert found is not None, "the site did not come up"
        self.port = int(found[1])
        return self

    def __exit__(self, *_: object) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(10)

    @property
    def pid(self) -> int:
        """Its process."""
        return self._process.pid

    def urls(self, pages: int, *, light: bool = False) -> Iterator[str]:
        """The addresses of the first so many pages."""
        return (f"http://{host_of(page, self._hosts)}:{self.port}{path_of(page, light=light)}" for page in range(pages))


def observed_at() -> dt.datetime:
    """When the entries of the pages were seen."""
    return dt.datetime(2026, 3, 29, 12, 0, tzinfo=dt.UTC)


if __name__ == "__main__":
    asyncio.run(_serve())
