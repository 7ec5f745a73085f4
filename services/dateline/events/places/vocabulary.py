"""The words around place names that tell what they are, read from data/<language>.toml.

All languages are read together: a text's script and words choose among them. A further language is a further file.
"""

from __future__ import annotations

import tomllib
from importlib import resources
from typing import Final

from dateline.events.lexicon import LANGUAGES


def _read() -> dict[str, frozenset[str]]:
    lists: dict[str, set[str]] = {}
    folder = resources.files("dateline.events.places") / "data"
    for language in LANGUAGES:
        for name, text in tomllib.loads((folder / f"{language}.toml").read_text(encoding="utf-8")).items():
            lists.setdefault(name, set()).update(text.split())
    return {name: frozenset(words) for name, words in lists.items()}


_LISTS: Final = _read()

ADMIN1_KINDS: Final = _LISTS["admin1_kinds"]
"""Kinds of first-level divisions: region, oblast, province."""
ADMIN2_KINDS: Final = _LISTS["admin2_kinds"]
"""Kinds of second-level divisions: district, county, tehsil."""
TOWN_KINDS: Final = _LISTS["town_kinds"]
"""Kinds of settlements and of what lies in them, after the name: city, village, airport."""
DIVISION_KINDS: Final = ADMIN1_KINDS | ADMIN2_KINDS
KINDS: Final = DIVISION_KINDS | TOWN_KINDS
KINDS_BEFORE: Final = _LISTS["kinds_before"]
"""Kinds that stand before a name, or before "of" and a name: town, province."""
SHARED_KINDS: Final = _LISTS["shared_kinds"]
"""Kinds in the plural, which stand behind the last of several names: the Belgorod and Kursk regions."""
SURE_PREPOSITIONS: Final = _LISTS["sure_prepositions"]
"""Before a place more often than before anything else: in, near."""
WEAK_PREPOSITIONS: Final = _LISTS["weak_prepositions"]
"""Before places and before other things: from, of."""
STRIKING: Final = _LISTS["striking"]
"""Verbs of war whose object is a place: shelled, captured."""
STRUCK: Final = _LISTS["struck"]
"""What is said of a place behind its name: shelled, captured."""
IN_OR_OF: Final = _LISTS["in_or_of"]
"""Between a place and what it lies in."""
DIRECTIONS: Final = _LISTS["directions"]
"""Parts of a place: northern, upper, downtown."""
FUNCTION_WORDS: Final = _LISTS["function_words"]
"""Words that are never a place by themselves, whatever villages are called."""
TITLES: Final = _LISTS["titles"]
"""Before a person's name: president, sergeant."""
MONTHS_AND_DAYS: Final = _LISTS["months_and_days"]
SPEAKING: Final = _LISTS["speaking"]
"""Verbs of persons: told, recalled."""
SURE_GOVERNING: Final = _LISTS["sure_governing"]
"""Verbs that a capital takes when it stands for a government: rejected, vowed."""
AUXILIARIES: Final = _LISTS["auxiliaries"]
"""Verbs that lead to one of those: has, will."""
NAMED_BY_ADJECTIVE_STEMS: Final = tuple(_LISTS["named_by_adjective_stems"])
"""Beginnings of inflected nouns that a town's adjective names: direction of the front, refinery, power plant."""
GOVERNING_STEMS: Final = tuple(_LISTS["governing_stems"])
"""Beginnings of inflected verbs of governments."""
PRESSURE: Final = _LISTS["pressure"]
PRESSED_ON: Final = _LISTS["pressed_on"]
"""What is brought to bear on a government, and how: call on, protest to."""
PRESSING: Final = _LISTS["pressing"]
"""Before a capital's name, it stands for the government: urged, accused."""
ALSO: Final = _LISTS["also"]
"""Before the last name of a list: and."""
POLITICAL: Final = _LISTS["political"]
"""After a capital's name, it stands for the government: forces, -backed."""
ORGANISATION_WORDS: Final = _LISTS["organisation_words"]
"""After a place's name, the whole is an organisation: university, council."""
PRESS_AND_SPORT: Final = _LISTS["press_and_sport"]
"""After a place's name, the whole is a paper, a team or a company, and no place at all."""
SITES: Final = _LISTS["sites"]
"""After a place's name, the whole is a site there: hospital, airport."""
ROADS: Final = _LISTS["roads"]
WATERS_AND_LANDS: Final = _LISTS["waters_and_lands"]
"""After a name, the whole is a natural feature: river, valley."""
ROADS_BEFORE: Final = _LISTS["roads_before"]
"""Before a name, the whole is a street."""
BASES: Final = _LISTS["bases"]
"""After a name, the whole is a site of its own: air base, refugee camp."""
VILLAGES: Final = _LISTS["villages"]
"""After a name that no gazetteer has, the whole is a small place."""
PARTICLES: Final = _LISTS["particles"]
"""Small words inside a name, before its next capital: Wad al-Noura."""
VILLAGES_BEFORE: Final = _LISTS["villages_before"]
"""Before a name that no gazetteer has: the village of."""
LAND_BEFORE: Final = _LISTS["land_before"]
"""Before a name, the whole is a natural feature: lake, mount."""
NUMBERED_ROADS: Final = _LISTS["numbered_roads"]
"""Before a number: highway, route."""
NORTH: Final = _LISTS["north"]
"""Words for the north and for what lies in it, the north-east too; so are the next three for theirs."""
SOUTH: Final = _LISTS["south"]
EAST: Final = _LISTS["east"]
WEST: Final = _LISTS["west"]
COMPASS: Final = NORTH | SOUTH | EAST | WEST
BETWEEN_PART_AND_WHOLE: Final = _LISTS["between_part_and_whole"]
"""From a point of the compass to what it is a part of: the north of, the eastern part of."""
THE_COUNTRY: Final = _LISTS["the_country"]
"""Said for the country that a text is about: the south of the country."""
BEYOND: Final = _LISTS["beyond"]
"""Between a point of the compass and a place, what is meant lies outside: north of Baghdad."""
THE_CAPITAL: Final = _LISTS["the_capital"]
"""Said for a capital that is not named: the Haitian capital."""
UNITS_OF_LENGTH: Final = _LISTS["units_of_length"]
