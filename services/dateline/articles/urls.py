"""One URL for one page: what two links must agree in to lead to the same article.

`normalize_url` gives a URL that can still be fetched; `article_id` folds further, because an id is never
fetched. Rules err on the side of keeping: a wrongly kept parameter costs a duplicate, a wrongly dropped
one loses an article. (That is why courlan's ``normalize_url`` is not used: it drops ``?12345``, which some
sites number their articles by, and parameters such as ``cid`` and ``source``.)
"""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import SplitResult, quote, unquote_to_bytes, urljoin, urlsplit, urlunsplit

from dateline.errors import BadInput
from dateline.messages import stable_id

URL_CHARS_MAX = 4096
"""Longer URLs are refused: they carry data, not a location."""

_URLS_REMEMBERED = 1024
"""One page's URL is normalised again at several steps of the way."""

_TRACKING = re.compile(
    r"""(?: utm_\w+ | ga_(?:source|medium|campaign|term|content) | itm_\w+ | mtm_\w+ | hsa_\w+ | vero_\w+ | oly_\w+
      | pk_(?:campaign|kwd|source|medium) | at_(?:medium|campaign|custom\d|link_\w+|bbc_team|format|ptr_name)
      | ns_(?:source|mchannel|campaign|linkname|fee) | fb_action_\w+ | fb_source | guce_\w+ | guccounter
      | fbclid | gclid | dclid | gbraid | wbraid | gclsrc | msclkid | yclid | ysclid | twclid | ttclid | igshid | igsh
      | li_fat_id | mc_cid | mc_eid | mkt_tok | _hsenc | _hsmi | __twitter_impression | _ga | _gl | s_cid | sr_share
      | ocid | ito | smid | smtyp | cmpid | cmp | icid | ncid | xtor | spm | wt_mc | wt\.mc_id | taid
      | ref_src | ref_url
    )""",
    re.IGNORECASE | re.VERBOSE,
)
"""Parameters that say where a click came from, never which page is meant."""

_FEED_SOURCE = re.compile(r"(?:ref|source|src|via|from|feed|partner|traffic_source|feature|mod|share)", re.IGNORECASE)
_FEED_VALUE = re.compile(
    r"(?:rss|feeds?|atom|twitter|facebook|fb|telegram|newsletter|email|social|whatsapp|share|syndication)"
    r"(?:[-_.](?:rss|feeds?|share|btn|button|app|news|home|top|world))*",
    re.IGNORECASE,
)
"""``?ref=rss`` is tracking, ``?source=reuters`` may not be: these go only with a value that says so."""

_SESSION = re.compile(
    r"(?:phpsessid|jsessionid|aspsessionid\w*|asp\.net_sessionid|cfid|cftoken|session_?id)", re.IGNORECASE
)
_SESSION_SHORT = re.compile(r"s(?:id|ess)", re.IGNORECASE)
_SESSION_VALUE = re.compile(r"(?=[0-9a-z]*\d)(?=[0-9a-z]*[a-z])[0-9a-z]{24,128}", re.IGNORECASE)
_PATH_SESSION = re.compile(r";(?:jsessionid|phpsessid|sid)=[^/;]*", re.IGNORECASE)
_AMP_PARAMETER = re.compile(r"(?:amp(?:=(?:1|true)?)?|outputtype=amp(?:-type)?|amp_js_v=.*|usqp=mq.*)", re.IGNORECASE)
_AMP_PATH = re.compile(r"(?<=[^/])/amp(/?)$|\.amp(?=\.html?$)|\.amp$", re.IGNORECASE)
_AMP_CACHE = re.compile(
    r"https?://(?:[\w-]+\.cdn\.ampproject\.org/(?:[cv]/)|(?:www\.)?google\.[a-z.]{2,6}/amp/)(s/)?(?=[\w-]+\.)",
    re.IGNORECASE,
)
_SAME_SITE_PREFIX = re.compile(r"^(?:www\d?|m|mobile|amp)\.(?=[^.]+\.[^.])")
_INDEX_FILE = re.compile(r"/(?:index|default)\.(?:html?|php|aspx?)$", re.IGNORECASE)
_PERCENT = re.compile(r"%[0-9A-Fa-f]{2}")
_UNRESERVED = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_KEPT_IN_PATH = "/%:@!$&'()*+,;=~-._"
_KEPT_IN_QUERY = _KEPT_IN_PATH + "?[]{}|"
_DEFAULT_PORT = {"http": 80, "https": 443}


@lru_cache(maxsize=_URLS_REMEMBERED)
def normalize_url(url: str) -> str:
    """The URL by which a page is known: absolute, and fetchable as it is.

    Case of scheme and host, default port, dot segments and percent-encoding by RFC 3986 section 6.2.2; the
    host in ASCII (IDNA); without fragment (unless it routes, ``#!``), user info, tracking parameters,
    session ids and AMP variants; parameters in order of their names. Normalising twice changes nothing.

    Raises BadInput ("bad-url") where it is no absolute http or https URL, or longer than `URL_CHARS_MAX`.
    """
    if len(url) > URL_CHARS_MAX:
        raise BadInput("bad-url", f"a URL of {len(url)} characters is too long: {url[:100]}…")
    cleaned = "".join(char for char in url.strip() if char > "\x1f" and char != "\x7f")
    cleaned = _AMP_CACHE.sub(lambda match: "https://" if match[1] else "http://", cleaned, count=1)
    try:
        parts = urlsplit(cleaned)
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise BadInput("bad-url", f"not a URL: {url[:200]!r}: {error}") from error
    scheme = parts.scheme.lower()
    if scheme not in _DEFAULT_PORT or not host:
        raise BadInput("bad-url", f"not an absolute http or https URL: {url[:200]!r}")
    path = _AMP_PATH.sub(r"\1", _PATH_SESSION.sub("", _dotless(parts, scheme)))
    fragment = parts.fragment if parts.fragment.startswith("!") else ""
    return urlunsplit(
        (
            scheme,
            _ascii_host(host) + ("" if port is None or port == _DEFAULT_PORT[scheme] else f":{port}"),
            _percent(path, _KEPT_IN_PATH) or "/",
            _kept_query(parts.query),
            _percent(fragment, _KEPT_IN_QUERY),
        )
    )


def article_id(canonical_url: str) -> str:
    """The id of the article at a URL: the same for http and https, www, m, mobile and amp hosts, with and
    without a slash at the end or an index file. Raises BadInput ("bad-url") as `normalize_url` does."""
    parts = urlsplit(normalize_url(canonical_url))
    path = _INDEX_FILE.sub("/", parts.path).rstrip("/")
    host = _SAME_SITE_PREFIX.sub("", parts.netloc)
    return stable_id("article", urlunsplit(("", host, path, parts.query, parts.fragment)))


def _dotless(parts: SplitResult, scheme: str) -> str:
    """The path without dot segments and doubled slashes."""
    path = re.sub(r"/{2,}", "/", parts.path) or "/"
    if "/." not in path:
        return path
    return urlsplit(urljoin(f"{scheme}://host/", path)).path


def _kept_query(query: str) -> str:
    """The parameters that say which page is meant, percent-encoded, in order of their names."""
    kept = [
        _percent(parameter, _KEPT_IN_QUERY) for parameter in query.split("&") if parameter and not _is_noise(parameter)
    ]
    return "&".join(sorted(kept, key=lambda parameter: parameter.partition("=")[0]))


def _is_noise(parameter: str) -> bool:
    name, _, value = parameter.partition("=")
    return bool(
        (_TRACKING.fullmatch(name))
        or (_FEED_SOURCE.fullmatch(name) and _FEED_VALUE.fullmatch(value))
        or _SESSION.fullmatch(name)
        or (_SESSION_SHORT.fullmatch(name) and _SESSION_VALUE.fullmatch(value))
        or _AMP_PARAMETER.fullmatch(parameter)
    )


def _ascii_host(host: str) -> str:
    """The host in lower case and ASCII; an IPv6 address in its brackets."""
    if ":" in host:
        return f"[{host}]"
    name = host.rstrip(".").lower()
    if name.isascii():
        return name
    try:
        return name.encode("idna").decode("ascii")
    except UnicodeError as error:
        raise BadInput("bad-url", f"not a host name: {host[:200]!r}") from error


def _percent(text: str, kept: str) -> str:
    """Percent-encodes what must be, decodes what need not be, with upper-case digits."""
    return _PERCENT.sub(_fold_escape, quote(text.replace("%", "%25") if _bare_percent(text) else text, safe=kept))


def _fold_escape(match: re.Match[str]) -> str:
    byte = unquote_to_bytes(match[0])[0]
    return chr(byte) if byte in _UNRESERVED else match[0].upper()


def _bare_percent(text: str) -> bool:
    """Whether a percent sign stands for itself somewhere: then none of them is an escape."""
    return text.count("%") != len(_PERCENT.findall(text))
