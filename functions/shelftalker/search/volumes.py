"""Volumes of a series by their number: "Dune 2", "Narnia book 5", "the second Harry Potter".

The number may stand in digits or in words of English, German, French and Spanish; the series is known by its name, or
by the title of one of its books.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from shelftalker.model.catalogue import Book, Catalogue
from shelftalker.model.title_keys import normalise_title, words_of
from shelftalker.search.common_words import words_in
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
        counted: Words behind a number that is none of a volume: "for the third time", "for 3 euros".
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
    counted: frozenset[str] = words_in(
        """
        time times star stars day days week weeks month months year years hour hours page pages chapter chapters out
        mal male stern sterne tag tage tagen woche wochen monat monate jahr jahre jahren stunde stunden seite seiten
        fois etoile etoiles jour jours semaine semaines mois an ans annee annees heure heures chapitre chapitres
        vez veces estrella estrellas dia dias semana semanas mes meses ano anos hora horas pagina paginas capitulo
        euro euros dollar dollars buck bucks pound pounds quid cent cents franken francs pesos people friends freunde
        """
    )


VOLUMES = VolumeConfig()

_OF_SERIES = frozenset(
    {"series", "reihe", "serie", "saga", "trilogy", "of", "in", "the", "der", "de", "la", "von", "du", "del"}
)
_BESIDE_NAME = (
    QUESTION_WORDS.linking | QUESTION_WORDS.hinting | QUESTION_WORDS.asking | QUESTION_WORDS.volume
    | QUESTION_WORDS.before_author | _OF_SERIES
)  # fmt: skip


class AskedVolume(NamedTuple):
    """The answer to a question for a volume by its number.

    Attributes:
        books: The volume that is asked for and the others of its series; the others alone if the catalogue lacks it;
            the books with the series' name as their title if it knows no volume of the series.
        is_there: The first of the books is the one that is asked for.
    """

    books: Sequence[Book]
    is_there: bool


class _Reading(NamedTuple):
    """A volume that a text may ask for.

    Attributes:
        name: Name of the series.
        number: Number of the volume.
        is_plain: The number can be nothing else.
        is_marked: A word or a mark before it tells so: "book 6", "#6".
    """

    name: str
    number: int
    is_plain: bool
    is_marked: bool


def asked_volume(catalogue: Catalogue, words: TypedWords) -> AskedVolume | None:
    """Return the books of the series that is asked for by the number of a volume; None where there is no such series.

    Of a series without this volume no other one is meant: the third "Dune" is not the second, and "Outlander, book 6"
    not *Outlander*, also where the catalogue has no numbers of its series.
    """
    of_series: Sequence[Book] = ()
    titled: Sequence[Book] = ()
    for reading in _readings(words):
        volumes = _volumes(catalogue, reading.name)
        asked = [book for book in volumes if book.volume == reading.number and book.last_volume is None]
        if asked:
            asked.sort(key=lambda book: book.book_row)
            others = (book for book in volumes if book not in asked and book.last_volume is None)
            return AskedVolume([*asked, *others], is_there=True)
        # The first one may have no number, and the series' name.
        if reading.is_plain and reading.number > 1 and not of_series:
            of_series = [book for book in volumes if book.volume is not None]
            if reading.is_marked and not titled:
                rows = [row for row, _ in catalogue.search_index.rows_with_key(reading.name, VOLUMES.namesakes)]
                titled = catalogue.ordered_books(rows)
    lacking = of_series or titled
    return AskedVolume(lacking, is_there=False) if lacking else None


def _readings(words: TypedWords) -> Iterator[_Reading]:
    """Yield the readings of a text that may ask for a volume."""
    for position in range(len(words.words)):
        number = _number_at(words, position)
        if number is None or number > VOLUMES.greatest or _is_no_volume(words, position):
            continue
        is_marked = _is_marked(words, position)
        is_plain = is_marked or _is_of_volume(words, position)
        before, behind = (0, position), (position + 1, len(words.words))
        for span, rest in ((before, behind), (behind, before)):
            if not all(word.key in _BESIDE_NAME for word in words.words[slice(*rest)]):
                continue
            for beside in (QUESTION_WORDS.volume | _OF_SERIES, _BESIDE_NAME):
                first, after_last = _trim(words, *span, beside)
                if first < after_last:
                    yield _Reading(words.key(first, after_last), number, is_plain, is_marked)


def _is_no_volume(words: TypedWords, position: int) -> bool:
    """Test if a number tells how often, how many or in which order: "for the third time", "first Dune, then Emma"."""
    behind = words.words[position + 1 : position + 2]
    is_count = any(word.key in VOLUMES.counted for word in behind)
    is_named = any(word.key in QUESTION_WORDS.volume for word in words.words)
    is_order = not is_named and any("," in word.before for word in words.words[position + 1 :])
    return is_count or (is_order and words.words[position].key in VOLUMES.ordinals)


def _is_marked(words: TypedWords, position: int) -> bool:
    """Test if a word or a mark before a number tells that it is that of a volume: "book 3", "#3"."""
    before = words.words[max(0, position - 1) : position]
    return "#" in words.words[position].before or any(word.key in QUESTION_WORDS.volume for word in before)


def _is_of_volume(words: TypedWords, position: int) -> bool:
    """Test if a number without such a mark is that of a volume, and no other: "the third Dune book", "Dune 3"."""
    number = words.words[position]
    if number.key in VOLUMES.ordinals:
        return any(word.key in QUESTION_WORDS.volume for word in words.words)
    is_last = position == len(words.words) - 1 or words.words[position + 1].key in QUESTION_WORDS.asking
    return is_last and number.key.isdecimal()


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
