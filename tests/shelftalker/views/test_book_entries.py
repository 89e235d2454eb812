"""An entry of a list: its lines in order, its cover, and no line where there is nothing to say."""

from shelftalker.model.catalogue import Book
from shelftalker.recommend.reasons import Recommendation
from shelftalker.settings import AnswerSettings
from shelftalker.views.book_entries import book_section
from shelftalker.views.wording import DatasetFacts

DUNE = Book(1, "oji73cmn", "Dune", "Frank Herbert", 1, 1965, "", None, 1234, 8.2)
DATASET = DatasetFacts(10)
WITHOUT_LINKS = DatasetFacts(10, answers=AnswerSettings(book_links=()))


def lines_of(
    book: Book, reason: str = "", *, is_wanted: bool = False, dataset: DatasetFacts = WITHOUT_LINKS
) -> list[str]:
    block = book_section(3, Recommendation(book), dataset, reason=reason, is_wanted=is_wanted)
    text: str = block["text"]["text"]
    return text.split("\n")


def test_an_entry_has_number_title_author_and_year_and_the_rating_in_stars() -> None:
    assert lines_of(DUNE) == ["3. *Dune* by Frank Herbert, 1965", "\u2605\u00a04.1 of 5 (1,234)"]


def test_an_entry_without_year_and_rating_says_that_it_is_not_rated() -> None:
    assert lines_of(DUNE._replace(year=None, rating_mean=None)) == ["3. *Dune* by Frank Herbert", "not rated yet"]


def test_the_link_stands_beside_the_rating() -> None:
    rating = lines_of(DUNE._replace(isbn="0441172717"), dataset=DATASET)[1]
    assert rating.endswith(" (1,234) \u00b7 <https://openlibrary.org/isbn/9780441172719|Get it>")


def test_reason_and_list_stand_below() -> None:
    assert lines_of(DUNE, "9 readers in common")[2:] == ["9 readers in common"]
    assert lines_of(DUNE, "9 readers in common", is_wanted=True)[2] == "9 readers in common \u00b7 \u2713 On your list"
    assert lines_of(DUNE, is_wanted=True)[2:] == ["\u2713 On your list"]


def test_a_book_has_its_cover_beside_it_where_the_data_has_one() -> None:
    with_cover = DUNE._replace(cover_url="https://covers.example/dune.jpg")
    accessory = book_section(1, Recommendation(with_cover), DATASET)["accessory"]
    assert accessory["image_url"] == "https://covers.example/dune.jpg"
    assert "accessory" not in book_section(1, Recommendation(DUNE), DATASET)
