"""Editions of one work, joined by title, volume and author."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model_build.works.same_work import group_editions
from model_build.works.shown_titles import flaws, shown_titles
from tests.model_build.small_datasets import book
from tests.model_build.works.small_works import works_of

titles = st.text(st.sampled_from("ab BO1vi.,:;-'/#&?!()[]éÃ\\"), max_size=30) | st.text(max_size=30)


@given(st.lists(st.tuples(titles, titles), max_size=6))
def test_any_titles_can_be_grouped_and_shown(named: list[tuple[str, str]]) -> None:
    groups = group_editions([title for title, _ in named], [author for _, author in named])
    assert len(groups) == len(named)
    # The same title and author are one work.
    assert all(
        groups[one] == groups[other]
        for one in range(len(named))
        for other in range(one)
        if named[one] == named[other]
    )  # fmt: skip
    listed = [title for title, _ in named if title.strip()]
    assert all(shown_titles(listed, listed, listed))
    assert all(flaws(title) >= 0 for title in listed)


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
        ("Galapagos", "Galapagos/300854"),
        ("La Caverna", "La caverna = A caverna"),
        ("La Sombra del Viento", "La Sombra Del Viento/The Shadow Of The Wind"),
        ("Leaving Home", "Leaving Home/a Collection of Lake Wobegon Stories"),
        ("El Alquimista Impaciente", "Alquimista Impaciente el"),
        ("The Final Judgment", "The Final Judgement"),
        ("Poems", "Poems of Ann Author"),
        ("Lonesome Dove", "LONESOME DOVE M"),
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
        ("Of Mice and Men", "Of Mice and Men/Cannery Row"),
        ("The Screwtape Letters", "The Screwtape Letters/Book & Study Guide"),
        ("Dial", "Dial M for Murder"),
        ("Chicken Soup for the Soul", "Chicken Soup for the Soul at Work"),
        ("Little House", "Little House in the Big Woods"),
        ("百年の孤独", "百年の孤"),
        ("ガ", "カ"),
    ],
)
def test_volumes_subtitles_and_translations_stay_works_of_their_own(one: str, other: str, tmp_path: Path) -> None:
    assert number_of_works(tmp_path, (one, "Ann Author"), (other, "Ann Author")) == 2


def test_a_bare_1_is_no_other_book_unless_there_is_a_2(tmp_path: Path) -> None:
    first, numbered = ("Dragonflight", "Anne McCaffrey"), ("Dragonflight 1", "Anne McCaffrey")
    assert number_of_works(tmp_path / "a", first, numbered) == 1
    assert number_of_works(tmp_path / "b", first, numbered, ("Dragonflight 2", "Anne McCaffrey")) == 3


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


@pytest.mark.parametrize(
    ("whole", "cut", "works"),
    [
        # The beginning of the subtitle, run into the name.
        ("A Brief History of Time: From the Big Bang to Black Holes", "Brief History of Time From the Big Bang", 1),
        ("Riding the Iron Rooster: By Train Through China", "Riding the Iron Rooster By Train Through", 1),
        # One word of it, or the name of a part, is another book's name.
        ("A Brief History of Time: From the Big Bang to Black Holes", "A Brief History of Time From", 2),
        ("Dune: House Atreides", "Dune House", 2),
        # Cut off within a word, at the longest length of a catalogue or after one letter.
        ("It'S Obvious You Won'T Survive By Your Wits Alone", "Its Obvious You Wont Survive By Your Wit", 1),
        ("Island of the Sequined Love Nun", "Island of the Sequined L", 1),
        ("Singin' and Swingin' and Gettin' Merry Like Christmas", "Singin and Swingin and Gettin Merry Like Chr", 1),
        ("The Mystery of the Cats of Rome", "The Mystery of the Cat", 2),
        # A name of that length at the beginning of another one is whole.
        ("Harry Potter and the Prisoner of Azkaban Poster Book", "Harry Potter and the Prisoner of Azkaban", 2),
    ],
)
def test_a_title_that_is_cut_off_is_the_whole_ones(whole: str, cut: str, works: int, tmp_path: Path) -> None:
    assert number_of_works(tmp_path, (whole, "Ann Author"), (cut, "Ann Author")) == works


def test_a_beginning_that_two_titles_have_is_neithers(tmp_path: Path) -> None:
    author = "Ann Author"
    titles = ["Island of the Sequined L", "Island of the Sequined Love Nun", "Island of the Sequined Lady"]
    assert number_of_works(tmp_path, *((title, author) for title in titles)) == 3


def test_the_series_of_the_brackets_may_be_run_into_the_name(tmp_path: Path) -> None:
    author = "Keith Sharee"
    plain, tagged = "Gulliver's Fugitives", "GULLIVERS FUGITIVES STAR TREK (Star Trek)"
    assert number_of_works(tmp_path / "a", (plain, author), (tagged, author)) == 1
    # Another book's name is no series: this one is two books.
    books = ["The Hobbit", "The Lord of the Rings", "The Hobbit and the Lord of the Rings (The Lord of the Rings)"]
    assert number_of_works(tmp_path / "b", *((title, author) for title in books)) == 3


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
