"""Ukrainian and Russian names out of their cases: from the word in the text to the forms a gazetteer may have.

The rules propose, the gazetteer decides: a proposal that no place bears does no harm. Words are folded. The two
languages share one table, since an ending of one proposes nothing that exists in the other.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Final

from dateline.events.places import tables

_NOUNS: Final[tuple[tuple[str, tuple[str, ...]], ...]] = (
    # Russian and Ukrainian nouns: an ending of some case, and what the nominative may have in its place.
    ("ями", ("и", "і")),
    ("ами", ("ы", "и", "а")),
    ("иями", ("ии",)),
    ("ском", ("ск",)),
    ("ском", ("ский", "ское")),
    ("иями", ("ии",)),
    ("ием", ("ий", "ие")),
    ("ией", ("ия",)),
    ("ии", ("ия", "ий", "ие")),
    ("ию", ("ия", "ий", "ие")),
    ("ії", ("ія",)),
    ("ією", ("ія",)),
    ("ію", ("ія",)),
    ("їв", ("ї",)),
    ("ями", ("я",)),
    ("ях", ("и", "і", "я")),
    ("ям", ("и", "і", "я")),
    ("ах", ("ы", "и", "а")),
    ("ам", ("ы", "и", "а")),
    ("нцем", ("нець",)),
    ("нця", ("нець",)),
    ("нцю", ("нець",)),
    ("нці", ("нець", "нка", "нки", "нці")),
    ("цем", ("ец", "ць", "ц")),
    ("ца", ("ец", "ц")),
    ("це", ("ец", "ц", "ца")),
    ("цу", ("ец", "ц", "ца")),
    ("цов", ("цы",)),
    ("ців", ("ці",)),
    ("ле", ("ел", "ль")),
    ("ла", ("ел",)),
    ("ом", ("", "о")),
    ("ем", ("ь", "й", "е", "")),
    ("єм", ("й",)),
    ("єю", ("я",)),
    ("ою", ("а",)),
    ("ею", ("я", "а")),
    ("ой", ("а",)),
    ("ей", ("я", "а", "ь", "и")),
    ("єві", ("їв",)),
    ("єва", ("їв",)),
    ("єву", ("їв",)),
    ("євом", ("їв",)),
    ("єва", ("єве",)),
    ("ові", ("ів", "ово", "ове", "")),
    ("ова", ("ів", "ове", "ов", "ово")),
    ("ову", ("ів", "ове", "ов", "ово")),
    ("овом", ("ів", "ове", "ов", "ово")),
    ("ове", ("ов", "ово")),
    ("еві", ("ів", "ев", "ево", "еве", "")),
    ("ева", ("ев", "ево", "еве", "ів")),
    ("еву", ("ев", "ево", "еве")),
    ("евом", ("ев", "ево", "еве")),
    ("еве", ("ев", "ево")),
    ("ине", ("ин", "ино", "ина")),
    ("ина", ("ин", "ино")),
    ("ину", ("ин", "ино", "ина")),
    ("ином", ("ин", "ино")),
    ("ні", ("нь", "н", "на", "не")),
    ("гу", ("г", "га", "ге")),
    ("розі", ("ріг",)),
    ("рогу", ("ріг", "рог")),
    ("рога", ("ріг", "рог")),
    ("рогом", ("ріг", "рог")),
    ("озі", ("ога", "іг")),
    ("зі", ("га", "г", "з", "за")),
    ("цці", ("кка", "кко")),
    ("ці", ("ка", "к", "ця", "ць", "ц", "це")),
    ("ов", ("ы", "и", "а")),
    ("ев", ("и",)),
    ("ів", ("и", "і")),
    ("сі", ("ха", "х", "с", "са")),
    ("жжі", ("жжя",)),
    ("жжю", ("жжя",)),
    ("жжям", ("жжя",)),
    ("ллі", ("лля",)),
    ("ае", ("ай",)),
    ("ее", ("ей", "ея")),
    ("ое", ("ой", "оя")),
    ("е", ("", "а", "я", "о")),
    ("є", ("я",)),
    ("у", ("", "а", "о", "е", "ы", "и")),
    ("ю", ("ь", "й", "я", "е", "")),
    ("ью", ("ь",)),
    ("а", ("", "о", "е")),
    ("я", ("ь", "й", "е", "")),
    ("ы", ("а", "")),
    ("и", ("а", "ь", "я", "")),
    ("і", ("", "а", "ь", "о", "е", "я")),
    ("ї", ("я", "й")),
    ("ь", ()),
)  # fmt: skip

_ADJECTIVES: Final[tuple[tuple[str, tuple[str, ...]], ...]] = (
    ("ском", ("ск", "ский", "ское")),
    ("ськом", ("ськ",)),
    ("цком", ("цк", "цкий")),
    ("ской", ("ская",)),
    ("скую", ("ская",)),
    ("скою", ("ская",)),
    ("ского", ("ский", "ское")),
    ("скому", ("ский", "ское")),
    ("ским", ("ский", "ское", "ские")),
    ("ских", ("ские",)),
    ("скими", ("ские",)),
    ("цкой", ("цкая",)),
    ("цкую", ("цкая",)),
    ("цкого", ("цкий",)),
    ("цком", ("цкий",)),
    ("цким", ("цкий",)),
    ("ській", ("ська",)),
    ("ської", ("ська",)),
    ("ську", ("ська", "ськ")),
    ("ською", ("ська",)),
    ("ського", ("ський", "ське")),
    ("ському", ("ський", "ське")),
    ("ським", ("ський", "ське", "ські")),
    ("ських", ("ські",)),
    ("цькій", ("цька",)),
    ("цької", ("цька",)),
    ("цьку", ("цька", "цьк")),
    ("цькою", ("цька",)),
    ("цького", ("цький",)),
    ("цькому", ("цький",)),
    ("цьким", ("цький",)),
    ("зькій", ("зька",)),
    ("зької", ("зька",)),
    ("зьку", ("зька",)),
    ("зькою", ("зька",)),
    ("ого", ("ий", "ый", "ой", "ое", "е")),
    ("ему", ("ий", "ее")),
    ("ому", ("ий", "ый", "ой", "ое", "е")),
    ("ым", ("ый", "ой", "ое", "ые")),
    ("им", ("ий", "е", "ое", "ие", "і")),
    ("ых", ("ые",)),
    ("их", ("ие", "і", "и")),
    ("ой", ("ая",)),
    ("ую", ("ая",)),
    ("юю", ("яя",)),
    ("ей", ("яя",)),
    ("ої", ("а",)),
    ("ій", ("а", "я")),
    ("ньої", ("ня",)),
    ("ньому", ("ній", "нє")),
    ("ньої", ("ня",)),
    ("ом", ("ый", "ий", "ой", "ое")),
    ("ем", ("ий", "ее")),
)  # fmt: skip

_ADJECTIVE_ENDINGS: Final = (
    "ого", "ому", "им", "ий", "ій", "их", "ої", "ою", "у", "а", "е", "і", "ими",
    "ом", "ой", "ая", "ую", "ое", "ие", "ими",
)  # fmt: skip
_ADJECTIVE_SUFFIXES: Final = ("ськ", "цьк", "зьк", "ск", "цк")
_TOWN_ENDINGS: Final = ("", "а", "ы", "и", "і", "о", "ь", "е", "я", "ка", "ки")
_TOWN_ENDINGS_BEFORE: Final = {
    "ськ": ("са", "си", "ха", "х"),  # Волноваха, Волноваський
    "зьк": ("г", "га", "ж", "жжя"),  # Запоріжжя
    "цьк": ("ц", "ць", "ч", "к"),  # Дрогобич
    "ск": ("са", "ссы", "х"),
    "цк": ("ц", "ч", "к"),
}
_LINKS: Final = ("ов", "ев", "ів", "їв", "ан", "ян", "ин", "ен")
"""Between a town's stem and its adjective's ending: Суджанский of Суджа, Пологівський of Пологи."""
_LINKED_ENDINGS: Final = ("", "а", "е", "я", "ь", "и", "ы", "ни", "ны", "ова", "ове", "ово")
_LINKED_LETTERS: Final = 4


_LETTERS_MIN: Final = 3
_SHORT_ENDINGS: Final = "еыі"
"""In a name of three letters, Уфе; Абу, Ину are more often part of another name."""


@cache
def _bare_plurals() -> dict[str, tuple[str, ...]]:
    """Of the genitives without an ending in data/bare_plurals.tsv the nominatives."""
    return {genitive: tuple(names.split("|")) for genitive, names in tables.rows("bare_plurals.tsv")}


@lru_cache(maxsize=1 << 14)
def nominatives(word: str) -> tuple[str, ...]:
    """What a folded Cyrillic noun or adjective may be in the nominative, the likeliest first; without itself."""
    if word in _bare_plurals():
        return _bare_plurals()[word]
    proposals: dict[str, None] = {}
    if len(word) < _LETTERS_MIN or (len(word) == _LETTERS_MIN and word[-1] not in _SHORT_ENDINGS):
        return ()
    for table in (_ADJECTIVES, _NOUNS):
        for ending, replacements in table:
            if word.endswith(ending) and len(word) - len(ending) >= 2:
                stem = word[: len(word) - len(ending)]
                for replacement in replacements:
                    proposals[stem + replacement] = None
    proposals.pop(word, None)
    return tuple(proposals)


@lru_cache(maxsize=1 << 12)
def towns_of_adjective(word: str) -> tuple[str, ...]:
    """The towns that a folded adjective of a place may come from; empty for a word that is no such adjective.

    "бахмутському" gives "бахмут" among others, "купянському" "купянськ".
    """
    proposals: dict[str, None] = {}
    for ending in _ADJECTIVE_ENDINGS:
        if not word.endswith(ending):
            continue
        stem = word[: -len(ending)]
        suffix = next((suffix for suffix in _ADJECTIVE_SUFFIXES if stem.endswith(suffix)), None)
        if suffix is None or len(stem) < 5:
            continue
        root = stem[: -len(suffix)].removesuffix("ь")
        proposals[stem] = None
        for replacement in (*_TOWN_ENDINGS, *_TOWN_ENDINGS_BEFORE[suffix]):
            proposals[root + replacement] = None
        if root.endswith(_LINKS) and len(root) > _LINKED_LETTERS:
            for replacement in _LINKED_ENDINGS:
                proposals[root[:-2] + replacement] = None
    return tuple(proposals)
