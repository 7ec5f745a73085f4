"""Pages for the tests, built from the parts that matter to each."""

from __future__ import annotations

import json
from html import escape

_SOURCE = """
Two drones struck a grain store outside the river port before dawn on Tuesday, the regional
administration said, setting the roof on fire and cutting power to the lower town for several hours.

Firefighters brought the blaze under control by nine in the morning. A night watchman was taken to
hospital with burns, and his condition was described as stable by the doctors who treated him there.

The port has been hit four times since the beginning of the spring. Traders in the capital said that
barges were being sent to a smaller quay downstream until the damaged loading arm could be repaired.

Harbour workers, who asked not to be named, said that the alarm had sounded only after the first
explosion, and that the shelter nearest to the silos had been locked since the inspection in
February.

The ministry of infrastructure promised an inquiry into the alarm and said that it would publish
what it found within a month. Insurers were due to look at the site later in the week, weather
permitting.

Residents of the lower town queued for water at a school during the afternoon, while engineers
worked on the pumping station; by the evening most streets were supplied again, the water company
reported.
"""
PARAGRAPHS = [" ".join(paragraph.split()) for paragraph in _SOURCE.split("\n\n")]
TEXT = "\n".join(PARAGRAPHS)
LONG = [*PARAGRAPHS, *(f"A year before, too: {paragraph}" for paragraph in PARAGRAPHS)]
"""As many paragraphs again; none is said twice."""


def page(
    *,
    title: str = "Drones hit grain store at river port",
    head: str = "",
    body: str | None = None,
    before: str = "",
    structured: object | None = None,
    language: str = "en",
) -> bytes:
    """A page with a heading, an article and some furniture."""
    block = "" if structured is None else f'<script type="application/ld+json">{json.dumps(structured)}</script>'
    article = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS) if body is None else body
    return (
        f'<!doctype html><html lang="{language}">'
        f"<head><title>{escape(title)} | The Ferry Post</title>{head}{block}</head>"
        f'<body><nav><a href="/">Home</a> <a href="/world">World</a></nav><main><h1>{escape(title)}</h1>{before}'
        f"<article>{article}</article></main><footer>The Ferry Post. All rights reserved.</footer></body></html>"
    ).encode()
