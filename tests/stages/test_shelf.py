"""Pages that are done with: all are found, whatever their number; and what is old goes."""

from __future__ import annotations

import hashlib
import random

from dateline.stages.shelf import ITEMS_MAX, Shelf, Shelved, find, put


class Case:
    """Shelves in their encoded form."""

    def __init__(self) -> None:
        self.shelves: dict[str, bytes] = {}

    def shelf(self, name: str) -> Shelf | None:
        return Shelf.decode(self.shelves[name]) if name in self.shelves else None

    def put(self, *items: Shelved, forget_before_day: int = 0) -> None:
        for name, shelf, _ in put(self, items, forget_before_day=forget_before_day):
            self.shelves[name] = shelf.encode()


def key(number: int) -> str:
    return hashlib.sha256(str(number).encode()).hexdigest()[:24]


def item(number: int, day: int = 20_000) -> Shelved:
    return Shelved(key(number)[:16], day, version=number % 7, signature=key(-number)[:16], page=key(number + 1)[:16])


def test_what_was_put_is_found_among_thousands_and_nothing_else_is() -> None:
    case, chance = Case(), random.Random(3)
    numbers = chance.sample(range(100_000), 5000)
    for number in numbers:
        case.put(item(number))
    assert all(find(case, key(number)) == item(number) for number in numbers)
    assert not any(find(case, key(number)) for number in range(100_000, 101_000))


def test_no_shelf_grows_beyond_a_few_kilobytes() -> None:
    case = Case()
    case.put(*(item(number) for number in range(5000)))
    assert max(map(len, case.shelves.values())) < 60 * ITEMS_MAX
    assert sum(map(len, case.shelves.values())) < 60 * 5000


def test_a_page_that_is_put_again_is_there_once_as_it_is_now() -> None:
    case = Case()
    case.put(item(1, day=20_000))
    case.put(item(1, day=20_005))
    assert find(case, key(1)) == item(1, day=20_005)
    assert len(case.shelves["shelf/"]) < 100


def test_what_is_old_is_forgotten_with_the_next_write() -> None:
    case = Case()
    case.put(item(1, day=20_000), item(2, day=20_030))
    case.put(item(3, day=20_031), forget_before_day=20_001)
    assert find(case, key(1)) is None
    assert find(case, key(2)) == item(2, day=20_030)


def test_each_write_says_how_long_it_is_good_for() -> None:
    [(_, _, newest)] = put(Case(), [item(1, day=20_000), item(2, day=20_009)], forget_before_day=0)
    assert newest == 20_009
