"""Questions: the books that a reader's words name."""

from contextlib import closing
from pathlib import Path

import pytest

from shelftalker.model.catalogue import Catalogue
from shelftalker.search.questions import find_books
from shelftalker.search.titles import ByAuthor, Exact, NotFound, Several, Suggestions
from tests.shelftalker.search.title_models import model_of_titles


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("  dune ", "Dune"),
        ("what should I read after Dune?", "Dune"),
        ("books like dune", "Dune"),
        ("something like The Hobbit", "The Hobbit"),
        ("I loved Emma", "Emma"),
        ("Dune please", "Dune"),
        ("recommend dune", "Dune"),
        ("find dune", "Dune"),
        ("Dune 1965", "Dune"),
        ("Dune (1965) by Frank Herbert", "Dune"),
        ("Dune, Frank Herbert, 1965", "Dune"),
        ("emma austen", "Emma"),
        ("Jane Austen - Emma", "Emma"),
        ("Stephen King's It", "It"),
        (":book: Dune", "Dune"),
        ("*Dune* :rocket:", "Dune"),
        ("books like It", "It"),
        ("I just finished The Help, what next?", "The Help"),
        ("Was soll ich nach Dune lesen?", "Dune"),
        ("Ich habe Dune gelesen, was nun?", "Dune"),
        ("que lire après Dune ?", "Dune"),
        ("un livre comme Dune, s'il vous plaît", "Dune"),
        ("¿Qué leo después de Cien años de soledad?", "Cien años de soledad"),
        ("Dune, 1984 edition", "Dune"),
        ("Dune (Ausgabe von 1990)", "Dune"),
        ("Dune, Frank Herbert, paperback", "Dune"),
        ("Herbert, Frank (1965). Dune.", "Dune"),
        ("Herbert, F. 1965. Dune", "Dune"),
        ("Dune svp", "Dune"),
        ("1965: Dune", "Dune"),
        ("Dune from the year 1965", "Dune"),
        ("Dune aus dem Jahr 1965", "Dune"),
        ("is there anything as funny as emma?", "Emma"),
        ("Loved every page of Emma!", "Emma"),
        ("the last book that made me cry was dune messiah", "Dune Messiah"),
        ("me leí dune messiah en un fin de semana", "Dune Messiah"),
        ("wir haben im Lesekreis Dune Messiah besprochen, was nehmen wir jetzt?", "Dune Messiah"),
        ("on a lu the hobbit au club de lecture, et ensuite ?", "The Hobbit"),
        ("quisiera algo que se lea como the hobbit", "The Hobbit"),
        ("buecher aehnlich wie Dune", "Dune"),
        ("was koennt ihr fuer jemanden empfehlen, dem Dune gefaellt?", "Dune"),
        ("recommendations based on Dune", "Dune"),
        ("1. Dune", "Dune"),
        ("b) Dune", "Dune"),
        ("Titel: Dune", "Dune"),
        ("Dune 10/10", "Dune"),
        ("Dune - 4.5/5!", "Dune"),
        ("Dune (5 Sterne)", "Dune"),
        ("The Lord of the Rings: The Two Towers please", "The Lord of the Rings: The Two Towers"),
    ],
)
def test_a_title_is_understood_in_a_question_of_any_language(
    catalogue: Catalogue, typed: str, title: str | None
) -> None:
    found = find_books(catalogue, typed)
    if title:
        assert isinstance(found, Exact)
        assert found.book.title == title
    else:
        assert not isinstance(found, Exact)


@pytest.mark.parametrize(
    ("typed", "titles"),
    [
        ("Dune and The Hobbit", ["Dune", "The Hobbit"]),
        ("dune & emma", ["Dune", "Emma"]),
        ("Dune, Emma, It", ["Dune", "Emma", "It"]),
        ("Emma oder Dune", ["Emma", "Dune"]),
        ("both Emma and Dune", ["Emma", "Dune"]),
        ("sowohl Emma als auch Dune", ["Emma", "Dune"]),
        ("books for someone who liked Dune and Pride and Prejudice", ["Dune", "Pride & Prejudice"]),
        ("Dune by Frank Herbert and Emma by Jane Austen", ["Dune", "Emma"]),
        ("The Hobbit; The Help", ["The Hobbit", "The Help"]),
        ("Dune by Frank Herbert and Emma", ["Dune", "Emma"]),
        ("Emma and Dune by Frank Herbert", ["Emma", "Dune"]),
        ("Dune by Frank Herbert, Emma by Jane Austen", ["Dune", "Emma"]),
        ("Dune as well as Emma", ["Dune", "Emma"]),
        ("Dune Messiah meets Emma", ["Dune Messiah", "Emma"]),
        ("Dune by Frank Herbert, The Hobbit", ["Dune", "The Hobbit"]),
        ("first Dune, then The Hobbit, what now?", ["Dune", "The Hobbit"]),
        ("either Dune Messiah or Emma", ["Dune Messiah", "Emma"]),
        ("entweder Dune Messiah oder Emma", ["Dune Messiah", "Emma"]),
        ("Dune Messiah von Frank Herbert und Emma von Jane Austen", ["Dune Messiah", "Emma"]),
        ("Dune - Frank Herbert; Emma - Jane Austen", ["Dune", "Emma"]),
    ],
)
def test_several_titles_are_understood_in_their_order(catalogue: Catalogue, typed: str, titles: list[str]) -> None:
    found = find_books(catalogue, typed)
    assert isinstance(found, Several)
    assert [book.title.removesuffix(" (Penguin Classics)") for book in found.books] == titles


@pytest.mark.parametrize("typed", ["Pride and Prejudice", "books like Pride and Prejudice"])
def test_a_title_with_and_stays_whole(catalogue: Catalogue, typed: str) -> None:
    found = find_books(catalogue, typed)
    assert isinstance(found, Exact)
    assert found.book.title.startswith("Pride & Prejudice")


def test_a_year_chooses_among_books_of_one_title(catalogue: Catalogue) -> None:
    found = find_books(catalogue, "Emma 2014")
    assert isinstance(found, Exact)
    assert found.book.author == "Alexander McCall Smith"
    assert [book.author for book in found.others] == ["Jane Austen"]


@pytest.mark.parametrize(
    "typed",
    [
        "Emma in Wonderland",
        "a dune of sand",
        "The Helpless",
        "it must be zebras",
        "books like Love Dune",
        "Dune Story please",
        "¿hay algo tan divertido como my dune away?",
        "que lire après the zebra dune ?",
        "was soll ich nach Zebra Dune lesen?",
        "quisiera algo como zebras in the help",
        "I read The Zebras Awake (Dune)",
        "books like the Zaa-Dune",
        "I read Zebra Time\N{EM DASH}Dune",
    ],
)
def test_a_title_among_words_of_another_is_never_exact(catalogue: Catalogue, typed: str) -> None:
    assert not isinstance(find_books(catalogue, typed), Exact | Several)


def test_a_misspelt_title_far_ahead_is_answered_without_those_spelt_a_little_like_it(catalogue: Catalogue) -> None:
    found = find_books(catalogue, "what should I read after dune mesiah?")
    assert isinstance(found, Exact)
    assert found.book.title == "Dune Messiah"
    assert {"Dune"} >= {book.title for book in found.others}


@pytest.mark.parametrize("typed", ["The Two Towers", "two towers", "what can I read after The Two Towers?"])
def test_a_title_is_found_behind_its_series_and_a_colon(sample_model: Path, typed: str) -> None:
    with closing(Catalogue.open(sample_model)) as sample:
        found = find_books(sample, typed)
    assert isinstance(found, Exact)
    assert (found.book.title, found.others) == ("The Lord of the Rings: The Two Towers", [])


def test_a_title_that_may_be_several_is_suggested(catalogue: Catalogue) -> None:
    found = find_books(catalogue, "something like the lord of rings two")
    assert isinstance(found, Suggestions)
    assert found.books[0].title == "The Lord of the Rings: The Two Towers"


@pytest.mark.parametrize("typed", ["books by Jane Austen", "something like Jane Austen please"])
def test_an_author_in_a_question_is_understood(catalogue: Catalogue, typed: str) -> None:
    found = find_books(catalogue, typed)
    assert isinstance(found, ByAuthor)
    assert found.author == "Jane Austen"


@pytest.mark.parametrize(
    ("typed", "titles"),
    [
        ("https://shop.example/books/9780000000064", ["The Hobbit"]),
        ("<https://shop.example/the-hobbit-tolkien/dp/0000000000|The Hobbit>", ["The Hobbit"]),
        ("ISBN 9780000000064 please", ["The Hobbit"]),
    ],
)
def test_links_and_isbns_name_books(catalogue: Catalogue, typed: str, titles: list[str]) -> None:
    found = find_books(catalogue, typed)
    books = [found.book] if isinstance(found, Exact) else list(found.books) if isinstance(found, Several) else []
    assert [book.title for book in books] == titles


@pytest.mark.parametrize("typed", ["it was a long night", "the help desk", "what a night"])
def test_words_of_any_sentence_are_no_title_unless_a_question_places_them(catalogue: Catalogue, typed: str) -> None:
    assert not isinstance(find_books(catalogue, typed), Exact)


def test_words_that_name_nothing_find_nothing(catalogue: Catalogue) -> None:
    assert isinstance(find_books(catalogue, "xqzz vbnw"), NotFound)


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("my friend gave me dune mesiah and I adored it", "Dune Messiah"),
        ("gerade dune mesiah beendet, was jetzt?", "Dune Messiah"),
        ("un livre comme dune mesiah s'il te plaît", "Dune Messiah"),
        ("que lire après the lord of the ?", "The Lord of the Rings: The Two Towers"),
        ("the book with two towers in the title", "The Lord of the Rings: The Two Towers"),
    ],
)
def test_a_title_that_is_misspelt_or_begun_in_a_sentence_is_offered_first(
    catalogue: Catalogue, typed: str, title: str
) -> None:
    found = find_books(catalogue, typed)
    assert isinstance(found, Exact | Suggestions)
    assert (found.book if isinstance(found, Exact) else found.books[0]).title == title


@pytest.mark.parametrize("typed", ["something like dune's end please", "recommend something like emma's war"])
def test_a_possessive_is_part_of_a_title_that_the_catalogue_lacks(catalogue: Catalogue, typed: str) -> None:
    assert not isinstance(find_books(catalogue, typed), Exact)


def test_the_author_beside_a_title_is_looked_for_among_all_its_namesakes(tmp_path: Path) -> None:
    """As of a catalogue in which hundreds of books are called "Poems"."""
    first_names = ["Ada", "Berta", "Otto", "Dora", "Emil", "Frida", "Gustav", "Hanna", "Ivan", "Jana", "Karl", "Lotte"]
    last_names = ["Ahlberg", "Brandt", "Castro", "Dvorak", "Engel", "Farkas", "Gomez", "Hansen", "Ibsen", "Jonas"]
    titles = [("Poems", f"{first} {last}") for last in last_names for first in first_names]
    with model_of_titles(titles, tmp_path) as catalogue:
        for typed in (
            "Poems by Karl Jonas",
            "Poems, Karl Jonas",
            "Karl Jonas: Poems",
            "books like Poems by Karl Jonas",
        ):
            found = find_books(catalogue, typed)
            assert isinstance(found, Exact), typed
            assert found.book.author == "Karl Jonas", typed
