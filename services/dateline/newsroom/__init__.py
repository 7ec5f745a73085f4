"""The sample newsroom: invented outlets on loopback, for ``dateline demo`` and for tests of the service.

Its texts are data in seeds/newsroom. Nothing here knows Kafka or the stages: to them it is a handful of
strange websites.

    content   the outlets and their stories as files say them
    calendar  how a language writes days and moments
    press     which version of which story is out at a moment, and under which address (pure)
    feeds     an outlet's feed as RSS 2.0, RSS 1.0, Atom or JSON Feed (pure)
    pages     an outlet's HTML pages (pure)
    replies   an answer, and when 304 is enough
    site      one outlet's website, and what goes wrong on it
    server    all of them, on loopback
"""

from dateline.newsroom.content import Content, ExpectedEvent, Outlet, Story, load_content
from dateline.newsroom.server import Newsroom, PrintedEvent
from dateline.newsroom.site import Request

__all__ = [
    "Content",
    "ExpectedEvent",
    "Newsroom",
    "Outlet",
    "PrintedEvent",
    "Request",
    "Story",
    "load_content",
]
