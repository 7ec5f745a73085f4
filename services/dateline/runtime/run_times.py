"""How long runs take, as a Prometheus histogram that costs a run almost nothing.

prometheus_client's own histogram takes a lock for each observation, which for the smallest runs is a good
part of the whole; here a task counts without one, and the counts are read when they are asked for.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from prometheus_client import REGISTRY
from prometheus_client.core import HistogramMetricFamily

_BOUNDS_S = (0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1.0, 5.0, 10.0, 30.0, 60.0)


class RunTimes:
    """Durations of the runs of one stage and kind, in seconds."""

    def __init__(self) -> None:
        self.counts = [0] * (len(_BOUNDS_S) + 1)
        self.total_s = 0.0

    def observe(self, seconds: float) -> None:
        """One run more. Called from the event loop only."""
        self.counts[bisect_left(_BOUNDS_S, seconds)] += 1
        self.total_s += seconds


class _Collector:
    def __init__(self) -> None:
        self.times: dict[tuple[str, str], RunTimes] = {}

    def collect(self) -> Iterator[HistogramMetricFamily]:
        family = HistogramMetricFamily(
            "dateline_run_seconds", "Time of one run of a stage's function.", labels=["stage", "kind"]
        )
        for labels, times in self.times.items():
            running, buckets = 0, []
            for bound, count in zip((*map(str, _BOUNDS_S), "+Inf"), times.counts, strict=True):
                running += count
                buckets.append((bound, running))
            family.add_metric(labels, buckets, times.total_s)
        yield family


_COLLECTOR = _Collector()
REGISTRY.register(_COLLECTOR)


def run_times(stage: str, kind: str) -> RunTimes:
    """The one histogram of this stage and kind (``message`` or ``due``) in the process."""
    return _COLLECTOR.times.setdefault((stage, kind), RunTimes())
