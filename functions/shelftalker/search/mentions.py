"""The books named in a message.

Every run of words that may be a title's key is looked up at once. Most short titles are everyday words, so a title
counts only where it stands out: in quotes or italics, before "by" and its author, with the capitals of a title, or by
being too long for chance. The longest titles win, and none overlap.

Where nothing stands out, every title with a distinctive word is offered: the reader asked for books and can choose.
"""

from collections.abc import Iterable, Iterator
from itertools import accumulate
from typing import NamedTuple

from shelftalker.model.catalogue import Book, Catalogue
from shelftalker.model.title_keys import normalise_title
from shelftalker.search.common_words import COMMON_WORDS
from shelftalker.search.message_words import MessageWords


class MentionConfig(NamedTuple):
    """Numbers of the search for titles in a message.

    Attributes:
        books: Number of books returned at most.
        longest_title: Length in words of the longest title that is looked up.
        longest_possible_title: The same where no title stands out.
        longest_author: Length in words of the longest author's name after "by".
        namesakes: Number of books of one title that are compared with the author after "by".
        shortest_word_after_article: Length in letters from which "The" and a word with a capital stand out.
        shortest_without_spaces: Length in characters from which a title in a script without spaces stands out.
        words_beyond_chance: Length in words, without an article, from which two distinctive words make a title stand
            out; fewer words are often the same by chance.
        shortest_distinctive_word: Length in letters from which a distinctive word is no abbreviation.
    """

    books: int = 5
    longest_title: int = 12
    longest_possible_title: int = 6
    longest_author: int = 4
    namesakes: int = 500
    shortest_word_after_article: int = 4
    shortest_without_spaces: int = 4
    words_beyond_chance: int = 4
    shortest_distinctive_word: int = 4


MENTIONS = MentionConfig()
_SHORT = 2


class _Run(NamedTuple):
    """A run of words that may be a title.

    Attributes:
        first: Position of its first word in the message.
        after_last: Position after its last word.
        key: Its words as a title's key.
        is_marked: It stands in quotes or italics, or is the whole message.
    """

    first: int
    after_last: int
    key: str
    is_marked: bool


def books_standing_out(catalogue: Catalogue, text: str, limit: int = MENTIONS.books) -> list[Book]:
    """Return up to `limit` books whose titles stand out in a message, in the order of the text.

    Args:
        catalogue: The model.
        text: The message's text as Slack has it: mrkdwn, with `&`, `<` and `>` escaped.
        limit: Number of books to return at most.
    """
    message = MessageWords(text)
    return _books_standing_out(catalogue, message, _TitleEvidence(message))[:limit] if message.words else []


def possible_books(catalogue: Catalogue, text: str, limit: int = MENTIONS.books) -> list[Book]:
    """Return up to `limit` books whose titles may be meant in a message where none stands out.

    Those written with a capital come first, then the most read.
    """
    message = MessageWords(text)
    return _possible_books(catalogue, message, _TitleEvidence(message), limit) if message.words else []


def _books_standing_out(catalogue: Catalogue, message: MessageWords, evidence: "_TitleEvidence") -> list[Book]:
    """Return the books whose titles stand out, in the order of the text."""
    runs = list(_runs(catalogue, message, evidence))
    rows = catalogue.search_index.rows_with_keys(list(dict.fromkeys(run.key for run in runs)))
    # Sorted only now: of thousands of runs a few are titles.
    named = sorted(
        {run for run in runs if run.key in rows},
        key=lambda run: (run.first - run.after_last, run.first, not run.is_marked),
    )
    namesakes = {
        run: rows[run.key][: MENTIONS.namesakes if _is_before_by(message, run.after_last) else 1] for run in named
    }
    books = catalogue.books({book_row for some in namesakes.values() for book_row in some})
    found: dict[int, Book] = {}
    taken: set[int] = set()
    for run in named:
        candidates = [books[book_row] for book_row in namesakes[run]]
        written_by = [book for book in candidates if _is_before_author(message, run, book)]
        stands_out = written_by or run.is_marked or evidence.looks_like_title(run.first, run.after_last)
        if stands_out and taken.isdisjoint(range(run.first, run.after_last)):
            taken.update(range(run.first, run.after_last))
            found[run.first] = (written_by or candidates)[0]
    in_order = {found[first].book_row: found[first] for first in sorted(found)}
    return list(in_order.values())


def _possible_books(catalogue: Catalogue, message: MessageWords, evidence: "_TitleEvidence", limit: int) -> list[Book]:
    """Return up to `limit` books whose title has a distinctive word, those with capitals first."""
    begun = _beginnings(catalogue, message)
    spans = [
        (first, after_last, message.key(first, after_last))
        for first in range(len(message.words))
        for after_last in message.ends(first, MENTIONS.longest_possible_title if first in begun else _SHORT)
        if evidence.has_distinctive_word(first, after_last)
    ]
    rows = catalogue.search_index.rows_with_keys(list(dict.fromkeys(key for _, _, key in spans)))
    named = sorted((span for span in spans if span[2] in rows), key=lambda span: (span[0] - span[1], span[0]))
    has_capital: dict[int, bool] = {}
    taken: set[int] = set()
    for first, after_last, key in named:
        if taken.isdisjoint(range(first, after_last)):
            taken.update(range(first, after_last))
            book_row = rows[key][0]
            is_capital = evidence.has_distinctive_capital(first, after_last)
            has_capital[book_row] = has_capital.get(book_row, False) or is_capital
    likeliest = sorted(has_capital, key=lambda book_row: (not has_capital[book_row], book_row))
    return catalogue.ordered_books(likeliest[:limit])


def _runs(catalogue: Catalogue, message: MessageWords, evidence: "_TitleEvidence") -> Iterator[_Run]:
    """Yield every run of words that would stand out if it were a title."""
    words = message.words
    marked = set(message.marked)
    if not any(word.begins_sentence for word in words[1:]):
        marked.add((0, len(words)))  # the message may be a title and nothing else
    for first, after_last in marked:
        yield _Run(first, after_last, message.key(first, after_last), is_marked=True)
    starts = _starts_without_spaces(catalogue, message)
    begun = _beginnings(catalogue, message)
    for first, word in enumerate(words):
        if word.is_without_spaces and first not in starts:
            continue
        for after_last in message.ends(first, MENTIONS.longest_title if first in begun else _SHORT):
            if _is_before_by(message, after_last) or evidence.looks_like_title(first, after_last):
                yield _Run(first, after_last, message.key(first, after_last), (first, after_last) in marked)


class _TitleEvidence:
    """Evidence in a message's words and capitals that a run of words is a title.

    Every test takes differences of prefix sums over the words, so that a long message takes no longer per word.
    """

    def __init__(self, message: MessageWords) -> None:
        words = self._words = message.words
        self._are_without_spaces = [word.is_without_spaces for word in words]
        capitals = [message.has_small_letters and word.is_capital for word in words]
        small = [word.key in COMMON_WORDS.small for word in words]
        distinctive = [
            not is_small and word.key not in COMMON_WORDS.everyday for word, is_small in zip(words, small, strict=True)
        ]
        self._distinctive = _prefix_sums(distinctive)
        self._long_distinctive = _prefix_sums(
            is_distinctive and len(word.key) >= MENTIONS.shortest_distinctive_word
            for word, is_distinctive in zip(words, distinctive, strict=True)
        )
        self._distinctive_capitals = _prefix_sums(
            is_capital and not word.begins_sentence and is_distinctive
            for word, is_capital, is_distinctive in zip(words, capitals, distinctive, strict=True)
        )
        self._small = _prefix_sums(small)
        self._in_small_letters = _prefix_sums(
            not is_capital and not is_small for is_capital, is_small in zip(capitals, small, strict=True)
        )
        # A sentence's first word has a capital anyway.
        self._capitals = _prefix_sums(
            is_capital and not (word.begins_sentence and is_small)
            for word, is_capital, is_small in zip(words, capitals, small, strict=True)
        )

    def looks_like_title(self, first: int, after_last: int) -> bool:
        """Test if these words are meant as a title, should they be one."""
        length = after_last - first
        if self._are_without_spaces[first]:
            return length >= MENTIONS.shortest_without_spaces
        distinctive = self._distinctive[after_last] - self._distinctive[first]
        without_article = length - (self._words[first].key in COMMON_WORDS.articles)
        if distinctive > 2 or (without_article >= MENTIONS.words_beyond_chance and distinctive > 1):
            return True
        if self._in_small_letters[after_last] > self._in_small_letters[first] or not self._words[first].is_capital:
            return False
        if length == 1:
            return distinctive == 1 and self._follows_reading(first)
        if length == 2 and self._words[first].key in COMMON_WORDS.articles:
            is_long = len(self._words[first + 1].key) >= MENTIONS.shortest_word_after_article
            return is_long and not self._name_continues(after_last)
        capitals = self._capitals[after_last] - self._capitals[first]
        return capitals > 1 and length > self._small[after_last] - self._small[first]

    def has_distinctive_word(self, first: int, after_last: int) -> bool:
        """Test if one of these words is distinctive and no abbreviation."""
        return self._long_distinctive[after_last] > self._long_distinctive[first]

    def has_distinctive_capital(self, first: int, after_last: int) -> bool:
        """Test if one of these words is distinctive and has a capital within a sentence."""
        return self._distinctive_capitals[after_last] > self._distinctive_capitals[first]

    def _follows_reading(self, position: int) -> bool:
        """Test if the word before this one is a form of "read" or "finish"."""
        if not position or self._words[position].begins_sentence:
            return False
        return self._words[position - 1].key in COMMON_WORDS.reading

    def _name_continues(self, position: int) -> bool:
        """Test if a name continues with the word here: "The Help Desk" is not "The Help"."""
        if position == len(self._words):
            return False
        return self._words[position].is_capital and not self._words[position].after_mark


def _prefix_sums(flags: Iterable[bool]) -> list[int]:
    """Return the number of true flags before each position, [flags + 1]."""
    return [0, *accumulate(map(int, flags))]


def _is_before_by(message: MessageWords, after_last: int) -> bool:
    """Test if "by" and another word follow."""
    return after_last + 1 < len(message.words) and message.words[after_last].key == "by"


def _is_before_author(message: MessageWords, run: _Run, book: Book) -> bool:
    """Test if "by" and the author of this book follow, or the author's surname."""
    if not _is_before_by(message, run.after_last):
        return False
    start = run.after_last + 1
    author = normalise_title(book.author).split()
    for after_last in range(start + 1, min(start + MENTIONS.longest_author, len(message.words)) + 1):
        named = message.key(start, after_last).split()
        if named[-1:] == author[-1:]:
            return True
    return False


def _beginnings(catalogue: Catalogue, message: MessageWords) -> set[int]:
    """Return the positions at which a title of more than `_SHORT` words may begin: one begins with the first of them.

    A long message has thousands of runs of words, and few begin as a title does.
    """
    prefixes = {
        first: message.key(first, first + _SHORT)
        for first in range(len(message.words) - _SHORT)
        if not message.words[first + 1].begins_sentence
    }
    known = catalogue.search_index.may_begin_titles(set(prefixes.values()))
    return {first for first, prefix in prefixes.items() if prefix in known}


def _starts_without_spaces(catalogue: Catalogue, message: MessageWords) -> set[int]:
    """Return the positions at which titles in scripts without spaces can start.

    Only there is their first trigram one of the catalogue's.
    """
    first_trigrams = {
        position: f" {message.words[position].key}{message.words[position + 1].key}"[:3]
        for position in range(len(message.words) - 1)
        if message.words[position].is_without_spaces
    }
    known = catalogue.search_index.trigram_counts(sorted(set(first_trigrams.values())))
    return {position for position, trigram in first_trigrams.items() if trigram in known}
