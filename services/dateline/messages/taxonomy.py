"""The 25 sub-event types of the ACLED codebook and their six parents."""

from __future__ import annotations

from enum import StrEnum


class EventType(StrEnum):
    """The six parents."""

    BATTLES = "battles"
    EXPLOSIONS_REMOTE_VIOLENCE = "explosions_remote_violence"
    VIOLENCE_AGAINST_CIVILIANS = "violence_against_civilians"
    PROTESTS = "protests"
    RIOTS = "riots"
    STRATEGIC_DEVELOPMENTS = "strategic_developments"


class SubEventType(StrEnum):
    """The 25 sub-event types, by the codebook's names."""

    ARMED_CLASH = "armed_clash"
    GOVERNMENT_REGAINS_TERRITORY = "government_regains_territory"
    NON_STATE_ACTOR_OVERTAKES_TERRITORY = "non_state_actor_overtakes_territory"
    CHEMICAL_WEAPON = "chemical_weapon"
    AIR_DRONE_STRIKE = "air_drone_strike"
    SUICIDE_BOMB = "suicide_bomb"
    SHELLING_ARTILLERY_MISSILE = "shelling_artillery_missile"
    REMOTE_EXPLOSIVE_LANDMINE_IED = "remote_explosive_landmine_ied"
    GRENADE = "grenade"
    SEXUAL_VIOLENCE = "sexual_violence"
    ATTACK = "attack"
    ABDUCTION_FORCED_DISAPPEARANCE = "abduction_forced_disappearance"
    PEACEFUL_PROTEST = "peaceful_protest"
    PROTEST_WITH_INTERVENTION = "protest_with_intervention"
    EXCESSIVE_FORCE_AGAINST_PROTESTERS = "excessive_force_against_protesters"
    VIOLENT_DEMONSTRATION = "violent_demonstration"
    MOB_VIOLENCE = "mob_violence"
    AGREEMENT = "agreement"
    ARRESTS = "arrests"
    CHANGE_TO_GROUP_ACTIVITY = "change_to_group_activity"
    DISRUPTED_WEAPONS_USE = "disrupted_weapons_use"
    HEADQUARTERS_ESTABLISHED = "headquarters_established"
    LOOTING_PROPERTY_DESTRUCTION = "looting_property_destruction"
    NON_VIOLENT_TRANSFER_OF_TERRITORY = "non_violent_transfer_of_territory"
    OTHER = "other"


_CHILDREN: dict[EventType, str] = {
    EventType.BATTLES: "armed_clash government_regains_territory non_state_actor_overtakes_territory",
    EventType.EXPLOSIONS_REMOTE_VIOLENCE: "chemical_weapon air_drone_strike suicide_bomb "
    "shelling_artillery_missile remote_explosive_landmine_ied grenade",
    EventType.VIOLENCE_AGAINST_CIVILIANS: "sexual_violence attack abduction_forced_disappearance",
    EventType.PROTESTS: "peaceful_protest protest_with_intervention excessive_force_against_protesters",
    EventType.RIOTS: "violent_demonstration mob_violence",
    EventType.STRATEGIC_DEVELOPMENTS: "agreement arrests change_to_group_activity disrupted_weapons_use "
    "headquarters_established looting_property_destruction non_violent_transfer_of_territory other",
}

PARENT: dict[SubEventType, EventType] = {
    SubEventType(child): parent for parent, children in _CHILDREN.items() for child in children.split()
}
