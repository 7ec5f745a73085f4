"""The topics as data: read schemas/topics.yaml, plan what is missing, find what differs. No Kafka in here.

What talks to a cluster is in administration.py. The names of topics are made here and nowhere else.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Self

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from dateline.errors import ConfigurationError
from dateline.resources import schemas_dir

VERSION_SUFFIX = ".v1"
REPLICAS_FOR_QUORUM = 3

Kind = Literal["stream", "table", "inbox", "store"]


class TopicSpec(BaseModel):
    """One topic as it should be."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    short: str = Field(pattern=r"^[a-z]+(-[a-z]+)*$")
    """Name without prefix and version."""
    public: bool
    """Part of the contract; otherwise a stage's own affair."""
    kind: Kind
    """What sort of topic it is; most settings follow from it."""
    key: str
    """What a record's key is."""
    partition_by: str
    """What a record's partition is computed from."""
    description: str
    """What one record is."""
    partitions: int = Field(ge=1)
    """Partitions where the operator names no other number."""
    partitioned_like: str | None = None
    """Short name of the topic whose partition count this one must share."""
    settings: Mapping[str, str]
    """Kafka's topic settings, by Kafka's names."""
    replicated_settings: Mapping[str, str] = Field(default_factory=dict)
    """Further settings where the topic has three replicas or more."""

    def full_name(self, prefix: str) -> str:
        """The topic's name on the cluster: ``dateline.feeds.v1``, ``dateline.poll-store``."""
        return f"{prefix}{self.short}{VERSION_SUFFIX if self.public else ''}"

    def settings_for(self, replicas: int) -> dict[str, str]:
        """The settings it should have with so many replicas of each partition."""
        extra = self.replicated_settings if replicas >= REPLICAS_FOR_QUORUM else {}
        return {**self.settings, **extra}

    @property
    def group(self) -> str:
        """Short name of the topic that sets the partition count: topics of one group have equal counts."""
        return self.partitioned_like or self.short


class _TopicRow(BaseModel):
    model_config = ConfigDict(extra="forbid")

    public: bool
    kind: Kind
    key: str
    partition_by: str
    description: str
    partitioned_like: str | None = None
    settings: dict[str, str] = Field(default_factory=dict)


class _TopicFile(BaseModel):
    model_config = ConfigDict(extra="forbid")

    partitions: int = Field(ge=1)
    replicated_settings: dict[str, str]
    common_settings: dict[str, str]
    kinds: dict[Kind, dict[str, str]]
    topics: dict[str, _TopicRow]

    @model_validator(mode="after")
    def _references_exist(self) -> Self:
        for short, row in self.topics.items():
            if row.kind not in self.kinds:
                raise ValueError(f"{short}: no kind {row.kind}")
            if row.partitioned_like is not None:
                like = self.topics.get(row.partitioned_like)
                if like is None or like.partitioned_like is not None:
                    raise ValueError(f"{short}: partitioned_like must name a topic that sets its own count")
        return self

    def specs(self) -> dict[str, TopicSpec]:
        return {
            short: TopicSpec(
                short=short,
                partitions=self.partitions,
                replicated_settings=self.replicated_settings,
                **{
                    **row.model_dump(),
                    "settings": {**self.common_settings, **self.kinds[row.kind], **row.settings},
                },
            )
            for short, row in self.topics.items()
        }


def read_topics(path: Path) -> dict[str, TopicSpec]:
    """The topics of one file, by short name, in its order. Raises ConfigurationError where it is wrong."""
    try:
        return _TopicFile.model_validate(yaml.safe_load(path.read_text(encoding="utf-8"))).specs()
    except (OSError, UnicodeDecodeError, yaml.YAMLError, ValidationError) as error:
        raise ConfigurationError(f"{path}: {error}") from error


@functools.cache
def load_topics() -> dict[str, TopicSpec]:
    """Dateline's topics, by short name: what schemas/topics.yaml says."""
    return read_topics(schemas_dir() / "topics.yaml")


def topic_name(prefix: str, short: str) -> str:
    """Full name of the topic of that short name. Raises ConfigurationError where there is none."""
    spec = load_topics().get(short)
    if spec is None:
        raise ConfigurationError(f"no topic {short!r}; there are: {', '.join(load_topics())}")
    return spec.full_name(prefix)


@dataclass(frozen=True)
class FoundTopic:
    """One topic as a cluster has it."""

    partitions: int
    replicas: int
    """Replicas of its first partition."""
    settings: Mapping[str, str] | None
    """Its effective settings; None where the broker does not tell."""


@dataclass(frozen=True)
class PlannedTopic:
    """A topic to be made."""

    spec: TopicSpec
    name: str
    partitions: int
    settings: Mapping[str, str]


@dataclass(frozen=True)
class Problem:
    """One way in which a cluster differs from schemas/topics.yaml."""

    topic: str
    """Full name."""
    problem: str
    """What is wrong, with both values."""
    remedy: str
    """What to do about it."""


def plan_topics(
    specs: Mapping[str, TopicSpec],
    found: Mapping[str, FoundTopic],
    *,
    prefix: str,
    partitions: int | None,
    replicas: int,
) -> list[PlannedTopic]:
    """The topics that lack, with the counts they must be made with.

    `partitions` replaces the count of the file. A topic whose group already has a member takes that
    member's count, whatever was asked, since input, inbox and store of a stage must be equal.
    """
    counts = {
        spec.group: found[spec.full_name(prefix)].partitions
        for spec in specs.values()
        if spec.full_name(prefix) in found
    }
    return [
        PlannedTopic(
            spec=spec,
            name=spec.full_name(prefix),
            partitions=counts.get(spec.group, partitions or spec.partitions),
            settings=spec.settings_for(replicas),
        )
        for spec in specs.values()
        if spec.full_name(prefix) not in found
    ]


def find_problems(
    specs: Mapping[str, TopicSpec], found: Mapping[str, FoundTopic], *, prefix: str, address: str
) -> list[Problem]:
    """What lacks or differs, each with its remedy; `address` is named in the commands of the remedies.

    A partition count other than the file's is the operator's choice; counts that differ within a stage's
    input, inbox and store are not.
    """
    problems: list[Problem] = []
    for spec in specs.values():
        name = spec.full_name(prefix)
        topic = found.get(name)
        if topic is None:
            problems.append(
                Problem(
                    name,
                    "missing",
                    f"run: dateline topics create --bootstrap-servers {address} --topic-prefix {prefix}",
                )
            )
            continue
        leader_name = specs[spec.group].full_name(prefix)
        leader = found.get(leader_name)
        if leader is not None and leader.partitions != topic.partitions:
            problems.append(
                Problem(
                    name,
                    f"{topic.partitions} partitions, but {leader_name} has {leader.partitions}",
                    "stop the stage and give both the same count: see 'Growing a topic' in docs/operations.md",
                )
            )
        problems.extend(_setting_problems(spec, name, topic, address))
    return problems


def _setting_problems(spec: TopicSpec, name: str, topic: FoundTopic, address: str) -> list[Problem]:
    if topic.settings is None:
        return []
    return [
        Problem(
            name,
            f"{setting} is {topic.settings.get(setting, 'unset')}, should be {wanted}",
            f"run: kafka-configs.sh --bootstrap-server {address} --alter --topic {name} "
            f"--add-config {setting}={wanted}",
        )
        for setting, wanted in spec.settings_for(topic.replicas).items()
        if topic.settings.get(setting) != wanted
    ]
