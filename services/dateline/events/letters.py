"""The class of letters for regular expressions, and a bounded memory for what is asked of the same words again."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final, TypeVar

Value = TypeVar("Value")


def _ranges() -> str:
    plane = "".join(map(chr, range(0x10000)))
    runs = (found.group() for found in re.finditer(r"[^\W\d_]+", plane))
    return "".join(run if len(run) < 3 else f"{run[0]}-{run[-1]}" for run in runs)


LETTER: Final = f"[{_ranges()}]"
r"""The letters of the basic plane: what ``[^\W\d_]`` matches there. Written out, a word is cut three times as fast."""

_KEY_CHARACTERS_MAX: Final = 60
_ENTRIES_MAX: Final = 50_000


class Memory(dict[str, Value]):
    """What a pure function says of a word, kept: ``memory[word]``.

    It begins anew after 50,000 words and keeps no long ones, so that no text fills it.
    """

    def __init__(self, function: Callable[[str], Value]) -> None:
        super().__init__()
        self._function = function

    def __missing__(self, word: str) -> Value:
        value = self._function(word)
        if len(word) <= _KEY_CHARACTERS_MAX:
            if len(self) >= _ENTRIES_MAX:
                self.clear()
            self[word] = value
        return value
