"""The outputs of the step: plain text that mentions nobody, for every title."""

from hypothesis import given

from shelftalker.model.catalogue import Book
from shelftalker.recommend.joined_shelves import JoinedBook
from shelftalker.views.club.step_outputs import StepRefusal, step_outputs
from shelftalker.views.wording import DatasetFacts
from tests.generated_readers import BOOKS, DATASETS

DUNE = Book(1, "dune2345", "Dune", "Frank Herbert", 1, 1965, "", None, 9, 4.5, "en", None, None, None, None)


def test_the_sentence_names_the_book_its_year_and_how_many_it_fits() -> None:
    facts = DatasetFacts(10)
    link = "https://openlibrary.org/search?title=Dune&author=Frank%20Herbert"
    assert step_outputs(JoinedBook(DUNE, 2, 3), facts) == {
        "text": f"Dune by Frank Herbert (1965): fits 2 of the 3 of you whose taste I know. {link}",
        "title": "Dune",
        "author": "Frank Herbert",
        "link": link,
    }
    assert step_outputs(JoinedBook(DUNE, 0, 0), facts)["text"] == f"Dune by Frank Herbert (1965). {link}"


@given(BOOKS, DATASETS)
def test_no_output_can_mention_anybody_or_make_a_link_of_its_own(book: Book, dataset: DatasetFacts) -> None:
    for text in step_outputs(JoinedBook(book, 1, 2), dataset).values():
        assert not {"<", ">", "\n"} & set(text)
        assert text


def test_each_refusal_is_a_sentence_that_ends() -> None:
    assert all(refusal.endswith(".") for refusal in StepRefusal)
