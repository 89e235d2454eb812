"""The joining of editions into works, with their ratings, authors and counts."""

from collections import defaultdict
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from model_build.works.authors import lead_author
from model_build.works.gather import gather_works
from shelftalker.model.catalogue import UNKNOWN_AUTHOR
from tests.model_build.small_datasets import book, read, write_goodbooks
from tests.model_build.works.small_works import books_by_title, works_of


def number_of_works(directory: Path, *titles_and_authors: tuple[str, str]) -> int:
    books = [book(f"{number:02}", title, author) for number, (title, author) in enumerate(titles_and_authors)]
    return len(works_of(directory, books).books)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Dune", "DUNE"),
        ("The Hobbit", "Hobbit"),
        ("The Hobbit", "Hobbit, The"),
        ("A Christmas Carol", "Christmas Carol"),
        ("Dune", "Dune (Paperback)"),
        ("Emma", "Emma (Penguin Classics)"),
        ("Emma", "Emma [Large Print]"),
        ("Hogfather", "Hogfather (Discworld Novels (Paperback))"),
        ("Harry Potter and the Sorcerer's Stone", "Harry Potter and the Sorcerers Stone (Book 1)"),
        ("Pride & Prejudice", "Pride and Prejudice"),
        ("Cien años de soledad", "Cien Anos de Soledad"),
        ("Catch-22", "Catch 22"),
        ("Midwives", "Midwives: A Novel"),
        ("Cold Mountain", "Cold Mountain : A Novel"),
        ("Das Parfum", "Das Parfum. Roman"),
    ],
)
def test_editions_of_one_title_by_one_author_are_one_work(one: str, other: str, tmp_path: Path) -> None:
    assert number_of_works(tmp_path, (one, "Ann Author"), (other, "Ann Author")) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The Lord of the Rings: The Two Towers", "The Lord of the Rings: The Return of the King"),
        ("Hollywood Wives", "Hollywood Wives - The New Generation"),
        ("Dune", "Dune (Graphic Novel)"),
        ("Dune", "Dune (Books 1-3)"),
        ("Dune", "Dune for Teens"),
        ("Emma", "Emma and Other Stories"),
        ("Sandman Vol. 1", "Sandman Vol. 2"),
        ("Henry IV, Part 1", "Henry IV, Part 2"),
        ("Kushiel (Book 1)", "Kushiel (Book 2)"),
        ("Kushiel (Legacy, #1)", "Kushiel (Legacy, #2)"),
        ("Kushiel (Volume One)", "Kushiel (Volume Two)"),
        ("Akira (Tome II)", "Akira (Tome III)"),
        ("Der Vorleser", "The Reader"),
        ("Cien años de soledad", "One Hundred Years of Solitude"),
        ("Harry Potter and the Sorcerer's Stone", "Harry Potter and the Philosopher's Stone"),
        ("Emma", "Emmas"),
        ("1984", "1985"),
        ("百年の孤独", "百年の孤"),
        ("ガ", "カ"),
    ],
)
def test_volumes_subtitles_and_translations_stay_works_of_their_own(one: str, other: str, tmp_path: Path) -> None:
    assert number_of_works(tmp_path, (one, "Ann Author"), (other, "Ann Author")) == 2


def test_a_subtitle_that_only_one_book_has_is_left_out(tmp_path: Path) -> None:
    author = "Frank Herbert"
    plain, first, second = "Dune", "Dune: The House Atreides", "Dune: The House Harkonnen"
    assert number_of_works(tmp_path / "a", (plain, author), (first, author)) == 1
    # A name with several subtitles is a series'.
    assert number_of_works(tmp_path / "b", (plain, author), (first, author), (second, author)) == 3
    # So is a name in the brackets of another title; then the text after it names the book.
    bracketed = "House Atreides (Dune, #10)"
    assert number_of_works(tmp_path / "c", (plain, author), (first, author), (bracketed, author)) == 2
    # One or two words are a name and no description.
    assert number_of_works(tmp_path / "d", (plain, author), ("Dune: House Atreides", author)) == 2


@pytest.mark.parametrize(
    ("separated", "together"),
    [
        ("Blue Highways: A Journey into America", "Blue Highways a Journey Into America"),
        ("Lake Wobegon: Summer 1956", "Lake Wobegon Summer 1956"),
        ("Death Be Not Proud: A Memoir", "Death Be Not Proud a Memoir"),
    ],
)
def test_a_subtitle_may_lack_the_punctuation_before_it(separated: str, together: str, tmp_path: Path) -> None:
    assert number_of_works(tmp_path, (separated, "Ann Author"), (together, "Ann Author")) == 1


def test_a_subtitle_after_and_is_a_second_book(tmp_path: Path) -> None:
    author = "Isak Dinesen"
    plain = "Out of Africa"
    assert number_of_works(tmp_path / "a", (plain, author), (f"{plain}; and, Shadows on the Grass", author)) == 2
    assert number_of_works(tmp_path / "b", (plain, author), (f"{plain}: And Other Tales", author)) == 1


def test_a_misquoted_subtitle_is_the_same_subtitle(tmp_path: Path) -> None:
    author = "Simon Winchester"
    plain, first = "Krakatoa", "Krakatoa: The Day the World Exploded"
    longer, misprinted = "Krakatoa: The Day the World Exploded: August 27", "Krakatoa: The Day the World Explode"
    titles = [(title, author) for title in (plain, first, longer, misprinted)]
    assert number_of_works(tmp_path / "a", *titles) == 1
    # Numbers are never misprints.
    assert number_of_works(tmp_path / "b", ("Best: Of 1998", author), ("Best: Of 1999", author), ("Best", author)) == 3


def test_volumes_with_one_subtitle_stay_two_works(tmp_path: Path) -> None:
    author, whole = "Robert Silverberg", "Legends: Short Novels by the Masters of Modern Fantasy"
    assert number_of_works(tmp_path, (whole, author), (f"{whole}, Vol. 1", author)) == 2


def test_two_long_descriptions_of_one_book_are_no_parts_of_a_series(tmp_path: Path) -> None:
    author = "Sylvia Nasar"
    biography = "A Beautiful Mind: A Biography of John Forbes Nash, Jr., Winner of the Nobel Prize"
    life = "A Beautiful Mind: The Life of Mathematical Genius and Nobel Laureate John Nash"
    assert number_of_works(tmp_path / "a", *((title, author) for title in ("A Beautiful Mind", biography, life))) == 1
    # Nothing in common, or a third one: a series.
    cooking = "A Beautiful Mind: The Second Volume of Her Recipes for Every Day"
    assert number_of_works(tmp_path / "b", (biography, author), (cooking, author)) == 2
    assert number_of_works(tmp_path / "c", *((title, author) for title in (biography, life, cooking))) == 3


def test_a_subtitle_is_left_out_only_where_the_author_is_known(tmp_path: Path) -> None:
    assert number_of_works(tmp_path, ("Folk Tales", ""), ("Folk Tales: Told by the Fire", "")) == 2


def test_a_book_of_two_authors_is_one_under_either_of_them(tmp_path: Path) -> None:
    both, one, other = "Terry Pratchett, Neil Gaiman", "Terry Pratchett", "Neil Gaiman"
    title = "Good Omens"
    assert number_of_works(tmp_path / "a", (title, both), (title, one), (title, other)) == 1
    # Without an edition by both they need not have written one book together.
    assert number_of_works(tmp_path / "b", (title, one), (title, other)) == 2


def test_differing_subtitles_of_one_book_are_told_by_the_words_they_share(tmp_path: Path) -> None:
    author = "Kalle Lasn"
    plain = "Culture Jam"
    titles = [f"{plain}: How to Reverse America's Suicidal Consumer Binge", f"{plain}: The Uncooling of America"]
    assert number_of_works(tmp_path / "a", *((title, author) for title in [plain, *titles])) == 1
    # Parts of a series share no telling words, or only those of any title.
    parts = ["Myst: The Book of Atrus", "Myst: The Book of Ti'ana"]
    assert number_of_works(tmp_path / "b", *((title, author) for title in parts)) == 2
    # A translation is a book of its own.
    translated = ["Demian: The Story of Emil Sinclair's Youth", "Demian: Die Geschichte von Emil Sinclairs Jugend"]
    assert number_of_works(tmp_path / "c", *((title, author) for title in translated)) == 2


@pytest.mark.parametrize(
    ("title", "other"),
    [
        ("Slaughterhouse-Five", "Slaughterhouse-Five, or the Children's Crusade"),
        ("Slaughterhouse-Five", "Slaughterhouse Five or the Children's Crusade: A Duty Dance With Death"),
        ("Moby-Dick", "Moby-Dick Or, the Whale"),
        ("Frankenstein", "Frankenstein; or, The Modern Prometheus"),
        ("A Marriage Made in Heaven", "A Marriage Made in Heaven... or Too Tired for an Affair"),
        ("Candide", "Candide oder Der Optimismus"),
        ("Candide", "Candide, ou l'optimisme"),
    ],
)
def test_a_second_title_after_or_is_left_out(title: str, other: str, tmp_path: Path) -> None:
    assert number_of_works(tmp_path, (title, "Ann Author"), (other, "Ann Author")) == 1


@pytest.mark.parametrize(
    ("title", "other"),
    [
        ("Walden", 'Walden Or, Life in the Woods and "on the Duty of Civil Disobedience"'),
        ("Trick", "Trick or Treat"),
        ("Dead", "Alive or the Dead"),
    ],
)
def test_a_title_with_or_that_names_two_things_stays_whole(title: str, other: str, tmp_path: Path) -> None:
    assert number_of_works(tmp_path, (title, "Ann Author"), (other, "Ann Author")) == 2


def test_the_subtitles_of_a_classic_are_descriptions(tmp_path: Path) -> None:
    author = "Gustave Flaubert"
    titles = ["Madame Bovary", "Madame Bovary: Provincial Lives (Penguin Classics)",
              "Madame Bovary: Life in a Country Town (World's Classics)"]  # fmt: skip
    assert number_of_works(tmp_path, *((title, author) for title in titles)) == 1


def test_works_do_not_depend_on_the_order_of_the_editions(tmp_path: Path) -> None:
    titles = ["Dune", "Dune: House Atreides", "Dune: House Harkonnen", "House Atreides (Dune, #10)", "Dune (Paperback)",
              "Krakatoa: The Day", "Krakatoa: The Day the World Exploded", "Krakatoa: The Night", "Emma, Part 1",
              "Emma (Part 2)", "Emma"]  # fmt: skip
    books = [book(f"{number:02}", title, "Ann Author") for number, title in enumerate(titles)]
    expected = None
    generator = np.random.default_rng(5)
    for attempt in range(5):
        shuffled = [books[row] for row in generator.permutation(len(books))]
        dataset_works = works_of(tmp_path / str(attempt), shuffled, [(1, "00", 7)])
        groups = defaultdict(set)
        for (isbn, *_), work in zip(shuffled, dataset_works.work_of.tolist(), strict=True):
            groups[work].add(isbn)
        found = sorted(map(sorted, groups.values()))
        expected = expected or found
        assert found == expected


def test_an_edition_without_volume_joins_those_of_the_only_volume_there_is(tmp_path: Path) -> None:
    first, plain, second = "The Gunslinger (The Dark Tower, Book 1)", "The Gunslinger", "The Gunslinger (Book 2)"
    author = "Stephen King"
    assert number_of_works(tmp_path / "a", (first, author), (plain, author)) == 1
    # Where two volumes go by one title, the edition without number may be either: it stays by itself.
    assert number_of_works(tmp_path / "b", (first, author), (plain, author), (second, author)) == 3


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("J. K. Rowling", "J.K. Rowling"),
        ("J. K. Rowling", "Joanne K. Rowling"),
        ("J. R. R. Tolkien", "John Ronald Reuel Tolkien"),
        ("J. R. R. Tolkien", "J.R.R. TOLKIEN"),
        ("J. R. R. Tolkien", "Tolkien, J. R. R."),
        ("Gabriel García Márquez", "Gabriel Garcia Marquez"),
        ("Kurt Vonnegut", "Kurt, Jr. Vonnegut"),
        ("Kurt Vonnegut", "Kurt Vonnegut Jr."),
        ("Terry Pratchett", "Terry Pratchett, Neil Gaiman"),
        ("Terry Pratchett", "Terry Pratchett & Neil Gaiman"),
        ("Terry Pratchett", "Terry Pratchett and Neil Gaiman"),
        ("J. D. Salinger", "Salinger"),
        ("Jean Hegland", "Hegland Jean"),
        ("Fyodor Dostoevsky", "Fjodor Dostojewski"),
        ("F. Scott Fitzgerald", "F. Scott Fritzgerald"),
        ("E. M. Forster", "Foester. E.M."),
    ],
)
def test_an_authors_spellings_are_one_author(one: str, other: str, tmp_path: Path) -> None:
    assert number_of_works(tmp_path, ("Emma", one), ("Emma", other)) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Jane Austen", "Alexander McCall Smith"),
        ("Stephen King", "Tabitha King"),
        ("Frank Herbert", "Brian Herbert"),
        ("村上春樹", "村上龍"),
    ],
)
def test_one_title_by_two_authors_is_two_works(one: str, other: str, tmp_path: Path) -> None:
    assert number_of_works(tmp_path, ("Emma", one), ("Emma", other)) == 2


def test_a_surname_alone_is_the_one_author_of_that_name_who_wrote_the_title(tmp_path: Path) -> None:
    ray, malcolm = "Ray Bradbury", "Malcolm Bradbury"
    books = [("Dandelion Wine", ray), ("The History Man", malcolm), ("Dandelion Wine", "Bradbury")]
    assert number_of_works(tmp_path / "a", *books, ("The History Man", "Bradbury")) == 2
    # Where both wrote a title it may be either's; where nobody of the name wrote it, it is another book.
    assert number_of_works(tmp_path / "b", *books, ("Dandelion Wine", malcolm)) == 4
    assert number_of_works(tmp_path / "c", ("Whirlwind", "Nancy Martin"), ("Whirlwind", "Clavell")) == 2
    # The whole title decides between authors of one surname.
    dunes = [("Dune", "Frank Herbert"), ("Dune: House Atreides", "Brian Herbert"), ("Dune: House Atreides", "Herbert")]
    assert number_of_works(tmp_path / "d", *dunes) == 2


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


def test_a_work_is_shown_as_its_most_read_edition_with_the_first_year(tmp_path: Path) -> None:
    books = [
        book("01", "DUNE (Paperback)", "FRANK HERBERT", 1999),
        book("02", "Dune", "Frank Herbert", 1984),
        book("03", "Dune", "Frank Herbert", 1965),
        book("04", "Dune", "Frank Herbert", 0),
    ]
    works = works_of(tmp_path, books, [(1, "01", 7), (1, "02", 7), (2, "02", 8), (3, "03", 9), (4, "04", 9)])
    (shown,) = works.books.to_dict("records")
    assert (shown["title"], shown["author"], shown["isbn"], shown["year"]) == ("Dune", "Frank Herbert", "02", 1965)


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


def test_of_a_readers_ratings_of_several_editions_the_last_counts_once(tmp_path: Path) -> None:
    books = [book("01", "Dune", "Frank Herbert"), book("02", "Dune", "Frank Herbert"), book("03", "Emma", "J. Austen")]
    ratings = [(1, "01", 4), (1, "02", 8), (2, "02", 6), (2, "01", 0), (3, "01", 0), (3, "02", 0), (3, "03", 0)]
    shown = books_by_title(works_of(tmp_path, books, ratings))
    dune, emma = shown["Dune"], shown["Emma"]
    assert (dune["readers_count"], dune["ratings_count"], dune["rating_mean"]) == (3, 2, 7.0)
    assert (emma["readers_count"], emma["ratings_count"]) == (1, 0)
    assert pd.isna(emma["rating_mean"])


def test_counts_and_means_come_from_the_ratings_and_not_from_columns(tmp_path: Path) -> None:
    listed: list[dict[str, object]] = [
        {"book_id": 1, "authors": "A", "original_publication_year": 2000, "title": "One", "average_rating": 4.99,
         "ratings_count": 4_780_653},
    ]  # fmt: skip
    write_goodbooks(tmp_path, listed, [(7, 1, 2), (8, 1, 3), (9, 1, 0)])
    book_one = books_by_title(gather_works(read(tmp_path)))["One"]
    assert (book_one["readers_count"], book_one["ratings_count"], book_one["rating_mean"]) == (3, 2, 2.5)


def test_works_are_numbered_by_popularity_in_any_order_of_the_input(tmp_path: Path) -> None:
    books = [book(f"{number:02}", f"Book {number}", "Ann Author") for number in range(6)]
    readers = [1, 3, 2, 3, 0, 0]
    ratings = [(reader, f"{number:02}", 7) for number, count in enumerate(readers) for reader in range(count)]
    expected = ["Book 1", "Book 3", "Book 2", "Book 0", "Book 4", "Book 5"]
    assert works_of(tmp_path / "a", books, ratings).books["title"].tolist() == expected
    reordered = works_of(tmp_path / "b", books[::-1], ratings[::-1])
    assert reordered.books["title"].tolist() == expected


def test_counts_and_means_are_those_of_a_count_by_hand(tmp_path: Path) -> None:
    generator = np.random.default_rng(1)
    titles = ["Dune", "Dune (Paperback)", "DUNE", "Emma", "Emma: A Novel", "Ubik", "Solaris", "It"]
    work_of_title = ["Dune", "Dune", "Dune", "Emma", "Emma", "Ubik", "Solaris", "It"]
    books = [book(f"{number:02}", title, "Ann Author") for number, title in enumerate(titles)]
    sampled = generator.integers([0, 0, 0], [30, len(titles), 11], size=(300, 3)).tolist()
    last: dict[tuple[int, str], int] = {}
    for reader, number, rating in sampled:
        key = reader, work_of_title[number]
        # The last number given stands; "read" stands only where no number was given.
        last[key] = rating or last.get(key, 0)
    by_work = defaultdict(list)
    for (_, title), rating in last.items():
        by_work[title].append(rating)
    works = works_of(tmp_path, books, [(reader, f"{number:02}", rating) for reader, number, rating in sampled])
    assert len(works.books) == len(by_work)
    for title, row in books_by_title(works).items():
        given = by_work[work_of_title[titles.index(title)]]
        rated = [rating for rating in given if rating]
        assert (row["readers_count"], row["ratings_count"]) == (len(given), len(rated))
        assert row["rating_mean"] == pytest.approx(sum(rated) / len(rated))
