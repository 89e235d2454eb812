"""Filters of recommendations, without some authors, in one language, of some years; and the books that they admit."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from shelftalker.model.catalogue import UNKNOWN_AUTHOR, Book, Catalogue
from shelftalker.model.title_keys import normalise_title
from shelftalker.recommend.contributions import preference_weight
from shelftalker.recommend.personal_ranking import PersonalRanking
from shelftalker.recommend.reasons import AfterBook, Recommendation
from shelftalker.recommend.recommender import RECOMMENDER, neighbours_in_order, vary_authors, with_subjects
from shelftalker.recommend.series import ANYBODY, SeriesReader, order_series_at_head
from shelftalker.shelf.known_books import KnownBooks


class FilterError(Exception):
    """A filter that can't be kept: of an author, a language or years that the model does not have."""


class FilterConfig(NamedTuple):
    """The numbers of filters.

    Attributes:
        tested_for_reader: Books of a ranking that are tested while a reader waits. Where a filter refuses all, so many
            take 0.06 s, and 243,490 books 1.4 s.
    """

    tested_for_reader: int = 10_000


FILTERS = FilterConfig()


class Filters(NamedTuple):
    """Tests of the books that may be recommended.

    A book whose language or year is not known is left out where one is asked for: a filter promises what it shows.
    (The languages of a reader's preferences are a wish, and let such books pass.)

    Attributes:
        author_rows: Rows of the authors to leave out.
        author_keys: The normalised names of these authors, which are looked for among all who are credited on a book.
        language: ISO 639-1 of the only language, or None for all.
        first_year: The first year of publication, or None.
        last_year: The last year of publication, or None.
        known_rows: Rows of the books that the reader rated or dismissed.
        preferred_languages: ISO 639-1 of those of the reader's preferences; empty for all.
        tested: Most books of a ranking that are tested, the best; None for all.
    """

    author_rows: frozenset[int] = frozenset()
    author_keys: frozenset[str] = frozenset()
    language: str | None = None
    first_year: int | None = None
    last_year: int | None = None
    known_rows: frozenset[int] = frozenset()
    preferred_languages: tuple[str, ...] = ()
    tested: int | None = None

    @classmethod
    def of(
        cls,
        catalogue: Catalogue,
        without_authors: Sequence[str] = (),
        language: str | None = None,
        years: tuple[int | None, int | None] = (None, None),
    ) -> "Filters":
        """Return filters that a model can keep.

        Args:
            catalogue: The model.
            without_authors: Names of authors, in any spelling that the search finds; a surname stands for all of them.
            language: ISO 639-1, in any case.
            years: The first and the last year, each None where there is no limit.

        Raises:
            FilterError: An author or language is not in the model, or the last year is before the first.
        """
        rows, keys = set[int](), set[str]()
        for name in without_authors:
            key = normalise_title(name)
            last, comma, first = name.partition(",")
            turned = normalise_title(f"{first} {last}") if comma else key
            found = catalogue.search_index.authors_with_key(key) or catalogue.search_index.authors_with_key(turned)
            if not found:
                raise FilterError(
                    f"The catalogue has no author {name!r} to leave out. Write the name as on the books: "
                    "'Stephen King'."
                )
            rows.update(found)
            keys.update({turned, *(normalise_title(catalogue.author_name(row)) for row in found)})
        code = language.strip().lower() if language else None
        # The languages that readers choose among have many books; an operator may ask for any.
        if code and code not in catalogue.languages():
            languages = {book.language for book in catalogue.all_books() if book.language}
            if code not in languages:
                raise FilterError(
                    f"Expected a language of which the model has books, not {language!r}: "
                    f"{', '.join(sorted(languages)) if languages else 'it knows none'} (ISO 639-1)."
                )
        first_year, last_year = years
        if first_year is not None and last_year is not None and last_year < first_year:
            raise FilterError(f"Expected years from the first to the last, not {first_year} to {last_year}. Swap them.")
        return cls(frozenset(rows), frozenset(keys), code, first_year, last_year)

    def for_reader(self, known: KnownBooks) -> "Filters":
        """Return the filters for a reader who waits, who knows some books, and who may prefer some languages."""
        rows = frozenset(row for row, entry in known.by_row.items() if entry.stars is not None or entry.dismissed)
        languages = () if self.language else known.preferences.languages
        return self._replace(known_rows=rows, preferred_languages=languages, tested=FILTERS.tested_for_reader)

    def admit(self, book: Book) -> bool:
        """Return True if a book may be recommended."""
        if self._is_for_others(book) or (self.author_rows and self._is_by_left_out(book)):
            return False
        if self.language is not None and book.language != self.language:
            return False
        if self.first_year is None and self.last_year is None:
            return True
        if book.year is None or (self.first_year is not None and book.year < self.first_year):
            return False
        return self.last_year is None or book.year <= self.last_year

    def keep(self, recommendations: Iterable[Recommendation]) -> Iterator[Recommendation]:
        """Yield the recommendations that the filters admit, in their order; no more are read than are needed."""
        return (each for each in islice(recommendations, self.tested) if self.admit(each.book))

    def _is_for_others(self, book: Book) -> bool:
        """Return True if the reader knows a book, or prefers languages of which it is known to be in none."""
        languages = self.preferred_languages
        is_preferred = not languages or book.language is None or book.language in languages
        return book.book_row in self.known_rows or not is_preferred

    def _is_by_left_out(self, book: Book) -> bool:
        """Return True if an author to leave out is named first on a book, or among all who are credited."""
        if book.author == UNKNOWN_AUTHOR:
            return False
        credited = f" {normalise_title(book.author)} "
        return book.author_row in self.author_rows or any(f" {key} " in credited for key in self.author_keys)


def similar_books_admitted(
    catalogue: Catalogue, book: Book, filters: Filters, reader: SeriesReader = ANYBODY
) -> list[Recommendation]:
    """Return the five books to read after a book that filters admit, best first, by varied authors.

    Where they leave fewer than five of its neighbours, the neighbours of those and popular books follow.
    """
    kept = list(filters.keep(neighbours_in_order(catalogue, book, reader)))
    shown = list(islice(vary_authors(kept, catalogue.author_factor), RECOMMENDER.recommendations))
    if len(shown) < RECOMMENDER.recommendations:
        shown += _further_books(catalogue, book, {each.book.book_row for each in shown}, filters, reader)
    return with_subjects(catalogue, book, shown[: RECOMMENDER.recommendations])


def _further_books(
    catalogue: Catalogue, book: Book, shown_rows: Collection[int], filters: Filters, reader: SeriesReader
) -> list[Recommendation]:
    """Return five books that filters admit after the neighbours of a book are used up, those of its own taste first."""
    liked = preference_weight(catalogue.rating_scale, catalogue.rating_scale)
    ranking = PersonalRanking(catalogue, {book.book_row: liked})
    reader = reader._replace(read_rows=reader.read_rows.union({book.book_row}))
    ordered = order_series_at_head(catalogue, ranking, reader)
    further = (each for each in filters.keep(ordered) if each.book.book_row not in shown_rows)
    best = list(islice(vary_authors(further, catalogue.author_factor), RECOMMENDER.recommendations))
    # Their scores are none of the neighbours', and keep the order of the list.
    return [each._replace(score=0.0, reason=AfterBook(book, 0)) for each in best]
