"""Where books for a reader come from: the chain from the shelf to what is popular with everyone."""

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest

from model_build.build import build_model
from model_build.datasets.files import DatasetFiles
from shelftalker.model.catalogue import Catalogue
from shelftalker.recommend.listing import books_after, books_for_reader, continue_listing, show_again
from shelftalker.recommend.listing_state import Source
from shelftalker.recommend.reasons import FromShelf
from shelftalker.recommend.steps import Step, popular_recommendations, step_for
from shelftalker.shelf.contents import EMPTY_SHELF, Preferences, Shelf, ShelfBook
from shelftalker.shelf.known_books import KnownBooks

# title, author, ISBN (its first digits tell the language), in which of the four groups of readers it is read
BOOKS = [
    ("For all", "Ann", "0000000019", "abcd"),
    ("For the young in the USA", "Bo", "0000000027", "a"),
    ("For the older in the USA", "Cy", "0000000035", "b"),
    ("For the young in Spain", "Di", "0000000043", "c"),
    ("For the older in Spain", "Ed", "0000000051", "d"),
    ("For the USA", "Flo", "000000006X", "ab"),
    ("For Spain", "Gil", "0000000078", "cd"),
    ("For the young", "Hal", "0000000086", "ac"),
    ("For the older", "Ida", "0000000094", "bd"),
    ("Para todos", "Jo", "8400000001", "abcd"),
    ("Also for all", "Kim", "0000000108", "abcd"),
    ("Again for all", "Lou", "0000000116", "abcd"),
]
GROUPS = {"a": ("usa", 27), "b": ("usa", 60), "c": ("spain", 27), "d": ("spain", 60)}
READERS_IN_A_GROUP = 60


@pytest.fixture(scope="module")
def segmented(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Catalogue]:
    """A model whose readers of two countries and two ages like different books."""
    data = tmp_path_factory.mktemp("segments")
    _write(
        data / "Books.csv",
        ["ISBN", "Book-Title", "Book-Author", "Year-Of-Publication", "Publisher"],
        [[isbn, title, author, "2000", "P"] for title, author, isbn, _ in BOOKS],
    )
    readers = [(f"{group}{number}", group) for group in GROUPS for number in range(READERS_IN_A_GROUP)]
    ids = {name: number for number, (name, _) in enumerate(readers, start=1)}
    _write(
        data / "Users.csv",
        ["User-ID", "Location", "Age"],
        [[ids[name], f"town, state, {GROUPS[group][0]}", GROUPS[group][1]] for name, group in readers],
    )
    ratings = [
        [ids[name], isbn, 9] for name, group in readers for place, (*_, isbn, groups) in enumerate(BOOKS)
        if group in groups and int(name[1:]) < READERS_IN_A_GROUP - place
    ]  # fmt: skip
    _write(data / "Ratings.csv", ["User-ID", "ISBN", "Book-Rating"], ratings)
    output = tmp_path_factory.mktemp("model")
    build_model(DatasetFiles.found_in(data), output)
    catalogue = Catalogue.open(output)
    yield catalogue
    catalogue.close()


def _write(path: Path, header: list[str], rows: list[list[object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([header, *rows])


def known(catalogue: Catalogue, preferences: Preferences = Preferences(), **stars: int | None) -> KnownBooks:  # noqa: B008 - frozen
    """A shelf with stars for books by the initials of their authors; None for a wanted book, 0 for a dismissed one."""
    books = {book.author: book.book_id for book in catalogue.all_books()}
    entries = (
        ShelfBook(books[author], given or None, wanted=given is None, dismissed=given == 0, changed_at=float(number))
        for number, (author, given) in enumerate(stars.items())
    )
    return KnownBooks(catalogue, Shelf(tuple(entries), preferences))


@pytest.mark.parametrize(
    ("preferences", "step"),
    [
        (Preferences(), Step.EVERYONE),
        (Preferences("usa"), Step.COUNTRY),
        (Preferences("", "25-34"), Step.AGE),
        (Preferences("usa", "25-34"), Step.COUNTRY_AND_AGE),
        (Preferences("atlantis", "25-34"), Step.AGE),
        (Preferences("usa", "over 900"), Step.COUNTRY),
        (Preferences("atlantis", "over 900"), Step.EVERYONE),
    ],
)
def test_a_thin_shelf_is_served_by_what_the_reader_told_and_the_catalogue_has(
    segmented: Catalogue, preferences: Preferences, step: Step
) -> None:
    assert step_for(segmented, known(segmented, preferences, Ann=5, Bo=1)) is step


def test_three_books_rated_or_wanted_are_served_from_the_shelf(segmented: Catalogue) -> None:
    assert step_for(segmented, known(segmented, Ann=5, Bo=1, Cy=None)) is Step.SHELF
    assert step_for(segmented, known(segmented, Ann=5, Bo=1, Cy=0)) is Step.EVERYONE


def titles(catalogue: Catalogue, step: Step, preferences: Preferences) -> list[str]:
    return [each.book.title for each in popular_recommendations(catalogue, step, preferences)]


def test_what_is_popular_is_that_of_the_readers_like_this_one(segmented: Catalogue) -> None:
    assert "For Spain" not in titles(segmented, Step.COUNTRY, Preferences("usa"))
    assert "For the older" not in titles(segmented, Step.AGE, Preferences("", "25-34"))


def test_country_and_age_together_put_first_what_both_like(segmented: Catalogue) -> None:
    both = titles(segmented, Step.COUNTRY_AND_AGE, Preferences("usa", "25-34"))
    assert both.index("For the young in the USA") < both.index("For the older in the USA")
    assert both.index("For the young in the USA") < both.index("For the young in Spain")
    assert "For the older in Spain" not in both


def test_books_in_other_languages_are_left_out_where_a_reader_chose_some(segmented: Catalogue) -> None:
    assert {"en", "es"} >= {book.language for book in segmented.all_books()}
    everything = books_for_reader(segmented, known(segmented)).books
    english = books_for_reader(segmented, known(segmented, Preferences(languages=("en",)))).books
    assert "Para todos" in [book.title for book in everything]
    assert "Para todos" not in [book.title for book in english]
    assert len(english) == 5


def test_a_book_is_recommended_because_of_the_one_that_speaks_for_it(segmented: Catalogue) -> None:
    listing = books_for_reader(segmented, known(segmented, Ann=5, Kim=4, Lou=None))
    assert listing.step is Step.SHELF
    reasons = [each.recommendation.reason for each in listing.positions if each.recommendation]
    for reason in reasons:
        assert reason is None or isinstance(reason, FromShelf)
        if isinstance(reason, FromShelf):
            assert reason.stars == {"Ann": 5, "Kim": 4, "Lou": None}[reason.book.author]
    assert any(reasons)


def test_the_answer_to_a_title_is_the_same_with_and_without_an_empty_shelf(segmented: Catalogue) -> None:
    book = segmented.all_books()[0]
    unread = books_after(segmented, book, KnownBooks(segmented, None))
    assert books_after(segmented, book, KnownBooks(segmented, EMPTY_SHELF)).books == unread.books


def test_a_redrawn_listing_changes_only_where_something_was_said(segmented: Catalogue) -> None:
    asked = segmented.all_books()[0]
    first = books_after(segmented, asked, known(segmented))
    gone = first.books[2]
    after = show_again(segmented, first.state, known(segmented, **{gone.author: 0}))
    assert [book for place, book in enumerate(after.books) if place != 2] == [
        book for place, book in enumerate(first.books) if place != 2
    ]
    assert after.books[2] not in first.books
    verdict = after.positions[2].replaced
    assert verdict is not None
    assert (verdict.book, verdict.stars) == (gone, None)


def test_a_listing_runs_out_of_books_place_by_place(segmented: Catalogue) -> None:
    listing = books_after(segmented, segmented.all_books()[0], known(segmented))
    judged: dict[str, int | None] = {}
    for _ in range(len(BOOKS)):
        if not listing.books:
            break
        judged[listing.books[0].author] = 3
        listing = show_again(segmented, listing.state, known(segmented, **judged))
        assert not {book.author for book in listing.books} & judged.keys()
    assert listing.books == []
    assert listing.state.source is Source.AFTER_BOOK


def test_what_follows_is_never_what_was_shown(segmented: Catalogue) -> None:
    listing = books_after(segmented, segmented.all_books()[0], known(segmented))
    seen = set(listing.books)
    while listing.has_more:
        listing = continue_listing(segmented, listing.state, known(segmented))
        assert listing.books
        assert not seen & set(listing.books)
        seen |= set(listing.books)
