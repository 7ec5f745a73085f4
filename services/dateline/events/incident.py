"""An incident: the frames that tell of it, and of what kind they make it."""

from __future__ import annotations

from dataclasses import dataclass, field

from dateline.events.frames import Frame
from dateline.events.nearness import is_finer, lies_within, same_place
from dateline.events.places import Toponym
from dateline.events.subtypes import GENERIC_VIOLENCE, UNREST, WEAPONS
from dateline.events.whereabouts import DATELINED

EXPLOSIVE = frozenset(
    {
        *("air", "air_weapon", "shelling", "missile", "strike", "bombing", "explosion", "ied", "device"),
        *("suicide", "suicide_vest", "grenade", "chemical", "chemical_weapon"),
    }
)
_FAMILY = {
    **dict.fromkeys(EXPLOSIVE, "explosive"),
    **dict.fromkeys(GENERIC_VIOLENCE, "violence"),
    **dict.fromkeys(UNREST, "unrest"),
    "destroy": "violence",
    "aircraft": "explosive",
    "arson": "violence",
    "clash": "battle",
    "operation": "violence",
    "rape": "atrocity",
    "massacre": "atrocity",
    "recover": "disrupt",
    "seize": "disrupt",
    "surrender": "arrest",
}
"""By sense, what kind of incident it tells of; a sense that is not here is a family of its own."""

_ALIKE = {
    frozenset({"explosive", "violence"}),
    frozenset({"battle", "violence"}),
    frozenset({"unrest", "violence"}),
    frozenset({"unrest", "loot"}),
    frozenset({"explosive", "loot"}),
    frozenset({"abduct", "violence"}),
    frozenset({"gain", "violence"}),
    frozenset({"gain", "transfer"}),
    frozenset({"gain", "withdraw"}),
    frozenset({"transfer", "withdraw"}),
    frozenset({"gain", "battle"}),
    frozenset({"atrocity", "violence"}),
    frozenset({"atrocity", "abduct"}),
}
"""Families that may tell of one incident: "an attack" and "clashes"."""

MEANS_OF = {
    "air": "fire",
    "air_weapon": "fire",
    "shelling": "fire",
    "missile": "fire",
    "ied": "bomb",
    "device": "bomb",
    "suicide": "bomb",
    "suicide_vest": "bomb",
    "grenade": "grenade",
    "chemical": "chemical",
}
"""By sense, the means that tell incidents apart."""

_FRAMES_IN_MIND = 8
"""A bound that keeps a text of a thousand reports linear; no news report reaches it."""


@dataclass(slots=True, eq=False)
class Incident:
    """The frames that tell of one incident."""

    frames: list[Frame] = field(default_factory=list)
    place: Toponym | None = None
    background: bool = False
    lent: tuple[Frame, ...] = ()
    """Frames of another incident that say who, to whom and when for this one too: "the same forces"."""

    _weighed: dict[str, float] = field(default_factory=dict)
    _weighed_frames: int = -1
    """How many frames it had when it was weighed: they only grow."""
    _weighed_lent: tuple[Frame, ...] = ()

    def is_placed_by(self, frame: Frame) -> bool:
        """ "…; the attack happened near X": whatever place that sentence or the one before named; or in any sentence,
        where no other place was named than the report was written in."""
        local = frame.place is not None and frame.place.level in ("site", "town", "admin2")
        if not (self.frames and frame.definite and local and "where" in frame.cues):
            return False
        placed = [known for known in self.frames if known.place is not None and not known.in_title]
        written = bool(placed) and all(known.rules["place"] == DATELINED for known in placed)
        return written or frame.sentence - self.frames[-1].sentence <= 1

    def add(self, frame: Frame) -> None:
        """Add a frame; where it names the place more exactly, that is the incident's."""
        placed = self.is_placed_by(frame)
        self.frames.append(frame)
        if frame.place is not None and (
            self.place is None
            or placed
            or (self._is_refined_by(frame) and same_place(frame.place, self.place) is not None)
            or (
                frame.sentence == 1
                and not lies_within(self.place, frame.place)
                and all(known.in_title for known in self.frames[:-1])
            )
        ):
            self.place = frame.place

    def _is_refined_by(self, frame: Frame) -> bool:
        """Whether a frame's place is told more exactly; of a district the hospital's town is none."""
        assert frame.place is not None
        assert self.place is not None
        return is_finer(frame.place, self.place) and not (frame.beside and self.place.level == "admin2")

    @property
    def in_mind(self) -> list[Frame]:
        """Its frames, so far as they are looked at again and again."""
        return self.frames if len(self.frames) <= _FRAMES_IN_MIND else self.frames[:_FRAMES_IN_MIND]

    @property
    def senses(self) -> dict[str, float]:
        """How strongly each sense is present: the first frames and the title weigh most."""
        if self._weighed_frames != len(self.frames) or self._weighed_lent is not self.lent:
            self._weighed, self._weighed_frames, self._weighed_lent = self._weigh(), len(self.frames), self.lent
        return self._weighed

    def _weigh(self) -> dict[str, float]:
        weights: dict[str, float] = {}
        armed = any(sense in MEANS_OF for frame in self.frames for sense in frame.senses)
        for frame in self.lent:
            for sense, weight in frame.senses.items():
                if armed and sense in EXPLOSIVE:
                    continue  # it names a weapon of its own
                if sense in EXPLOSIVE or sense in UNREST or sense in ("clash", "operation"):
                    weights[sense] = 0.8 * weight
        for rank, frame in enumerate(self.in_mind):
            factor = 1.0 if rank < 2 or frame.in_title else 0.5 if rank < 4 else 0.2
            for sense, weight in frame.senses.items():
                if sense == "arrest" and (frame.killed or "arrest" not in self.frames[0].senses):
                    factor *= 0.15  # arrests after an attack are part of its story
                weights[sense] = max(weights.get(sense, 0.0), weight * factor)
        return weights


def family(frame_senses: dict[str, float]) -> str:
    """The family that a frame's senses speak of most strongly; "violence" where nothing is more specific."""
    best, best_weight = "", 0.0
    for sense, weight in frame_senses.items():
        name = _FAMILY.get(sense, sense)
        if name == "violence":
            weight *= 0.4
        if name == "arrest" and "kill" in frame_senses:
            weight *= 0.15
        if sense in WEAPONS or sense == "aircraft":
            weight *= 0.6
        if weight > best_weight:
            best, best_weight = name, weight
    return best


def are_alike(one: dict[str, float], other: dict[str, float]) -> bool:
    """Whether two reports may tell of one kind of incident."""
    return are_of_one_kind(family(one), family(other))


def are_of_one_kind(mine: str, theirs: str) -> bool:
    """Whether reports of these families may tell of one incident."""
    return mine == theirs or frozenset({mine, theirs}) in _ALIKE
