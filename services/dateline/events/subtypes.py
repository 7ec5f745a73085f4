"""Which of the 25 sub-event types an event is: by what its sentences say, who did it and to whom.

Triggers name a sense ("air", "kill", "protest"); here senses, weapons and actors meet. The table and the
order of the questions are the codebook's: the most specific type that the text supports.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from dateline.events.kinds import ARMED, CROWD, FIGHTERS, FORCES, GROUPS, UNARMED
from dateline.messages import ActorKind, SubEventType

_SPECIFIC: dict[str, SubEventType] = {
    "chemical": SubEventType.CHEMICAL_WEAPON,
    "suicide": SubEventType.SUICIDE_BOMB,
    "grenade": SubEventType.GRENADE,
    "air": SubEventType.AIR_DRONE_STRIKE,
    "shelling": SubEventType.SHELLING_ARTILLERY_MISSILE,
    "ied": SubEventType.REMOTE_EXPLOSIVE_LANDMINE_IED,
    "gain": SubEventType.GOVERNMENT_REGAINS_TERRITORY,
    "abduct": SubEventType.ABDUCTION_FORCED_DISAPPEARANCE,
    "rape": SubEventType.SEXUAL_VIOLENCE,
    "clash": SubEventType.ARMED_CLASH,
    "mob": SubEventType.MOB_VIOLENCE,
    "riot": SubEventType.VIOLENT_DEMONSTRATION,
    "protest": SubEventType.PEACEFUL_PROTEST,
    "massacre": SubEventType.ATTACK,
    "disrupt": SubEventType.DISRUPTED_WEAPONS_USE,
    "seize": SubEventType.DISRUPTED_WEAPONS_USE,
    "agreement": SubEventType.AGREEMENT,
    "surrender": SubEventType.AGREEMENT,
    "arrest": SubEventType.ARRESTS,
    "withdraw": SubEventType.CHANGE_TO_GROUP_ACTIVITY,
    "headquarters": SubEventType.HEADQUARTERS_ESTABLISHED,
    "loot": SubEventType.LOOTING_PROPERTY_DESTRUCTION,
    "transfer": SubEventType.NON_VIOLENT_TRANSFER_OF_TERRITORY,
    "rescue": SubEventType.OTHER,
    "release": SubEventType.OTHER,
    "coup": SubEventType.OTHER,
    "other": SubEventType.OTHER,
}

GENERIC_VIOLENCE = frozenset({"attack", "gunfire", "kill", "injure", "casualties", "massacre"})
"""Senses that any violent event's sentences may have; they never part two sentences of one event."""

WEAPONS = frozenset({"air_weapon", "missile", "chemical_weapon", "device", "suicide_vest"})
"""Senses that name a means rather than an event."""

ANCILLARY = frozenset(
    {
        "",
        "aircraft",
        "air_weapon",
        "missile",
        "chemical_weapon",
        "device",
        "suicide_vest",
        "casualties",
        "injure",
        "destroy",
    }
)
"""Senses that say with what or with what harm: they colour an event and do not make one."""

MEANS = frozenset({"aircraft", "air_weapon", "missile", "chemical_weapon", "device", "suicide_vest", "grenade"})

UNREST = frozenset({"protest", "riot", "mob", "intervene"})


_BANDS = frozenset({ActorKind.REBEL_GROUP, ActorKind.MILITIA, ActorKind.TERRORIST_GROUP, ActorKind.UNKNOWN})
"""Those who have no right to arrest anybody."""
_INSURGENTS = frozenset({ActorKind.REBEL_GROUP, ActorKind.TERRORIST_GROUP})
_CADRES = frozenset({ActorKind.REBEL_GROUP})
_OF_WAR = frozenset({"air", "shelling", "suicide", "ied", "chemical", "grenade", "gain"})


@dataclass(frozen=True, slots=True)
class Choice:
    """A type, and what told it."""

    sub_type: SubEventType
    sense: str
    """The sense that decided."""
    rule: str
    """By itself, or by what it meets."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """What an event's type is decided by."""

    weights: Mapping[str, float]
    """How strongly each sense is present, earlier and stronger words weighing more."""
    initiators: frozenset[ActorKind]
    targets: frozenset[ActorKind]
    bystanders: frozenset[ActorKind]
    """Kinds of all parties that its sentences name, whatever their part."""
    holder_returns: bool
    """Those who take territory are the state that holds it by law."""
    protest_told: bool
    """The article tells of a protest, so that its riots are demonstrations turned violent."""
    amid_unrest: bool
    """Its first sentences are about unrest."""
    both_fell: bool
    """Forces and those whom they fight are among its dead."""
    anyone_killed: bool
    """Its figures count dead."""

    def has(self, senses: Collection[str]) -> bool:
        """Whether any of these senses is present."""
        return any(sense in self.weights for sense in senses)

    def strongest(self, senses: Collection[str]) -> str:
        """Which of these senses, one of which is present, is the strongest."""
        return max((sense for sense in self.weights if sense in senses), key=lambda sense: self.weights[sense])

    def weight(self, senses: Collection[str]) -> float:
        """How strong the strongest of these senses is."""
        return max((self.weights[sense] for sense in self.weights if sense in senses), default=0.0)


def sub_type(scene: Scene) -> Choice | None:
    """The type of an event; None where its senses make no event."""
    if "arson" in scene.weights:
        scene = replace(scene, weights=_with_fire(scene))
    return _amid_unrest(scene) or _by_unrest(scene) or _most_telling(scene)


def _amid_unrest(scene: Scene) -> Choice | None:
    """Violence without a word of unrest of its own, in an article about unrest."""
    if not scene.amid_unrest or scene.has(UNREST) or scene.has(_OF_WAR):
        return None
    if scene.initiators & FORCES and scene.targets & (CROWD | _CADRES) and scene.has(_SHOTS):
        return Choice(SubEventType.EXCESSIVE_FORCE_AGAINST_PROTESTERS, scene.strongest(_SHOTS), "amid-unrest")
    arrested = scene.weights.get("arrest", 0.0) >= 1.0
    if scene.has(_RIOTOUS) and not arrested and scene.bystanders & (FORCES | CROWD):
        return Choice(SubEventType.VIOLENT_DEMONSTRATION, scene.strongest(_RIOTOUS), "amid-unrest")
    return None


_SHOTS = frozenset({"kill", "injure", "gunfire"})
_RIOTOUS = frozenset({"kill", "injure", "clash", "attack", "gunfire", "explosion"})


def _by_unrest(scene: Scene) -> Choice | None:
    """What its words of unrest make it, if nothing that is told beside them is louder."""
    if scene.has(UNREST):
        unrest = _unrest(scene)
        loudest = scene.weight(UNREST)
        beside = _is_assaulted(scene)  # "a car rammed the marchers"
        after_killing = loudest < 1.0 and bool(scene.initiators & FIGHTERS) and scene.anyone_killed
        bombed = loudest < 1.0 and _went_off(scene)
        drowned = beside or bombed or loudest < (1.0 if after_killing else scene.weight(_LOUDER))
        if unrest is SubEventType.EXCESSIVE_FORCE_AGAINST_PROTESTERS or (unrest is not None and not drowned):
            return Choice(unrest, scene.strongest(UNREST), "unrest")
    if "clash" in scene.weights and (scene.initiators | scene.targets) & CROWD and not scene.has(_OF_WAR):
        return Choice(SubEventType.VIOLENT_DEMONSTRATION, "clash", "clash-with-crowd")
    return None


_BOMBS = frozenset({"bombing", "suicide_vest"})


def _went_off(scene: Scene) -> bool:
    """Whether a bomb went off, as at a rally; not "marched against the bombing of"."""
    return "explosion" in scene.weights and scene.has(_BOMBS)


_LOUDER = frozenset({"air", "shelling", "ied", "suicide", "clash", "chemical"})


def _most_telling(scene: Scene) -> Choice | None:
    """The type of the sense that tells most."""
    best, best_sense, best_weight = None, "", 0.0
    for sense in scene.weights:
        specific = None if _is_part_of_another(sense, scene) else _meant(sense, scene)
        if specific is None:
            continue
        weight = _telling(sense, specific, scene)
        if weight > best_weight:
            best, best_sense, best_weight = specific, sense, weight
    if best is SubEventType.GOVERNMENT_REGAINS_TERRITORY and not scene.holder_returns:
        return Choice(SubEventType.NON_STATE_ACTOR_OVERTAKES_TERRITORY, best_sense, "taken-by-another")
    return Choice(best, best_sense, "sense") if best is not None else None


def _is_part_of_another(sense: str, scene: Scene) -> bool:
    """Whether what a sense tells of is only part of what another does."""
    weights = scene.weights
    if sense == "protest":
        return _is_assaulted(scene) or (weights[sense] < 1.0 and _went_off(scene))
    if sense in ("rape", "abduct"):  # killing with other abuse is one event, by the killing
        return scene.anyone_killed and ("massacre" in weights or "kill" in weights)
    if sense == "operation":  # the raid in which people are taken
        return "arrest" in weights and "kill" not in weights and "clash" not in weights
    if sense == "grenade":  # dropped by a drone, or one of a fight's weapons
        return "air_weapon" in weights or (weights[sense] < 1.0 and "clash" in weights)
    return False


def _meant(sense: str, scene: Scene) -> SubEventType | None:
    """The type that a sense means in its company."""
    weights, initiators, targets = scene.weights, scene.initiators, scene.targets
    specific = _resolved(sense, scene)
    one_sided = bool(targets and initiators) and not (targets & ARMED or initiators & FORCES)
    if sense == "clash" and one_sided and (weights[sense] < 1.0 or not scene.bystanders & FORCES):
        specific = SubEventType.ATTACK  # gunmen who storm an office
    crowd = CROWD if ActorKind.POLICE in initiators else {ActorKind.PROTESTERS}  # "police firing on a mob"
    shot_at = "gunfire" in weights and (scene.anyone_killed or "injure" in weights) and scene.bystanders & crowd
    if specific is SubEventType.ATTACK and initiators & FORCES and shot_at:
        specific = SubEventType.EXCESSIVE_FORCE_AGAINST_PROTESTERS  # those killed are counted by their trade
    fought = scene.both_fell or ("operation" in weights and bool(targets & FORCES) and not initiators)
    if fought and specific is SubEventType.ATTACK and sense != "massacre":
        specific = SubEventType.ARMED_CLASH
    if sense == "shelling" and initiators == {ActorKind.UNKNOWN} and "missile" not in weights:
        specific = SubEventType.ATTACK  # killers who "fire at" a restaurant, as Russian has it
    return specific


def _telling(sense: str, specific: SubEventType, scene: Scene) -> float:
    """How much a sense that means this type says of the event."""
    weights = scene.weights
    weight = weights[sense]
    if sense == "strike" or sense in GENERIC_VIOLENCE:
        weight *= 0.7
    if sense in ("agreement", "surrender") and ("kill" in weights or weights.get("clash", 0.0) >= weight):
        weight *= 0.4  # those who surrender at the end of a fight
    if sense == "withdraw" and max(weights.get("gain", 0.0), weights.get("transfer", 0.0)) >= weight:
        weight *= 0.4  # those who leave what others take
    if sense == "loot" and (scene.anyone_killed or scene.has(("bombing", "explosion", "ied"))):
        weight *= 0.3  # what those who kill take with them, or what a bomb blew up
    if sense == "seize" and "kill" in weights and scene.initiators & ARMED and scene.targets & ARMED:
        weight *= 0.4  # what those find who won a fight
    return weight * (1.5 if sense == "coup" else _PREFERENCE.get(specific, 1.0))


def _is_assaulted(scene: Scene) -> bool:
    """Whether those who protest are attacked by somebody else than the police."""
    if scene.initiators & FORCES or not scene.anyone_killed:
        return False
    return scene.has(_ASSAULTS) and not scene.has(("riot", "mob", "intervene", "clash"))


_ASSAULTS = frozenset({"attack", "gunfire", "explosion", "bombing", "grenade", "ied", "suicide", "air", "shelling"})


_PREFERENCE = {
    SubEventType.CHEMICAL_WEAPON: 1.6,
    SubEventType.SUICIDE_BOMB: 1.5,
    SubEventType.GRENADE: 1.4,
    SubEventType.ATTACK: 0.6,
    SubEventType.ARMED_CLASH: 0.9,
    SubEventType.SEXUAL_VIOLENCE: 0.7,
    SubEventType.ARRESTS: 0.8,
    SubEventType.OTHER: 0.5,
}


def _with_fire(scene: Scene) -> dict[str, float]:
    """What a fire that was set is part of: a riot, a raid, or of whatever else is told."""
    weights = scene.weights
    known = {sense: weight for sense, weight in weights.items() if sense != "arson"}
    if known.keys() & {"air_weapon", "missile"}:
        known["strike"] = max(known.get("strike", 0.0), weights["arson"])
    elif known.keys() & UNREST or (scene.initiators | scene.bystanders) & CROWD:
        known["riot"] = max(known.get("riot", 0.0), weights["arson"])
    elif "kill" not in known:
        known["loot"] = max(known.get("loot", 0.0), weights["arson"])
    return known


def _unrest(scene: Scene) -> SubEventType | None:
    weights, initiators, targets = scene.weights, scene.initiators, scene.targets
    crowd = {ActorKind.PROTESTERS, ActorKind.RIOTERS, ActorKind.CIVILIANS}
    if (
        weights.get("arrest", 0.0) >= 1.0
        and initiators & FORCES
        and not (weights.keys() & {"riot", "mob", "intervene"} or targets & CROWD)
    ):
        return SubEventType.ARRESTS
    shot_at = weights.get("gunfire", 0.0)
    force_used = (
        "kill" in weights or shot_at >= 1.0 or (shot_at > 0.0 and "injure" in weights and "riot" not in weights)
    )
    killed_there = weights.keys() >= {"kill", "protest"} and "riot" not in weights and targets <= CROWD | UNARMED
    if (initiators & FORCES or "intervene" in weights) and force_used and targets & {ActorKind.PROTESTERS}:
        return SubEventType.EXCESSIVE_FORCE_AGAINST_PROTESTERS
    if initiators & FORCES and killed_there:
        return SubEventType.EXCESSIVE_FORCE_AGAINST_PROTESTERS
    if "mob" in weights and weights["mob"] >= weights.get("protest", 0):
        return SubEventType.MOB_VIOLENCE
    if "riot" in weights and not scene.protest_told:
        return SubEventType.LOOTING_PROPERTY_DESTRUCTION if initiators & GROUPS else SubEventType.MOB_VIOLENCE
    if "riot" in weights:
        return SubEventType.VIOLENT_DEMONSTRATION
    if "clash" in weights and "protest" in weights and weights["clash"] >= 0.5:
        return SubEventType.VIOLENT_DEMONSTRATION
    taken = initiators <= CROWD | FORCES and weights.get("arrest", 0.0) >= 1.0  # "at a rally, 40 were detained"
    if taken and "protest" in weights:
        return SubEventType.PROTEST_WITH_INTERVENTION
    handled = weights.get("intervene", 0.0)  # "the rally was dispersed", whoever did it
    if (handled >= 1.0 and "kill" not in weights) or (
        handled and ("protest" in weights or (targets | initiators | scene.bystanders) & (crowd | FORCES))
    ):
        return SubEventType.PROTEST_WITH_INTERVENTION
    if "protest" in weights:
        return SubEventType.PEACEFUL_PROTEST
    return None


def _is_from_aircraft(scene: Scene) -> bool:
    """ "An aircraft tracked and neutralised thirty terrorists": nobody fought them on the ground."""
    on_the_ground = scene.has(("clash", "operation", "gunfire", "attack", "disrupt", "seize", "ied"))
    return "aircraft" in scene.weights and bool(scene.targets & _INSURGENTS) and not on_the_ground


def _resolved(sense: str, scene: Scene) -> SubEventType | None:
    """The type that a sense means beside the weapons and the parties that are named."""
    present, initiators, targets = scene.weights, scene.initiators, scene.targets
    if sense in ("air", "shelling") and "chemical_weapon" in present:
        return SubEventType.CHEMICAL_WEAPON
    if sense == "strike":
        if not (initiators or targets) and len(present) == 1:
            return None  # whose work stands still
        by_missile = "missile" in present and not scene.has(("air", "air_weapon"))
        return SubEventType.SHELLING_ARTILLERY_MISSILE if by_missile else SubEventType.AIR_DRONE_STRIKE
    if sense in ("explosion", "bombing"):
        if "suicide_vest" in present:
            return SubEventType.SUICIDE_BOMB
        abroad = ActorKind.STATE_FORCES in initiators and not scene.holder_returns
        dropped = sense == "bombing" and abroad and "device" not in present
        if "air_weapon" in present or "air" in present or dropped:
            return SubEventType.AIR_DRONE_STRIKE
        if "missile" in present or "shelling" in present:
            return SubEventType.SHELLING_ARTILLERY_MISSILE
        return SubEventType.REMOTE_EXPLOSIVE_LANDMINE_IED
    if sense == "kill" and _is_from_aircraft(scene):
        return SubEventType.AIR_DRONE_STRIKE
    if sense in ("attack", "gunfire", "kill", "operation", "injure"):
        if sense in ("attack", "kill", "injure", "gunfire"):
            if "air_weapon" in present and not scene.has(("disrupt", "seize")):
                return SubEventType.AIR_DRONE_STRIKE
            if "missile" in present and not scene.has(("disrupt", "seize")):
                return SubEventType.SHELLING_ARTILLERY_MISSILE
            if "chemical_weapon" in present:
                return SubEventType.CHEMICAL_WEAPON
            if "device" in present and sense in ("kill", "injure"):
                return SubEventType.REMOTE_EXPLOSIVE_LANDMINE_IED
        return _by_actors(sense, initiators, targets)
    if sense == "arrest" and initiators and initiators <= _BANDS and targets & UNARMED:
        return SubEventType.ABDUCTION_FORCED_DISAPPEARANCE
    return _SPECIFIC.get(sense)


def _by_actors(sense: str, initiators: frozenset[ActorKind], targets: frozenset[ActorKind]) -> SubEventType | None:
    if initiators & FORCES and targets & {ActorKind.PROTESTERS}:
        return SubEventType.EXCESSIVE_FORCE_AGAINST_PROTESTERS
    if ActorKind.RIOTERS in initiators:
        return SubEventType.MOB_VIOLENCE
    if ActorKind.PROTESTERS in initiators and targets & FORCES:
        return SubEventType.VIOLENT_DEMONSTRATION
    if initiators & ARMED and targets & ARMED:
        return SubEventType.ARMED_CLASH
    if initiators & FORCES and targets == {ActorKind.UNKNOWN}:
        return SubEventType.ARMED_CLASH  # gunmen whom soldiers kill
    if not initiators and targets and targets <= _INSURGENTS:
        return SubEventType.ARMED_CLASH  # "three militants were neutralised": by those whom they fight
    if initiators <= {ActorKind.UNKNOWN} and targets and targets <= FORCES:
        return SubEventType.ARMED_CLASH  # soldiers or police whom nobody named shoots at
    if sense == "operation":
        return SubEventType.ARMED_CLASH if targets & ARMED and initiators & ARMED else None
    if sense == "injure":
        return None
    return SubEventType.ATTACK
