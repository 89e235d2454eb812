"""Titles as people say them: their articles, and no series and kind of book behind them."""

import pytest

from model_build.works.plain_titles import title_without_series, with_articles, without_kind


@pytest.mark.parametrize(
    ("title", "plain"),
    [
        ("Atonement: A Novel", "Atonement"),
        ("The Clan of the Cave Bear: a novel", "The Clan of the Cave Bear"),
        ("Angela's Ashes: A Memoir", "Angela's Ashes"),
        ("Close to Home: A Novel of Suspense", "Close to Home"),
        ("The Note - A Novel", "The Note"),
        ("Prey (A Novel)", "Prey"),
        ("Ahab's Wife: Or, The Star-Gazer: A Novel", "Ahab's Wife: Or, The Star-Gazer"),
        ("Lisa, Bright and Dark: A Novel (Novel)", "Lisa, Bright and Dark"),
        ("Die Firma. Roman.", "Die Firma"),
        ("Hija De La Fortuna: Novela", "Hija De La Fortuna"),
    ],
)
def test_the_kind_of_book_is_not_shown(title: str, plain: str) -> None:
    assert without_kind(title) == plain


@pytest.mark.parametrize(
    "title",
    ["A Novel", "Roman", "The Novel", "A Novel Bookstore", "My First Novel", "Blow Fly: A Scarpetta Novel", "A Romance",
     "Sophie's World: A Novel About the History of Philosophy", "The Short Novels", "Roman Fever"],
)  # fmt: skip
def test_a_title_that_is_one_and_a_subtitle_that_says_more_stay(title: str) -> None:
    assert without_kind(title) == title


def title_of_work(title: str, editions: dict[str, int]) -> str:
    """Return the title of a work with editions of some titles and numbers of readers."""
    return with_articles([title], [0] * len(editions), list(editions), list(editions.values()))[0]


def test_the_article_that_most_editions_have_is_kept() -> None:
    assert title_of_work("Stand", {"Stand": 40, "The Stand": 5, "The Stand: Complete and Uncut": 2}) == "The Stand"


def test_the_article_that_most_readers_know_is_kept() -> None:
    editions = {"Awakening": 5, "AWAKENING": 2, "The Awakening (Dover Thrift Editions)": 60}
    assert title_of_work("Awakening", editions) == "The Awakening"


def test_an_article_behind_the_title_counts() -> None:
    assert title_of_work("Thousand Acres", {"Thousand Acres, A": 9, "A THOUSAND ACRES": 4}) == "A Thousand Acres"


def test_an_article_that_few_have_is_not_added() -> None:
    assert title_of_work("Dubliners", {"Dubliners": 30, "DUBLINERS": 8, "The Dubliners": 12}) == "Dubliners"


def test_another_title_of_the_work_has_no_say() -> None:
    assert title_of_work("Emma", {"Emma": 3, "The Annotated Emma": 50, "The Works of Jane Austen": 9}) == "Emma"


def test_a_title_with_an_article_keeps_it() -> None:
    assert (
        title_of_work("A Room with a View", {"Room with a View": 9, "The Room with a View": 8}) == "A Room with a View"
    )


@pytest.mark.parametrize(
    ("title", "series", "expected"),
    [
        ("Dune Messiah (Dune Chronicles, Book 2)", "Dune", "Dune Messiah"),
        ("Dune (Dune Chronicles #1)", "Dune", "Dune"),
        ("Harry Potter and the Goblet of Fire (Book 4)", "Harry Potter", "Harry Potter and the Goblet of Fire"),
        ("Mort (Death, #1; Discworld, #4)", "Discworld", "Mort"),
        ("Hogfather (Discworld Novels)", "Discworld", "Hogfather"),
        ("Left Behind: A Novel (Left Behind No. 1)", "Left Behind", "Left Behind: A Novel"),
        ("Betrayals: Book Four of the Blending (The Blending, Book 4)", "The Blending", "Betrayals"),
        ("Grass for His Pillow: Tales of the Otori, Book 2", "Tales of the Otori", "Grass for His Pillow"),
        ("Hard Eight: A Stephanie Plum Novel", "Stephanie Plum", "Hard Eight"),
        ("Ramses: The Son of Light - Volume I (Vol 1)", "Ramses", "Ramses: The Son of Light"),
        ("Tyler #6: Sunshine", "Tyler", "Sunshine"),
        ("Secret Circle Vol III: The Power", "Secret Circle", "The Power"),
        ("Far Side Gallery 2", "Far Side Gallery", "Far Side Gallery 2"),
        ("Henry IV, Part 1", "Henry IV", "Henry IV, Part 1"),
        ("Dark Tide I: Onslaught (The New Jedi Order, Book 2)", "The New Jedi Order", "Dark Tide I: Onslaught"),
        ("Emma (Graphic Novel) (Austen, 3)", "Austen", "Emma (Graphic Novel)"),
        ("(Dune, 2)", "Dune", "(Dune, 2)"),
        ("Dune: House Atreides", "Dune", "Dune: House Atreides"),
        ("The Fifth Dominion: Part 1 (Imajica, Book 1)", "Imajica", "The Fifth Dominion"),
    ],
)
def test_a_series_and_its_volume_leave_the_title(title: str, series: str, expected: str) -> None:
    """Everything else stays, and no title becomes empty."""
    assert title_without_series(title, "Ann Author", series) == expected
