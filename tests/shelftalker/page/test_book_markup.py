"""Tests of books in HTML."""

import pytest

from shelftalker.model.catalogue import UNKNOWN_AUTHOR, Book
from shelftalker.page.book_markup import author_markup, choices, initials, recommended_books, shelf, title_markup
from shelftalker.recommend.reasons import AfterBook, Recommendation
from shelftalker.settings import AnswerSettings
from shelftalker.views.wording import DatasetFacts

DUNE = Book(
    1, "aaaaaaaa", "Dune", "Frank Herbert", 1, 1965, "0441172717", "https://covers.example/dune.jpg", 9, 8.4, "en", 1,
    "Dune", volume=1.0,
)  # fmt: skip
NAMELESS = Book(2, "bbbbbbbb", "A & B <c>", UNKNOWN_AUTHOR, 2, None, "own-id", None, 0, None)
DATASET = DatasetFacts(rating_scale=10)


def test_a_recommendation_has_title_author_facts_reason_and_ways_on() -> None:
    html = recommended_books([Recommendation(DUNE, reason=AfterBook(NAMELESS, 3))], DATASET)

    assert '<bdi lang="en">Dune<span class="series"> (Dune, 1)</span></bdi>' in html
    assert "<bdi>Frank Herbert</bdi>" in html
    assert "1965 \u00b7 \u2605\u00a04.2 of 5 (9 ratings)" in html
    assert "<bdi>3 readers of A &amp; B &lt;c&gt; also read it.</bdi>" in html
    link = 'href="https://openlibrary.org/isbn/9780441172719" aria-label="Get it: Dune (Dune, 1)" rel="noreferrer"'
    assert f"<a {link}>Get it</a>" in html
    assert '<a href="./?book=aaaaaaaa" aria-label="More like this: Dune (Dune, 1)">More like this</a>' in html


def test_a_book_of_which_little_is_known_has_no_author_no_reason_and_no_link() -> None:
    html = recommended_books([Recommendation(NAMELESS)], DATASET._replace(answers=AnswerSettings(book_links=())))

    assert '<h3><bdi>A &amp; B &lt;c&gt;</bdi></h3><p class="facts">not rated yet</p>' in html
    assert 'class="author"' not in html
    assert 'class="reason"' not in html
    assert "Get it" not in html
    assert UNKNOWN_AUTHOR not in html


def test_a_book_without_an_isbn_is_found_by_a_search() -> None:
    html = recommended_books([Recommendation(DUNE._replace(isbn="own-id"))], DATASET)

    assert 'href="https://openlibrary.org/search?title=Dune&amp;author=Frank%20Herbert"' in html
    assert ">Find it</a>" in html


def test_a_missing_cover_is_plain_cloth_with_initials_and_one_that_may_fail_has_them_behind_it() -> None:
    assert "<img" not in shelf([NAMELESS])
    assert 'plain" aria-hidden="true"><span>B</span></div>' in shelf([NAMELESS])

    covered = shelf([DUNE])
    assert '<span>D</span><img src="https://covers.example/dune.jpg" alt="" loading="lazy"' in covered
    assert 'referrerpolicy="no-referrer"' in covered
    assert "plain" not in covered


def test_a_book_has_the_same_cloth_in_every_answer() -> None:
    assert shelf([NAMELESS]).partition("shade-")[2][0] == shelf([DUNE, NAMELESS]).rpartition("shade-")[2][0]


def test_a_choice_is_a_button_of_a_form_that_works_without_a_script() -> None:
    html = choices([DUNE, NAMELESS], DATASET)

    assert html.startswith('<form action="./" method="get">')
    assert '<button name="book" value="aaaaaaaa"><span><bdi lang="en">Dune' in html
    assert "<small><bdi>Frank Herbert</bdi> \u00b7 1965 \u00b7 \u2605\u00a04.2 of 5 (9 ratings)</small>" in html
    assert "<small>not rated yet</small>" in html


def test_titles_and_authors_keep_their_own_direction() -> None:
    title, author = "\u0627\u0644\u062e\u0628\u0632", "\u0645\u062d\u0645\u062f"
    book = DUNE._replace(title=title, author=author, language="ar", series=None)

    assert title_markup(book) == f'<bdi lang="ar">{title}</bdi>'
    assert author_markup(book) == f"<bdi>{author}</bdi>"


@pytest.mark.parametrize(
    ("title", "letters"),
    [
        ("The Lord of the Rings", "LR"),
        ("dune", "D"),
        ("1984", "1"),
        ("1Q84 und mehr", "1M"),
        ("The The", "TT"),
        ("\u00c9mile, ou De l'\u00e9ducation", "\u00c9O"),
        ("E\u0301mile", "E\u0301"),
        ("\u6d77\u8fba\u306e\u30ab\u30d5\u30ab", "\u6d77"),
        ("\u0627\u0644\u062e\u0628\u0632 \u0627\u0644\u062d\u0627\u0641\u064a", "\u0627"),
        ("\u2026 ?!", ""),
        ("<b>", ""),
        ("", ""),
    ],
)
def test_initials_are_of_the_telling_words(title: str, letters: str) -> None:
    assert initials(title) == letters
