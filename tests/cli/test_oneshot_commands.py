"""``parse-feed``, ``extract`` and ``tag-text`` as a user runs them."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

PAGE = """<html lang="en"><head><title>Mill closes</title>
<meta property="article:published_time" content="2026-03-02T18:40:00+02:00"></head><body><h1>Mill closes</h1><article>
<p>The last paper mill on the river closed on Monday after ninety years, its owners said in a short statement.</p>
<p>Three hundred people worked there in its best years; forty of them were left when the machines were stopped.</p>
<p>The council hopes that the halls can be turned into workshops, and has asked for offers until the summer.</p>
</article></body></html>"""

FEED = """<?xml version="1.0"?><rss version="2.0"><channel><title>River news</title><link>https://river.example/</link>
<item><title>Mill closes</title><link>https://river.example/mill</link><guid>m1</guid>
<pubDate>Mon, 02 Mar 2026 18:40:00 +0200</pubDate></item></channel></rss>"""


def dateline(*arguments: str, cwd: Path, stdin: bytes = b"") -> tuple[int, list[dict[str, Any]], str]:
    """Exit code, lines of output as JSON, and what was said on standard error."""
    done = subprocess.run(
        [sys.executable, "-m", "dateline", *arguments, "--workers", "1"],
        cwd=cwd,
        input=stdin,
        capture_output=True,
        timeout=120,
        check=False,
    )
    return done.returncode, [json.loads(line) for line in done.stdout.splitlines()], done.stderr.decode()


def json_lines(*values: object) -> bytes:
    return b"".join(json.dumps(value).encode() + b"\n" for value in values)


def test_extract_writes_a_line_a_page_with_times_in_the_pages_offset(tmp_path: Path) -> None:
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "mill.html").write_text(PAGE)
    (tmp_path / "pages" / "mill.html.gz").write_bytes(gzip.compress(PAGE.encode()))
    (tmp_path / "in.jsonl").write_bytes(
        json_lines(
            {"id": "a", "url": "https://river.example/mill", "html_path": "pages/mill.html"},
            {"id": 2, "url": "https://river.example/mill", "html_path": "pages/mill.html.gz"},
            {"id": "c", "url": "https://river.example/gone", "html_path": "pages/gone.html"},
        )
    )
    code, lines, said = dateline("extract", "in.jsonl", cwd=tmp_path)
    assert code == 0
    assert [line["id"] for line in lines] == ["a", 2, "c"]
    first = lines[0]
    assert first["title"] == "Mill closes"
    assert first["text"].startswith("The last paper mill")
    assert first["published_at"] == "2026-03-02T18:40:00+02:00"
    assert first["language"] == "en"
    assert first["page_kind"] == "article"
    assert {**lines[1], "id": "a"} == first
    assert lines[2]["page_kind"] == "error"
    assert lines[2]["error"]["code"] == "unreadable"
    assert set(lines[2]) == set(first)
    assert "in.jsonl:3: unreadable: pages/gone.html: No such file or directory" in said


@pytest.mark.parametrize(
    ("line", "complaint"),
    [(b"no json\n", "Invalid JSON"), (b'{"id": "a"}\n', "url: Field required"), (b"[]\n", "object")],
)
def test_extract_names_the_line_that_it_cannot_read(line: bytes, complaint: str, tmp_path: Path) -> None:
    code, lines, said = dateline("extract", "-", cwd=tmp_path, stdin=line)
    assert (code, lines) == (1, [])
    assert said.startswith("dateline: -:1: ")
    assert complaint in said


def test_tag_text_finds_an_event_in_a_text(tmp_path: Path) -> None:
    text = (
        "KHARKIV, March 2 - Russian shelling killed three civilians and wounded seven others in the city of Kharkiv "
        "on Monday, the regional governor said. Shells hit a market in the Saltivka district, police said."
    )
    document = {
        "doc_id": "a",
        "title": "Shelling kills three in Kharkiv",
        "text": text,
        "published_at": "2026-03-02",
        "url": None,
    }
    code, lines, _ = dateline("tag-text", "--places", "-", cwd=tmp_path, stdin=json_lines(document))
    assert code == 0
    assert lines[0]["doc_id"] == "a"
    assert [event["event_type"] for event in lines[0]["events"]] == ["explosions_remote_violence"]
    assert lines[0]["events"][0]["killed"] == {"min": 3, "max": 3}
    full_text = f"{document['title']}\n\n{text}"
    places = lines[0]["places"]
    assert all(full_text[place["start"] : place["end"]] == place["name"] for place in places)
    assert ("Kharkiv", "UKR") in {(place["name"], place["country"]) for place in places}


def test_tag_text_without_places_has_none(tmp_path: Path) -> None:
    code, lines, _ = dateline("tag-text", "-", cwd=tmp_path, stdin=json_lines({"doc_id": 7, "text": "Rain fell."}))
    assert (code, lines[0]["doc_id"], lines[0]["events"]) == (0, 7, [])
    assert "places" not in lines[0]


def test_parse_feed_writes_a_line_a_source_in_order(tmp_path: Path) -> None:
    (tmp_path / "feed.xml").write_text(FEED)
    (tmp_path / "feed.xml.gz").write_bytes(gzip.compress(FEED.encode()))
    (tmp_path / "page.html").write_text(PAGE)
    code, lines, said = dateline("parse-feed", "feed.xml", "page.html", "gone.xml", "feed.xml.gz", cwd=tmp_path)
    assert code == 0
    assert [(line["source"], line["ok"]) for line in lines] == [
        ("feed.xml", True),
        ("page.html", False),
        ("gone.xml", False),
        ("feed.xml.gz", True),
    ]
    assert lines[0]["format"] == "rss20"
    assert lines[0]["feed"]["title"] == "River news"
    assert lines[0]["entries"][0]["published_at"] == "2026-03-02T18:40:00+02:00"
    assert lines[1]["error"].startswith("not-a-feed")
    assert "gone.xml: unreadable" in said


def test_parse_feed_fails_only_where_every_source_failed(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(PAGE)
    code, lines, _ = dateline("parse-feed", "page.html", cwd=tmp_path)
    assert (code, lines[0]["ok"]) == (1, False)


def test_parse_feed_reads_standard_input(tmp_path: Path) -> None:
    code, lines, _ = dateline("parse-feed", "-", cwd=tmp_path, stdin=FEED.encode())
    assert (code, lines[0]["source"], lines[0]["ok"]) == (0, "-", True)


class Origin(BaseHTTPRequestHandler):
    """Serves the feed at /feed."""

    def do_GET(self) -> None:
        found = self.path == "/feed"
        self.send_response(200 if found else 404)
        self.send_header("Content-Type", "application/rss+xml")
        self.end_headers()
        self.wfile.write(FEED.encode() if found else b"")

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class names it so
        """Says nothing."""


@pytest.fixture
def origin() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Origin)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_parse_feed_fetches_urls(origin: str, tmp_path: Path) -> None:
    code, lines, _ = dateline(
        "parse-feed", f"{origin}/feed", f"{origin}/gone", "--allow-networks", "127.0.0.0/8", cwd=tmp_path
    )
    assert code == 0
    assert [line["ok"] for line in lines] == [True, False]
    assert "404" in lines[1]["error"]


def test_parse_feed_refuses_private_addresses_unless_they_are_allowed(origin: str, tmp_path: Path) -> None:
    code, lines, _ = dateline("parse-feed", f"{origin}/feed", cwd=tmp_path)
    assert code == 1
    assert lines[0]["error"].startswith("address-refused")


def test_a_wrong_setting_is_one_clear_line(tmp_path: Path) -> None:
    code, lines, said = dateline("parse-feed", "-", "--worker-deadline-s", "soon", cwd=tmp_path)
    assert (code, lines) == (1, [])
    assert said.startswith("dateline: --worker-deadline-s")
    assert len(said.splitlines()) == 1


def a_warc_file(path: Path, *pages: tuple[str, str, int]) -> None:
    """Writes pages (URL, HTML, status) as a crawler does."""
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=True)
        for url, html, status in pages:
            head = StatusAndHeaders(f"{status} OK", [("Content-Type", "text/html; charset=utf-8")], "HTTP/1.1")
            body = BytesIO(html.encode())
            writer.write_record(writer.create_warc_record(url, "response", payload=body, http_headers=head))


def test_extract_reads_pages_again_from_warc_files(tmp_path: Path) -> None:
    mill, gone = "https://river.example/mill", "https://river.example/gone"
    a_warc_file(tmp_path / "one.warc.gz", (mill, PAGE, 200), (gone, "<p>Gone</p>", 404), (mill + "/2", PAGE, 200))
    a_warc_file(tmp_path / "two.warc.gz", (mill + "/3", PAGE, 200))
    code, lines, said = dateline("extract", "--warc", "one.warc.gz", "two.warc.gz", cwd=tmp_path)
    assert (code, [line["url"] for line in lines]) == (0, [mill, mill + "/2", mill + "/3"]), said
    assert all(line["title"] == "Mill closes" and line["id"].startswith("<urn:uuid:") for line in lines)


def test_extract_says_what_is_no_warc_file(tmp_path: Path) -> None:
    (tmp_path / "page.warc").write_text(PAGE)
    code, lines, said = dateline("extract", "--warc", "page.warc", cwd=tmp_path)
    assert (code, lines) == (1, [])
    assert "page.warc: no WARC" in said
