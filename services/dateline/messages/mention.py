"""``dateline.mentions.v1``: one conflict event as one article version reports it. Key and partition: theatre."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import Literal

from pydantic import Field

from dateline.messages.base import CountryCode, LanguageTag, MessageModel, SourceTime, UtcTime
from dateline.messages.taxonomy import EventType, SubEventType

Confidence = Field(ge=0, le=1)


class ActorKind(StrEnum):
    """Who somebody is in a conflict."""

    STATE_FORCES = "state_forces"
    POLICE = "police"
    REBEL_GROUP = "rebel_group"
    MILITIA = "militia"
    TERRORIST_GROUP = "terrorist_group"
    PRIVATE_MILITARY = "private_military"
    PROTESTERS = "protesters"
    RIOTERS = "rioters"
    CIVILIANS = "civilians"
    JOURNALISTS = "journalists"
    AID_WORKERS = "aid_workers"
    POLITICIANS = "politicians"
    UNKNOWN = "unknown"


class PlaceLevel(StrEnum):
    """How precise a place is."""

    SITE = "site"
    TOWN = "town"
    ADMIN2 = "admin2"
    ADMIN1 = "admin1"
    COUNTRY = "country"


class Status(StrEnum):
    """How far the report is established."""

    FACT = "fact"
    CLAIMED = "claimed"
    CONFIRMED = "confirmed"
    DENIED = "denied"
    DISPUTED = "disputed"


class Place(MessageModel):
    """Where it happened."""

    name: str
    """In the article's words."""
    country: CountryCode | None = None
    """The country it lies in."""
    lat: float | None = Field(default=None, ge=-90, le=90)
    """Latitude of its centre, degrees, WGS84."""
    lon: float | None = Field(default=None, ge=-180, le=180)
    """Longitude of its centre, degrees, WGS84."""
    level: PlaceLevel
    """How precise the place is."""
    confidence: float = Confidence
    """That name, country and coordinates are right."""


class DateSpan(MessageModel):
    """When it happened: a day or a span of days, both ends included."""

    start: dt.date
    """First day."""
    end: dt.date
    """Last day."""


class Actor(MessageModel):
    """Who did it, or to whom it was done."""

    name: str
    """In the article's words."""
    kind: ActorKind
    """What sort of actor."""
    country: CountryCode | None = None
    """Where they belong."""


class PeopleCount(MessageModel):
    """People, as the smallest and largest figure that the article gives."""

    min: int = Field(ge=0)
    """At least so many people."""
    max: int = Field(ge=0)
    """At most so many people."""


class Evidence(MessageModel):
    """A span of ``title + "\\n\\n" + text`` of the article version."""

    start: int = Field(ge=0)
    """First character, counted in Unicode code points."""
    end: int = Field(ge=0)
    """One past the last character."""
    text: str
    """The characters themselves."""


class Slot(StrEnum):
    """What an event's report is made of."""

    SUB_TYPE = "sub_type"
    PLACE = "place"
    DATE = "date"
    INITIATOR = "initiator"
    TARGET = "target"
    KILLED = "killed"
    INJURED = "injured"
    STATUS = "status"
    ATTRIBUTION = "attribution"


class SlotEvidence(Evidence):
    """The words that a slot's value rests on, and what read it from them."""

    slot: Slot
    """Which slot. One that holds several actors or figures has several of these."""
    rule: str = Field(examples=["preposition", "passive", "sense:air"])
    """Short stable name of the rule or feature; docs/events.md lists them."""
    confidence: float = Confidence
    """That the slot is right, given that the event is: how often this rule was, cautiously estimated."""


UcdpViolence = Literal[1, 2, 3]
"""The UCDP's types of organised violence: state-based, non-state, one-sided."""


class Codes(MessageModel):
    """What other codebooks call an event of this kind; the table is schemas/taxonomy.yaml."""

    plover: str | None = Field(default=None, examples=["ASSAULT"])
    """Event type of PLOVER."""
    plover_mode: str | None = Field(default=None, examples=["heavy-weapons"])
    """Mode of PLOVER, where the sub-event type has only one."""
    cameo_root: str | None = Field(default=None, pattern=r"^\d\d$", examples=["19"])
    """Root code of CAMEO."""
    ucdp_violence: UcdpViolence | None = None
    """Type of violence of the UCDP, whether or not somebody died: 1 state-based, 2 non-state, 3 one-sided. Absent:
    none of them, or the text does not say between whom."""


class Mention(MessageModel):
    """One conflict event as one article version reports it, or its withdrawal."""

    id: str
    """From article id, theatre, type, place, day and an ordinal: a changed figure keeps it."""
    revision: int = Field(ge=1)
    """1 when first published, one more with every change or withdrawal."""
    withdrawn: bool = False
    """True: the article no longer says so, or a better tagger no longer reads it so. What happened is repeated from the
    last revision, without the reasons in `slots`."""
    article_id: str
    """The article that reports it."""
    article_version: int = Field(ge=1)
    """The version that this revision comes from."""
    article_url: str
    """Where a person can read it."""
    article_title: str
    """The article's headline."""
    article_published_at: SourceTime | None = None
    """The article's own publication time."""
    site: str | None = None
    """The outlet's name."""
    language: LanguageTag | None = None
    """Language of the article."""
    theatre: str
    """Alpha-3 code of the country in which it happened, else of its actors, else ``XXX``."""
    main: bool = True
    """False: background, which the article only recalls."""
    event_type: EventType
    """Parent type."""
    sub_type: SubEventType
    """The codebook's sub-event type."""
    codes: Codes = Codes()
    """The same in other codebooks."""
    place: Place | None = None
    """The most specific place that the text gives."""
    date: DateSpan | None = None
    """Day or span, resolved against the publication date."""
    initiators: list[Actor] = []
    """Who did it."""
    targets: list[Actor] = []
    """Who or what it was done to."""
    killed: PeopleCount | None = None
    """People killed; absent where the text says nothing."""
    injured: PeopleCount | None = None
    """People hurt; absent where the text says nothing."""
    status: Status
    """Fact, claimed, confirmed, denied or disputed."""
    attributed_to: list[str] = []
    """Who says so, in the article's words."""
    evidence: list[Evidence] = []
    """The sentences that report it."""
    slots: list[SlotEvidence] = []
    """What each filled slot rests on: its words and the rule that read them."""
    confidence: float = Confidence
    """That this is an event of this type."""
    tagger: str
    """Name and version of what made this revision."""
    observed_at: UtcTime
    """When this revision was made."""
