"""Books for several people: the joined ranking against a brute-force oracle, and whom each book fits."""

from collections.abc import Sequence

from shelftalker.model.catalogue import Catalogue
from shelftalker.recommend.joined_shelves import has_taste, joined_books, joined_list
from shelftalker.recommend.personal_ranking import PersonalRanking
from shelftalker.recommend.several_books import weights_of_shelf
from shelftalker.shelf.contents import Preferences, Shelf, ShelfBook
from shelftalker.shelf.known_books import KnownBooks

FANTASY = {"Dune": 5, "The Hobbit": 4, "Dune Messiah": 5}
NOVELS = {"Stand by Me": 5, "The Help": 4, "Pride & Prejudice": 5}


def known_of(
    catalogue: Catalogue,
    stars: dict[str, int],
    wanted: Sequence[str] = (),
    dismissed: Sequence[str] = (),
    languages: tuple[str, ...] = (),
) -> KnownBooks:
    """Return the shelf of a reader, by titles."""
    ids = {book.title: book.book_id for book in reversed(list(catalogue.all_books()))}
    books = [
        *(
            ShelfBook(ids[title], rated, wanted=False, dismissed=False, changed_at=1.0)
            for title, rated in stars.items()
        ),
        *(ShelfBook(ids[title], None, wanted=True, dismissed=False, changed_at=2.0) for title in wanted),
        *(ShelfBook(ids[title], None, wanted=False, dismissed=True, changed_at=3.0) for title in dismissed),
    ]
    return KnownBooks(catalogue, Shelf(tuple(books), Preferences(languages=languages)))


def titles_of(catalogue: Catalogue, shelves: Sequence[KnownBooks], count: int = 20) -> list[str]:
    return [each.book.title for each in joined_books(catalogue, shelves, count)]


def scores_by_hand(catalogue: Catalogue, weights: dict[int, float]) -> dict[int, float]:
    """Return the sum of the contributions of a shelf to each book, pair by pair, by row."""
    scores = dict[int, float]()
    rows = range(1, catalogue.books_count() + 1)
    _, item_weights = catalogue.contribution_columns(list(weights))
    assert not item_weights.sources  # of few readers a model has none
    for source, weight in weights.items():
        neighbours = catalogue.neighbours(source)
        total = sum(neighbour.score for neighbour in neighbours)
        for neighbour in neighbours:
            target = neighbour.book_row
            value = weight * neighbour.score / total**0.7 * target**0.15
            scores[target] = scores.get(target, 0.0) + value
    return {row: scores.get(row, 0.0) for row in rows}


def test_a_book_fits_whose_shelf_says_as_much_for_it_as_for_half_of_the_books_liked(catalogue: Catalogue) -> None:
    shelves = [known_of(catalogue, FANTASY), known_of(catalogue, NOVELS), known_of(catalogue, {**FANTASY, "It": 1})]
    expected = dict[int, int]()
    for known in shelves:
        weights = weights_of_shelf(catalogue, known)
        scores = scores_by_hand(catalogue, weights)
        of_liked = sorted(scores[row] for row, weight in weights.items() if weight > 0)
        [middle] = of_liked[1:-1]
        for row, score in scores.items():
            expected[row] = expected.get(row, 0) + (score > 0 and score >= middle * (1 - 1e-9))
    shown = joined_books(catalogue, shelves, 20)
    assert {each.book.book_row: each.fits for each in shown} == {
        each.book.book_row: expected[each.book.book_row] for each in shown
    }
    assert len({each.fits for each in shown}) > 1
    assert {each.of for each in shown} == {3}


def test_the_shelves_are_one_in_which_a_long_one_counts_by_the_root_of_its_length(catalogue: Catalogue) -> None:
    short, long = known_of(catalogue, FANTASY), known_of(catalogue, {**NOVELS, "It": 5, "V.": 5, "Emma": 5})
    ours, theirs = (weights_of_shelf(catalogue, known) for known in (short, long))
    mean = (sum(ours.values()) + sum(theirs.values())) / 2
    joined = {row: weight * (mean / sum(ours.values())) ** 0.5 for row, weight in ours.items()}
    joined |= {row: weight * (mean / sum(theirs.values())) ** 0.5 for row, weight in theirs.items()}
    expected = [each.book for each in PersonalRanking(catalogue, joined) if each.book.series_row is None]
    shown = [each.book for each in joined_books(catalogue, [short, long], 1)]
    assert shown == expected[:1]


def test_a_book_that_anybody_rated_or_dismissed_is_not_for_them(catalogue: Catalogue) -> None:
    shelves = [known_of(catalogue, FANTASY), known_of(catalogue, NOVELS)]
    before = titles_of(catalogue, shelves)
    assert not set(before) & {*FANTASY, *NOVELS}
    # Of someone whose shelf tells no taste the word against a book counts too.
    others = [*shelves, known_of(catalogue, {}, dismissed=before[:1])]
    assert before[0] not in titles_of(catalogue, others)
    assert {each.of for each in joined_books(catalogue, others)} == {2}


def test_a_book_that_somebody_wants_to_read_fits_them_and_stays_among_the_books(catalogue: Catalogue) -> None:
    shelves = [known_of(catalogue, FANTASY, wanted=["V."]), known_of(catalogue, NOVELS)]
    [wanted] = [each for each in joined_books(catalogue, shelves, 20) if each.book.title == "V."]
    assert wanted.fits >= 1


def test_a_book_in_a_language_that_half_of_them_do_not_read_is_not_for_them(catalogue: Catalogue) -> None:
    reader, others = known_of(catalogue, FANTASY, languages=("de",)), known_of(catalogue, NOVELS)
    of_two = [each.book.language for each in joined_books(catalogue, [reader, others], 20)]
    assert set(of_two) <= {None, "de"}
    of_three = joined_books(catalogue, [reader, others, others], 20)
    assert "en" in [each.book.language for each in of_three]
    assert all(each.fits <= 2 for each in of_three if each.book.language == "en")


def test_people_without_a_taste_have_no_books_and_are_not_counted(catalogue: Catalogue) -> None:
    few = known_of(catalogue, {"Dune": 5, "It": 4})
    assert not has_taste(few)
    assert has_taste(known_of(catalogue, {"Dune": 5, "It": 4}, wanted=["V."]))
    assert joined_books(catalogue, [few, known_of(catalogue, {})]) == []
    assert joined_books(catalogue, []) == []
    shelves = [few, known_of(catalogue, FANTASY), known_of(catalogue, NOVELS), KnownBooks(catalogue, None)]
    assert {each.of for each in joined_books(catalogue, shelves)} == {2}
    joined = joined_list(catalogue, shelves, 2)
    assert (joined.people, joined.with_taste, joined.unread, len(joined.books)) == (4, 2, 1, 2)


def test_nobody_sees_the_books_of_the_one_whose_shelf_alone_tells_a_taste(catalogue: Catalogue) -> None:
    assert joined_books(catalogue, [known_of(catalogue, FANTASY), known_of(catalogue, {"Emma": 5})]) == []
