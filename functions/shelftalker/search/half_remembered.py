"""Half-remembered titles: books for words that are no title, before the answer is that there is none.

A reader may remember the words inside a title, some of them misspelt; write its numbers the other way; or use its
initials, or those of its series. The catalogue's own titles and series say which book that is. The type-ahead's books
follow these.
"""

import math
from collections.abc import Sequence
from typing import NamedTuple

from rapidfuzz import fuzz, process

from shelftalker.model.catalogue import Catalogue
from shelftalker.model.title_keys import normalise_title, trigrams
from shelftalker.search.common_words import COMMON_WORDS, is_everyday
from shelftalker.search.near_titles import candidate_rows, titles_with_keys
from shelftalker.search.number_words import number_spellings
from shelftalker.search.type_ahead import completions


class HalfRememberedConfig(NamedTuple):
    """Numbers of the search for half-remembered titles. Likenesses and shares are from 0 to 1.

    Attributes:
        books: Number of books returned.
        enough: Number of books from which the type-ahead's are not added: they take as long as all others.
        candidates: Number of books with every remembered word that are compared.
        trigrams: Number of the rarest trigrams of the remembered words that find these books.
        words: Number of remembered words that are compared.
        spellings: Number of other spellings of the numbers that are looked for inside titles.
        shortest_initials: Least number of initials that are looked up.
        longest_initials: The same at most.
        certain_initials: Number of initials from which the only book that has them is meant.
        weight_of_small_word: Weight of a word such as "of" beside a distinctive one, of weight 1.
        weight_of_everyday_word: The same of a word such as "book".
        likeness_of_words: Smallest likeness of two words that may be one, misspelt.
        likeness_of_prefix: Likeness of the last word where it is typed in part.
        shortest_misspelt: Length in letters from which a word may be misspelt, or typed in part.
        remembered: Smallest share of the remembered words that a book has.
        share_weight: Weight in a book's score of the share of its title's distinctive words that were remembered.
        popularity_weight: Loss of score by the logarithm of a book's row, the most read book's being 1.
        far_ahead: Share of the remembered words from which a book may be far ahead.
        certain_likeness: Likeness to a word of its title, from which each distinctive word may.
        share_of_title: Share of its title's distinctive words from which it may.
        margin: Lead in the share of the remembered words by which a book is ahead of another.
        readers_ahead: Times as many readers by which a book is ahead of one that has the words as well.
    """

    books: int = 20
    enough: int = 3
    candidates: int = 60
    trigrams: int = 6
    words: int = 12
    spellings: int = 3
    shortest_initials: int = 2
    longest_initials: int = 9
    certain_initials: int = 4
    weight_of_small_word: float = 0.15
    weight_of_everyday_word: float = 0.6
    likeness_of_words: float = 0.75
    likeness_of_prefix: float = 0.9
    shortest_misspelt: int = 3
    remembered: float = 0.7
    share_weight: float = 0.25
    popularity_weight: float = 0.03
    far_ahead: float = 0.88
    certain_likeness: float = 0.84
    share_of_title: float = 0.5
    margin: float = 0.08
    readers_ahead: float = 6.0


class Remembered(NamedTuple):
    """The books that a half-remembered title may be.

    Attributes:
        rows: Their rows, the likeliest first.
        is_far_ahead: The first one is meant, as far as the catalogue can tell.
    """

    rows: list[int]
    is_far_ahead: bool


class _Match(NamedTuple):
    """A book that has remembered words in its title.

    Attributes:
        remembered: Share of the remembered words that its title, or its author's name, has.
        of_title: Share of its title's distinctive words that were remembered.
        score: Both, and its popularity.
    """

    book_row: int
    ratings_count: int
    remembered: float
    of_title: float
    score: float


HALF_REMEMBERED = HalfRememberedConfig()


def half_remembered(catalogue: Catalogue, query: str) -> list[int]:
    """Return the rows of the books that a half-remembered title may be, the likeliest first."""
    return remembered_books(catalogue, query).rows


def remembered_books(catalogue: Catalogue, query: str) -> Remembered:
    """Return the books that a half-remembered title may be, and if the first is far ahead of the others.

    Args:
        catalogue: The model.
        query: As it was typed; no whole title.
    """
    key = normalise_title(query)
    words = key.split()[: HALF_REMEMBERED.words]
    if not words:
        return Remembered([], is_far_ahead=False)
    spellings = number_spellings(" ".join(words))
    same = _rows_with_spellings(catalogue, spellings)
    if same:
        return Remembered(same[: HALF_REMEMBERED.books], _is_most_read(catalogue, same))
    abbreviated = _rows_with_abbreviation(catalogue, words)
    matches = sorted(_matches(catalogue, words, spellings), key=_by_score)
    rows = list(dict.fromkeys([*abbreviated, *(match.book_row for match in matches)]))
    if len(rows) < HALF_REMEMBERED.enough:
        offered = completions(catalogue, query, HALF_REMEMBERED.books)
        rows = list(dict.fromkeys([*rows, *(book.book_row for book in offered)]))
    if abbreviated:
        is_far_ahead = len(abbreviated) == 1 and not matches and len(words[0]) >= HALF_REMEMBERED.certain_initials
    else:
        is_far_ahead = _is_first_far_ahead(catalogue, matches, [words, *(each.split() for each in spellings)])
    return Remembered(rows[: HALF_REMEMBERED.books], is_far_ahead)


def _rows_with_spellings(catalogue: Catalogue, keys: Sequence[str]) -> list[int]:
    """Return the rows of the books with one of these titles, those of the first one first."""
    titles = catalogue.search_index.rows_with_keys(keys) if keys else {}
    return list(dict.fromkeys(book_row for key in keys for book_row in titles.get(key, [])))


def _is_most_read(catalogue: Catalogue, book_rows: Sequence[int]) -> bool:
    """Test if the first of some books is read many times as much as each of the others."""
    counts = {book_row: count for book_row, _, _, count in catalogue.search_index.titles(book_rows)}
    first, *others = (counts[book_row] for book_row in book_rows)
    return all(first > HALF_REMEMBERED.readers_ahead * count for count in others)


def _by_score(match: _Match) -> tuple[float, int]:
    return -match.score, match.book_row


def _rows_with_abbreviation(catalogue: Catalogue, words: Sequence[str]) -> list[int]:
    """Return the rows of the books whose title, or series, has the initials that were typed, the most read first.

    Further words are looked for in these titles: "hp goblet of fire".
    """
    initials = words[0]
    if not HALF_REMEMBERED.shortest_initials <= len(initials) <= HALF_REMEMBERED.longest_initials:
        return []
    if not initials.isalpha() or (len(words) > 1 and initials in COMMON_WORDS.small):
        return []
    in_series = _rows_of_series_with_initials(catalogue, initials)
    if len(words) == 1:
        return sorted({*in_series, *_rows_of_titles_with_initials(catalogue, initials)})[: HALF_REMEMBERED.books]
    rest = [word for word in words[1:] if word not in COMMON_WORDS.small]
    return [
        book_row
        for (book_row, *_), keys in titles_with_keys(catalogue, in_series)
        if rest and any(set(rest) <= set(title.split()) for title in keys)
    ]


def _rows_of_titles_with_initials(catalogue: Catalogue, initials: str) -> list[int]:
    """Return the rows of the books whose title has these initials, with its article or without."""
    book_rows = catalogue.search_index.rows_with_initials(initials)
    if len(initials) < HALF_REMEMBERED.certain_initials or initials[0] not in "at":
        return book_rows
    titles = catalogue.search_index.titles(catalogue.search_index.rows_with_initials(initials[1:]))
    return [*book_rows, *(book_row for book_row, title, *_ in titles if _initial_of_article(title) == initials[0])]


def _initial_of_article(title: str) -> str:
    """Return the initial of a title's article, or an empty string."""
    article = title.partition(" ")[0].casefold()
    return article[0] if article in COMMON_WORDS.articles else ""


def _rows_of_series_with_initials(catalogue: Catalogue, initials: str) -> list[int]:
    """Return the rows of the most read books of the series whose names have these initials, the most read first."""
    series_rows = [
        series_row
        for series_row, name in catalogue.search_index.series_names()
        if initials in (_initials(name), _initials(f"the {name}")) and " " in name
    ]
    return catalogue.search_index.rows_of_series(series_rows, HALF_REMEMBERED.candidates) if series_rows else []


def _initials(name: str) -> str:
    return "".join(word[0] for word in normalise_title(name).split())


def _matches(catalogue: Catalogue, words: Sequence[str], spellings: Sequence[str]) -> list[_Match]:
    """Return the books that have most of the remembered words in their title, beside those of its author.

    Args:
        catalogue: The model.
        words: The words as they were typed, which may be misspelt.
        spellings: Other spellings of their numbers; the other words are taken as they are.
    """
    near = [*_rows_with_words(catalogue, words), *candidate_rows(catalogue, " ".join(words))]
    matches = _matches_among(catalogue, words, list(dict.fromkeys(near)))
    for spelling in spellings[: HALF_REMEMBERED.spellings]:
        other_words = spelling.split()
        matches += _matches_among(catalogue, other_words, _rows_with_words(catalogue, other_words))
    best: dict[int, _Match] = {}
    for match in matches:
        if match.book_row not in best or match.score > best[match.book_row].score:
            best[match.book_row] = match
    return list(best.values())


def _matches_among(catalogue: Catalogue, words: Sequence[str], book_rows: Sequence[int]) -> list[_Match]:
    if not book_rows:
        return []
    weights = [_weight(word) for word in words]
    least = HALF_REMEMBERED.remembered * sum(weights)
    matches = []
    for (book_row, _, author, ratings_count), keys in titles_with_keys(catalogue, book_rows):
        names = normalise_title(author).split()
        best = (0.0, 0.0)
        for title in keys:
            title_words = title.split()
            weight = _remembered_weight(words, weights, [*title_words, *names], len(title_words), least)
            if weight >= least:
                best = max(best, (weight / sum(weights), _share_of_title(words, title_words)))
        if best[0]:
            share = HALF_REMEMBERED.share_weight * best[1]
            score = best[0] + share - HALF_REMEMBERED.popularity_weight * math.log(book_row)
            matches.append(_Match(book_row, ratings_count, *best, score))
    return matches


def _remembered_weight(
    words: Sequence[str], weights: Sequence[float], others: Sequence[str], title_length: int, least: float
) -> float:
    """Return the weight of the words that a book has, each by its likeness to the most like one; 0 if under `least`.

    Args:
        words: The remembered words.
        weights: Their weights.
        others: The words of a title, and those of its author's name.
        title_length: Number of the former.
        least: Weight below which nothing is returned.
    """
    found, possible = 0.0, sum(weights)
    for position, (word, weight) in enumerate(zip(words, weights, strict=True)):
        prefixed = others[:title_length] if position == len(words) - 1 else ()
        likeness = _likeness_to_any(word, others, prefixed)
        found += weight * likeness
        possible -= weight * (1 - likeness)
        if possible < least:
            return 0.0
    return found


def _rows_with_words(catalogue: Catalogue, words: Sequence[str]) -> list[int]:
    """Return the rows of the most read books that have every distinctive one of these words in title or author."""
    distinctive = [word for word in words if word not in COMMON_WORDS.small] or list(words)
    needed = dict.fromkeys(trigram for word in distinctive for trigram in trigrams(word))
    counts = catalogue.search_index.trigram_counts(needed)
    if len(counts) < len(needed):
        return []
    rarest = sorted(counts, key=lambda trigram: (counts[trigram], trigram))[: HALF_REMEMBERED.trigrams]
    return catalogue.search_index.rows_with_all_trigrams(rarest, HALF_REMEMBERED.candidates)


def _weight(word: str) -> float:
    if word in COMMON_WORDS.small:
        return HALF_REMEMBERED.weight_of_small_word
    return HALF_REMEMBERED.weight_of_everyday_word if word in COMMON_WORDS.everyday else 1.0


def _likeness_to_any(word: str, others: Sequence[str], prefixed: Sequence[str]) -> float:
    """Return the likeness of a word to the most like one of others, or as the first letters of one; 0 for none."""
    if word in others:
        return 1.0
    if len(word) < HALF_REMEMBERED.shortest_misspelt:
        return 0.0
    if any(other.startswith(word) for other in prefixed):
        return HALF_REMEMBERED.likeness_of_prefix
    like = process.extractOne(word, others, scorer=fuzz.ratio, score_cutoff=100 * HALF_REMEMBERED.likeness_of_words)
    return like[1] / 100 if like else 0.0


def _share_of_title(words: Sequence[str], title: Sequence[str]) -> float:
    """Return the share of a title's distinctive words that were remembered, misspelt ones too."""
    distinctive = [word for word in title if word not in COMMON_WORDS.small] or list(title)
    known = sum(_likeness_to_any(word, words, ()) > 0 for word in distinctive)
    return known / len(distinctive)


def _is_first_far_ahead(catalogue: Catalogue, matches: Sequence[_Match], spellings: Sequence[Sequence[str]]) -> bool:
    """Test if the best match is the one that is meant: no other has the words as well, or it is read far less.

    Args:
        catalogue: The model.
        matches: The matches, the best one first.
        spellings: The remembered words, with their numbers in each spelling.
    """
    if not matches:
        return False
    first = matches[0]
    if first.remembered < HALF_REMEMBERED.far_ahead or first.of_title < HALF_REMEMBERED.share_of_title:
        return False
    rivals = [match for match in matches[1:] if match.remembered > first.remembered - HALF_REMEMBERED.margin]
    if any(first.ratings_count <= HALF_REMEMBERED.readers_ahead * rival.ratings_count for rival in rivals):
        return False
    ((_, _, author, _), keys) = next(titles_with_keys(catalogue, [first.book_row]))
    names = normalise_title(author).split()
    return any(_is_certain(words, key.split(), names) for words in spellings for key in keys)


def _is_certain(words: Sequence[str], title: Sequence[str], author: Sequence[str]) -> bool:
    """Test if remembered words are too many, and too like a title's, to be another title.

    One distinctive word is only part of many titles: "Mars" is not "Red Mars". "Testaments" may well be another book
    than "Testament".
    """
    distinctive = [word for word in words if not is_everyday(word)]
    if not distinctive:
        return False
    others = [*title, *author]
    if any(_likeness_to_any(word, others, title) < HALF_REMEMBERED.certain_likeness for word in distinctive):
        return False
    if any(word not in others and (f"{word}s" in others or word.removesuffix("s") in others) for word in distinctive):
        return False
    return len(distinctive) > 1 or _share_of_title(words, title) == 1
