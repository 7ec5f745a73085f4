"""How a process of ours collects garbage."""

from __future__ import annotations

import gc


def calm_garbage_collection() -> None:
    """Lets the cyclic collector look at what the work makes, and seldom at what stays.

    A window of thousands of messages in flight, or of a feed's elements in a worker, lives just long enough to be moved
    to the oldest generation; with the default thresholds a seventh of a busy stage's time went into looking at it again
    and again.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 50)
