"""Series of works and their volumes, from the titles of all editions and from a catalogue's own columns.

A series is one author's, or that of authors who write together. A name that many authors share is a publisher's line
("Harlequin Blaze, No 12"), which has no order of reading, and is left out: a wrong series is worse than none.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from model_build.engine import THREADS, Engine, map_values
from model_build.works.author_groups import AuthorGroups
from model_build.works.shown_titles import title_case
from shelftalker.model.title_keys import BRACKETED, normalise_title
from shelftalker.title_parsing.series_mentions import (
    MentionSource,
    SeriesMention,
    common_beginning,
    mention_of_columns,
    mentions_in,
    name_before_volume,
    names_several_volumes,
    number_of_letter,
    series_stem,
    without_set_words,
)
from shelftalker.title_parsing.series_patterns import SeriesConfig

_CONFIG = SeriesConfig()


@dataclass(frozen=True, slots=True)
class SeriesOfWorks:
    """The series and volumes of works.

    Attributes:
        rows: [works] row of the work's series, from 0 in the order of each series' most popular work; -1 for none.
        volumes: [works] number of the volume, of an omnibus its first; NaN where it is not known.
        last_volumes: [works] number of the last volume of an omnibus; NaN for any other work.
        names: [series] name as it is shown.
    """

    rows: NDArray[np.int32]
    volumes: NDArray[np.float64]
    last_volumes: NDArray[np.float64]
    names: list[str]


# First and last volume of a work: math.nan itself, which equals itself as part of a key, as the last one but of an
# omnibus, and for both where the volume is not known.
_Volumes = tuple[float, float]
_UNKNOWN: _Volumes = (math.nan, math.nan)


@dataclass(slots=True)
class _Statement:
    """The mentions of one series by the editions of a work.

    Attributes:
        source: The most reliable source.
        place: Place among the series that one edition mentions, from 0; the least of them.
        editions: Number of editions that mention it.
        volumes: Readers of the editions that name a volume, or a range.
        names: Readers of the editions that name the series so.
    """

    source: MentionSource
    place: int
    editions: int = 0
    volumes: Counter[_Volumes] = field(default_factory=Counter)
    names: Counter[str] = field(default_factory=Counter)

    @property
    def volume(self) -> _Volumes:
        """The volume that most readers' editions name; of equals the lowest."""
        return min(self.volumes, key=lambda pair: (-self.volumes[pair], pair[0]), default=_UNKNOWN)

    def preference(self) -> tuple[bool, int, int, int, str]:
        """Return the order among a work's series: with a volume first, then by source, readers and place."""
        return not self.volumes, self.source, -self.names.total(), self.place, min(self.names)


# stem of a series -> statement.
_Statements = dict[str, _Statement]
# A series: its stem and the row of its author, or of the first of those who write together.
_Series = tuple[str, int]


def series_of_works(
    editions: pd.DataFrame, work_of: NDArray[np.int32], author_rows: NDArray[np.int32], engine: Engine = THREADS
) -> SeriesOfWorks:
    """Return the series and volume of each work.

    Args:
        editions: [editions] title, author, publisher, readers and, where the catalogue has them, series and volume.
        work_of: [editions] row of the edition's work; works are sorted by popularity.
        author_rows: [works] row of the author.
        engine: Finds the series that some thousands of titles mention.
    """
    authors = author_rows.tolist()
    titles: defaultdict[int, list[str]] = defaultdict(list)
    for title, work in zip(editions["title"].tolist(), work_of.tolist(), strict=True):
        titles[work].append(title)
    statements = _statements(editions, work_of, engine)
    _name_by_common_beginning(statements, titles, authors)
    groups = AuthorGroups(zip(editions["author"].tolist(), work_of.tolist(), strict=True), statements, authors)
    chosen = _choose(statements, groups, authors, titles)
    works_of: defaultdict[_Series, list[int]] = defaultdict(list)
    for work, series in sorted(chosen.items()):
        works_of[series].append(work)
    volumes = {work: statements[work][stem].volume for work, (stem, _) in chosen.items()}
    names = {series: _name(series[0], works, statements) for series, works in works_of.items()}
    _add_works_named_after_series(works_of, volumes, names, titles, authors)
    _number_by_letters(works_of, volumes, titles, authors)
    return _number_series(works_of, volumes, names, len(authors))


def _statements(editions: pd.DataFrame, work_of: NDArray[np.int32], engine: Engine) -> dict[int, _Statements]:
    """Return the mentions of series by the editions of each work: work -> stem -> statement."""
    blank = [""] * len(editions)
    columns = [editions[name].fillna("").tolist() if name in editions else blank for name in ("series", "volume")]
    texts = [*columns, *(editions[name].tolist() for name in ("title", "author", "publisher"))]
    statements: defaultdict[int, _Statements] = defaultdict(dict)
    mentioned = map_values(engine, _mentions_of_edition, *texts)
    for mentions, readers, work in zip(mentioned, editions["readers"].tolist(), work_of.tolist(), strict=True):
        for place, mention in enumerate(mentions):
            statement = statements[work].setdefault(mention.stem, _Statement(mention.source, place))
            statement.source = min(statement.source, mention.source)
            statement.place = min(statement.place, place)
            statement.editions += 1
            statement.names[mention.name] += readers + 1
            if not math.isnan(mention.volume):
                last = math.nan if math.isnan(mention.last_volume) else mention.last_volume  # a copy is another NaN
                statement.volumes[mention.volume, last] += readers + 1
    return statements


def _mentions_of_edition(series: str, volume: str, title: str, author: str, publisher: str) -> list[SeriesMention]:
    return mention_of_columns(series, volume) or mentions_in(title, author, publisher)


def _name_by_common_beginning(
    statements: dict[int, _Statements], titles: Mapping[int, list[str]], authors: list[int]
) -> None:
    """Give a series to the volumes without one, "(Book 2)": another edition's, or the beginning that titles share.

    "Harry Potter and the Goblet of Fire (Book 4)" and "Harry Potter and the Chamber of Secrets (Book 2)" are volumes
    of "Harry Potter".
    """
    nameless: defaultdict[int, dict[int, _Statement]] = defaultdict(dict)
    for work, of_work in statements.items():
        if statement := of_work.pop("", None):
            if of_work:
                best = min(of_work.values(), key=_Statement.preference)
                best.volumes = best.volumes or statement.volumes
                best.source = min(best.source, statement.source)
            else:
                nameless[authors[work]][work] = statement
    for of_author in nameless.values():
        names = {work: name_before_volume(titles[work][0]).split() for work in of_author}
        for work, statement in of_author.items():
            beginnings = [common_beginning(names[work], names[other]) for other in of_author if other != work]
            name = max(beginnings, key=len, default="")
            if stem := series_stem(name):
                statement.names = Counter({name: statement.names.total()})
                statements[work][stem] = statement


def _choose(
    statements: Mapping[int, _Statements], groups: AuthorGroups, authors: list[int], titles: Mapping[int, list[str]]
) -> dict[int, _Series]:
    """Return the series of each work that has one: of those that are no line or note of an edition, the best stated."""
    works_with: defaultdict[str, list[int]] = defaultdict(list)
    for work, of_work in statements.items():
        for stem in of_work:
            works_with[stem].append(work)
    candidates: defaultdict[int, dict[str, _Series]] = defaultdict(dict)
    for stem, works in works_with.items():
        first_of = groups.group(authors[work] for work in works)
        counts = Counter(first_of[authors[work]] for work in works)
        has_volumes = any(statements[work][stem].volumes for work in works)
        is_line = len(counts) >= (_CONFIG.authors_of_a_line if has_volumes else _CONFIG.authors_without_volumes)
        of_authors = {author: [work for work in works if first_of[authors[work]] == author] for author in counts}
        if is_line:
            of_authors = _without_strangers(of_authors, stem, statements)
        for author, of_author in of_authors.items():
            if _is_series([statements[work][stem] for work in of_author]) and not _is_note(
                stem, {work: statements[work][stem] for work in of_author}, titles
            ):
                candidates |= {work: {**candidates[work], stem: (stem, author)} for work in of_author}
    return {
        work: series[min(series, key=lambda stem: statements[work][stem].preference())]
        for work, series in candidates.items()
    }


def _without_strangers(
    of_authors: dict[int, list[int]], stem: str, statements: Mapping[int, _Statements]
) -> dict[int, list[int]]:
    """Return the works, by author, of the authors whose series a name is that many have; none of a publisher's line.

    It is that of authors who wrote the first volumes without a gap, 1, 2, 3, if they wrote most of its books.
    """
    least = _CONFIG.share_of_owners * sum(map(len, of_authors.values()))
    owners = {}
    for author, works in of_authors.items():
        numbers = {statements[work][stem].volume[0] for work in works if statements[work][stem].volumes}
        is_whole = len(numbers) >= _CONFIG.works_of_a_series and numbers == set(range(1, len(numbers) + 1))
        if is_whole or (len(works) >= least and len(works) >= _CONFIG.works_of_a_series):
            owners[author] = works
    return owners if sum(map(len, owners.values())) >= least else {}


def _is_series(statements: Sequence[_Statement]) -> bool:
    """Return True if some works make a series: a column, a volume in brackets, two volumes, or two works.

    Of bare numbers at the end of titles two have to follow one another: "Malice Domestic 1", "Malice Domestic 2".
    """
    numbers = {statement.volume[0] for statement in statements if statement.volumes}
    if all(statement.source == MentionSource.BARE_NUMBER for statement in statements):
        return any(number + 1 in numbers for number in numbers)
    sources = [statement.source for statement in statements if statement.volumes]
    if min(sources, default=MentionSource.TITLE) < MentionSource.TITLE:
        return True
    stated = [statement for statement in statements if statement.source < MentionSource.TITLE]
    is_catalogues = any(statement.source == MentionSource.COLUMN for statement in stated)
    return is_catalogues or max(len(numbers), len(stated)) >= _CONFIG.works_of_a_series


def _is_note(stem: str, stated: Mapping[int, _Statement], titles: Mapping[int, list[str]]) -> bool:
    """Return True if a name is a note of some editions, as a binding or a promotion, and not the works' series.

    Args:
        stem: Key of the name.
        stated: Statement by work.
        titles: Titles of all editions by work.
    """
    if len(stated) > _CONFIG.few_works or any(
        statement.volumes or statement.source != MentionSource.BRACKETS for statement in stated.values()
    ):
        return False
    of_works = [title for work in stated for title in titles[work]]
    if sum(statement.editions for statement in stated.values()) >= _CONFIG.share_of_editions * len(of_works):
        return False
    return not any(series_stem(name_before_volume(title)).startswith(stem) for title in of_works)


def _name(stem: str, works: list[int], statements: dict[int, _Statements]) -> str:
    """Return the name of a series that most readers' editions have, not in capitals but for abbreviations."""
    names = sum((statements[work][stem].names for work in works), Counter[str]())
    name = min(names, key=lambda name: (name.isupper() or name.islower(), -names[name], name))
    return title_case(name, {}) if name.isupper() and " " in name else name


def _add_works_named_after_series(
    works_of: Mapping[_Series, list[int]],
    volumes: dict[int, _Volumes],
    names: dict[_Series, str],
    titles: Mapping[int, list[str]],
    authors: list[int],
) -> None:
    """Add the author's works that bear a series' name and no volume: its first volume, or all of it in one book.

    "Dune" is the first of the Dune Chronicles, which have no other first volume; "The Lord of the Rings" and "His Dark
    Materials Trilogy" are all their volumes. A series takes the name of its first volume, if that is its own: "Dune".
    """
    series_of: defaultdict[int, dict[str, _Series]] = defaultdict(dict)
    for stem, author in works_of:
        series_of[author][stem] = stem, author
    in_series = {work for works in works_of.values() for work in works}
    for work, author in enumerate(authors):
        for title in titles[work] if author in series_of else ():
            is_set = names_several_volumes(title)
            series = series_of[author].get(series_stem(without_set_words(title) if is_set else _bare(title)))
            if series is None or (work in in_series and not math.isnan(volumes[work][0])):
                continue
            known = [volumes[other][0] for other in works_of[series] if not math.isnan(volumes[other][0])]
            if work not in works_of[series]:
                for other in works_of.values() if work in in_series else ():
                    if work in other:
                        other.remove(work)
                works_of[series].append(work)
                in_series.add(work)
            has_first = any(
                math.isnan(volumes[other][1]) for other in works_of[series] if volumes.get(other, _UNKNOWN)[0] == 1
            )
            volumes[work] = _UNKNOWN
            if is_set or (has_first and normalise_title(_bare(title)) == normalise_title(names[series])):
                volumes[work] = (1.0, max(known)) if known and max(known) > 1 else _UNKNOWN
            elif known and not has_first:
                volumes[work] = (1.0, math.nan)
    for series, works in works_of.items():
        for title in (title for work in works if volumes[work][0] == 1 for title in titles[work]):
            if series_stem(_bare(title)) == series[0] and not title.isupper():
                names[series] = min(names[series], _bare(title), key=len)


def _number_by_letters(
    works_of: Mapping[_Series, list[int]],
    volumes: dict[int, _Volumes],
    titles: Mapping[int, list[str]],
    authors: list[int],
) -> None:
    """Take the letters of an author's titles for volumes of a series without: "A Is for Alibi", "B Is for Burglar".

    Other works of the author with such a title join the series.
    """
    letters: defaultdict[int, dict[int, int]] = defaultdict(dict)
    for work, of_work in titles.items():
        numbers = set(filter(None, map(number_of_letter, of_work)))
        if len(numbers) == 1:
            letters[authors[work]][work] = numbers.pop()
    lettered = {author: works for author, works in letters.items() if len(works) >= _CONFIG.lettered_works}
    in_series = {work: series for series, works in works_of.items() for work in works} if lettered else {}
    for works in lettered.values():
        series, count = Counter(in_series.get(work) for work in works).most_common(1)[0]
        if series is None or 2 * count <= len(works) or not all(math.isnan(volumes[of][0]) for of in works_of[series]):
            continue
        for work, number in works.items():
            if work not in in_series:
                works_of[series].append(work)
            if in_series.get(work, series) == series:
                volumes[work] = (float(number), math.nan)


def _bare(title: str) -> str:
    return " ".join(BRACKETED.sub(" ", title).split())


def _number_series(
    works_of: Mapping[_Series, list[int]], volumes: dict[int, _Volumes], names: dict[_Series, str], works_count: int
) -> SeriesOfWorks:
    rows = np.full(works_count, -1, dtype=np.int32)
    first, last = np.full(works_count, np.nan), np.full(works_count, np.nan)
    ordered = sorted(works_of, key=lambda series: (min(works_of[series]), series))
    for row, series in enumerate(ordered):
        for work in works_of[series]:
            rows[work] = row
            first[work], last[work] = volumes[work]
    return SeriesOfWorks(rows, first, last, [names[series] for series in ordered])
