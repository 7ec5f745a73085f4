"""Labelled points of the stage loop, at which the tests make a process die, freeze or stumble.

For tests alone: nothing happens at a point unless the environment variable DATELINE_FAULT_POINTS was set when
the process began. It holds faults parted by ``;``, each ``LABEL[@VISIT]=ACTION[SECONDS]``:

    inside-the-burst@3=kill          the third time that the point is passed (the first, where none is said)
    before-send=kill 0.004           four milliseconds later, whatever the process is at by then
    in-on-due@2=delay 20             the whole process stands still for so long, its event loop too

Actions: ``kill`` (SIGKILL), ``stop`` (SIGSTOP) and ``term`` (SIGTERM) send the process that signal, ``raise`` raises
`InjectedFault`, ``delay`` blocks. What a fault leads to is for the tests to say (tests/faults/).
"""

from __future__ import annotations

import os
import signal
import threading
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias, get_args

import structlog

from dateline.errors import ConfigurationError

log = structlog.get_logger()

VARIABLE = "DATELINE_FAULT_POINTS"

Label: TypeAlias = Literal[
    "after-fetch",
    "in-processing",
    "in-on-due",
    "before-send",
    "between-send-and-acknowledgement",
    "inside-the-burst",
    "after-commit-was-sent",
    "while-store-is-read-back",
    "during-revoke",
    "during-drain",
]
LABELS: tuple[Label, ...] = get_args(Label)

Action: TypeAlias = Literal["kill", "stop", "term", "raise", "delay"]

_ACTIONS: Mapping[str, Action] = {action: action for action in get_args(Action)}
_SIGNALS: Mapping[str, signal.Signals] = {
    "kill": signal.SIGKILL,
    "stop": signal.SIGSTOP,
    "term": signal.SIGTERM,
}


class InjectedFault(OSError):
    """What ``raise`` raises: to the loop it looks like a connection that broke."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What happens at one visit of a point."""

    action: Action
    seconds: float = 0.0
    """How long ``delay`` blocks; how much later a signal comes."""


Plan: TypeAlias = Mapping[tuple[str, int], Fault]
"""Faults by label and visit; the first visit is 1."""


def read_plan(text: str) -> Plan:
    """Reads the variable's value. Raises ConfigurationError where it names no point or action that there is."""
    plan: dict[tuple[str, int], Fault] = {}
    for part in filter(None, (part.strip() for part in text.split(";"))):
        where, _, what = part.partition("=")
        label, _, visit = where.partition("@")
        action, _, seconds = what.strip().partition(" ")
        try:
            if label not in LABELS:
                raise ValueError
            plan[label, int(visit or 1)] = Fault(_ACTIONS[action], float(seconds or 0))
        except (ValueError, KeyError) as error:
            raise ConfigurationError(f"{VARIABLE}: {part!r} is not LABEL[@VISIT]=ACTION[ SECONDS]") from error
    return plan


_plan = read_plan(os.environ.get(VARIABLE, ""))
_visits: Counter[str] = Counter()


def reach(label: Label) -> None:
    """The process has come to a point. Nothing happens but in tests that ask for it."""
    if _plan:
        _visit(label)


def _visit(label: Label) -> None:
    _visits[label] += 1
    fault = _plan.get((label, _visits[label]))
    if fault is None:
        return
    log.warning("fault point", label=label, action=fault.action, seconds=fault.seconds)
    if fault.action == "raise":
        raise InjectedFault(f"asked for at {label}")
    if fault.action == "delay":
        time.sleep(fault.seconds)
    elif fault.seconds:
        later = threading.Timer(fault.seconds, os.kill, (os.getpid(), _SIGNALS[fault.action]))
        later.daemon = True
        later.start()
    else:
        os.kill(os.getpid(), _SIGNALS[fault.action])
