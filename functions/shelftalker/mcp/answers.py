"""Calls and answers of tools: books and recommendations as plain text for a model."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from shelftalker.api.answers import plain_reason
from shelftalker.listeners.services import Services
from shelftalker.model.catalogue import UNKNOWN_AUTHOR, Book, Catalogue
from shelftalker.recommend.reasons import Recommendation
from shelftalker.shelf.contents import Reader
from shelftalker.shelf.known_books import KnownBooks
from shelftalker.views.block_kit import on_one_line
from shelftalker.views.wording import DatasetFacts, year


class ToolCall(NamedTuple):
    """One call of a tool.

    Attributes:
        services: The services.
        catalogue: The model to answer from.
        reader: The person.
        arguments: Those of the call, which fit the tool's schema.
    """

    services: Services
    catalogue: Catalogue
    reader: Reader
    arguments: Mapping[str, Any]

    @property
    def dataset(self) -> DatasetFacts:
        """Facts of the model's dataset."""
        return self.services.dataset_facts(self.catalogue)

    def known_books(self) -> KnownBooks:
        """Return the person's shelf in the rows of the model."""
        return self.services.known_books(self.catalogue, self.reader)


class ToolAnswer(NamedTuple):
    """An answer of a tool.

    Attributes:
        text: The answer as a model reads it.
        content: The same as JSON, of the tool's outputSchema.
    """

    text: str
    content: dict[str, Any]


class ToolError(Exception):
    """A call that a tool can't answer: a sentence on the cause, and how a model can go on."""


def quote(typed: str) -> str:
    """Return a title as it was asked for, in quotation marks and on one line."""
    return f'"{on_one_line(typed)}"'


def name_book(book: Book) -> str:
    """Return title, author and year in words: `"Dune" by Frank Herbert (1965)`."""
    author = "" if book.author == UNKNOWN_AUTHOR else f" by {on_one_line(book.author)}"
    return f'"{on_one_line(book.full_title)}"{author} ({"year unknown" if book.year is None else year(book.year)})'


def name_books(books: Iterable[Book]) -> str:
    """Return several books in one line."""
    return "; ".join(map(name_book, books))


def list_recommendations(recommendations: Sequence[Recommendation]) -> str:
    """Return recommendations in numbered lines, each with its reason."""
    return "\n".join(
        f"{number}. {name_book(each.book)}" + (f": {reason}." if (reason := plain_reason(each)) else "")
        for number, each in enumerate(recommendations, start=1)
    )


def list_books(books: Sequence[Book]) -> str:
    """Return books in numbered lines."""
    return "\n".join(f"{number}. {name_book(book)}" for number, book in enumerate(books, start=1))
