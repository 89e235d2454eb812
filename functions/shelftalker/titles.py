"""Finding the book that a person means: normalised titles, exact matches and "did you mean" suggestions.

A title is compared by its key, see `normalise_title`. What has no exact key is looked for among the books that share
the query's rarest trigrams, which are then scored against the query with rapidfuzz.
"""

import math
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from shelftalker.catalogue import Book, Catalogue

SUGGESTIONS = 7
# A query's rarest trigrams find the books to score. Few are enough, and the common ones cost most: at 271,000 books
# "the" alone stands in 80,000.
_VOTING_TRIGRAMS = 9
# A typo in a short title leaves no trigram whole: these are also found by what is left when a letter goes.
_SHORT_TITLE = 7
_VOTING_TRIGRAMS_OF_SHORT_TITLES = 24
_VOTES_AT_MOST = 30_000
_CANDIDATES = 100
# Where no title is as like the query as this (0 to 100), nothing is suggested; measured on misspelt queries and on
# nonsense. Where one is, the less like ones come after it.
_LIKENESS_OF_NEAREST = 73.0
_LIKENESS_OF_OTHERS = 50.0

_ARTICLES = ("the ", "a ", "an ")
_INVERTED_ARTICLE = re.compile(r"^(.*), (the|a|an)$", re.IGNORECASE)
# Up to one pair of brackets inside another: "Hogfather (Discworld Novels (Paperback))".
BRACKETED = re.compile(r"\((?:[^()]|\([^()]*\))*\)|\[[^\[\]]*\]")
_SUBTITLE = re.compile(r"\s*:\s|:\s*|\s+[-\u2013\u2014]+\s+|\s*;\s+")
_INITIALS = re.compile(r"\b(\w) (?=\w\b)")
# Letters that Unicode does not decompose into a base letter and an accent.
_LETTERS = str.maketrans({"ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"})
_ASCII = {code: " " if not chr(code).isalnum() else chr(code).lower() for code in range(128)}
_ASCII |= {ord("'"): "", ord("`"): "", ord("&"): " and "}
_APOSTROPHES = re.compile("[\u2018\u2019\u02bc\u00b4]")


@dataclass(frozen=True, slots=True)
class Exact:
    """The query names this book; `others` go by the same title, or are the most read of those that begin with it."""

    book: Book
    others: Sequence[Book]


@dataclass(frozen=True, slots=True)
class Suggestions:
    """The query names no book exactly; these are near, nearest first, and never empty."""

    books: Sequence[Book]


@dataclass(frozen=True, slots=True)
class NotFound:
    """Nothing in the catalogue is near the query."""


def find_title(catalogue: Catalogue, query: str) -> Exact | Suggestions | NotFound:
    """Find the book that a query names, or the books that it may mean."""
    found = _exact(catalogue, query)
    if found:
        return Exact(found[0], [*found[1:], *_longer_titles(catalogue, query, found)])
    near = suggest_titles(catalogue, query)
    return Suggestions(near) if near else NotFound()


def normalise_title(title: str) -> str:
    """The key by which a title is compared.

    Unicode NFKC, case folded, without accents, apostrophes and leading article; other punctuation separates words,
    "&" is "and", and initials are written together ("J. R. R." is "jrr"). A title of punctuation alone stays as it is.
    """
    inverted = _INVERTED_ARTICLE.match(title) if "," in title else None
    words = _words(f"{inverted[2]} {inverted[1]}" if inverted else title)
    for article in _ARTICLES:
        if words.startswith(article):
            return words[len(article) :]
    return words or unicodedata.normalize("NFKC", title).casefold().strip()


def whole_titles(title: str) -> list[str]:
    """The keys of a whole title: as it stands, and without what is in brackets (a series, an edition)."""
    bare = _without_brackets(title)
    if bare == title:
        return [normalise_title(title)]
    return list(dict.fromkeys([normalise_title(title), normalise_title(bare)]))


def shortened_title(title: str) -> str:
    """The key of a title without brackets and subtitle."""
    bare = _without_brackets(title)
    head = _SUBTITLE.split(bare, maxsplit=1)[0]
    return normalise_title(head if head.strip() else bare)


def indexed_words(key: str) -> str:
    """What a normalised title is found by: itself and, where it is short, itself without each of its letters.

    So two short titles one edit apart have one of these in common, as in Garbe's SymSpell.
    """
    if len(key) > _SHORT_TITLE:
        return key
    return "  ".join([key, *dict.fromkeys(key[:place] + key[place + 1 :] for place in range(len(key)))])


def trigrams(words: str) -> list[str]:
    """The distinct trigrams of normalised words, padded so that beginnings and ends count, in order."""
    padded = f" {words} "
    return list(dict.fromkeys(padded[start : start + 3] for start in range(len(padded) - 2)))


def suggest_titles(catalogue: Catalogue, query: str, limit: int = SUGGESTIONS) -> list[Book]:
    """Up to `limit` books that the query may mean, nearest first; empty where nothing is near."""
    key = normalise_title(query).removesuffix(" the")  # "Hobbit The", as in a list sorted by title
    if len(key) < 3:
        return catalogue.ordered_books(catalogue.rows_with_key_prefix(key, limit)) if key else []
    book_rows = _candidate_rows(catalogue, key)
    other_keys: defaultdict[int, list[str]] = defaultdict(list)
    for book_row, other_key in catalogue.other_titles(book_rows):
        other_keys[book_row].append(other_key)
    scored = []
    for book_row, title, author, ratings_count in catalogue.titles(book_rows):
        keys = {*whole_titles(title), shortened_title(title), *other_keys[book_row]}
        article = title.partition(" ")[0].lower()
        if f"{article} " in _ARTICLES:  # misspelt it is still in the query's key: "tihe hobbit"
            keys.add(f"{article} {shortened_title(title)}")
        likeness = _likeness(key, keys, normalise_title(author))
        if likeness >= _LIKENESS_OF_OTHERS:
            scored.append((likeness + 2 * math.log1p(ratings_count), -book_row, likeness))
    if max((likeness for *_, likeness in scored), default=0) < _LIKENESS_OF_NEAREST:
        return []
    scored.sort(reverse=True)
    return catalogue.ordered_books([-negative_row for _, negative_row, _ in scored[:limit]])


def _exact(catalogue: Catalogue, query: str) -> list[Book]:
    """The books that the query names, whole titles first, then by popularity; with "by <author>" only that author's."""
    book_rows = _rows_with_title(catalogue, query)
    if book_rows:
        return catalogue.ordered_books(book_rows[: SUGGESTIONS + 1])
    for by in reversed(list(re.finditer(r"\sby\s", query, re.IGNORECASE))):
        author = set(normalise_title(query[by.end() :]).split())
        namesakes = catalogue.ordered_books(_rows_with_title(catalogue, query[: by.start()]))
        written_by = [book for book in namesakes if author and author <= set(normalise_title(book.author).split())]
        if written_by:
            return written_by[: SUGGESTIONS + 1]
    return []


def _longer_titles(catalogue: Catalogue, query: str, found: Sequence[Book]) -> list[Book]:
    """The most read books whose title goes on after the query, which may be all of it that was remembered."""
    found_rows = {book.book_row for book in found}
    book_rows = catalogue.rows_with_key_prefix(f"{normalise_title(query)} ", SUGGESTIONS + len(found_rows))
    longer = [book_row for book_row in book_rows if book_row not in found_rows]
    return catalogue.ordered_books(longer[: max(0, SUGGESTIONS - len(found))])


def _rows_with_title(catalogue: Catalogue, title: str) -> list[int]:
    for key in whole_titles(title):
        book_rows = [book_row for book_row, _ in catalogue.rows_with_key(key, _CANDIDATES)]
        if book_rows:
            return book_rows
    # A subtitle that the catalogue lacks: only where what stands before it names one book and no series.
    head = catalogue.rows_with_key(shortened_title(title), 2)
    return [book_row for book_row, shortened in head if not shortened] if len(head) == 1 else []


def _candidate_rows(catalogue: Catalogue, key: str) -> list[int]:
    """Rows of the books that share most of the query's rarest trigrams."""
    counts = catalogue.trigram_counts(trigrams(indexed_words(key)))
    voting: list[str] = []
    votes = 0
    at_most = _VOTING_TRIGRAMS_OF_SHORT_TITLES if len(key) <= _SHORT_TITLE else _VOTING_TRIGRAMS
    for trigram in sorted(counts, key=lambda trigram: (counts[trigram], trigram))[:at_most]:
        votes += counts[trigram]
        if voting and votes > _VOTES_AT_MOST:
            break
        voting.append(trigram)
    return catalogue.rows_with_trigrams(voting, _CANDIDATES) if voting else []


def _likeness(query: str, keys: Iterable[str], author: str) -> float:
    """How near a query is to a book's titles, with or without its author: 0 to 100.

    The best of rapidfuzz's scores: the ratio of edits, to the title and to the title and the surname; the same with
    the words in any order and the whole author beside the title; and, a little less, that of the words in common, for
    titles of which only a part was typed.
    """
    surname = author.rpartition(" ")[2]
    return max(
        max(
            fuzz.ratio(query, key),
            fuzz.ratio(query, f"{key} {surname}"),
            fuzz.token_sort_ratio(query, f"{key} {author}"),
            0.9 * fuzz.token_set_ratio(query, f"{key} {author}"),
        )
        for key in keys
    )


def _words(text: str) -> str:
    """Lower-case words with one space between, without accents and punctuation, initials written together."""
    if text.isascii():
        words = text.translate(_ASCII)
    else:
        folded = _APOSTROPHES.sub("", unicodedata.normalize("NFKC", text)).casefold().translate(_LETTERS)
        words = "".join(map(_letter, unicodedata.normalize("NFD", folded)))
        words = unicodedata.normalize("NFC", words)
    separate = words.split()
    joined = " ".join(separate)
    # Looking at the lengths first is three times as fast, and titles are normalised by the hundred for one query.
    return _INITIALS.sub(r"\1", joined) if 1 in map(len, separate) else joined


def _letter(character: str) -> str:
    """What a character of decomposed text counts as in a key."""
    # Accents go in European scripts only: elsewhere marks are part of the letter (Japanese "ga" is "ka" and a mark).
    if character in "'`" or "\u0300" <= character <= "\u036f":
        return ""
    if character == "&":
        return " and "
    return character if unicodedata.category(character)[0] in "LNM" else " "


def _without_brackets(title: str) -> str:
    """A title without what is in brackets; whole where there is nothing else."""
    if "(" not in title and "[" not in title:
        return title
    return BRACKETED.sub(" ", title).strip() or title
