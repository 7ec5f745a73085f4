"""How many pushes a callback may bring. Pure but for what it remembers.

A feed chooses its hub, and so who may write to our inbox: a hub gone wild must fill no disk and starve no feed.
"""

from __future__ import annotations

from collections import OrderedDict

BURST = 30
"""Pushes at once."""
REFILL_S = 2.0
"""A further one every so many seconds."""
_CALLBACKS_MAX = 20_000


class Allowance:
    """A bucket of tokens for each callback, of those that were knocked at lately."""

    def __init__(self) -> None:
        self._spent: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def wait_s(self, callback: str, now: float) -> float:
        """Takes a push in and gives 0; or, where there are too many, gives how long to wait. `now`: seconds."""
        spent, at = self._spent.get(callback, (0.0, now))
        spent = max(0.0, spent - (now - at) / REFILL_S)
        if spent + 1 > BURST:
            return (spent + 1 - BURST) * REFILL_S
        self._spent[callback] = (spent + 1, now)
        self._spent.move_to_end(callback)
        if len(self._spent) > _CALLBACKS_MAX:
            self._spent.popitem(last=False)
        return 0.0
