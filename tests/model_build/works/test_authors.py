"""Authors: who leads, who is nobody, and the spellings that are one."""

from pathlib import Path

import pandas as pd
import pytest

from model_build.works.authors import lead_author
from shelftalker.model.catalogue import UNKNOWN_AUTHOR
from tests.model_build.small_datasets import book
from tests.model_build.works.small_works import books_by_title, works_of


@pytest.mark.parametrize("nobody", ["Not Applicable (Na )", "Anonymous", "Various", "Staff", "Unknown", "N/A"])
def test_an_entry_in_place_of_an_author_is_nobody(nobody: str, tmp_path: Path) -> None:
    books = [
        book("01", "Ralph S. Mouse", nobody),
        book("02", "Player's Handbook: Core Rulebook I", nobody),
        book("03", "Player's Handbook", "Ann Author"),
    ]
    works = works_of(tmp_path, books)
    assert works.books["author_row"].nunique() == len(works.books) == 3
    shown = books_by_title(works)["Ralph S. Mouse"]
    assert shown["author"] == UNKNOWN_AUTHOR
    assert shown["credit"] == (nobody if nobody in ("Anonymous", "Various") else None)


@pytest.mark.parametrize(
    ("author", "lead"),
    [
        ("Terry Pratchett, Neil Gaiman", "Terry Pratchett"),
        ("Homer, Robert Fagles, Bernard Knox", "Homer"),
        ("Tolkien, J. R. R.", "J. R. R. Tolkien"),
        ("Kurt, Jr. Vonnegut", "Kurt Vonnegut Jr."),
        ("Arthur Conan, Sir Doyle", "Arthur Conan Doyle"),
        ("Anders Andersen", "Anders Andersen"),
        ("Ferdinand Sand with Ann Withers", "Ferdinand Sand"),
        ("& Sons", "& Sons"),
    ],
)
def test_the_lead_author_is_named_first(author: str, lead: str) -> None:
    assert lead_author(author) == lead


def test_all_who_are_named_on_a_book_are_credited_beside_its_lead_author(tmp_path: Path) -> None:
    books = [
        book("01", "Good Omens", "Terry Pratchett, Neil Gaiman"),
        book("02", "Mort", "Terry Pratchett"),
        book("03", "The Hobbit", "Tolkien, J. R. R."),
    ]
    shown = books_by_title(works_of(tmp_path, books))
    good_omens = shown["Good Omens"]
    assert (good_omens["author"], good_omens["credit"]) == ("Terry Pratchett", "Terry Pratchett, Neil Gaiman")
    assert pd.isna(shown["Mort"]["credit"])
    assert shown["The Hobbit"]["author"] == "J. R. R. Tolkien"
    assert good_omens["author_row"] == shown["Mort"]["author_row"]


def test_spellings_of_an_author_are_one_once_they_stand_on_editions_of_one_work(tmp_path: Path) -> None:
    books = [
        book("01", "Emma", "J. K. Rowling"),
        book("02", "Emma", "Joanne Rowling"),
        book("03", "Persuasion", "Joanne Rowling"),
        book("04", "Mansfield Park", "J. K. Rowling"),
        book("05", "Sanditon", "Jan Rowling"),
    ]
    shown = books_by_title(works_of(tmp_path, books, [(reader, "01", 7) for reader in range(3)]))
    rows = {title: row["author_row"] for title, row in shown.items()}
    assert rows["Emma"] == rows["Persuasion"] == rows["Mansfield Park"] != rows["Sanditon"]
    assert shown["Persuasion"]["author"] == "J. K. Rowling"


def test_a_name_turned_round_is_one_author_if_it_is_nobody_elses(tmp_path: Path) -> None:
    authors = ["Anne Rice", "Rice Anne", "Anne Tyler", "Henry James", "James Henry", "James Joyce", "Henry Miller",
               "Orson Scott Card", "Card Orson Scott"]  # fmt: skip
    works = works_of(tmp_path, [book(f"{number:02}", f"Book {number}", name) for number, name in enumerate(authors)])
    rows = dict(zip(works.books["title"], works.books["author_row"], strict=True))
    of = {name: rows[f"Book {number}"] for number, name in enumerate(authors)}
    assert of["Anne Rice"] == of["Rice Anne"]
    assert of["Orson Scott Card"] == of["Card Orson Scott"]
    assert len(set(of.values())) == len(authors) - 2


def test_initials_are_the_names_of_the_only_author_who_has_them(tmp_path: Path) -> None:
    authors = ["Arthur Conan Doyle", "A. C. Doyle", "John Robert Smith", "J. R. Smith", "James R. Smith", "A. Doyle"]
    works = works_of(tmp_path, [book(f"{number:02}", f"Book {number}", name) for number, name in enumerate(authors)])
    rows = dict(zip(works.books["title"], works.books["author_row"], strict=True))
    of = {name: rows[f"Book {number}"] for number, name in enumerate(authors)}
    assert of["Arthur Conan Doyle"] == of["A. C. Doyle"]
    assert len(set(of.values())) == len(authors) - 1


def test_a_middle_name_more_makes_no_other_author_of_a_rare_name(tmp_path: Path) -> None:
    authors = [
        "Robert Asprin", "Robert L. Asprin", "Robert Lynn Asprin",
        "Patrick McManus", "Patrick F. McManus", "Patrick R. McManus",  # which of two?
        "Mary Shelley", "Mary Wollstonecraft Shelley", "Percy Shelley",  # a surname of several
        "John Ralston Saul", *(f"John {name}" for name in ("Donne", "Keats", "Clare", "Milton", "Updike")),
        "John Saul",  # a first name of many
        *(f"Name{number} Sur{number}" for number in range(300)),
    ]  # fmt: skip
    works = works_of(tmp_path, [book(f"{number:03}", f"Book {number}", name) for number, name in enumerate(authors)])
    rows = dict(zip(works.books["title"], works.books["author_row"], strict=True))
    of = {name: rows[f"Book {number}"] for number, name in enumerate(authors)}
    assert of["Robert Asprin"] == of["Robert L. Asprin"] == of["Robert Lynn Asprin"]
    assert len(set(of.values())) == len(authors) - 2


def test_a_work_that_is_listed_by_surname_alone_is_shown_with_the_whole_name(tmp_path: Path) -> None:
    books = [
        book("01", "The Catcher in the Rye", "J. D. Salinger"),
        book("02", "Catcher in the Rye", "Salinger"),
        book("03", "Franny and Zooey", "J. D. Salinger"),
        book("04", "Dream Catcher", "Salinger"),
    ]
    shown = books_by_title(works_of(tmp_path, books, [(reader, "02", 7) for reader in range(3)]))
    catcher = shown["Catcher in the Rye"]
    assert catcher["author"] == "J. D. Salinger"
    assert catcher["author_row"] == shown["Franny and Zooey"]["author_row"] != shown["Dream Catcher"]["author_row"]
