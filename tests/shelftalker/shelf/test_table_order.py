"""The newest action wins, in whichever order, however often and from however many threads actions arrive."""

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shelftalker.shelf.actions import ShelfAction, Verb
from shelftalker.shelf.contents import Preferences, Reader, Shelf, ShelfBook
from shelftalker.shelf.table import ShelfTable
from tests.dynamodb import new_reader
from tests.shelftalker.shelf.test_table import books_of

BOOK = "dune2345"


@dataclass(frozen=True)
class Action:
    """Something that a reader did; 1 to 5 are stars."""

    what: str | int
    microsecond: int

    @property
    def acted_at(self) -> str:
        """When, as Slack tells it."""
        return f"1700000000.{self.microsecond:06d}"

    def arrive(self, shelves: ShelfTable, reader: Reader) -> bool:
        """Do it, and return whether it stands."""
        if isinstance(self.what, int):
            action = ShelfAction(Verb.RATE, BOOK, self.what)
        else:
            action = ShelfAction(Verb(self.what), BOOK)
        return shelves.apply(reader, action, self.acted_at) is not None


def after(actions: Iterable[Action]) -> tuple[ShelfBook, ...]:
    """Return the expected shelf after all actions, worked out one after the other."""
    on_shelf: tuple[ShelfBook, ...] = ()
    for action in sorted(actions, key=lambda each: each.microsecond):
        changed_at = float(action.acted_at)
        match action.what:
            case "want":
                stars = on_shelf[0].stars if on_shelf else None
                on_shelf = (ShelfBook(BOOK, stars, wanted=True, dismissed=False, changed_at=changed_at),)
            case "unwant":
                stars = on_shelf[0].stars if on_shelf else None
                kept = ShelfBook(BOOK, stars, wanted=False, dismissed=False, changed_at=changed_at)
                on_shelf = () if stars is None else (kept,)
            case "dismiss":
                on_shelf = (ShelfBook(BOOK, None, wanted=False, dismissed=True, changed_at=changed_at),)
            case "remove":
                on_shelf = ()
            case int(given):
                on_shelf = (ShelfBook(BOOK, given, wanted=False, dismissed=False, changed_at=changed_at),)
    return on_shelf


some_deed: st.SearchStrategy[str | int] = st.sampled_from(["want", "unwant", "dismiss", "remove", 1, 5])


@st.composite
def actions_as_they_arrive(draw: st.DrawFn) -> list[Action]:
    """Generate actions, each at a time of its own; in any order, some of them more than once."""
    done = draw(st.lists(some_deed, min_size=1, max_size=6))
    actions = [Action(what, 123_456 + place) for place, what in enumerate(done)]
    again = draw(st.lists(st.sampled_from(actions), max_size=3))
    return draw(st.permutations(actions + again))


# The table is one for all examples; each has a reader of its own.
@settings(max_examples=80, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(arriving=actions_as_they_arrive())
def test_the_order_in_which_actions_arrive_makes_no_difference(shelves: ShelfTable, arriving: list[Action]) -> None:
    reader = new_reader()
    newest = max(arriving, key=lambda each: each.microsecond)
    for action in arriving:
        stands = action.arrive(shelves, reader)
        assert stands or action != newest
    assert books_of(shelves, reader) == after(arriving)


@pytest.mark.parametrize("seed", range(3))
def test_clicks_from_many_threads_end_with_the_newest(shelves: ShelfTable, reader: Reader, seed: int) -> None:
    random = Random(seed)
    deeds: list[str | int] = ["want", "unwant", "dismiss", "remove", 1, 2, 3, 4, 5]
    actions = [Action(random.choice(deeds), place) for place in range(24)]
    arriving = [*actions, *random.sample(actions, 8)]
    random.shuffle(arriving)
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda action: action.arrive(shelves, reader), arriving))
    assert books_of(shelves, reader) == after(actions)


def test_a_click_that_is_delivered_twice_succeeds_twice(shelves: ShelfTable, reader: Reader) -> None:
    assert Action(4, 1).arrive(shelves, reader)
    assert Action(4, 1).arrive(shelves, reader)
    assert books_of(shelves, reader) == after([Action(4, 1)])


def test_a_microsecond_decides(shelves: ShelfTable, reader: Reader) -> None:
    assert shelves.apply(reader, ShelfAction(Verb.RATE, BOOK, 4), "1700000000.999999")
    assert not shelves.apply(reader, ShelfAction(Verb.RATE, BOOK, 1), "1700000000.999998")
    assert shelves.apply(reader, ShelfAction(Verb.RATE, BOOK, 2), "1700000001")
    assert shelves.read(reader).books[0].stars == 2


def test_times_are_compared_as_numbers_not_as_text(shelves: ShelfTable, reader: Reader) -> None:
    assert shelves.apply(reader, ShelfAction(Verb.WANT, BOOK), "999999999.5")
    assert shelves.apply(reader, ShelfAction(Verb.WANT, BOOK), "1000000000.5")
    assert not shelves.apply(reader, ShelfAction(Verb.WANT, BOOK), "999999999.6")


def test_stars_that_arrive_after_the_wish_to_read_the_book_again_are_kept(shelves: ShelfTable, reader: Reader) -> None:
    assert Action("want", 2).arrive(shelves, reader)
    assert not Action(4, 1).arrive(shelves, reader)
    assert books_of(shelves, reader) == (ShelfBook(BOOK, 4, True, False, 1700000000.000002),)


def test_preferences_from_many_threads_end_with_the_newest(shelves: ShelfTable, reader: Reader) -> None:
    with ThreadPoolExecutor(8) as threads:
        arriving = Random(1).sample(range(24), 24)
        list(threads.map(lambda n: shelves.prefer(reader, Preferences(f"land {n}"), f"1700000000.{n:06d}"), arriving))
    assert shelves.read(reader) == Shelf((), Preferences("land 23"))


def test_of_many_claims_at_once_one_wins(shelves: ShelfTable, reader: Reader) -> None:
    for what in ("share:1", "share:2", "share:3"):
        with ThreadPoolExecutor(8) as threads:
            won = list(threads.map(lambda _, what=what: shelves.claim(reader, what, 60), range(16)))
        assert won.count(True) == 1
