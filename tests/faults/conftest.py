"""What the tests of faults share: the seed, the option that runs them all, and the account of each for the table.

In CI each kind of fault runs once or more in a short form. `--full-matrix` adds the cases marked `matrix`; a
failure is run again with the seed that it prints, in DATELINE_TEST_SEED.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from dateline.settings import Settings
from tests.conftest import Broker
from tests.faults.account import Account
from tests.faults.trial import PollTrial, StageTrial, trial_settings


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--full-matrix", action="store_true", help="run every fault, not only the short form of each kind")
    parser.addoption("--seeds", type=int, default=1, help="run each fault with so many seeds")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "matrix: a fault that only the full matrix runs")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--full-matrix", default=False):
        return
    left_out = [item for item in items if item.get_closest_marker("matrix") is not None]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "seed" in metafunc.fixturenames:
        first = int(os.environ.get("DATELINE_TEST_SEED", "1"))
        count = metafunc.config.getoption("--seeds", default=1)
        metafunc.parametrize("seed", range(first, first + count), ids=lambda seed: f"seed {seed}")


@pytest.fixture
def account(record_property: Callable[[str, object], None]) -> Account:
    """To be called with the verdict, at the end."""
    return Account(record_property, time.monotonic())


@pytest.fixture
def settings(kafka: Broker, topic_prefix: str) -> Settings:
    """For a trial on the broker that all share."""
    return trial_settings(kafka.bootstrap_servers, topic_prefix)


@pytest.fixture
def stage_trial(settings: Settings, tmp_path: Path, seed: int) -> StageTrial:
    """The numbering stage on the broker that all share; to be entered by the test."""
    return StageTrial(settings, tmp_path, seed)


@pytest.fixture
def poll_trial(settings: Settings, tmp_path: Path, seed: int) -> PollTrial:
    """poll on the broker that all share; to be entered by the test."""
    return PollTrial(settings, tmp_path, seed)
