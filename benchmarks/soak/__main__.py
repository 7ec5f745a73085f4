"""Random faults every ten seconds, for as long as is asked: nothing may be lost, doubled, or grow.

``uv run python -m benchmarks.soak --minutes 20 [--seed N] [--rate N] [--plot FILE]``

Three processes of the numbering stage on a broker of their own. One of them is never killed, so that what it uses
over the whole run can be seen; the others die in every way, and so does the broker. The oracle of tests/faults
judges. Exits with 1 where anything was lost, came twice or was out of order.
"""

from __future__ import annotations

import argparse
import asyncio
import logging
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path

from benchmarks.soak.plot import PANELS, draw
from benchmarks.soak.sampling import Sample, sample_for_ever
from dateline.broker.apache import ApacheKafka
from tests.faults.load import Raw, asks, put_raw
from tests.faults.oracle import Verdict
from tests.faults.processes import Process
from tests.faults.trial import StageTrial, trial_settings

EVERY_S = 10.0
SAMPLE_S = 2.0
PARTITIONS = 6
FROZEN_S = (1.0, 6.0)
AWAY_S = (2.0, 8.0)
END_DEADLINE_S = 300.0
LANES = 200


class Soak:
    """The run: what can go wrong, and when it did."""

    def __init__(self, node: ApacheKafka, trial: StageTrial, seed: int) -> None:
        self.node = node
        self.trial = trial
        self.chance = random.Random(seed)
        self.began = time.monotonic()
        self.faults: list[tuple[float, str]] = []
        self.samples: list[Sample] = []
        self.mortal: list[Process] = []
        self.kinds: dict[str, Callable[[], Awaitable[None]]] = {
            "kill -9": self.kill,
            "SIGTERM": self.terminate,
            "frozen": self.freeze,
            "all frozen": self.freeze_all,
            "broker restarts": self.restart_broker,
            "broker killed": self.kill_broker,
            "broker away": self.send_broker_away,
            "poison": self.poison,
        }

    async def kill(self) -> None:
        self.chance.choice(self.mortal).send(signal.SIGKILL)

    async def terminate(self) -> None:
        self.chance.choice(self.mortal).send(signal.SIGTERM)

    async def freeze(self) -> None:
        await self._freeze([self.chance.choice(self.trial.processes)])

    async def freeze_all(self) -> None:
        await self._freeze(self.trial.processes)

    async def _freeze(self, processes: list[Process]) -> None:
        for process in processes:
            process.send(signal.SIGSTOP)
        await asyncio.sleep(self.chance.uniform(*FROZEN_S))
        for process in processes:
            process.send(signal.SIGCONT)

    async def restart_broker(self) -> None:
        await self.node.restart()

    async def kill_broker(self) -> None:
        self.node.kill()
        await self.node.start()

    async def send_broker_away(self) -> None:
        await self.node.stop()
        await asyncio.sleep(self.chance.uniform(*AWAY_S))
        await self.node.start()

    async def poison(self) -> None:
        bad = [Raw(b"{", lane=f"lane-{self.chance.randrange(LANES)}") for _ in range(5)]
        await put_raw(self.trial.outside, bad, partitions=PARTITIONS)

    async def run(self, minutes: float, rate: int) -> Verdict:
        """Runs faults for so long, then waits until all is done, and judges."""
        trial = self.trial
        names = ["never killed", "mortal 1", "mortal 2"]
        processes = {name: trial.process(name.replace(" ", "-")) for name in names}
        self.mortal = [processes[name] for name in names[1:]]
        for process in processes.values():
            await process.start()
            process.keep()
        sampling = asyncio.create_task(sample_for_ever(processes, self.began, SAMPLE_S, self.samples))
        trial.load = asks(self.chance, round(minutes * 60 * rate), lanes=LANES)
        trial.feed(over_s=minutes * 60)
        end = self.began + minutes * 60
        while (now := time.monotonic()) < end:
            # A fault that lasts, as a broker's absence does, delays the next one to the next beat.
            await asyncio.sleep(EVERY_S - (now - self.began) % EVERY_S)
            kind = self.chance.choice(list(self.kinds))
            self.faults.append((time.monotonic() - self.began, kind))
            print(f"{self.faults[-1][0]:6.0f} s  {kind}", flush=True)
            await self.kinds[kind]()
        sampling.cancel()
        await asyncio.wait([sampling])
        await trial.fed()
        verdict = await trial.finish(END_DEADLINE_S)
        assert processes["never killed"].codes == [0], "the process that nobody killed has ended by itself"
        return verdict

    def growth(self) -> dict[str, tuple[float, float]]:
        """Means over the second and the last tenth of the run, of the process that was never killed."""
        own = [sample for sample in self.samples if sample.process == "never killed"]
        tenth = max(1, len(own) // 10)
        early, late = own[tenth : 2 * tenth] or own, own[-tenth:]
        return {measure: (_mean(early, measure), _mean(late, measure)) for measure in PANELS}


def _mean(samples: Sequence[Sample], measure: str) -> float:
    values: list[float] = [getattr(sample, measure) for sample in samples]
    return sum(values) / max(1, len(values))


async def soak(minutes: float, rate: int, seed: int) -> tuple[Verdict, str]:
    """Runs it and prints what came of it; the verdict and the plot."""
    with tempfile.TemporaryDirectory() as folder:
        node = ApacheKafka(Path(folder) / "kafka")
        async with node:
            settings = trial_settings(node.bootstrap_servers, "soak.")
            async with StageTrial(settings, Path(folder), seed, partitions=PARTITIONS) as trial:
                run = Soak(node, trial, seed)
                verdict = await run.run(minutes, rate)
    counts = Counter(kind for _, kind in run.faults)
    print(f"seed {seed}: {minutes:g} min, {verdict.expected} records, {len(run.faults)} faults: {dict(counts)}")
    print(f"lost {len(verdict.lost)}, twice {len(verdict.twice)}, out of order {len(verdict.out_of_order)}")
    for measure, (early, late) in run.growth().items():
        print(f"{measure} of the process that was never killed: {early:.1f} early, {late:.1f} at the end")
    print("\n".join(verdict.broken) or "nothing else was wrong")
    title = f"{minutes:g} minutes, a fault every {EVERY_S:g} s (seed {seed}): {verdict.expected} records, "
    title += f"{len(verdict.lost)} lost, {len(verdict.twice)} twice"
    return verdict, draw(run.samples, run.faults, title)


def main() -> int:
    """Reads the options and runs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=20.0)
    parser.add_argument("--rate", type=int, default=100, help="messages a second")
    parser.add_argument("--seed", type=int, default=random.randrange(10**6))
    parser.add_argument("--plot", type=Path, default=Path("docs/soak.svg"))
    asked = parser.parse_args()
    # The feeder's and the reader's clients see their broker go again and again: that is what is done to them.
    logging.getLogger("aiokafka").setLevel(logging.CRITICAL)
    verdict, plot = asyncio.run(soak(asked.minutes, asked.rate, asked.seed))
    asked.plot.parent.mkdir(parents=True, exist_ok=True)
    asked.plot.write_text(plot, encoding="utf-8")
    return 1 if verdict.broken else 0


if __name__ == "__main__":
    sys.exit(main())
