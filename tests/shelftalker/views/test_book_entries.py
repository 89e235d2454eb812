"""An entry of a list: its lines in order, its cover, and no line where there is nothing to say."""

from shelftalker.model.catalogue import Book
from shelftalker.recommend.reasons import Recommendation
from shelftalker.views.book_entries import EntryNotes, book_section
from shelftalker.views.wording import DatasetFacts

DUNE = Book(1, "oji73cmn", "Dune", "Frank Herbert", 1, 1965, "", None, 9, 8.2)
DATASET = DatasetFacts(10)


def lines_of(notes: EntryNotes) -> list[str]:
    text: str = book_section(3, Recommendation(DUNE), DATASET, notes)["text"]["text"]
    return text.split("\n")


def test_an_entry_has_number_title_author_and_facts() -> None:
    assert lines_of(EntryNotes()) == ["3. *Dune* by Frank Herbert", "1965 \u00b7 \u2605\u00a04.1 of 5 (9 ratings)"]


def test_reason_list_and_predecessor_stand_below() -> None:
    lines = lines_of(EntryNotes("9 readers in common", is_wanted=True, predecessor="In place of *Emma*"))
    assert lines[1].endswith(" \u00b7 \u2713 On your list")
    assert lines[2:] == ["9 readers in common", "In place of *Emma*"]


def test_a_book_has_its_cover_beside_it_where_the_data_has_one() -> None:
    with_cover = DUNE._replace(cover_url="https://covers.example/dune.jpg")
    accessory = book_section(1, Recommendation(with_cover), DATASET, EntryNotes())["accessory"]
    assert accessory["image_url"] == "https://covers.example/dune.jpg"
    assert "accessory" not in book_section(1, Recommendation(DUNE), DATASET, EntryNotes())
