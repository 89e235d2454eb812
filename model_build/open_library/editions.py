"""The facts that the editions of a work state together: ISBNs, years, languages, publishers, covers, series."""

import sys
from array import array
from typing import Any

from model_build.datasets.values.languages import language_of
from model_build.open_library.dump_lines import Losses
from model_build.open_library.keys import keys_in, numbers_in, text_in, texts_in
from model_build.open_library.publish_years import year_in
from model_build.open_library.series_statements import series_and_volumes
from model_build.open_library.titles import are_one_title, tidy_title
from shelftalker.model.isbn import as_isbn_10, as_isbn_13, isbn_of

# Most different values of a field that are kept of one work; works of thousands of editions have no more to say.
_MOST_VALUES = 40


class CollectedWork:
    """A kept work: its own record, and the sum of its editions.

    Attributes:
        number: Number of its key.
        readers: Its readers in Open Library.
        title: Title of the work's record, '' until it is read.
        subtitle: Its subtitle.
        authors: Numbers of its authors' keys.
        subjects: Subjects of the record, then those of its editions.
        first_year: Year of first publication that the record states.
        cover: Id of its record's cover, 0 if there is none; title_cover: that of an edition of its title;
            edition_cover: of any edition.
        editions: Number of its editions.
        isbns: ISBN of 13 digits, doubled, plus 1 if the edition has the work's title.
        years: Years of editions without an ISBN; years_with_isbn: those of the others.
        titles: Title -> editions that have it, with its article.
        subtitles: Subtitle -> editions of the work's title that have it.
        languages: Language -> editions; title_languages: those of the work's title.
        publishers: Publisher -> editions.
        series: (series, volume) -> editions.
        edition_authors: Number of an author's key -> editions.
    """

    __slots__ = (
        "authors", "cover", "edition_authors", "edition_cover", "editions", "first_year", "isbns", "languages",
        "number", "publishers", "readers", "series", "subjects", "subtitle", "subtitles", "title",
        "title_cover", "title_languages", "titles", "years", "years_with_isbn",
    )  # fmt: skip

    def __init__(self, number: int, readers: int) -> None:
        self.number = number
        self.readers = readers
        self.title = ""
        self.subtitle = ""
        self.authors: tuple[int, ...] = ()
        self.subjects: dict[str, None] = {}
        self.first_year: int | None = None
        self.cover = 0
        self.title_cover = 0
        self.edition_cover = 0
        self.editions = 0
        self.isbns = array("q")
        self.years = array("h")
        self.years_with_isbn = array("h")
        self.titles: dict[str, int] = {}
        self.subtitles: dict[str, int] = {}
        self.languages: dict[str, int] = {}
        self.title_languages: dict[str, int] = {}
        self.publishers: dict[str, int] = {}
        self.series: dict[tuple[str, str], int] = {}
        self.edition_authors: dict[int, int] = {}

    def add_edition(self, record: dict[str, Any], losses: Losses) -> None:
        """Add what the record of an edition says."""
        self.editions += 1
        title = tidy_title(text_in(record.get("title")), text_in(record.get("title_prefix")))
        is_title = not self.title or are_one_title(title, self.title)
        isbns = isbns_of(record, losses)
        self.isbns.extend(2 * int(isbn) + is_title for isbn in isbns)
        if year := year_in(text_in(record.get("publish_date"))):
            (self.years_with_isbn if isbns else self.years).append(year)
        if title:
            _count(self.titles, title)
        if is_title and (subtitle := text_in(record.get("subtitle"))):
            _count(self.subtitles, subtitle)
        for language in _languages(record, isbns):
            _count(self.languages, language)
            if is_title:
                _count(self.title_languages, language)
        for publisher in texts_in(record.get("publishers"))[:1]:
            _count(self.publishers, sys.intern(publisher))
        for series in series_and_volumes(texts_in(record.get("series"))):
            _count(self.series, series)
        for author in numbers_in(record.get("authors")):
            _count(self.edition_authors, author)
        cover = first_cover(record.get("covers"))
        if is_title:
            self.title_cover = self.title_cover or cover
        self.edition_cover = self.edition_cover or cover
        for subject in texts_in(record.get("subjects")):
            if len(self.subjects) < _MOST_VALUES:
                self.subjects.setdefault(subject)


def isbns_of(record: dict[str, Any], losses: Losses | None = None) -> list[str]:
    """Return the ISBNs of an edition in their form of 13 digits, each once; those with a wrong check digit left out."""
    isbns: dict[str, None] = {}
    for listed in (*texts_in(record.get("isbn_10")), *texts_in(record.get("isbn_13")), *texts_in(record.get("isbn"))):
        isbn = isbn_of(listed) or isbn_of(listed.partition(" ")[0].strip(" :;."))  # "0140449132 (pbk.)"
        if isbn:
            isbns[as_isbn_13(isbn) if len(isbn) == 10 else isbn] = None
        elif losses is not None:
            losses.add("editions: ISBNs with a wrong check digit or length, dropped", f"{record.get('key')}: {listed}")
    return list(isbns)


def as_listed(isbn_13: int) -> str:
    """Return an ISBN as the rest of the build compares it: of ten characters where it has that form."""
    text = f"{isbn_13:013d}"
    return as_isbn_10(text) or text


def first_cover(covers: Any) -> int:
    """Return the first id of a cover, 0 if there is none; -1 stands for a cover that was taken away."""
    entries = covers if isinstance(covers, list) else [covers]
    return next((cover for cover in entries if isinstance(cover, int) and not isinstance(cover, bool) and cover > 0), 0)


def _languages(record: dict[str, Any], isbns: list[str]) -> list[str]:
    """Return the languages of an edition: its own, or that of its ISBN's region."""
    codes = [key.rpartition("/")[2] for key in keys_in(record.get("languages"))]
    listed = as_listed(int(isbns[0])) if isbns else ""
    found = [language_of(code, "") for code in codes] if codes else [language_of("", listed)]
    return [sys.intern(language) for language in dict.fromkeys(found) if language]


def _count(counts: dict[Any, int], value: Any) -> None:
    if value in counts:
        counts[value] += 1
    elif len(counts) < _MOST_VALUES:
        counts[value] = 1
