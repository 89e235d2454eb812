"""Books by the words that a reader remembers of a title, each alike or misspelt, and the test if one is far ahead."""

import math
from collections.abc import Sequence
from typing import NamedTuple

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from shelftalker.model.catalogue import Catalogue
from shelftalker.model.title_keys import trigrams
from shelftalker.search.common_words import COMMON_WORDS, is_everyday
from shelftalker.search.near_titles import author_key, candidate_rows, titles_with_keys


class WordMatchConfig(NamedTuple):
    """Numbers of the search by remembered words. Likenesses and shares are from 0 to 1.

    Attributes:
        candidates: Number of books with every remembered word that are compared, and of those near the words.
        trigrams: Number of the rarest trigrams of the remembered words that find these books.
        spellings: Number of other spellings of the numbers that are looked for inside titles.
        weight_of_small_word: Weight of a word such as "of" beside a distinctive one, of weight 1.
        weight_of_everyday_word: The same of a word such as "book".
        likeness_of_words: Smallest likeness of two words that may be one, misspelt.
        likeness_of_prefix: Likeness of the last word where it is typed in part.
        shortest_misspelt: Length in letters from which a word may be misspelt, or typed in part.
        remembered: Smallest share of the remembered words that a book has.
        share_weight: Weight in a book's score of the share of its title's distinctive words that were remembered.
        popularity_weight: Loss of score by the logarithm of a book's row, the most read book's being 1.
        far_ahead: Share of the remembered words from which a book may be far ahead. Without the
            test of `_is_certain`, 22 of 1,500 titles of Book-Crossing that the sample lacks are answered with another
            book instead of 5.
        long_word: Length in letters from which a word may be misspelt by more than one edit and yet be certain.
        edits_of_long_word: Number of these edits.
        share_of_title: Share of its title's distinctive words from which it may.
        share_of_little_read: The same for a book beyond the well-known ones: "gone too far" is rather a book that the
            catalogue lacks than "Casual Day Has Gone Too Far".
        well_known: Row of the book, by popularity, up to which it is well known.
        margin: Lead in the share of the remembered words by which a book is ahead of another.
        readers_ahead: Times as many readers by which a book is ahead of one that has the words as well.
    """

    candidates: int = 40
    trigrams: int = 6
    spellings: int = 3
    weight_of_small_word: float = 0.15
    weight_of_everyday_word: float = 0.6
    likeness_of_words: float = 0.75
    likeness_of_prefix: float = 0.9
    shortest_misspelt: int = 3
    remembered: float = 0.7
    share_weight: float = 0.25
    popularity_weight: float = 0.03
    far_ahead: float = 0.88
    long_word: int = 9
    edits_of_long_word: int = 2
    share_of_title: float = 0.5
    share_of_little_read: float = 0.7
    well_known: int = 2000
    margin: float = 0.08
    readers_ahead: float = 6.0


class WordMatch(NamedTuple):
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


WORD_MATCHES = WordMatchConfig()


def word_matches(
    catalogue: Catalogue, words: Sequence[str], spellings: Sequence[str], candidates: Sequence[int] | None = None
) -> list[WordMatch]:
    """Return the books that have most of the remembered words in their title or its author's name, best first.

    Args:
        catalogue: The model.
        words: The words as they were typed, which may be misspelt.
        spellings: Other spellings of their numbers; the other words are taken as they are.
        candidates: `candidate_rows` of the words, if they are known already.
    """
    if candidates is None:
        candidates = candidate_rows(catalogue, " ".join(words))
    near = [*_rows_with_words(catalogue, words), *candidates[: WORD_MATCHES.candidates]]
    matches = _matches_among(catalogue, words, list(dict.fromkeys(near)))
    for spelling in spellings[: WORD_MATCHES.spellings]:
        other_words = spelling.split()
        matches += _matches_among(catalogue, other_words, _rows_with_words(catalogue, other_words))
    best: dict[int, WordMatch] = {}
    for match in matches:
        if match.book_row not in best or match.score > best[match.book_row].score:
            best[match.book_row] = match
    return sorted(best.values(), key=lambda match: (-match.score, match.book_row))


def _matches_among(catalogue: Catalogue, words: Sequence[str], book_rows: Sequence[int]) -> list[WordMatch]:
    if not book_rows:
        return []
    weights = [_weight(word) for word in words]
    least = WORD_MATCHES.remembered * sum(weights)
    matches = []
    for (book_row, _, author, ratings_count), keys in titles_with_keys(catalogue, book_rows):
        names = author_key(author).split()
        best, best_score = (0.0, 0.0), 0.0
        for title in keys:
            title_words = title.split()
            weight = _remembered_weight(words, weights, [*title_words, *names], len(title_words), least)
            if weight >= least:
                share = _share_of_title(words, title_words)
                best = max(best, (weight / sum(weights), share))
                best_score = max(best_score, weight / sum(weights) + WORD_MATCHES.share_weight * share)
        if best[0]:
            score = best_score - WORD_MATCHES.popularity_weight * math.log(book_row)
            matches.append(WordMatch(book_row, ratings_count, *best, score))
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
    rarest = sorted(counts, key=lambda trigram: (counts[trigram], trigram))[: WORD_MATCHES.trigrams]
    return catalogue.search_index.rows_with_all_trigrams(rarest, WORD_MATCHES.candidates)


def _weight(word: str) -> float:
    if word in COMMON_WORDS.small:
        return WORD_MATCHES.weight_of_small_word
    return WORD_MATCHES.weight_of_everyday_word if word in COMMON_WORDS.everyday else 1.0


def _likeness_to_any(word: str, others: Sequence[str], prefixed: Sequence[str]) -> float:
    """Return the likeness of a word to the most like one of others, or as the first letters of one; 0 for none."""
    if word in others:
        return 1.0
    if len(word) < WORD_MATCHES.shortest_misspelt:
        return 0.0
    if any(other.startswith(word) for other in prefixed):
        return WORD_MATCHES.likeness_of_prefix
    like = process.extractOne(word, others, scorer=fuzz.ratio, score_cutoff=100 * WORD_MATCHES.likeness_of_words)
    return like[1] / 100 if like else 0.0


def _share_of_title(words: Sequence[str], title: Sequence[str]) -> float:
    """Return the share of a title's distinctive words that were remembered, misspelt ones too."""
    distinctive = [word for word in title if word not in COMMON_WORDS.small] or list(title)
    known = sum(_likeness_to_any(word, words, ()) > 0 for word in distinctive)
    return known / len(distinctive)


def is_first_far_ahead(catalogue: Catalogue, matches: Sequence[WordMatch], spellings: Sequence[Sequence[str]]) -> bool:
    """Test if the best match is the one that is meant: no other has the words as well, or it is read far less.

    Args:
        catalogue: The model.
        matches: The matches, the best one first.
        spellings: The remembered words, with their numbers in each spelling.
    """
    if not matches:
        return False
    first = matches[0]
    is_well_known = first.book_row <= WORD_MATCHES.well_known
    share = WORD_MATCHES.share_of_title if is_well_known else WORD_MATCHES.share_of_little_read
    if first.remembered < WORD_MATCHES.far_ahead or first.of_title < share:
        return False
    rivals = [match for match in matches[1:] if match.remembered > first.remembered - WORD_MATCHES.margin]
    if any(first.ratings_count <= WORD_MATCHES.readers_ahead * rival.ratings_count for rival in rivals):
        return False
    ((_, _, author, _), keys) = next(titles_with_keys(catalogue, [first.book_row]))
    names = author_key(author).split()
    return any(_is_certain(words, key.split(), names) for words in spellings for key in keys)


def _is_certain(words: Sequence[str], title: Sequence[str], author: Sequence[str]) -> bool:
    """Test if remembered words are too many, and too like a title's in its order, to be those of another title.

    "Red Rising" is not "Red Storm Rising". One distinctive word is only part of many titles: "Mars" is not "Red Mars".
    "Testaments" may well be another book than "Testament", and "litle house" is not "The House" by Bentley Little.
    """
    distinctive = [word for word in words if not is_everyday(word)]
    positions: list[int] = []
    after = 0
    for word in distinctive:
        position = next((at for at in range(after, len(title)) if _is_misspelt(word, title[at])), None)
        if position is not None:
            after = position + 1
            positions.append(position)
        elif word not in author:
            return False
    if len(distinctive) == 2 == len(positions) == len(words):
        return all(word in COMMON_WORDS.small for word in title[positions[0] + 1 : positions[1]])
    if len(distinctive) > 1:
        return True
    is_whole = len(words) == len(title) and all(map(_is_misspelt, words, title))
    return bool(distinctive) and is_whole


def _is_misspelt(word: str, other: str) -> bool:
    """Test if a word is another, or the same with an edit or, in a long one, two; plurals are words of their own."""
    if word == other:
        return True
    if not word.isalpha() or word[0] != other[0] or word.removesuffix("s") == other.removesuffix("s"):
        return False
    edits = WORD_MATCHES.edits_of_long_word if len(word) >= WORD_MATCHES.long_word else 1
    return min(len(word), len(other)) >= WORD_MATCHES.shortest_misspelt and OSA.distance(word, other) <= edits
