"""Titles among the words of a question, each with the author, year or series that is named beside it.

Every run of words that may be a title's key is looked up at once, as in the search for titles in a message.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from shelftalker.model.catalogue import UNKNOWN_AUTHOR, Catalogue
from shelftalker.model.title_keys import normalise_title
from shelftalker.search.author_lookups import are_spelt_alike
from shelftalker.search.common_words import is_everyday, words_in
from shelftalker.search.question_words import QUESTION_WORDS
from shelftalker.search.remembered.number_words import NUMBER_WORDS, number_spellings
from shelftalker.search.sentences.languages import positions_of_other_languages
from shelftalker.search.typed_words import TYPED_TEXT, TypedWords


class NamedTitleConfig(NamedTuple):
    """Numbers of the search for titles among words.

    Attributes:
        longest_title: Length in words of the longest title that is looked up.
        namesakes: Number of books of one title whose authors are compared with the words beside it.
        longest_author: Most words of an author's name.
        shortest_surname: Length in letters from which a part of a name names its author.
        longest_numbered: Length in words of the longest title whose numbers are looked up the other way.
        number_spellings: Number of its other spellings.
        articles: Articles in other cases, or within a preposition, with those that a title begins with.
        longest_declined: Length in words of the longest title that is looked up with another article.
        called: Words between an author's name and a title.
        before_year: Words between a title and its year.
        most_before_year: Number of these words.
    """

    longest_title: int = 30
    namesakes: int = 500
    longest_author: int = 5
    shortest_surname: int = 3
    before_year: frozenset[str] = QUESTION_WORDS.of_copy | words_in(
        "from of in von aus de del en im the year dem jahr jahre l an annee el ano"
    )
    most_before_year: int = 4
    longest_numbered: int = 8
    number_spellings: int = 3
    articles: Mapping[str, tuple[str, ...]] = MappingProxyType(
        {"dem": ("das", "der"), "den": ("der", "die"), "des": ("das", "der", "les"), "der": ("die",), "einem": ("ein",),
         "einen": ("ein",), "einer": ("eine",), "eines": ("ein",), "zum": ("das", "der"), "zur": ("die",),
         "vom": ("das", "der"), "du": ("le",), "au": ("le",), "aux": ("les",), "del": ("el",), "al": ("el",)}
    )  # fmt: skip
    longest_declined: int = 8
    called: frozenset[str] = frozenset({"called", "entitled", "named", "titled"})


NAMED_TITLES = NamedTitleConfig()

_KNOWN = QUESTION_WORDS.linking | QUESTION_WORDS.hinting | QUESTION_WORDS.asking | QUESTION_WORDS.before_author


class NamedTitle(NamedTuple):
    """A run of words that is a title of the catalogue.

    Attributes:
        first: Position of the first word of the title, or of the author before it.
        after_last: Position after the last word of the title, or of what is named behind it.
        title_first: Position of the title's first word.
        title_after_last: Position after the title's last word.
        key: The title's key.
        book_rows: The books with this title, best first.
        ratings_count: Number of ratings of the first of them.
        has_author: The author of the first of them is named beside it.
        year: The year that is named beside it, or None.
    """

    first: int
    after_last: int
    title_first: int
    title_after_last: int
    key: str
    book_rows: tuple[int, ...]
    ratings_count: int
    has_author: bool
    year: int | None

    @property
    def title_length(self) -> int:
        """Number of words of the title."""
        return self.title_after_last - self.title_first


class _Book(NamedTuple):
    """A book as far as the words beside its title are compared with it."""

    book_row: int
    author: str
    ratings_count: int


def is_known(key: str) -> bool:
    """Test if a word is one of questions or of any sentence, in place of a title's or a name's."""
    return key in _KNOWN


def unknown_positions(words: TypedWords) -> frozenset[int]:
    """Return the positions of the words that are no words of questions: a title's, a name's or unknown ones.

    Common words of another language than the sentence's are a title's: "que lire après how to make".
    """
    others = positions_of_other_languages([word.key for word in words.words])
    return frozenset(
        position for position, word in enumerate(words.words) if position in others or not is_known(word.key)
    )


def named_titles(catalogue: Catalogue, words: TypedWords) -> list[NamedTitle]:
    """Return every run of the words that is a title of the catalogue, with what is named beside it."""
    keys = {
        (first, after_last): words.key(first, after_last)
        for first in range(len(words.words))
        for after_last in range(first + 1, min(len(words.words), first + NAMED_TITLES.longest_title) + 1)
        if not _is_possessive(words, after_last)
    }
    other = {**_numbered_spans(keys, words), **_declined_spans(keys, words)}
    spelt = (spelling for spellings in other.values() for spelling in spellings)
    rows = catalogue.search_index.rows_with_keys(list(dict.fromkeys([*keys.values(), *spelt])))
    for span, spellings in other.items():
        keys[span] = next((key for key in (keys[span], *spellings) if key in rows), keys[span])
    spans = {
        (first, after_last): rows[key][: NAMED_TITLES.namesakes]
        for (first, after_last), key in keys.items()
        # With its article a title has the same key.
        if key in rows and (not first or keys.get((first - 1, after_last)) != key) and not _is_dated(words, first, key)
    }
    needed = sorted({book_row for some in spans.values() for book_row in some})
    books = {row: _Book(row, author, count) for row, _, author, count in catalogue.search_index.titles(needed)}
    unknown = unknown_positions(words)
    return [
        _with_surroundings(words, first, after_last, [books[book_row] for book_row in book_rows], unknown)
        for (first, after_last), book_rows in spans.items()
    ]


def _numbered_spans(keys: Mapping[tuple[int, int], str], words: TypedWords) -> dict[tuple[int, int], list[str]]:
    """Return the other spellings of the numbers in some runs of words: "twenty four hours" and "24 hours"."""
    places = [place for place, word in enumerate(words.words) if word.key in NUMBER_WORDS]
    if not places:
        return {}
    return {
        (first, after_last): number_spellings(key)[: NAMED_TITLES.number_spellings]
        for (first, after_last), key in keys.items()
        if 1 < after_last - first <= NAMED_TITLES.longest_numbered and any(first <= at < after_last for at in places)
    }


def _declined_spans(keys: Mapping[tuple[int, int], str], words: TypedWords) -> dict[tuple[int, int], list[str]]:
    """Return the spellings of some runs of words with their first article as a title has it: "dem Parfum"."""
    return {
        (first, after_last): [f"{article} {keys[first + 1, after_last]}" for article in NAMED_TITLES.articles[word.key]]
        for first, word in enumerate(words.words)
        if word.key in NAMED_TITLES.articles
        for after_last in range(first + 2, min(len(words.words), first + NAMED_TITLES.longest_declined) + 1)
        if (first, after_last) in keys and (first + 1, after_last) in keys
    }


def _is_dated(words: TypedWords, first: int, key: str) -> bool:
    """Test if a key is a year behind "from" or the like, and no title: "that book from 1984"."""
    is_year = first > 0 and TYPED_TEXT.year.fullmatch(key) is not None
    return is_year and words.words[first - 1].key in NAMED_TITLES.before_year - {"of"}


def _is_possessive(words: TypedWords, position: int) -> bool:
    """Test if the ending "'s" stands at a position."""
    return position < len(words.words) and words.words[position].key == "s" and words.words[position].is_joined


def _with_surroundings(
    words: TypedWords, first: int, after_last: int, books: Sequence[_Book], unknown: frozenset[int]
) -> NamedTitle:
    """Return a title with the author and the year beside it."""
    key = words.key(first, after_last)
    end, year = _after_year(words, after_last)
    begin = first
    if first == 1 and year is None and words.words[1].before and TYPED_TEXT.year.fullmatch(words.words[0].key):
        begin, year = 0, int(words.words[0].key)  # "1965: Dune"
    title = NamedTitle(begin, end, first, after_last, key, _rows_of(books), books[0].ratings_count, False, year)
    for book in sorted(books):
        start, stop, year = _reach(words, first, after_last, frozenset(normalise_title(book.author).split()))
        has_author = start < first or stop > end
        if has_author and stop - start > title.after_last - title.first:
            rows = _rows_of(other for other in sorted(books) if other.author == book.author)
            title = NamedTitle(start, stop, first, after_last, key, rows, book.ratings_count, True, year)
    covered = range(title.first, title.after_last)
    beside = _run_beside(words, first, end, frozenset(place for place in unknown if not first <= place < end))
    rest = [words.words[place].key for place in range(*beside) if place not in covered]
    is_joined = not QUESTION_WORDS.joining.isdisjoint(rest) or _is_item_at(words, title.after_last)
    if title.has_author and (not rest or is_joined):  # "by Austen and Dune"
        return title
    if beside == (0, 0):
        return title
    return _by_spelling(words, title, beside, sorted(books))


def _is_item_at(words: TypedWords, position: int) -> bool:
    """Test if a mark of a list stands before a word: "Emma by Jane Austen, Dune Messiah"."""
    return position < len(words.words) and words.words[position].before in {",", ";"}


def _by_spelling(words: TypedWords, title: NamedTitle, beside: tuple[int, int], books: Sequence[_Book]) -> NamedTitle:
    """Return a title with the author beside it who is spelt in another way than in the catalogue."""
    # Imported here: for rare spellings only.
    from shelftalker.model.person_names import is_name_of, person_names  # noqa: PLC0415

    typed = person_names(words.text_of(*beside))
    for book in books:
        names = person_names(book.author)
        if book.author != UNKNOWN_AUTHOR and (is_name_of(typed, names) or are_spelt_alike(typed, names)):
            end, year = _after_year(words, max(title.after_last, beside[1]))
            rows = _rows_of(other for other in books if other.author == book.author)
            return title._replace(
                first=min(title.first, beside[0]), after_last=end, book_rows=rows, ratings_count=book.ratings_count,
                has_author=True, year=title.year or year,
            )  # fmt: skip
    return title


def _rows_of(books: Iterable[_Book]) -> tuple[int, ...]:
    return tuple(book.book_row for book in books)


def _reach(words: TypedWords, first: int, after_last: int, author: frozenset[str]) -> tuple[int, int, int | None]:
    """Return the positions between which an author's name and a year stand beside a title, and the year."""
    end, year = _after_year(words, after_last)
    with_author = _after_author(words, end, author)
    if with_author > end:
        end, year_behind = _after_year(words, with_author)
        return first, end, year or year_behind
    start = _before_author(words, first, author)
    if start == first and first > 1 and _is_year(words, first - 1):  # "Herbert, Frank (1965). Dune."
        before_year = _before_author(words, first - 1, author)
        if before_year < first - 1:
            return before_year, end, year or int(words.words[first - 1].key)
    return start, end, year


def _run_beside(words: TypedWords, first: int, end: int, unknown: frozenset[int]) -> tuple[int, int]:
    """Return the positions of the name that may stand behind a title or before it: all unknown words beside it."""
    behind = sorted(position for position in unknown if position >= end)
    before = sorted(position for position in unknown if position < first)
    if not (behind or before) or (behind and before):
        return 0, 0
    start, stop = (end, behind[-1] + 1) if behind else (before[0], first)
    while start < stop and words.words[start].key in QUESTION_WORDS.before_author:
        start += 1
    while start < stop and _is_possessive(words, stop - 1):
        stop -= 1
    return (start, stop) if stop - start <= NAMED_TITLES.longest_author else (0, 0)


def _after_year(words: TypedWords, position: int) -> tuple[int, int | None]:
    """Return the position after a year that stands here, perhaps after "from", and the year."""
    for skipped in range(NAMED_TITLES.most_before_year + 1):
        place = position + skipped
        if place < len(words.words) and _is_year(words, place):
            return place + 1, int(words.words[place].key)
        if place >= len(words.words) or words.words[place].key not in NAMED_TITLES.before_year:
            break
    return position, None


def _is_year(words: TypedWords, position: int) -> bool:
    """Test if a word is a year; one of three digits behind a mark is, too: "Sophocles, -429"."""
    word = words.words[position]
    if word.before and len(word.key) == 3 and word.key.isdecimal():
        return True
    return bool(TYPED_TEXT.year.fullmatch(word.key))


def _after_author(words: TypedWords, position: int, author: frozenset[str]) -> int:
    """Return the position after the author's name that stands here, perhaps after "by"; the position itself if none."""
    start = position
    while start < min(len(words.words), position + 2) and words.words[start].key in QUESTION_WORDS.before_author:
        start += 1
    length = max(_lengths(words, start, author, 1))
    return start + length if _is_named(words, start, start + length, author) else position


def _before_author(words: TypedWords, position: int, author: frozenset[str]) -> int:
    """Return the position of the first word of the author's name that ends here; the position itself if none does."""
    end = position
    if end and (_is_possessive(words, end - 1) or words.words[end - 1].key in NAMED_TITLES.called):
        end -= 1
    length = max(_lengths(words, end, author, -1))
    # "Little House" is not "House" by Bentley Little.
    if length == 1 and end == position and not words.words[end].before and is_everyday(words.words[end - 1].key):
        return position
    return end - length if _is_named(words, end - length, end, author) else position


def _lengths(words: TypedWords, start: int, author: frozenset[str], step: int) -> Iterator[int]:
    """Yield the number of words of a name that stands from a position in one direction."""
    yield 0
    for length in range(1, NAMED_TITLES.longest_author + 1):
        position = start + length - 1 if step > 0 else start - length
        if not 0 <= position < len(words.words):
            return
        key = words.words[position].key
        is_initial = len(key) == 1 and any(word[0] == key or (key in word and len(word) <= 4) for word in author)
        if key not in author and not is_initial:
            return
        yield length


def _is_named(words: TypedWords, first: int, after_last: int, author: frozenset[str]) -> bool:
    """Test if one of these words is a name of the author and no initial."""
    return any(
        len(word.key) >= NAMED_TITLES.shortest_surname and word.key in author for word in words.words[first:after_last]
    )
