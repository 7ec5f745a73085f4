"""The outgoing HTTP client: limits, address guard, redirects, cache headers, domains.

What a status means for a feed or a page is decided elsewhere; nothing here knows feeds, articles or Kafka.
"""

from dateline.web.caching import Validators, freshness_s, retry_after_s, validators
from dateline.web.client import Client, Hop, Response
from dateline.web.domain import registrable_domain
from dateline.web.errors import FetchCode, FetchError

__all__ = [
    "Client",
    "FetchCode",
    "FetchError",
    "Hop",
    "Response",
    "Validators",
    "freshness_s",
    "registrable_domain",
    "retry_after_s",
    "validators",
]
