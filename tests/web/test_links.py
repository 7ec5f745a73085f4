"""Link headers."""

from __future__ import annotations

import httpx
import pytest

from dateline.web.links import linked

URL = "https://a.example/news/feed"


@pytest.mark.parametrize(
    ("header", "hub"),
    [
        ('<https://hub.example/>; rel="hub"', "https://hub.example/"),
        ("<https://hub.example/>;rel=hub", "https://hub.example/"),
        (
            '<https://a.example/x>; rel="self", <https://hub.example/>; title="a, b"; rel="x HUB"',
            "https://hub.example/",
        ),
        ('<../hub?a=1,2>; rel="hub"', "https://a.example/hub?a=1,2"),
        ('<ftp://hub.example/>; rel="hub", <https://second.example/>; rel="hub"', "https://second.example/"),
        ('<https://hub.example/>; rel="hubs"', None),
        ('<https://hub.example/>; title="rel=hub"', None),
        ("https://hub.example/; rel=hub", None),
        ("<" * 100_000, None),
        ("<>;" + ";rel" * 100_000, None),
        ("", None),
    ],
)
def test_the_first_target_of_a_relation_is_found(header: str, hub: str | None) -> None:
    assert linked(httpx.Headers({"link": header}), URL, "hub") == hub


def test_several_headers_are_read_in_turn() -> None:
    headers = httpx.Headers([("link", "<https://a.example/1>; rel=self"), ("link", "<https://h.example/>; rel=hub")])
    assert linked(headers, URL, "hub") == "https://h.example/"
