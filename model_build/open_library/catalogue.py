"""The catalogue of a folder of Open Library's dumps: one row a work that has a signal.

The dumps are read in the order redirects, readers' logs, editions (for the ISBNs of rated books), works, editions again
(those of kept works) and authors. Memory holds the kept works and counts, so the 55 million editions pass by.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from model_build.datasets.formats.table_file import DatasetError
from model_build.datasets.values.nobodys_names import without_nobody
from model_build.open_library.author_names import Author, read_authors
from model_build.open_library.dump_files import DumpFile, Dumps
from model_build.open_library.dump_lines import Losses, RecordReader
from model_build.open_library.editions import CollectedWork, as_listed, first_cover
from model_build.open_library.isbn_owners import assign_isbns
from model_build.open_library.kept_works import RatedBooks, keep_works, works_of_rated_books
from model_build.open_library.keys import (
    WORK_IN_LINE,
    WORK_OF_RECORD,
    number_of,
    numbers_in,
    text_in,
    texts_in,
    work_id,
)
from model_build.open_library.publish_years import first_year, first_year_in
from model_build.open_library.reader_counts import ReaderCounts, count_readers
from model_build.open_library.redirects import read_redirects
from model_build.open_library.subjects import series_subjects, tags_of
from model_build.open_library.titles import tidy_title, with_subtitle


@dataclass(frozen=True, slots=True)
class CatalogueConfig:
    """Limits of a catalogue.

    Attributes:
        least_readers: Least number of readers in Open Library of a work that no dataset rates.
        works_to_judge_by: Number of works with enough readers from which a dump is judged by how many it lacks.
        most_missing: Largest share of them without a record of their own, or without an edition. Of whole dumps of one
            month hardly any are missing.
        most_authors: Most authors of a work; anthologies name dozens.
        subtitle_share: Least share of the editions under the work's title that have a subtitle for it to be shown.
    """

    least_readers: int = 5
    works_to_judge_by: int = 100
    most_missing: float = 0.2
    most_authors: int = 8
    subtitle_share: float = 0.5


CATALOGUE = CatalogueConfig()


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Works of Open Library.

    Attributes:
        books: [works] book_id and work_id ("OL45804W"), title, author ("; " between several, '' if unknown), isbns
            (tuple of all editions' ISBNs), year (of first publication, <NA> if unknown), language (of the title, ISO
            639-1, None if unknown), publisher, series, volume, cover (Open Library's id as text, '' if none), tags
            (tuple of subjects), readers (in Open Library, never those who want to read); by ascending key.
        losses: Numbers of rows read and left out.
        warnings: Sentences about what is odd but usable.
        month: The oldest month of the dumps, '' if their names have none.
    """

    books: pd.DataFrame
    losses: Losses
    warnings: Sequence[str]
    month: str


def read_catalogue(directory: Path, rated: RatedBooks, least_readers: int = CATALOGUE.least_readers) -> Catalogue:
    """Read the works of a folder of dumps that a dataset rates or enough people have read.

    Args:
        directory: The folder of the dumps.
        rated: The books of the datasets that are built with the catalogue.
        least_readers: Least number of readers of a work that no dataset rates.

    Raises:
        DatasetError: A dump is missing, broken or another one than its name says, or no work has a signal.
    """
    dumps = Dumps.found_in(directory)
    losses = Losses()
    redirects, author_redirects = read_redirects(_files(dumps, "redirects"), losses)
    readers = count_readers(_files(dumps, "ratings"), _files(dumps, "reading-log"), redirects, losses)
    rated_works = works_of_rated_books(_files(dumps, "editions"), rated, readers, redirects, losses)
    kept = keep_works(rated_works, rated, readers, redirects, least_readers)
    if not len(kept):
        raise DatasetError(
            f"No work of {directory} has a signal: of {len(readers.works):,} works with readers none has "
            f"{least_readers:,}, and no edition has the ISBN of a rated book. Lower --catalogue-readers, or "
            f"add the dumps of ratings and of the reading log."
        )
    works = dict(zip(kept.tolist(), map(CollectedWork, kept.tolist(), readers.of(kept).tolist()), strict=True))
    aliases = redirects.aliases_of(works)
    by_key = {str(number).encode(): works[target] for number, target in aliases.items()}
    _read_works(_files(dumps, "works"), by_key, losses)
    _read_editions(_files(dumps, "editions"), by_key, losses, again=bool(rated.by_isbn))
    _check_missing(directory, works, readers, least_readers)
    author_numbers = {author for work in works.values() for author in _authors(work)}
    authors = read_authors(_files(dumps, "authors"), author_numbers, author_redirects, losses)
    books = _table_of(list(works.values()), authors, rated, losses)
    return Catalogue(books, losses, dumps.warnings, dumps.month)


def _files(dumps: Dumps, kind: Any) -> list[DumpFile]:
    return list(dumps.files.get(kind, ()))


def _read_works(files: list[DumpFile], by_key: Mapping[bytes, CollectedWork], losses: Losses) -> None:
    for key, record in RecordReader(losses).records(files, WORK_OF_RECORD, by_key.__contains__):
        work = by_key[str(number_of(key)).encode()]
        work.title = tidy_title(text_in(record.get("title")), text_in(record.get("title_prefix")))
        work.subtitle = text_in(record.get("subtitle"))
        work.authors = tuple(numbers_in(record.get("authors")))
        work.first_year = first_year_in(text_in(record.get("first_publish_date")))
        work.cover = first_cover(record.get("covers"))
        fields = ("subjects", "subject_people", "subject_places")
        work.subjects = dict.fromkeys(text for field in fields for text in texts_in(record.get(field)))


def _read_editions(
    files: list[DumpFile], by_key: Mapping[bytes, CollectedWork], losses: Losses, *, again: bool
) -> None:
    reader = RecordReader(losses)
    for _, record in reader.records(files, WORK_IN_LINE, by_key.__contains__, again=again):
        numbers = numbers_in(record.get("works"))
        for work in {id(work): work for number in numbers if (work := by_key.get(str(number).encode()))}.values():
            work.add_edition(record, losses)
            losses.counts["editions: of kept works"] += 1


def _check_missing(
    directory: Path, works: Mapping[int, CollectedWork], readers: ReaderCounts, least_readers: int
) -> None:
    """Refuse dumps that lack many of the works that people have read, as a cut off one does."""
    read = [works[number] for number in readers.works_read_by(least_readers).tolist()]
    if len(read) < CATALOGUE.works_to_judge_by:
        return
    for kind, missing in (
        ("works", sum(not work.title for work in read)),
        ("editions", sum(not work.editions for work in read)),
    ):
        if missing > CATALOGUE.most_missing * len(read):
            raise DatasetError(
                f"The dump of {kind} in {directory} is not whole: of {len(read):,} works that people have read it "
                f"lacks {missing:,}. Download it again, of the same month as the other dumps."
            )


def _authors(work: CollectedWork) -> list[int]:
    """Return the numbers of a work's authors' keys: those of its record, else those on half of its editions."""
    if work.authors:
        return list(work.authors[: CATALOGUE.most_authors])
    most = max(work.edition_authors.values(), default=0)
    authors = [author for author, editions in work.edition_authors.items() if editions * 2 >= most]
    return authors[: CATALOGUE.most_authors]


def _table_of(
    works: list[CollectedWork], authors: Mapping[int, Author], rated: RatedBooks, losses: Losses
) -> pd.DataFrame:
    titled = []
    for work in works:
        if _title(work):
            titled.append(work)
            if not work.title:
                losses.add("works: without a record, with the title of an edition", work_id(work.number))
        else:
            losses.add("works: without a title, left out", work_id(work.number))
    titles = [_title(work) for work in titled]
    credited = [_credit(work, authors) for work in titled]
    isbns = assign_isbns(titled, titles, credited, rated.by_isbn, losses)
    series = [_series(work) for work in titled]
    ids = [work_id(work.number) for work in titled]
    losses.counts["works: kept"] = len(titled)
    losses.counts["works: kept, without an ISBN"] = sum(not of_work for of_work in isbns)
    losses.counts["works: kept, without an author"] = sum(not credit for credit in credited)
    return pd.DataFrame({
        "book_id": pd.Series(ids, dtype="object"),
        "work_id": pd.Series(ids, dtype="object"),
        "title": pd.Series(titles, dtype="object"),
        "author": pd.Series(credited, dtype="object"),
        "isbns": pd.Series([tuple(map(as_listed, of_work)) for of_work in isbns], dtype="object"),
        "year": pd.array([_year(work, authors) for work in titled], dtype="Int32"),
        "language": pd.Series([_language(work) for work in titled], dtype="object"),
        "publisher": pd.Series([_most_common(work.publishers) for work in titled], dtype="object"),
        "series": pd.Series([name for name, _ in series], dtype="object"),
        "volume": pd.Series([volume for _, volume in series], dtype="object"),
        "cover": pd.Series([_cover(work) for work in titled], dtype="object"),
        "tags": pd.Series([tags_of(work.subjects) for work in titled], dtype="object"),
        "readers": pd.array([work.readers for work in titled], dtype="int64"),
    })  # fmt: skip


def _title(work: CollectedWork) -> str:
    """Return the title of a work: that of its record, with the article and subtitle that its editions have."""
    title = work.title or _most_common(work.titles)
    if not title:
        return ""
    # Old records leave the article out of the title; editions have it in a field of its own.
    one_word_more = [
        other
        for other in work.titles
        if other.count(" ") == title.count(" ") + 1 and other.casefold().endswith(f" {title.casefold()}")
    ]
    if one_word_more and work.titles[one_word_more[0]] > work.titles.get(title, 0):
        title = one_word_more[0]
    subtitles = sum(work.subtitles.values())
    of_title = sum(work.title_languages.values()) or work.editions
    subtitle = work.subtitle
    if not subtitle and subtitles and subtitles >= CATALOGUE.subtitle_share * of_title:
        subtitle = _most_common(work.subtitles)
    return with_subtitle(title, subtitle)


def _credit(work: CollectedWork, authors: Mapping[int, Author]) -> str:
    names = [authors[author].name for author in _authors(work) if author in authors]
    return without_nobody("; ".join(dict.fromkeys(names)))


def _year(work: CollectedWork, authors: Mapping[int, Author]) -> int | None:
    births = [authors[author].birth_year for author in _authors(work) if author in authors]
    return first_year(work.first_year, work.years, work.years_with_isbn, births)


def _language(work: CollectedWork) -> str | None:
    """Return the language of the title that is shown, else that of most editions."""
    return _most_common(work.title_languages or work.languages) or None


def _cover(work: CollectedWork) -> str:
    return str(work.cover or work.title_cover or work.edition_cover or "")


def _series(work: CollectedWork) -> tuple[str, str]:
    """Return series and volume: with a volume before without, then that of most editions."""
    if work.series:
        return min(work.series, key=lambda series: (not series[1], -work.series[series], series))
    names = series_subjects(work.subjects)
    return (names[0], "") if names else ("", "")


def _most_common(counts: Mapping[str, int]) -> str:
    return min(counts, key=lambda value: (-counts[value], value), default="")
