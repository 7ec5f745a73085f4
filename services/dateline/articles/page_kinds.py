"""What a page is: an article, or something that must not be published as one.

One pure decision over signals that extraction has at hand. Phrases are what the products that put walls
before pages write, and what templates call a missing page; they count only where there is little text
besides, because articles are written about walls too.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from dateline.articles.head import Head
from dateline.articles.structured import StructuredData
from dateline.articles.withdrawal import notice_on, withdrawal
from dateline.messages import PageKind

SHORT_CHARS = 1500
"""A text of at least this length is not a wall's."""
STUB_CHARS = 900
"""An article of at most this length may be the open beginning of a paid one."""
UNLINKED_CHARS = 500
"""A page of links that shows at least this much besides may have an article among them."""
NOTICE_CHARS = 400
"""A page that tells why there is no article has less text than this."""
EMPTY_CHARS = 40
"""Less text than this is none."""


def _phrases(lines: str) -> re.Pattern[str]:
    """One pattern of several, one a line."""
    return re.compile("|".join(line.strip() for line in lines.strip().splitlines()), re.IGNORECASE)


_BOT = _phrases(r"""
    just a moment\.\.\.
    attention required! \| cloudflare
    checking your browser before
    verify(?:ing)? (?:that )?you are (?:a )?human
    are you a robot
    pardon our interruption
    access (?:to this page has been )?denied
    enable javascript and cookies to continue
    please enable js and disable any ad blocker
    unusual traffic from your
    bot verification
    ddos[- ]protection by
    security check(?:point)?
    request unsuccessful\. incapsula
    human verification
    captcha
    one more step
    проверка браузера
    подтвердите, что вы не робот
""")
_BOT_MARKUP = _phrases(r"""
    /cdn-cgi/challenge-platform/
    cf-browser-verification
    _cf_chl_opt
    px-captcha
    captcha-delivery\.com
    _incapsula_resource
    awswafintegration
    geo\.captcha
    distil_r_captcha
    ddos-guard
""")
_CONSENT = _phrases(r"""
    before you continue
    we value your privacy
    your privacy (?:choices|matters|settings)
    privacy settings
    cookie (?:consent|settings|preferences|policy)
    (?:accept|agree to|allow) (?:all )?cookies
    accept all
    consent to
    manage (?:your )?(?:choices|consent|preferences|options)
    legitimate interest
    our (?:\d+ )?partners
    alle akzeptieren
    zustimm
    einwillig
    mit werbung
    pur-abo
    tout accepter
    accepter (?:et|les)
    consentement
    aceptar (?:todo|las|y)
    accetta
    akceptuj
    прийняти (?:всі|усі)
    принять (?:все|cookie)
    файли? cookie
    файлы cookie
    pay or consent
""")
_CONSENT_ADDRESS = _phrases(r"""
    //(?:consent|privacy|guce|cmp|gdpr)\.
    /(?:consent|collectconsent|privacy-wall|cookie-?wall|gdpr)(?:[/?.]|$)
""")
_PAYWALL = _phrases(r"""
    subscribe (?:now )?to (?:continue|keep|read|unlock)
    to (?:continue|keep) reading
    continue reading (?:with|for)
    subscribers? only
    subscriber[- ]exclusive
    already a (?:subscriber|member)
    become a (?:subscriber|member)
    this (?:article|content|story) is (?:reserved|exclusive|only|for)
    unlock (?:this|the full)
    sign (?:in|up) to (?:read|continue)
    register to (?:read|continue)
    free articles? (?:left|remaining|this month)
    jetzt weiterlesen
    weiterlesen mit
    nur für abonnent
    artikel ist (?:nur )?für
    réservé (?:à nos|aux) abonnés
    abonnez-vous
    suscríb
    solo para suscriptores
    contenuto (?:riservato|esclusivo)
    riservato agli abbonati
    exclusivo para assinantes
    voor abonnees
    dostęp dla prenumerator
    только (?:для|по) подписк
    доступно (?:только )?(?:для )?подписчик
    для передплатників
    за передплатою
""")
_MISSING = _phrases(r"""
    ^\W*(?:error\W*)?(?:404|410)\b
    \b404\b.{0,30}(?:not found|error)
    page (?:can(?:no|')t be|could not be|cannot be|was not|not) found
    (?:page|article|story|content) (?:is )?(?:no longer (?:exists|available)|unavailable|not available)
    (?:page|article|story|content) does(?:n't| not) exist
    you (?:requested|(?:are|were) looking for) .{0,20}(?:does(?:n't| not) exist|be found)
    nothing (?:was )?found
    ^\W*oops
    seite (?:wurde )?nicht gefunden
    page (?:introuvable|non trouvée)
    página no encontrada
    pagina non trovata
    página não encontrada
    страница не найдена
    сторінк[ау] не знайдено
    الصفحة غير موجودة
    sayfa bulunamadı
    nie znaleziono strony
    pagina niet gevonden
""")
_TROUBLE = _phrases(r"""
    ^\W*(?:error\W*)?(?:403|500|502|503|504)\b
    internal server error
    service unavailable
    bad gateway
    gateway time-?out
    temporarily unavailable
    scheduled maintenance
    (?:site|page) is under maintenance
    error establishing a database connection
    technische störung
    технические работы
    технічні роботи
""")
_LIVE_PATH = _phrases(r"""
    /(?:liveblog|live-blog|live-updates?|live-news|liveticker|en-direct|en-vivo)(?:[/-]|$)
    /live/\d{4}/
    /news/live/
    -live-updates?(?:[-/.]|$)
    -liveblog(?:[-/.]|$)
""")
_MEDIA_PATH = _phrases(r"""
    /(?:videos?|galler(?:y|ies)|photos?|pictures|in-pictures|slideshows?|fotostrecken?|fotogaler\w+)(?:/|$)
    /(?:podcasts?|audio|av|watch)(?:/|$)
""")


@dataclass(frozen=True, slots=True)
class Signals:
    """What the decision looks at."""

    url: str
    """The page's URL, after redirects."""
    title: str
    """Headline."""
    text: str
    """What extraction took for the article's text."""
    shown: Callable[[], str]
    """Gives the beginning of everything that the page shows; asked only where it may decide."""
    markup: str
    """The beginning of the page's source."""
    links_share: Callable[[], float]
    """Gives the share of the shown characters that are inside links."""
    head: Head
    """Meta and link elements."""
    data: StructuredData
    """JSON-LD."""


def kind_of(page: Signals) -> tuple[PageKind, str]:
    """What the page is, and the signal that decided, from a bounded list."""
    wall = _wall(page)
    if wall is not None:
        return wall
    if page.data.live_blog:
        return PageKind.LIVE_BLOG, "structured-data"
    media = _media(page)
    if media is not None:
        return media
    index = _index(page)
    if index is not None:
        return index
    if len(page.text) < EMPTY_CHARS:
        return PageKind.EMPTY, "no-text"
    paywall = _paywall(page)
    if paywall is not None:
        return paywall
    if _LIVE_PATH.search(urlsplit(page.url).path) and len(page.text) > SHORT_CHARS:
        return PageKind.LIVE_BLOG, "path"
    return PageKind.ARTICLE, "structured-data" if page.data.has_article else "text"


def _wall(page: Signals) -> tuple[PageKind, str] | None:
    """Pages that stand before an article, or instead of it."""
    if len(page.text) >= SHORT_CHARS:
        return None
    title = f"{page.head.title} {page.title}"
    small = len(page.shown()) < 2 * SHORT_CHARS
    if _BOT.search(title) or (
        small and not page.data.has_article and (_BOT.search(page.shown()) or _BOT_MARKUP.search(page.markup))
    ):
        return PageKind.BOT_WALL, "challenge"
    if _CONSENT_ADDRESS.search(page.url):
        return PageKind.CONSENT_WALL, "address"
    if small and not page.data.has_article and not page.head.first("article:published_time"):
        phrases = {match[0].casefold() for match in _CONSENT.finditer(page.shown())}
        if len(phrases) >= 2 or (phrases and _CONSENT.search(title)):
            return PageKind.CONSENT_WALL, "phrases"
    return _no_page(page, small)


def _no_page(page: Signals, small: bool) -> tuple[PageKind, str] | None:
    """Pages that tell why there is no article."""
    if small and len(page.text) < NOTICE_CHARS and (said := withdrawal(page.title, "") or notice_on(page.shown())):
        return PageKind.REMOVED, said
    if page.data.has_article:
        return None
    titles = [page.title, page.head.title]
    headings = page.head.headings if small else []
    for kind, phrases, chars_max in (
        (PageKind.ERROR, _TROUBLE, NOTICE_CHARS),
        (PageKind.SOFT_404, _MISSING, SHORT_CHARS),
    ):
        if len(page.text) < chars_max and any(map(phrases.search, titles)):
            return kind, "title"
        if len(page.text) < NOTICE_CHARS and any(map(phrases.search, headings)):
            return kind, "heading"
    return None


def _media(page: Signals) -> tuple[PageKind, str] | None:
    """Pages whose matter is a film, a sound or pictures."""
    if len(page.text) >= STUB_CHARS:
        return None
    og_type = (page.head.first("og:type") or "").lower()
    if og_type.startswith(("video", "music")) or (page.data.media and not page.data.has_article):
        return PageKind.MEDIA, "declared"
    if page.data.media and _MEDIA_PATH.search(urlsplit(page.url).path):
        return PageKind.MEDIA, "path"
    return None


def _index(page: Signals) -> tuple[PageKind, str] | None:
    """Front pages, sections, search results, tag pages."""
    if page.data.has_article:
        return None
    parts = urlsplit(page.url)
    og_type = (page.head.first("og:type") or "").lower()
    dated = page.head.first("article:published_time", "datepublished")
    if dated or og_type == "article":
        return None
    if parts.path in ("", "/") and not parts.query:
        return PageKind.INDEX, "front-page"
    if page.data.index and page.links_share() > 0.5:
        return PageKind.INDEX, "declared"
    if len(page.text) >= SHORT_CHARS:
        return None
    links_share = page.links_share()
    if links_share > 0.8 and len(page.shown()) * (1 - links_share) < UNLINKED_CHARS:
        return PageKind.INDEX, "links"
    return None


def _paywall(page: Signals) -> tuple[PageKind, str] | None:
    """The open beginning of a paid article."""
    if len(page.text) > STUB_CHARS:
        return None
    tier = (page.head.first("article:content_tier") or "").lower()
    if page.data.free is False or tier in ("locked", "metered"):
        return PageKind.PAYWALL, "declared"
    if _PAYWALL.search(page.shown()):
        return PageKind.PAYWALL, "phrases"
    return None
