"""Volumes of a series by their number: "Dune 2", "Narnia book 5", "the second Harry Potter".

The number may stand in digits or in words of English, German, French and Spanish; the series is known by its name, or
by the title of one of its books.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from shelftalker.model.catalogue import Book, Catalogue
from shelftalker.model.title_keys import normalise_title, words_of
from shelftalker.search.near_titles import candidate_rows
from shelftalker.search.question_words import QUESTION_WORDS
from shelftalker.search.subtitles import SUBTITLES
from shelftalker.search.typed_words import TypedWords


def _numbers(*texts: str) -> dict[str, int]:
    return {word: number for text in texts for number, word in enumerate(text.split(), start=1)}


class VolumeConfig(NamedTuple):
    """Numbers and words of volumes.

    Attributes:
        greatest: Greatest number of a volume.
        namesakes: Number of books with the series' name as title that are looked at.
        ordinals: Ordinal numbers, without accents; they stand anywhere beside the name.
        cardinals: Other numbers in words; they stand at the end, or after a word for a volume.
    """

    greatest: int = 200
    namesakes: int = 20
    ordinals: dict[str, int] = _numbers(
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth",
        "1st 2nd 3rd 4th 5th 6th 7th 8th 9th 10th 11th 12th 13th",
        "erste zweite dritte vierte funfte sechste siebte achte neunte zehnte",
        "ersten zweiten dritten vierten funften sechsten siebten achten neunten zehnten",
        "erster zweiter dritter vierter funfter sechster siebter achter neunter zehnter",
        "premier deuxieme troisieme quatrieme cinquieme sixieme septieme huitieme neuvieme dixieme",
        "1er 2e 3e 4e 5e 6e 7e 8e 9e 10e",
        "primer segundo tercer cuarto quinto sexto septimo octavo noveno decimo",
        "primero segundo tercero cuarto",
        "primera segunda tercera cuarta quinta sexta septima octava novena decima",
    )
    cardinals: dict[str, int] = _numbers(
        "one two three four five six seven eight nine ten eleven twelve",
        "eins zwei drei vier funf sechs sieben acht neun zehn",
        "un deux trois quatre cinq six sept huit neuf dix",
        "uno dos tres cuatro cinco seis siete ocho nueve diez",
        "i ii iii iv v vi vii viii ix x xi xii",
    )


VOLUMES = VolumeConfig()

_OF_SERIES = frozenset(
    {"series", "reihe", "serie", "saga", "trilogy", "of", "in", "the", "der", "de", "la", "von", "du", "del"}
)
_BESIDE_NAME = (
    QUESTION_WORDS.linking | QUESTION_WORDS.hinting | QUESTION_WORDS.asking | QUESTION_WORDS.volume
    | QUESTION_WORDS.before_author | _OF_SERIES
)  # fmt: skip


def books_of_volume(catalogue: Catalogue, words: TypedWords) -> list[Book]:
    """Return the book of a series that is asked for by its number, and the other volumes; empty where none is."""
    for name, number in _readings(words):
        volumes = _volumes(catalogue, name)
        asked = [book for book in volumes if book.volume == number and book.last_volume is None]
        if asked:
            asked.sort(key=lambda book: book.book_row)
            return [*asked, *(book for book in volumes if book not in asked and book.last_volume is None)]
    return []


def _readings(words: TypedWords) -> Iterator[tuple[str, float]]:
    """Yield (name of a series, number of a volume) of a text that may ask for a volume."""
    for position in range(len(words.words)):
        number = _number_at(words, position)
        if number is None or number > VOLUMES.greatest:
            continue
        before, behind = (0, position), (position + 1, len(words.words))
        for span, rest in ((before, behind), (behind, before)):
            if not all(word.key in _BESIDE_NAME for word in words.words[slice(*rest)]):
                continue
            for beside in (QUESTION_WORDS.volume | _OF_SERIES, _BESIDE_NAME):
                first, after_last = _trim(words, *span, beside)
                if first < after_last:
                    yield words.key(first, after_last), number


def _number_at(words: TypedWords, position: int) -> int | None:
    """Return the number that a word may be, or None."""
    key = words.words[position].key
    if key.isdecimal():
        return int(key)
    is_placed = position and (
        position == len(words.words) - 1 or words.words[position - 1].key in QUESTION_WORDS.volume
    )
    return VOLUMES.ordinals.get(key) or (VOLUMES.cardinals.get(key) if is_placed else None)


def _trim(words: TypedWords, first: int, after_last: int, beside: frozenset[str]) -> tuple[int, int]:
    """Return the positions without some words at both ends that are no name's."""
    while after_last > first and words.words[after_last - 1].key in beside:
        after_last -= 1
    while first < after_last and words.words[first].key in beside:
        first += 1
    return first, after_last


def _volumes(catalogue: Catalogue, name: str) -> Sequence[Book]:
    """Return the volumes of the most read series with a name, or with a book of this title."""
    titled = [book_row for book_row, _ in catalogue.search_index.rows_with_key(name, VOLUMES.namesakes)]
    books = catalogue.books({*titled, *candidate_rows(catalogue, name)})
    named = set(name.split()) - SUBTITLES.about_series
    of_name = [
        book
        for book in books.values()
        if book.series and named and set(words_of(book.series).split()) - SUBTITLES.about_series == named
    ]
    of_title = [books[book_row] for book_row in titled if books[book_row].series_row]
    begun = [book for book in books.values() if book.series and normalise_title(book.series).startswith(f"{name} ")]
    chosen = min(of_name or of_title or begun, key=lambda book: book.book_row, default=None)
    return catalogue.volumes([chosen.series_row]) if chosen and chosen.series_row else ()
