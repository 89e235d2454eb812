"""Tests of the page's answers, one section each."""

from shelftalker.api.answers import Recommended, Suggested, answer_title
from shelftalker.model.catalogue import Catalogue
from shelftalker.observability import Outcome
from shelftalker.page.sections import front_section, recommended_section, sentence_section, suggested_section
from shelftalker.recommend.recommender import popular_books
from shelftalker.views.wording import DatasetFacts

DATASET = DatasetFacts(rating_scale=10)


def recommend(catalogue: Catalogue, title: str) -> Recommended:
    answer = answer_title(catalogue, title)
    assert isinstance(answer, Recommended)
    return answer


def suggest(catalogue: Catalogue, title: str) -> Suggested:
    answer = answer_title(catalogue, title)
    assert isinstance(answer, Suggested)
    return answer


def test_five_books_stand_under_a_heading_that_names_the_book(catalogue: Catalogue) -> None:
    section = recommended_section(recommend(catalogue, "The Hobbit"), DATASET)

    assert section.name == "After The Hobbit"
    assert '<h2 id="heading">If you liked <cite><bdi lang="en">The Hobbit</bdi></cite> by <bdi>' in section.markup
    assert section.markup.count('<li class="book">') == 5


def test_several_books_are_all_named(catalogue: Catalogue) -> None:
    section = recommended_section(recommend(catalogue, "The Hobbit; The Help; It"), DATASET)

    assert section.name == "After The Hobbit and The Help and It"
    assert "</cite>, <cite>" in section.markup
    assert "</cite> and <cite>" in section.markup


def test_others_that_may_be_meant_follow_the_five_and_none_of_the_five_is_among_them(catalogue: Catalogue) -> None:
    answer = recommend(catalogue, "Emma")
    [other] = answer.others
    html = recommended_section(answer, DATASET).markup

    assert "Or did you mean one of these?" in html
    assert f'value="{other.book_id}"' in html
    shown = answer._replace(others=[answer.recommendations[0].book])
    assert "did you mean" not in recommended_section(shown, DATASET).markup


def test_a_book_with_no_other_beside_it_is_said_to_be_alone(catalogue: Catalogue) -> None:
    alone = recommend(catalogue, "Dune")._replace(recommendations=[])

    html = recommended_section(alone, DATASET).markup

    assert html.endswith("by <bdi>Frank Herbert</bdi>, but no other book to put beside it.</h2>")


def test_a_misspelt_title_is_repeated_as_text_above_its_suggestions(catalogue: Catalogue) -> None:
    answer = suggest(catalogue, "lord of rings tower")
    html = suggested_section(answer, "lord <b>of</b>", [], DATASET).markup

    assert "I know no book called \u201c<bdi>lord &lt;b&gt;of&lt;/b&gt;</bdi>\u201d" in html
    assert "Did you mean one of these?" in html
    assert html.count('<button name="book"') == len(answer.books)


def test_an_author_is_named_above_the_books(catalogue: Catalogue) -> None:
    section = suggested_section(suggest(catalogue, "Stephen King"), "Stephen King", [], DATASET)

    assert section.name == "Books by Stephen King"
    assert "Books by <bdi>Stephen King</bdi>, the most read first" in section.markup


def test_a_title_near_nothing_is_answered_with_books_that_many_like(catalogue: Catalogue) -> None:
    answer = suggest(catalogue, "qzxv wqk")
    section = suggested_section(answer, "qzxv wqk", popular_books(catalogue), DATASET)

    assert answer.outcome is Outcome.NOT_FOUND
    assert section.name == "Not found"
    assert "I know no book like \u201c<bdi>qzxv wqk</bdi>\u201d" in section.markup
    assert section.markup.count('<a href="./?book=') == 5


def test_an_unknown_isbn_is_called_one(catalogue: Catalogue) -> None:
    section = suggested_section(Suggested([], Outcome.NOT_FOUND), "9780441172719", popular_books(catalogue), DATASET)

    assert "I know no book with the ISBN" in section.markup
    assert "Try its title. Many readers like these:" in section.markup


def test_books_near_a_title_that_is_missing_are_offered(catalogue: Catalogue) -> None:
    near = suggest(catalogue, "lord of rings tower")._replace(outcome=Outcome.NOT_FOUND)

    html = suggested_section(near, "Harry Potter 9", [], DATASET).markup

    assert "These come nearest:" in html
    assert "choices" in html


def test_a_long_text_is_repeated_in_part_and_on_one_line() -> None:
    html = suggested_section(Suggested([], Outcome.NOT_FOUND), f"x\n\u202e{'y' * 200}", [], DATASET).markup

    assert f"\u201c<bdi>x {'y' * 77}\u2026</bdi>\u201d" in html


def test_whoever_names_no_book_sees_those_that_many_like(catalogue: Catalogue) -> None:
    section = front_section(popular_books(catalogue))

    assert section.name == ""
    assert section.markup.count('<a href="./?book=') == 5
    assert front_section([]).markup == '<h2 id="heading">Name a book to begin</h2>'


def test_a_sentence_is_text() -> None:
    assert sentence_section("<Gone>", "a & b").markup == (
        '<h2 id="heading">&lt;Gone&gt;</h2><p class="lead">a &amp; b</p>'
    )
