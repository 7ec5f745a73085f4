"""Pages that are done with, a few bytes each: what keeps a page from being fetched twice for a month.

A page is on a shelf of its lane from when it needs no due time any more until it is forgotten. A shelf holds at
most `ITEMS_MAX`; a fuller one is parted into sixteen by the next digit of its pages' keys, so that a lane may have
ten pages or a hundred thousand and a write stays a few kilobytes.
"""

from __future__ import annotations

import base64
import struct
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from dateline.runtime.state import State

ITEMS_MAX = 64
DAY_S = 86_400.0
_ITEM = struct.Struct(">8sHHB8s8s")
_KEY_DIGITS = 16
_NO_PAGE = bytes(8)
_Packed = tuple[Any, ...]
"""What `_ITEM` gives."""


class Shelf(State):
    """``shelf/<digits>``: the pages whose keys begin with these hex digits; or that there are sixteen further ones."""

    items: str = ""
    """Packed, Base64."""
    parted: bool = False


@dataclass(frozen=True, slots=True)
class Shelved:
    """What is remembered of a page, and of the article whose id is the page's key."""

    key: str
    """First 16 hex digits of the page's key, or of the article's id: they are often the same."""
    day: int
    """When it was last seen in a feed: days since 1970."""
    version: int = 0
    """The article's last version; 0 where no article has this id."""
    flags: int = 0
    """The owner's."""
    signature: str = ""
    """The last version's: 16 hex digits."""
    page: str = ""
    """Key (16 digits) of the page that the article was read from."""


class Shelves(Protocol):
    """Where shelves are kept."""

    def shelf(self, name: str) -> Shelf | None:
        """The shelf of that name, None where there is none."""


def find(shelves: Shelves, key: str) -> Shelved | None:
    """What is remembered of a page or an article, None where nothing is. `key`: at least 16 hex digits."""
    wanted = bytes.fromhex(key[:_KEY_DIGITS])
    _, shelf = _leaf(shelves, key)
    return next((_item(packed) for packed in _packed(shelf) if packed[0] == wanted), None)


def put(shelves: Shelves, items: Iterable[Shelved], *, forget_before_day: int) -> Iterator[tuple[str, Shelf, int]]:
    """The shelves to write, as name, shelf and newest day on it, so that `items` are remembered.

    What was last seen before `forget_before_day` is left out of what is written.
    """
    by_leaf: dict[str, dict[str, Shelved]] = {}
    for item in items:
        name, shelf = _leaf(shelves, item.key)
        kept = by_leaf.setdefault(
            name, {old.key: old for old in map(_item, _packed(shelf)) if old.day >= forget_before_day}
        )
        kept[item.key[:_KEY_DIGITS]] = item
    for name, kept in by_leaf.items():
        yield from _written(name, kept)


def _written(name: str, items: Mapping[str, Shelved]) -> Iterator[tuple[str, Shelf, int]]:
    newest = max(item.day for item in items.values())
    if len(items) <= ITEMS_MAX:
        packed = b"".join(map(_pack, items.values()))
        yield name, Shelf(items=base64.b64encode(packed).decode()), newest
        return
    yield name, Shelf(parted=True), newest
    children: dict[str, dict[str, Shelved]] = {}
    for key, item in items.items():
        children.setdefault(key[len(_digits(name))], {})[key] = item
    for digit, child in children.items():
        yield from _written(f"{name}{digit}", child)


def _leaf(shelves: Shelves, key: str) -> tuple[str, Shelf]:
    """Name and content of the shelf on which `key` would be."""
    name = "shelf/"
    while (shelf := shelves.shelf(name)) is not None and shelf.parted:
        name += key[len(_digits(name))]
    return name, shelf or Shelf()


def _digits(name: str) -> str:
    return name.removeprefix("shelf/")


def _pack(item: Shelved) -> bytes:
    page = bytes.fromhex(item.page[:_KEY_DIGITS]) if item.page else _NO_PAGE
    signature = bytes.fromhex(item.signature or "0" * 16)
    key = bytes.fromhex(item.key[:_KEY_DIGITS])
    return _ITEM.pack(key, item.day, min(item.version, 0xFFFF), item.flags, signature, page)


def _packed(shelf: Shelf) -> Iterator[_Packed]:
    return _ITEM.iter_unpack(base64.b64decode(shelf.items))


def _item(packed: _Packed) -> Shelved:
    key, day, version, flags, signature, page = packed
    return Shelved(key.hex(), day, version, flags, signature.hex(), "" if page == _NO_PAGE else page.hex())
