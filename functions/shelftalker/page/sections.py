"""The answers of the page, one section each: five books, titles to choose from, a sentence, or books that many like."""

from collections.abc import Sequence
from typing import NamedTuple

from shelftalker.api.answers import Recommended, Suggested
from shelftalker.model.catalogue import UNKNOWN_AUTHOR, Book
from shelftalker.model.isbn import isbn_of
from shelftalker.observability import Outcome
from shelftalker.page.book_markup import author_markup, choices, recommended_books, shelf, title_markup
from shelftalker.page.markup import Markup, concatenate, element
from shelftalker.views.block_kit import cut, on_one_line
from shelftalker.views.wording import DatasetFacts

# Letters of what was typed that an answer repeats.
_TYPED_LENGTH = 80


class Section(NamedTuple):
    """An answer.

    Attributes:
        name: The answer in a few words, for the title of the window and of a bookmark; empty for the page itself.
        markup: The answer, with a heading of the id `heading`.
    """

    name: str
    markup: Markup


def recommended_section(answer: Recommended, dataset: DatasetFacts) -> Section:
    """Return the books to read after one or several, and others that the title may mean."""
    titles = " and ".join(book.full_title for book in answer.asked)
    asked = _titles(answer.asked)
    if not answer.recommendations:
        heading = concatenate("I know ", asked, ", but no other book to put beside it.")
        return Section(f"After {titles}", _heading(heading))
    heading = _heading(concatenate("If you liked ", asked, ", read next"))
    books = recommended_books(answer.recommendations, dataset)
    return Section(f"After {titles}", concatenate(heading, books, _others(answer, dataset)))


def suggested_section(answer: Suggested, typed: str, popular: Sequence[Book], dataset: DatasetFacts) -> Section:
    """Return titles to choose from.

    Args:
        answer: The titles.
        typed: The text as it was typed.
        popular: Books to offer where there is none to choose from.
        dataset: Facts of the dataset.
    """
    if answer.author is not None:
        heading = concatenate("Books by ", element("bdi", answer.author), ", the most read first")
        content = _with_lead(heading, "Which one did you like?", choices(answer.books, dataset))
        return Section(f"Books by {answer.author}", content)
    quoted = concatenate("\u201c", element("bdi", cut(on_one_line(typed), _TYPED_LENGTH)), "\u201d")
    if answer.outcome is Outcome.SUGGESTED:
        heading, lead = concatenate("I know no book called ", quoted), "Did you mean one of these?"
    elif isbn_of(typed):
        heading, lead = concatenate("I know no book with the ISBN ", quoted), "Try its title."
    else:
        heading = concatenate("I know no book like ", quoted)
        nearest = " These come nearest:" if answer.books else ""
        lead = f"Check the spelling, or try the title without its subtitle.{nearest}"
    if answer.books:
        return Section("Did you mean\u2026", _with_lead(heading, lead, choices(answer.books, dataset)))
    return Section("Not found", _with_lead(heading, f"{lead} Many readers like these:", shelf(popular)))


def front_section(popular: Sequence[Book]) -> Section:
    """Return the books that many readers like, for whoever has not named one."""
    if not popular:
        return Section("", _heading("Name a book to begin"))
    return Section(
        "", _with_lead("Many readers like these", "Choose one to see what to read after it.", shelf(popular))
    )


def sentence_section(heading: str, sentence: str) -> Section:
    """Return a sentence in place of books."""
    return Section(heading, _with_lead(heading, sentence))


def _titles(books: Sequence[Book]) -> Markup:
    """Return the books asked about: one with its author, several by their titles."""
    titles = [element("cite", title_markup(book)) for book in books]
    if len(books) == 1:
        by = concatenate(" by ", author_markup(books[0])) if books[0].author != UNKNOWN_AUTHOR else ""
        return concatenate(titles[0], by)
    *first, last = titles
    return concatenate(first[0], *(concatenate(", ", title) for title in first[1:]), " and ", last)


def _others(answer: Recommended, dataset: DatasetFacts) -> Markup:
    shown = {each.book.book_id for each in answer.recommendations}
    others = [book for book in answer.others if book.book_id not in shown]
    if not others:
        return Markup()
    return element("div", element("h3", "Or did you mean one of these?"), choices(others, dataset), class_="others")


def _heading(text: str) -> Markup:
    return element("h2", text, id="heading")


def _with_lead(heading: str, lead: str, content: str = "") -> Markup:
    return concatenate(_heading(heading), element("p", lead, class_="lead"), content)
