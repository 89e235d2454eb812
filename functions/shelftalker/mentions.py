"""The books named in a message.

Every run of words that is a title's key is looked up at once. Most short titles are everyday words, so what is found
counts only where it stands out as a title: in quotes or italics, before "by" and its author, with the capitals of a
title, or by being too long for chance. The longest win, and none overlap.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import accumulate

from shelftalker.catalogue import Book, Catalogue
from shelftalker.message_words import MessageWords
from shelftalker.title_keys import normalise_title

_LONGEST_TITLE_WORDS = 12
_WORDS_OF_AN_AUTHOR = 4
# Books of one key that are looked at for the author named after "by".
_NAMESAKES = 50
# Words that say nothing of a title by themselves: the commonest of English, and those that titles write small in the
# languages of the datasets.
_SMALL = """
a about after all also am an and any are as at au be been before but by can could d das de del der des did die do does
du e ein el en et for from get go had has have he her him his how i if ii im in into is it its just la las le les like
los m me my no not o of off on one or our out over s she so some t than that the their them then there these they this
to too two un una und une up us very was we were what when where which who why will with would y you your zu
"""
_SMALL_WORDS = frozenset(_SMALL.split())
_EVERYDAY = """
again always away back bad best better big book books boy came children come day days die end ever every first friend
friends fun girl give good great guide hard hello help high history home hope house job know last let life little live
lives long look lot love made make man many maybe men middle mind more most much need never new next nice night nothing
now number old once only open other own part party people place plan please point read really rest right same say see
set side sorry start still stop story sure take talk team tell thank thanks thing things think three time times today
together tomorrow top true try under upon used want war way week well woman women word words work working world wrong
year years yes yet young
"""
_EVERYDAY_WORDS = frozenset(_EVERYDAY.split())
# What comes before a title with nothing else to tell it: "anyone read Dune?"
_READING = frozenset(["finished", "finishing", "read", "reading", "reread", "rereading"])
_ARTICLES = frozenset(["a", "an", "the"])
_SHORTEST_SINGLE_WORD = 4
_SHORTEST_WITHOUT_SPACES = 4
_WORDS_BEYOND_CHANCE = 4


@dataclass(frozen=True, slots=True)
class _Run:
    """Words that may be a title: from `first` to before `after_last`; marked by quotes or italics, or all there are."""

    first: int
    after_last: int
    key: str
    is_marked: bool


def mentioned_books(catalogue: Catalogue, text: str, limit: int = 5) -> list[Book]:
    """Up to `limit` books whose titles are named in a message, in the order of the text.

    Args:
        catalogue: The model.
        text: The message's text as Slack has it: mrkdwn, with `&`, `<` and `>` escaped.
        limit: How many books to return at most.
    """
    message = MessageWords.of(text)
    if not message.words:
        return []
    looks = _Looks(message)
    runs = sorted(
        set(_runs(catalogue, message, looks)),
        key=lambda run: (run.first - run.after_last, run.first, not run.is_marked),
    )
    rows = catalogue.rows_with_keys(list(dict.fromkeys(run.key for run in runs)))
    named = [run for run in runs if run.key in rows]
    namesakes = {run: rows[run.key][: _NAMESAKES if _is_before_by(message, run.after_last) else 1] for run in named}
    books = catalogue.books({book_row for some in namesakes.values() for book_row in some})
    found: dict[int, Book] = {}
    taken: set[int] = set()
    for run in named:
        candidates = [books[book_row] for book_row in namesakes[run]]
        written_by = [book for book in candidates if _is_by(message, run, book)]
        counts = written_by or run.is_marked or looks.like_a_title(run.first, run.after_last)
        if counts and taken.isdisjoint(range(run.first, run.after_last)):
            taken.update(range(run.first, run.after_last))
            found[run.first] = (written_by or candidates)[0]
    in_order = {book.book_row: book for _, book in sorted(found.items(), key=lambda each: each[0])}
    return list(in_order.values())[:limit]


def _runs(catalogue: Catalogue, message: MessageWords, looks: "_Looks") -> Iterator[_Run]:
    """Every run of words that would count if it were a title."""
    words = message.words
    marked = set(message.marked)
    if not any(word.begins_sentence for word in words[1:]):
        marked.add((0, len(words)))  # nothing is said but a title
    for first, after_last in marked:
        yield _Run(first, after_last, message.key(first, after_last), is_marked=True)
    beginnings = _beginnings_without_spaces(catalogue, message)
    for first, word in enumerate(words):
        if word.is_without_spaces and first not in beginnings:
            continue
        for after_last in range(first + 1, min(len(words), first + _LONGEST_TITLE_WORDS) + 1):
            if after_last > first + 1 and words[after_last - 1].begins_sentence:
                break
            if _is_before_by(message, after_last) or looks.like_a_title(first, after_last):
                yield _Run(first, after_last, message.key(first, after_last), (first, after_last) in marked)


class _Looks:
    """Which runs of a message's words look like titles although nothing marks them as such.

    Each question is answered by counts up to a word, so that a long message is no slower by the word.
    """

    def __init__(self, message: MessageWords) -> None:
        words = message.words
        capitals = message.has_small_letters
        small = [word.key in _SMALL_WORDS for word in words]
        self._words = words
        self._tells = _counts(
            not is_small and word.key not in _EVERYDAY_WORDS for word, is_small in zip(words, small, strict=True)
        )
        self._small = _counts(small)
        self._in_small_letters = _counts(
            not (capitals and word.is_capital) and not is_small for word, is_small in zip(words, small, strict=True)
        )
        # A sentence's first word has a capital anyway.
        self._capitals = _counts(
            capitals and word.is_capital and not (word.begins_sentence and is_small)
            for word, is_small in zip(words, small, strict=True)
        )

    def like_a_title(self, first: int, after_last: int) -> bool:
        """Whether these words would be meant as a title if they are one."""
        length = after_last - first
        if self._words[first].is_without_spaces:
            return length >= _SHORTEST_WITHOUT_SPACES
        telling = self._tells[after_last] - self._tells[first]
        without_article = length - (self._words[first].key in _ARTICLES)
        if telling > 2 or (without_article >= _WORDS_BEYOND_CHANCE and telling > 1):
            return True
        if self._in_small_letters[after_last] > self._in_small_letters[first] or not self._words[first].is_capital:
            return False
        if length == 1:
            return telling == 1 and self._is_read(first)
        if length == 2 and self._words[first].key in _ARTICLES:
            return len(self._words[first + 1].key) >= _SHORTEST_SINGLE_WORD and not self._goes_on(after_last)
        capitals = self._capitals[after_last] - self._capitals[first]
        return capitals > 1 and length > self._small[after_last] - self._small[first]

    def _is_read(self, place: int) -> bool:
        """Whether the word before says that this one is read."""
        return place > 0 and not self._words[place].begins_sentence and self._words[place - 1].key in _READING

    def _goes_on(self, place: int) -> bool:
        """Whether a name goes on here: "The Help Desk" is not "The Help"."""
        return place < len(self._words) and self._words[place].is_capital and not self._words[place].after_mark


def _counts(flags: Iterable[bool]) -> list[int]:
    """How many flags are up before each place."""
    return [0, *accumulate(map(int, flags))]


def _is_before_by(message: MessageWords, after_last: int) -> bool:
    """Whether "by" and another word follow."""
    return after_last + 1 < len(message.words) and message.words[after_last].key == "by"


def _is_by(message: MessageWords, run: _Run, book: Book) -> bool:
    """Whether "by" and the author of this book follow, or the author's surname."""
    if not _is_before_by(message, run.after_last):
        return False
    start = run.after_last + 1
    author = normalise_title(book.author).split()
    for after_last in range(start + 1, min(start + _WORDS_OF_AN_AUTHOR, len(message.words)) + 1):
        named = message.key(start, after_last).split()
        if named[-1:] == author[-1:]:
            return True
    return False


def _beginnings_without_spaces(catalogue: Catalogue, message: MessageWords) -> set[int]:
    """Where titles in scripts without spaces can begin: only there is their first trigram one of the catalogue's."""
    first_trigrams = {
        place: f" {message.words[place].key}{message.words[place + 1].key}"[:3]
        for place in range(len(message.words) - 1)
        if message.words[place].is_without_spaces
    }
    known = catalogue.trigram_counts(sorted(set(first_trigrams.values())))
    return {place for place, trigram in first_trigrams.items() if trigram in known}
