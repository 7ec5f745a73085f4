"""Messages and due items that cannot be handled: each goes aside once, with its bytes, and disturbs no other."""

from __future__ import annotations

import pytest
from aiokafka.admin.config_resource import ConfigResource, ConfigResourceType

from dateline.broker.connection import admin_client
from dateline.broker.topics import topic_name
from dateline.runtime.commands import MOVED_HEADER, REARM_HEADER
from dateline.runtime.partitions import partition_of
from dateline.runtime.records import read_to_end
from dateline.runtime.state import POSITION_KEY
from dateline.settings import KafkaSettings
from tests.faults.account import Account
from tests.faults.load import NoText, Raw, asks, put_raw
from tests.faults.numbering import Ask, Dead, Failure
from tests.faults.trial import PARTITIONS, StageTrial

TEN_MB = 10_000_000
ENTRIES_MAX_BYTES = 14_000_000
STOP_DEADLINE_S = 40.0

ELSEWHERE = next(
    lane for lane in map(str, range(99)) if partition_of(lane, PARTITIONS) != partition_of("poison", PARTITIONS)
)
GOOD = Ask(lane="poison", source="with-headers", sequence=0).model_dump_json().encode()
VALUES: dict[str, bytes | None] = {
    "no JSON": b"{",
    "JSON of another kind": b"[1, 2]",
    "wrong version": Ask(v=99, lane="poison", source="v", sequence=0).model_dump_json().encode(),
    "null": None,
    "empty": b"",
    "no UTF-8": b'{"lane": "\xff\xfe"}',
    "NUL in the lane": Ask(lane="\x00position", source="n", sequence=0).model_dump_json().encode(),
    "10 MB of nothing": b"x" * TEN_MB,
    "10 MB that are well formed": Ask(
        lane="poison", source="large", sequence=0, padding="x" * TEN_MB
    ).model_dump_json().encode(),
    "deep nesting": b'{"lane": ' + b"[" * 200_000,
}  # fmt: skip
HEADERS: dict[str, Raw] = {
    "null header": Raw(GOOD, headers=(("trace", None),)),
    "null header on a bad message": Raw(b"{", headers=(("trace", None),)),
    "one name a thousand times": Raw(b"{", headers=(("dateline-kind", b"message"),) * 1000),
    "name without letters": Raw(b"{", headers=(("", b""),)),
    "a name that is no UTF-8": Raw(b"{", headers=((NoText("\xff\xfe"), b"1"),)),
    "a name that is no UTF-8 on a good message": Raw(GOOD, headers=((NoText("\xff\xfe"), b"1"),)),
    "our own names": Raw(b"{", headers=(("dateline-error", b"forged"), ("dateline-origin-offset", b"x"))),
    "6 MB of headers": Raw(b"{", headers=(("trace", bytes(6_000_000)),)),
    "6 MB of headers on a good message": Raw(GOOD, headers=(("trace", bytes(6_000_000)),)),
    "moved once": Raw(GOOD, headers=((MOVED_HEADER, b"1"),)),
    "moved, and misplaced": Raw(GOOD, lane=ELSEWHERE, headers=((MOVED_HEADER, b"1"),)),
    "rearm of no key": Raw(b"", headers=((REARM_HEADER, b"1"),)),
    "rearm of a key that is no text": Raw(b"", key=b"\xff\xfe", headers=((REARM_HEADER, b"1"),)),
    "rearm of the position": Raw(b"", key=POSITION_KEY, headers=((REARM_HEADER, b"1"),)),
    "rearm of a null header": Raw(b"", headers=((REARM_HEADER, None),)),
}

pytestmark = [pytest.mark.kafka, pytest.mark.slow]


def refused_command(dead: Dead) -> bool:
    """A command in a header that names no key may be refused, or have no effect."""
    return dead.error == "bad-key"


async def take_large_messages(settings: KafkaSettings) -> None:
    """An operator lets the input take what an outsider sends."""
    name = topic_name(settings.topic_prefix, "entries")
    resource = ConfigResource(ConfigResourceType.TOPIC, name, {"max.message.bytes": str(ENTRIES_MAX_BYTES)})
    async with admin_client(settings) as client:
        await client.alter_configs([resource])


async def run_with(trial: StageTrial, poison: list[Raw]) -> None:
    """Poison between good messages, and a process that may not end."""
    await take_large_messages(trial.outside)
    trial.load = asks(trial.chance, 60, due_share=0.2)
    half = trial.load[:30]
    one = trial.process()
    await one.start()
    trial.load, rest = half, trial.load[30:]
    trial.feed(over_s=0.0)
    await trial.fed()
    await put_raw(trial.outside, poison, partitions=trial.partitions)
    trial.load = rest
    trial.feed(over_s=0.0)
    await trial.fed()


async def test_poison_of_every_kind_at_once(stage_trial: StageTrial, account: Account) -> None:
    stage_trial.either_way = refused_command
    poison = [*(Raw(value, key=b"any") for value in VALUES.values()), *HEADERS.values()]
    async with stage_trial as trial:
        await run_with(trial, poison)
        verdict = await trial.finish()
    account("poison", "every kind at once", "stage", verdict)


@pytest.mark.matrix
@pytest.mark.parametrize("kind", VALUES)
async def test_a_poisonous_message(kind: str, stage_trial: StageTrial, account: Account) -> None:
    async with stage_trial as trial:
        await run_with(trial, [Raw(VALUES[kind], key=b"any")])
        verdict = await trial.finish()
        [letter] = await read_to_end(trial.outside, "dead-letters")
        value = VALUES[kind]
        assert letter.value == value if value is None else value.startswith(letter.value)
    account("poison", kind, "stage", verdict)


@pytest.mark.matrix
@pytest.mark.parametrize("kind", HEADERS)
async def test_hostile_headers(kind: str, stage_trial: StageTrial, account: Account) -> None:
    stage_trial.either_way = refused_command
    async with stage_trial as trial:
        await run_with(trial, [HEADERS[kind]])
        verdict = await trial.finish()
    account("hostile headers", kind, "stage", verdict)


DUE_FAILURES: list[Failure] = ["refuse", "defect", "large", "too-new"]


@pytest.mark.parametrize(
    "hows",
    [
        pytest.param(DUE_FAILURES, id="every kind at once"),
        *(pytest.param([how], id=how, marks=pytest.mark.matrix) for how in DUE_FAILURES),
    ],
)
async def test_poisonous_due_items(hows: list[Failure], stage_trial: StageTrial, account: Account) -> None:
    poison = [
        Ask(lane=f"lane-{n}", source=f"bad-{how}", sequence=n, due_s=0.1, due_fail=how)
        for how in hows
        for n in range(3)
    ]
    stage_trial.load = [*poison, *asks(stage_trial.chance, 60)]
    async with stage_trial as trial:
        one = trial.process()
        await one.start()
        trial.feed(over_s=0.5)
        verdict = await trial.finish()
    account("poisonous due items", ", ".join(hows), "stage", verdict)


async def test_nothing_but_poison(stage_trial: StageTrial, account: Account) -> None:
    """The stage stops with a clear line; who raises the limits gets every message aside, once."""
    async with stage_trial as trial:
        one = trial.process(settings={"dead_streak_max": 100})
        await one.start()
        records = [Raw(b"{", lane=f"lane-{n}") for n in range(300)]
        await put_raw(trial.outside, records, partitions=trial.partitions)
        assert await one.ended(STOP_DEADLINE_S) == 1
        assert "dead-letters list" in one.last_words(1)
        two = trial.process(settings={"dead_streak_max": 0, "dead_ratio_max": 1.0})
        await two.start()
        verdict = await trial.finish()
    assert verdict.expected == len(records)
    account("poison", "100 %", "stage", verdict)
