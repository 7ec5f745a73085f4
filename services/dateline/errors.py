"""The errors that a person or the stage loop must tell apart.

    DatelineError            expected: the command line prints one line and exits with 1
    ├── ConfigurationError   a setting, a topic or a file is wrong; the message names it and the remedy
    ├── BrokerError          Kafka cannot be reached or refuses; the message names the address
    └── BadInput             a message, feed or page cannot be handled: it becomes a dead letter
        ├── WorkerTimeout    the worker overran its deadline on it and was killed
        └── WorkerCrash      the worker died on it

Anything else that is raised is a defect of ours: the stage loop treats it as `BadInput` of one item (and
says so with its trace), and as doubt when it came from a transaction.
"""

from __future__ import annotations


class DatelineError(Exception):
    """Expected: shown to a person as one line."""


class ConfigurationError(DatelineError):
    """A setting, a topic or a file is wrong; the message names it and the remedy."""


class BrokerError(DatelineError):
    """Kafka cannot be reached or refuses; the message names the address and what it said."""


class BadInput(DatelineError):
    """This one item cannot be handled. `code` comes from a bounded list: it is a metric's label."""

    def __init__(self, code: str, reason: str) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason

    def __reduce__(self) -> tuple[type[BadInput], tuple[str, str]]:
        return (type(self), (self.code, self.reason))


class WorkerTimeout(BadInput):
    """The worker overran its deadline on this item and was killed."""


class WorkerCrash(BadInput):
    """The worker died on this item (memory limit, a crash in native code)."""
