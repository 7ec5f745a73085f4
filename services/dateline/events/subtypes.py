"""Which of the 25 sub-event types an event is: by what its sentences say, who did it and to whom.

Triggers name a sense ("air", "kill", "protest"); here senses, weapons and actors meet. The table and the
order of the questions are the codebook's: the most specific type that the text supports.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

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


def sub_type(
    weights: Mapping[str, float],
    initiators: frozenset[ActorKind],
    targets: frozenset[ActorKind],
    *,
    holder_returns: bool,
    protest_told: bool,
    amid_unrest: bool,
    bystanders: frozenset[ActorKind],
    both_fell: bool,
    anyone_killed: bool,
) -> Choice | None:
    """The type of an event; None where its senses make no event.

    `weights`: how strongly each sense is present, earlier and stronger words weighing more.
    `protest_told`: the article tells of a protest, so that its riots are demonstrations turned violent.
    `bystanders`: kinds of all parties that its sentences name, whatever their part.
    `anyone_killed`: its figures count dead.
    `both_fell`: forces and those whom they fight are among its dead.
    `amid_unrest`: its first sentences are about unrest.
    `holder_returns`: those who take territory are the state that holds it by law.
    """
    present = set(weights)
    if "arson" in present:
        weights = _with_fire(weights, initiators, bystanders)
        present = set(weights)
    if amid_unrest and not present & UNREST and not present & _OF_WAR:
        if initiators & FORCES and targets & (CROWD | _CADRES) and present & {"kill", "injure", "gunfire"}:
            sense = _strongest(weights, {"kill", "injure", "gunfire"})
            return Choice(SubEventType.EXCESSIVE_FORCE_AGAINST_PROTESTERS, sense, "amid-unrest")
        riotous = {"kill", "injure", "clash", "attack", "gunfire", "explosion"}
        if present & riotous and weights.get("arrest", 0.0) < 1.0 and bystanders & (FORCES | CROWD):
            return Choice(SubEventType.VIOLENT_DEMONSTRATION, _strongest(weights, riotous), "amid-unrest")
    if present & UNREST:
        unrest = _unrest(weights, initiators, targets, bystanders, protest_told=protest_told)
        if unrest is SubEventType.EXCESSIVE_FORCE_AGAINST_PROTESTERS:
            return Choice(unrest, _strongest(weights, UNREST), "unrest")
        violent = max(
            (weights[s] for s in present if s in ("air", "shelling", "ied", "suicide", "clash", "chemical")),
            default=0.0,
        )
        loudest = max(weights[s] for s in present & UNREST)
        if loudest < 1.0 and initiators & FIGHTERS and anyone_killed:
            violent = 1.0  # unrest that follows a killing
        beside = _is_assaulted(present, initiators, anyone_killed=anyone_killed)
        if unrest is not None and loudest >= violent and not beside:  # but "a car rammed the marchers"
            return Choice(unrest, _strongest(weights, UNREST), "unrest")
    if "clash" in present and (initiators | targets) & CROWD and not present & _OF_WAR:
        return Choice(SubEventType.VIOLENT_DEMONSTRATION, "clash", "clash-with-crowd")
    best, best_sense, best_weight = None, "", 0.0
    for sense, weight in weights.items():
        if sense == "protest" and _is_assaulted(present, initiators, anyone_killed=anyone_killed):
            continue
        if sense in ("rape", "abduct") and anyone_killed and weights.keys() & {"massacre", "kill"}:
            continue  # killing with other abuse is one event, by the killing
        if sense == "operation" and "arrest" in present and not present & {"kill", "clash"}:
            continue  # the raid in which people are taken
        specific = _resolved(sense, present, initiators, targets, at_home=holder_returns)
        one_sided = bool(targets and initiators) and not (targets & ARMED or initiators & FORCES)
        if sense == "clash" and one_sided and (weight < 1.0 or not bystanders & FORCES):
            specific = SubEventType.ATTACK  # gunmen who storm an office
        crowd = CROWD if ActorKind.POLICE in initiators else {ActorKind.PROTESTERS}  # "police firing on a mob"
        shot_at = "gunfire" in present and (anyone_killed or "injure" in present) and bystanders & crowd
        if specific is SubEventType.ATTACK and initiators & FORCES and shot_at:
            specific = SubEventType.EXCESSIVE_FORCE_AGAINST_PROTESTERS  # those killed are counted by their trade
        fought = both_fell or ("operation" in present and bool(targets & FORCES) and not initiators)
        if fought and specific is SubEventType.ATTACK and sense != "massacre":
            specific = SubEventType.ARMED_CLASH
        if sense == "shelling" and initiators == {ActorKind.UNKNOWN} and "missile" not in present:
            specific = SubEventType.ATTACK  # killers who "fire at" a restaurant, as Russian has it
        if specific is None:
            continue
        if sense == "strike" or sense in GENERIC_VIOLENCE:
            weight *= 0.7
        if sense in ("agreement", "surrender") and ("kill" in present or weights.get("clash", 0.0) >= weight):
            weight *= 0.4  # those who surrender at the end of a fight
        if sense == "withdraw" and weights.get("gain", 0.0) >= weight:
            weight *= 0.4  # those who leave what others take
        if sense == "loot" and (anyone_killed or present & {"bombing", "explosion", "ied"}):
            weight *= 0.3  # what those who kill take with them, or what a bomb blew up
        if sense == "grenade" and ("air_weapon" in present or (weight < 1.0 and "clash" in present)):
            continue  # dropped by a drone, or one of a fight's weapons
        if sense == "seize" and "kill" in present and initiators & ARMED and targets & ARMED:
            weight *= 0.4  # what those find who won a fight
        weight = weight * (1.5 if sense == "coup" else _PREFERENCE.get(specific, 1.0))
        if weight > best_weight:
            best, best_sense, best_weight = specific, sense, weight
    if best is SubEventType.GOVERNMENT_REGAINS_TERRITORY and not holder_returns:
        return Choice(SubEventType.NON_STATE_ACTOR_OVERTAKES_TERRITORY, best_sense, "taken-by-another")
    return Choice(best, best_sense, "sense") if best is not None else None


def _is_assaulted(present: set[str], initiators: frozenset[ActorKind], *, anyone_killed: bool) -> bool:
    """Whether those who protest are attacked by somebody else than the police."""
    if initiators & FORCES:
        return False
    return anyone_killed and bool(present & _ASSAULTS) and not present & {"riot", "mob", "intervene", "clash"}


_ASSAULTS = frozenset({"attack", "gunfire", "explosion", "bombing", "grenade", "ied", "suicide", "air", "shelling"})


def _strongest(weights: Mapping[str, float], among: Collection[str]) -> str:
    return max((sense for sense in weights if sense in among), key=lambda sense: weights[sense])


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


def _with_fire(
    weights: Mapping[str, float], initiators: frozenset[ActorKind], bystanders: frozenset[ActorKind]
) -> dict[str, float]:
    """What a fire that was set is part of: a riot, a raid, or of whatever else is told."""
    known = {sense: weight for sense, weight in weights.items() if sense != "arson"}
    if known.keys() & {"air_weapon", "missile"}:
        known["strike"] = max(known.get("strike", 0.0), weights["arson"])
    elif known.keys() & UNREST or (initiators | bystanders) & CROWD:
        known["riot"] = max(known.get("riot", 0.0), weights["arson"])
    elif "kill" not in known:
        known["loot"] = max(known.get("loot", 0.0), weights["arson"])
    return known


def _unrest(
    weights: Mapping[str, float],
    initiators: frozenset[ActorKind],
    targets: frozenset[ActorKind],
    bystanders: frozenset[ActorKind],
    *,
    protest_told: bool,
) -> SubEventType | None:
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
    if "riot" in weights and not protest_told:
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
        handled and ("protest" in weights or (targets | initiators | bystanders) & (crowd | FORCES))
    ):
        return SubEventType.PROTEST_WITH_INTERVENTION
    if "protest" in weights:
        return SubEventType.PEACEFUL_PROTEST
    return None


def _resolved(
    sense: str,
    present: set[str],
    initiators: frozenset[ActorKind],
    targets: frozenset[ActorKind],
    *,
    at_home: bool,
) -> SubEventType | None:
    if sense in ("air", "shelling") and "chemical_weapon" in present:
        return SubEventType.CHEMICAL_WEAPON
    if sense == "strike":
        if not (initiators or targets) and len(present) == 1:
            return None  # whose work stands still
        by_missile = "missile" in present and not present & {"air", "air_weapon"}
        return SubEventType.SHELLING_ARTILLERY_MISSILE if by_missile else SubEventType.AIR_DRONE_STRIKE
    if sense in ("explosion", "bombing"):
        if "suicide_vest" in present:
            return SubEventType.SUICIDE_BOMB
        abroad = ActorKind.STATE_FORCES in initiators and not at_home
        dropped = sense == "bombing" and abroad and "device" not in present
        if "air_weapon" in present or "air" in present or dropped:
            return SubEventType.AIR_DRONE_STRIKE
        if "missile" in present or "shelling" in present:
            return SubEventType.SHELLING_ARTILLERY_MISSILE
        return SubEventType.REMOTE_EXPLOSIVE_LANDMINE_IED
    if sense in ("attack", "gunfire", "kill", "operation", "injure"):
        if sense in ("attack", "kill", "injure", "gunfire"):
            if "air_weapon" in present and not present & {"disrupt", "seize"}:
                return SubEventType.AIR_DRONE_STRIKE
            if "missile" in present and not present & {"disrupt", "seize"}:
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
