"""When a stage must stop rather than put everything aside. Pure.

One bad message is a dead letter. Hundreds in a row, or half of all, are a wrong topic, a wrong version or a
defect, and putting them all aside only makes work for whoever has to put them back.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable

from dateline.errors import ConfigurationError
from dateline.settings import StageSettings


class DeadLimits:
    """Counts one stage's items in this process."""

    def __init__(self, stage: str, settings: StageSettings) -> None:
        self._stage = stage
        self._streak_max = settings.dead_streak_max
        self._ratio_max = settings.dead_ratio_max
        self._window: deque[bool] = deque(maxlen=settings.dead_ratio_items)
        self._dead_in_window = 0
        self._streak = 0

    def note(self, errors: Iterable[str | None]) -> None:
        """Items are done, in this order; of each the code of its dead letter, None where it had none.

        Raises ConfigurationError where a limit is passed.
        """
        window = self._window
        for error in errors:
            dead = error is not None
            self._streak = self._streak + 1 if dead else 0
            if len(window) == window.maxlen:
                self._dead_in_window -= window[0]
            window.append(dead)
            self._dead_in_window += dead
            if self._dead_in_window:
                self._check(error)

    def _check(self, error: str | None) -> None:
        if self._streak_max and self._streak >= self._streak_max:
            self._stop(f"{self._streak} items in a row", error)
        full = len(self._window) == self._window.maxlen
        if full and self._ratio_max < 1 and self._dead_in_window > self._ratio_max * len(self._window):
            self._stop(f"{self._dead_in_window} of the last {len(self._window)} items", error)

    def _stop(self, what: str, error: str | None) -> None:
        raise ConfigurationError(
            f"{self._stage}: {what} became dead letters, the last for {error}: something is wrong with the input or "
            "with this version. Look at them (dateline dead-letters list), mend the cause, start again and replay "
            "them; or raise DATELINE_DEAD_STREAK_MAX and DATELINE_DEAD_RATIO_MAX"
        )
