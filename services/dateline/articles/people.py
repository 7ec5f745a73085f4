"""Which of a page's bylines are people.

A byline may be a person, several, a desk, an agency, a URL or the site itself. What is not surely a
person's name is left out: an author that is a department is worse than none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

NAME_CHARS_MAX = 60
"""A longer "name" is a sentence."""
AUTHORS_MAX = 30
"""More are not a byline."""

_LEAD = re.compile(
    r"""^(?:(?:written|story|text|words|report(?:ed|ing)?|analysis|opinion|photos?|edited)\s+)?
        (?: (?:by|von|par|por|di|da|door|av|af|oleh|przez|autor(?:e|en|in)?|authors?|автор|текст)\b\s*:?\s+
          | (?:by|autor|authors?|автори?|авторы)\s*:\s*
        )""",
    re.IGNORECASE | re.VERBOSE,
)
_PARTED = re.compile(
    r"\s*(?:[,;|/•·\n、，]|\s(?:and|und|et|y|e|en|och|og|и|та|і|with|mit|&|[-–—])\s)\s*", re.IGNORECASE
)
_TAIL = re.compile(r"\s*(?:\([^()]*\)|\[[^\[\]]*\]|@\S+|<[^<>]*>)\s*")
_NO_PERSON = re.compile(
    r"""\d | https?: | www\. | @ | [<>{}=_#*:;"“”?!] | \.(?:com|org|net|de|co|uk|ru|ua|fr|tr|be)\b""",
    re.IGNORECASE | re.VERBOSE,
)
_NOT_IN_NAMES = """
    staff editor editors editorial desk team newsroom news agency agencies agence agencia agenzia agentur press
    redaktion redakteur redaktionsteam redacción redaccion rédaction redazione redactie redaksi redakcja
    correspondent correspondents contributor contributors contributed reporter reporters writer writers wire wires
    service media magazine times post guardian journal gazette herald tribune chronicle observer daily online
    digital department reuters afp dpa apa sda epa efe ansa tass interfax unian ukrinform xinhua bloomberg
    associated ap pti ians ani editor-in-chief publisher columnist
    admin administrator webmaster guest anonymous unknown sponsored partner company inc llc ltd gmbh group
    institute university foundation association council committee ministry government network channel tv radio
    studio blog community support marketing sales info contact author user test none null undefined
    twitter facebook linkedin instagram follow share website biography says article articles view read more
    updated published reviewed verified fact checked privacy policy comment comments minute minutes min ago about
    january february september october november december
    phd md mba cpa professor director manager senior chief head ceo cto founder president analyst specialist coach
    consultant expert strategist attorney
    by from for the written researched insights licensed grader journalism
"""
_STEMS_NOT_IN_NAMES = """
    редакц отдел відділ корреспондент кореспондент репортер репортёр служб агентств новост новин смен зміна
    журналист журналіст автор
"""
_DESK = re.compile(
    r"\b(?:"
    + "|".join([*map(re.escape, _NOT_IN_NAMES.split()), *(rf"{stem}\w*" for stem in _STEMS_NOT_IN_NAMES.split())])
    + r")\b",
    re.IGNORECASE,
)


def people(bylines: Iterable[str], *, site: str | None = None, one_word: bool = False) -> list[str]:
    """The people that bylines name, in their order, each once.

    `site`: the outlet's name, which is no person. `one_word`: whether a single word may be a name, as when
    structured data has typed it a person.
    """
    found: dict[str, str] = {}
    outlet = _folded(site or "")
    for byline in bylines:
        text = _TAIL.sub(" ", " ".join(byline.split())[: NAME_CHARS_MAX * 10])
        for part in _PARTED.split(_LEAD.sub("", text)):
            name = _without_outlet(_LEAD.sub("", part.strip(" .,:;-–—'\u00a0")), outlet)
            if is_person(name, one_word=one_word) and _folded(name) != outlet:
                found.setdefault(_folded(name), name)
    # A byline's parts are often marked up twice, once with what stands around them.
    names = [name for folded, name in found.items() if not any(_wraps(folded, other) for other in found)]
    return names[:AUTHORS_MAX]


def _wraps(longer: str, shorter: str) -> bool:
    return longer != shorter and (longer.startswith(shorter + " ") or longer.endswith(" " + shorter))


def _without_outlet(name: str, outlet: str) -> str:
    """A name without the outlet's after it ("Jane Doe The Outlet")."""
    if outlet and _folded(name).endswith(" " + outlet):
        return name[: -len(outlet)].rstrip(" ,-–—")
    return name


def is_person(name: str, *, one_word: bool = False) -> bool:
    """Whether a text has the form of a person's name and no word of a department or an outlet.

    Where the page has typed it a person (`one_word`), a pen name in one word or small letters is one too.
    """
    if not 2 <= len(name) <= NAME_CHARS_MAX or _NO_PERSON.search(name) or _DESK.search(name):
        return False
    words = name.split()
    if len(words) > 6 or not any(char.isalpha() for char in name):
        return False
    if len(words) == 1 and not one_word and name.isascii():
        return False
    if one_word:
        return True
    # Scripts without capitals (Chinese, Arabic, Hindi …) have no lower-case letters either.
    return not words[0][0].islower() or (len(words) > 2 and not words[-1][0].islower())


def _folded(name: str) -> str:
    return " ".join(name.casefold().split())
