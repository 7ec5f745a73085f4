"""Compares the links and ids of entries: what of a URL says which page it is, and what only says who came how. Pure.

The result is for comparing, never for requesting.
"""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlencode, urlsplit

_TRACKING_PREFIXES = ("utm_", "at_", "mtm_", "pk_", "ns_", "hsa_", "mc_")
_TRACKING = frozenset(
    """fbclid gclid dclid msclkid yclid twclid igshid ref_src cmp cmpid cmpids ito ocid smid ftag xtor ncid sr_share
    soc_src soc_trk taid traffic_source wtrid icid _ga guccounter oly_enc_id oly_anon_id vero_id wickedid
    __twitter_impression""".split()  # noqa: SIM905 - a list of words reads better as words
)
"""Names that never tell one page from another. Left alone are those that somewhere do: id, ref, source, feed."""
_COUNTING_FRAGMENT = re.compile(r"\d{0,2}|(?:utm_|xtor=|ens_id=).*", re.ASCII)
"""Fragments that count a page's editions or its readers; any other may name one item of a page."""
_PARAMETERS_MAX = 100


def _is_tracking(name: str) -> bool:
    return name in _TRACKING or name.startswith(_TRACKING_PREFIXES)


def link_identity(link: str) -> str:
    """`link` without scheme, ``www.``, tracking and trailing slash, the rest in one spelling.

    What is no http or https URL (a tag: or urn: id, any guid) comes back as it is.
    """
    try:
        parts = urlsplit(link)
        host = (parts.hostname or "").lower()
        port = parts.port
    except ValueError:
        return link
    if parts.scheme.lower() not in ("http", "https") or not host:
        return link
    try:
        pairs = parse_qsl(parts.query, keep_blank_values=True, max_num_fields=_PARAMETERS_MAX)
        query = urlencode([(name, value) for name, value in pairs if not _is_tracking(name.lower())])
    except ValueError:
        query = parts.query
    place = host.removeprefix("www.") + (f":{port}" if port not in (None, 80, 443) else "")
    fragment = "" if _COUNTING_FRAGMENT.fullmatch(parts.fragment) else f"#{parts.fragment}"
    return f"{place}{parts.path.rstrip('/')}{f'?{query}' if query else ''}{fragment}"
