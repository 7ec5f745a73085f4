"""Armed groups, forces, trades and victims as news names them: the kind of each, and where it belongs."""

from __future__ import annotations

import pytest

from dateline.events import Document, tag
from dateline.messages import Actor


def _parties(text: str) -> tuple[set[str], set[str]]:
    events = [event for event in tag(Document("a", "", text, "2024-05-22")).events if event.main]
    return _plainly(events[0].initiators if events else ()), _plainly(events[0].targets if events else ())


def _plainly(actors: tuple[Actor, ...]) -> set[str]:
    return {f"{actor.kind.value}/{actor.country}" for actor in actors}


@pytest.mark.parametrize(
    ("doer", "place", "expected"),
    [
        ("CODECO militiamen", "Bunia", "militia/COD"),
        ("ETA gunmen", "Bilbao", "terrorist_group/ESP"),
        ("Rival armed groups", "Zawiya", "militia/LBY"),
        ("Masked men", "Tbilisi", "unknown/None"),
        ("Armed youths", "Pibor", "militia/SSD"),
        ("Druze fighters", "Sweida", "militia/SYR"),
        ("Pro-Russian rebels", "Donetsk", "rebel_group/UKR"),
        ("Karabakh Armenian forces", "Fuzuli", "rebel_group/ARM"),
        ("Bosnian Serb troops", "Srebrenica", "rebel_group/BIH"),
        ("Tuareg rebels", "Kidal", "rebel_group/MLI"),
        ("Amhara militiamen", "Gondar", "militia/ETH"),
        ("Pokot raiders", "Baringo", "militia/KEN"),
        ("Moro rebels", "Cotabato", "rebel_group/PHL"),
        ("Karen fighters", "Myawaddy", "rebel_group/MMR"),
        ("Baloch separatists", "Turbat", "rebel_group/PAK"),
        ("Papuan separatists", "Wamena", "rebel_group/IDN"),
        ("Los Tiguerones gunmen", "Esmeraldas", "militia/ECU"),
        ("Village guards", "Hakkari", "militia/TUR"),
        ("Border guards", "Sardasht", "state_forces/IRN"),
        ("Federal police officers", "Celaya", "police/MEX"),
    ],
)
def test_whoever_attacks(doer: str, place: str, expected: str) -> None:
    assert expected in _parties(f"{doer} opened fire on a convoy near {place} on Monday, killing four people.")[0]


@pytest.mark.parametrize(
    ("sufferer", "expected"),
    [
        ("two market traders", "civilians/MEX"),
        ("a motorcycle taxi driver", "civilians/MEX"),
        ("three dockers", "civilians/MEX"),
        ("a mayoral candidate", "politicians/MEX"),
        ("a village headman", "politicians/MEX"),
        ("a radio presenter", "journalists/MEX"),
        ("two vaccinators", "aid_workers/MEX"),
        ("a police captain", "police/MEX"),
        ("two prison guards", "police/MEX"),
        ("four sappers", "state_forces/MEX"),
        ("a social leader", "civilians/MEX"),
    ],
)
def test_whoever_is_killed(sufferer: str, expected: str) -> None:
    assert expected in _parties(f"Gunmen shot dead {sufferer} in Celaya on Monday.")[1]
