"""The books that workflows' steps picked for a channel or a person, so that each time it is another one.

They stand in the item by which somebody opted in, a club's or a person's pointer to one (see members.py), and go with
it: `picks`, a list of book_id and execution_id, the newest last; `picked_by`, the execution that picked the newest.
"""

import time
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from shelftalker.aws.dynamodb_table import DynamoDbTable, Item, TableError
from shelftalker.shelf.contents import validate_book_ids
from shelftalker.shelf.items import seconds_attribute
from shelftalker.shelf.table import shelf_errors


class PickConfig(NamedTuple):
    """The numbers of the picks.

    Attributes:
        remembered: Number of picks that are kept: half a year of weekly ones.
        attempts: Attempts at writing a pick that other executions write at the same time.
    """

    remembered: int = 26
    attempts: int = 5


PICKS = PickConfig()


class Picks:
    """Picks of books. Every method raises ShelfError where the table can't be read or written now."""

    def __init__(self, table: DynamoDbTable, clock: Callable[[], float] = time.time) -> None:
        """Use the table of shelves; the clock gives seconds since 1970."""
        self._table = table
        self._clock = clock

    @shelf_errors()
    def pick(self, key: Item, execution_id: str, candidates: Sequence[str]) -> str | None:
        """Return the first candidate that was not picked lately, and remember it; else the one picked longest ago.

        An execution that asks once more gets its first answer, whatever the candidates are by then.

        Args:
            key: Of the item in which the picks stand.
            execution_id: The execution of the step.
            candidates: Public ids of books, best first.

        Returns:
            None where there is no candidate, or nobody is opted in by the item any more.
        """
        validate_book_ids(candidates)
        for _ in range(PICKS.attempts):
            item = self._table.item(key)
            if item is None or float(item["expires_at"]["N"]) <= self._clock():
                return None
            picks = [(pick["M"]["book_id"]["S"], pick["M"]["execution_id"]["S"]) for pick in _picks_in(item)]
            mine = next((book_id for book_id, by in picks if by == execution_id), None)
            if mine or not candidates:
                return mine
            picked = _next_pick([book_id for book_id, _ in picks], candidates)
            if self._remember(key, item, [*picks, (picked, execution_id)][-PICKS.remembered :]):
                return picked
        raise TableError(f"Other steps picked at the same time, {PICKS.attempts} times: try again later.")

    def _remember(self, key: Item, item: Item, picks: Sequence[tuple[str, str]]) -> bool:
        """Write picks, unless another execution has since they were read; return whether they are written."""
        entries = [{"M": {"book_id": {"S": book_id}, "execution_id": {"S": by}}} for book_id, by in picks]
        changes = {"picks": {"L": entries}, "picked_by": {"S": picks[-1][1]}}
        alive, now = "#expires_at > :now AND ", {":now": seconds_attribute(self._clock())}
        if "picked_by" not in item:
            return self._table.update(key, changes, f"{alive}attribute_not_exists(#picked_by)", now)
        former = {":former": item["picked_by"], **now}
        return self._table.update(key, changes, f"{alive}#picked_by = :former", former)


def _picks_in(item: Item) -> list[Any]:
    picks: list[Any] = item.get("picks", {"L": []})["L"]
    return picks


def _next_pick(picked: Sequence[str], candidates: Sequence[str]) -> str:
    """Return the first candidate that was not picked; where all were, the one whose last pick is the oldest."""
    last = {book_id: number for number, book_id in enumerate(picked, start=1)}
    return min(candidates, key=lambda book_id: last.get(book_id, 0))
