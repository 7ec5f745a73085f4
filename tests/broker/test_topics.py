"""schemas/topics.yaml, and the decisions that are made from it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from dateline.broker.topics import (
    FoundTopic,
    TopicSpec,
    find_problems,
    load_topics,
    plan_topics,
    read_topics,
    topic_name,
)
from dateline.errors import ConfigurationError
from dateline.messages import CONTRACT

PREFIX = "dateline."


def as_wanted(specs: Mapping[str, TopicSpec], *, partitions: int = 8, replicas: int = 1) -> dict[str, FoundTopic]:
    """A cluster on which every topic is as it should be."""
    return {
        spec.full_name(PREFIX): FoundTopic(partitions, replicas, spec.settings_for(replicas)) for spec in specs.values()
    }


def test_every_message_of_the_contract_has_a_public_topic() -> None:
    assert {short for short, spec in load_topics().items() if spec.public} == set(CONTRACT)


@pytest.mark.parametrize(("stage", "source"), [("poll", "feeds"), ("fetch", "entries"), ("tag", "articles")])
def test_inbox_and_store_of_a_stage_are_partitioned_like_its_input(stage: str, source: str) -> None:
    topics = load_topics()
    assert topics[f"{stage}-inbox"].partitioned_like == source
    assert topics[f"{stage}-store"].partitioned_like == source


def test_public_names_carry_the_version_and_internal_ones_do_not() -> None:
    assert topic_name("dateline.", "dead-letters") == "dateline.dead-letters.v1"
    assert topic_name("x.", "poll-store") == "x.poll-store"


def test_an_unknown_topic_is_named_with_those_that_exist() -> None:
    with pytest.raises(ConfigurationError, match=r"no topic 'artcles'; there are: feeds, .*tag-store"):
        topic_name("dateline.", "artcles")


def test_every_topic_has_the_brokers_clock() -> None:
    assert {spec.settings["message.timestamp.type"] for spec in load_topics().values()} == {"LogAppendTime"}


def test_stores_are_compacted_and_keep_tombstones_longer_than_a_segment() -> None:
    for stage in ("poll", "fetch", "tag"):
        store = load_topics()[f"{stage}-store"].settings
        assert store["cleanup.policy"] == "compact"
        assert int(store["delete.retention.ms"]) > int(store["segment.ms"])


def test_the_largest_record_of_any_topic_fits_into_a_dead_letter_and_into_the_inbox_it_is_replayed_to() -> None:
    limits = {short: int(spec.settings["max.message.bytes"]) for short, spec in load_topics().items()}
    assert limits["dead-letters"] == max(limits.values())
    assert limits["tag-inbox"] >= limits["articles"]
    assert limits["fetch-inbox"] >= limits["entries"]
    assert limits["poll-inbox"] >= limits["feeds"]


def test_two_replicas_must_have_a_write_only_where_there_are_three() -> None:
    feeds = load_topics()["feeds"]
    assert feeds.settings_for(3)["min.insync.replicas"] == "2"
    assert "min.insync.replicas" not in feeds.settings_for(2)


def test_a_topic_file_with_a_setting_of_no_known_name_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "topics.yaml"
    path.write_text("partitions: 8\nreplicas: 3\n")
    with pytest.raises(ConfigurationError, match=r"topics.yaml.*"):
        read_topics(path)


def test_a_topic_cannot_be_partitioned_like_one_that_follows_another(tmp_path: Path) -> None:
    row = "{public: false, kind: inbox, key: k, partition_by: p, description: d"
    path = tmp_path / "topics.yaml"
    path.write_text(
        "partitions: 8\nreplicated_settings: {}\ncommon_settings: {}\nkinds: {inbox: {}}\n"
        f"topics:\n  a: {row}}}\n  b: {row}, partitioned_like: a}}\n  c: {row}, partitioned_like: b}}\n"
    )
    with pytest.raises(ConfigurationError, match="c: partitioned_like"):
        read_topics(path)


def test_an_empty_cluster_gets_every_topic_with_the_counts_of_the_file() -> None:
    specs = load_topics()
    plan = plan_topics(specs, {}, prefix=PREFIX, partitions=None, replicas=1)
    assert {topic.name: topic.partitions for topic in plan} == {spec.full_name(PREFIX): 8 for spec in specs.values()}


def test_topics_that_exist_are_not_planned_again() -> None:
    specs = load_topics()
    assert plan_topics(specs, as_wanted(specs), prefix=PREFIX, partitions=3, replicas=1) == []


def test_a_lost_inbox_is_made_with_the_count_of_its_stages_input_whatever_is_asked() -> None:
    specs = load_topics()
    found = as_wanted(specs, partitions=5)
    del found["dateline.fetch-inbox"]
    (inbox,) = plan_topics(specs, found, prefix=PREFIX, partitions=12, replicas=1)
    assert (inbox.name, inbox.partitions) == ("dateline.fetch-inbox", 5)


def test_a_cluster_as_it_should_be_has_no_problems() -> None:
    specs = load_topics()
    assert find_problems(specs, as_wanted(specs), prefix=PREFIX, address="k:9092") == []


def test_another_partition_count_is_the_operators_choice() -> None:
    specs = load_topics()
    assert find_problems(specs, as_wanted(specs, partitions=64), prefix=PREFIX, address="k:9092") == []


def test_a_missing_topic_is_a_problem_with_its_remedy() -> None:
    specs = load_topics()
    found = as_wanted(specs)
    del found["dateline.mentions.v1"]
    (problem,) = find_problems(specs, found, prefix=PREFIX, address="k:9092")
    assert (problem.topic, problem.problem) == ("dateline.mentions.v1", "missing")
    assert "dateline topics create --bootstrap-servers k:9092 --topic-prefix dateline." in problem.remedy


def test_a_store_with_other_partitions_than_its_input_is_a_problem() -> None:
    specs = load_topics()
    found = as_wanted(specs)
    found["dateline.tag-store"] = FoundTopic(9, 1, specs["tag-store"].settings_for(1))
    (problem,) = find_problems(specs, found, prefix=PREFIX, address="k:9092")
    assert problem.topic == "dateline.tag-store"
    assert problem.problem == "9 partitions, but dateline.articles.v1 has 8"


def test_a_setting_that_differs_is_a_problem_and_its_remedy_names_the_cluster() -> None:
    specs = load_topics()
    found = as_wanted(specs)
    found["dateline.feeds.v1"] = FoundTopic(8, 1, {**specs["feeds"].settings_for(1), "cleanup.policy": "delete"})
    (problem,) = find_problems(specs, found, prefix=PREFIX, address="k:9092")
    assert problem.problem == "cleanup.policy is delete, should be compact"
    assert "--bootstrap-server k:9092" in problem.remedy
    assert "cleanup.policy=compact" in problem.remedy


def test_a_broker_that_does_not_tell_its_settings_is_not_blamed_for_them() -> None:
    specs = load_topics()
    found = {name: FoundTopic(8, 1, None) for name in as_wanted(specs)}
    assert find_problems(specs, found, prefix=PREFIX, address="k:9092") == []
