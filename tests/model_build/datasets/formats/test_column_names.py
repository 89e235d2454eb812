"""Names of columns in any spelling, and sentences on those that are missing."""

from pathlib import Path

import pytest

from model_build.datasets.formats.column_names import Column, letters_of, match_columns
from model_build.datasets.formats.table_file import DatasetError, TableFile

FILE = TableFile(Path("loans.csv"))
READER = Column("reader_id", ("user_id", "patron"))
BOOK = Column("book_id", ("item_id", "isbn"))
STATUS = Column("status", is_required=False)


@pytest.mark.parametrize(
    "spelled", ["Book_Title", "bookTitle", "Book Title", "BOOK-TITLE", ' "Book-Title"', "\ufeffbook.title", "booktitle"]
)
def test_letters_alone_count(spelled: str) -> None:
    assert letters_of(spelled) == "booktitle"


def test_digits_count_as_letters_do() -> None:
    assert letters_of("ISBN-13") != letters_of("ISBN")


@pytest.mark.parametrize("spelled", ["user_id:token", "user_id:token_seq", "User-ID:float"])
def test_the_types_of_recbole_are_no_part_of_a_name(spelled: str) -> None:
    assert letters_of(spelled) == "userid"


def test_columns_are_found_in_any_order_by_their_names_or_aliases() -> None:
    found = ["Date", "ISBN", "Reader ID"]
    assert match_columns(FILE, found, [READER, BOOK, STATUS]) == {"reader_id": "Reader ID", "book_id": "ISBN"}


def test_a_columns_name_comes_before_its_aliases() -> None:
    assert match_columns(FILE, ["isbn", "item_id", "book_id"], [BOOK]) == {"book_id": "book_id"}
    assert match_columns(FILE, ["isbn", "item_id"], [BOOK]) == {"book_id": "item_id"}


def test_the_very_spelling_comes_before_the_same_letters() -> None:
    assert match_columns(FILE, ["Book-ID", "book_id"], [BOOK]) == {"book_id": "book_id"}


@pytest.mark.parametrize("found", [["book_id", "book_id"], ["Book-ID", "Book ID"]], ids=["equal", "same letters"])
def test_a_column_that_is_there_twice_is_refused(found: list[str]) -> None:
    with pytest.raises(DatasetError, match=rf"has the columns '{found[0]}' and '{found[1]}', and one is meant"):
        match_columns(FILE, found, [BOOK])


def test_columns_that_nobody_asks_for_may_be_there_twice() -> None:
    assert match_columns(FILE, ["note", "book_id", "note", ""], [BOOK]) == {"book_id": "book_id"}


def test_a_missing_column_is_named_once_with_its_aliases_and_the_columns_found() -> None:
    with pytest.raises(DatasetError) as refused:
        match_columns(FILE, ["title", "status", "title"], [READER, BOOK, BOOK, STATUS])
    assert str(refused.value) == (
        "loans.csv lacks the columns 'reader_id' (or 'user_id', 'patron'), 'book_id' (or 'item_id', 'isbn'); its "
        "columns are 'title', 'status'."
    )


@pytest.mark.parametrize("found", [[], [""]], ids=["none", "a blank one"])
def test_a_file_without_any_column_is_said_to_be_empty(found: list[str]) -> None:
    with pytest.raises(DatasetError, match=r"loans\.csv is empty or no table"):
        match_columns(FILE, found, [BOOK])


def test_of_many_aliases_a_message_names_the_first() -> None:
    column = Column("tags", tuple("abcdefgh"))
    with pytest.raises(DatasetError, match=r"lacks the column 'tags' \(or 'a', 'b', 'c', 'd', 'e', 'f' \.\.\.\);"):
        match_columns(FILE, ["title"], [column])


def test_a_first_line_with_a_number_is_said_to_be_a_record() -> None:
    with pytest.raises(
        DatasetError, match=r"its columns are 'ann', '17'\. Its first line may be a record: put one with"
    ):
        match_columns(FILE, ["ann", "17"], [BOOK])
