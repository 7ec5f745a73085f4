"""What classes and ids call an element: furniture, by which word, or the article's body.

Names only; whether a name is believed is decided in ``fast_text.py``, for templates misuse all of them.
"""

from __future__ import annotations

import re
from functools import lru_cache

_CHARS_MAX = 300
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")
"""The words of kebab-case, snake_case and camelCase alike."""

_NEVER_FURNITURE = frozenset(("body", "html", "main", "article"))
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))

_FURNITURE_WORDS = """
    related recommend recommended recommendation recommendations recirc recirculation readmore trending popular
    outbrain taboola relatedposts sharedaddy addtoany share shares sharing sharebar shareable social socials socialmedia
    newsletter newsletters subscribe subscription subscriptions signup donate donation donations
    promo promos promotion promotional advert adverts advertisement advertisements advertising ad ads adsbygoogle
    banner banners sponsor sponsored sponsors teaser teasers teaserlist
    sidebar widget widgets breadcrumb breadcrumbs pagination pager toolbar menu navbar navigation nav topbar
    tag tags taglist keywords caption captions credit credits copyright
    gallery slideshow carousel slider lightbox byline bylines bio meta dateline timestamp
    cookie cookies cookiebar consent gdpr modal popup overlay tooltip
    footer disclaimer feedback rating ratings vote poll survey toc login signin register search searchbar searchform
    relacionadas relacionados relacionada relacionado verwandte empfehlungen werbung anzeige anzeigen publicidad
    publicite reklama reclame compartir partager teilen
    """
_FURNITURE_PAIR_WORDS = """
    read-more read-next read-also also-read see-also more-stories more-news more-articles more-from more-on
    most-read most-popular most-viewed follow-us sign-up paywall-box paywall-offer
    author-bio author-box author-info author-card author-profile author-description author-details about-author
    topics-list topic-list pub-date published-date publish-date print-only no-print visually-hidden sr-only
    screen-reader skip-link of-contents is-hidden
    lire-aussi lees-ook leia-mais leia-tambem leer-mas lea-tambien leggi-anche mehr-zum lesen-sie te-puede czytaj-takze
    """
_COMMENT_WORDS = """
    comment comments commentlist disqus respond reply
    kommentare kommentarer comentarios commentaires komentarze reacties
    """
EMBEDS = frozenset(("embed", "embedded", "embeds", "oembed"))
"""Words for what is put in from elsewhere, and for parts of the article that an editor put in."""
COMMENTS = frozenset(_COMMENT_WORDS.split())
"""Words for what readers write below an article."""
_OFTEN_MISUSED = """
    widget widgets embed embedded embeds carousel slider slideshow gallery banner banners promo promos promotion tag
    tags meta caption captions credit credits byline bylines bio dateline timestamp teaser teasers overlay modal poll
    comment register search
    """
_BODY = frozenset(("articlebody", "articletext", "storybody", "entrycontent", "postcontent", "postbody", "newstext"))
_BODY_PAIR_WORDS = """
    article-body article-content article-text article-main article-copy story-body story-content story-text
    entry-content post-content post-body post-text post-entry content-body body-content body-text body-copy
    news-body news-content news-text news-detail name-body single-content
    """
_FURNITURE = frozenset(_FURNITURE_WORDS.split()) | COMMENTS | EMBEDS
PLAIN_FURNITURE = _FURNITURE - frozenset(_OFTEN_MISUSED.split())
"""Words that templates hardly use for anything else."""
_FURNITURE_PAIRS = frozenset(tuple(pair.split("-")) for pair in _FURNITURE_PAIR_WORDS.split())
_BODY_PAIRS = frozenset(tuple(pair.split("-")) for pair in _BODY_PAIR_WORDS.split())


@lru_cache(maxsize=8192)
def called(tag: str, classes: str, name: str) -> tuple[str, bool]:
    """The word by which an element is called furniture ("" where it is not), and whether it is called the body.

    `classes` and `name`: its class and id attributes.
    """
    if tag == "aside":
        return "aside", False
    if not classes and not name:
        return "", False
    furniture = ""
    before = ""
    for raw in _WORD.findall(f"{classes[:_CHARS_MAX]} {name[:_CHARS_MAX]}"):
        word = raw.lower()
        if tag not in _HEADINGS and (word in _BODY or (before, word) in _BODY_PAIRS):
            return "", True
        if not furniture:
            if word in _FURNITURE:
                furniture = word
            elif (before, word) in _FURNITURE_PAIRS:
                furniture = f"{before}-{word}"
        before = word
    return "" if tag in _NEVER_FURNITURE else furniture, False
