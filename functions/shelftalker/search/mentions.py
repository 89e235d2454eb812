"""The books named in a message.

Every run of words that is a title's key is looked up at once. Most short titles are everyday words, so what is found
counts only where it stands out as a title: in quotes or italics, before "by" and its author, with the capitals of a
title, or by being too long for chance. The longest win, and none overlap.

Where nothing stands out, whatever has an uncommon word is offered: somebody asked, and can choose.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import accumulate

from shelftalker.model.catalogue import Book, Catalogue
from shelftalker.model.title_keys import normalise_title
from shelftalker.search.message_words import MessageWords

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
again always anybody anyone anything around asked author authors away back bad because being best better between big
book books boy called came cannot cant chapter children close closed come coming currently dark day days doesnt doing
done dont each early else end enjoyed enjoying enough even ever every everybody everyone everything favorite favourite
feel felt few finally finish finished first found friend friends fun gave getting girl give given goes going
gonna good got great guess guide happy hard hear heard hello help hey high history home hope hour hours house idea
isnt ive job kind kinda know last late later least left let life liked likes listen little live lives long look
looking lot lots love loved lovely loves lunch made make making man many maybe mean meet meeting men middle mind mine
minute minutes moment month months more morning most much must near need needs never new next nice night nothing novel
novels now number okay old once only open other others own part party people place plan please point pretty probably
question quite read reading really recommend recommended rest right said same saw say see seems seen series set side
since somebody someone something soon sorry start still stop story such suggest support sure take talk team tell tells
thank thanks thing things think those though thought three through till time times title titles today together
tomorrow tonight top totally true try trying under until upon used useful using wait waiting wanna want wanted wants
war wasnt watch watched way week weekend weeks well went while without woman women wonder wont word words work working
world write written wrong wrote year years yes yesterday yet young youre
"""
_EVERYDAY_WORDS = frozenset(_EVERYDAY.split())
# What comes before a title with nothing else to tell it: "anyone read Dune?"
_READING = frozenset(["finished", "finishing", "read", "reading", "reread", "rereading"])
_ARTICLES = frozenset(["a", "an", "the"])
_SHORTEST_SINGLE_WORD = 4
_SHORTEST_WITHOUT_SPACES = 4
_WORDS_BEYOND_CHANCE = 4
# Where nothing stands out: longer titles with two telling words do.
_SHORTEST_TELLING_WORD = 4
_LONGEST_POSSIBLE_TITLE_WORDS = 6


@dataclass(frozen=True, slots=True)
class _Run:
    """Words that may be a title: from `first` to before `after_last`; marked by quotes or italics, or all there are."""

    first: int
    after_last: int
    key: str
    is_marked: bool


def mentioned_books(catalogue: Catalogue, text: str, limit: int = 5) -> list[Book]:
    """Up to `limit` books whose titles are named in a message.

    Returns:
        In the order of the text what stands out as titles; where nothing does, what may be one: first what is written
        with a capital, then by popularity.

    Args:
        catalogue: The model.
        text: The message's text as Slack has it: mrkdwn, with `&`, `<` and `>` escaped.
        limit: How many books to return at most.
    """
    message = MessageWords.of(text)
    if not message.words:
        return []
    looks = _Looks(message)
    return _outstanding(catalogue, message, looks)[:limit] or _possible(catalogue, message, looks, limit)


def _outstanding(catalogue: Catalogue, message: MessageWords, looks: "_Looks") -> list[Book]:
    """The books whose titles stand out as titles, in the order of the text."""
    runs = sorted(
        set(_runs(catalogue, message, looks)),
        key=lambda run: (run.first - run.after_last, run.first, not run.is_marked),
    )
    rows = catalogue.search_index.rows_with_keys(list(dict.fromkeys(run.key for run in runs)))
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
    return list(in_order.values())


def _possible(catalogue: Catalogue, message: MessageWords, looks: "_Looks", limit: int) -> list[Book]:
    """Up to `limit` books of which titles with a telling word may be meant, those with capitals first."""
    spans = [
        (first, after_last, message.key(first, after_last))
        for first in range(len(message.words))
        for after_last in message.ends(first, _LONGEST_POSSIBLE_TITLE_WORDS)
        if looks.has_telling_word(first, after_last)
    ]
    rows = catalogue.search_index.rows_with_keys(list(dict.fromkeys(key for _, _, key in spans)))
    named = sorted((span for span in spans if span[2] in rows), key=lambda span: (span[0] - span[1], span[0]))
    has_capital: dict[int, bool] = {}
    taken: set[int] = set()
    for first, after_last, key in named:
        if taken.isdisjoint(range(first, after_last)):
            taken.update(range(first, after_last))
            book_row = rows[key][0]
            has_capital[book_row] = has_capital.get(book_row, False) or looks.has_capital(first, after_last)
    likeliest = sorted(has_capital, key=lambda book_row: (not has_capital[book_row], book_row))
    return catalogue.ordered_books(likeliest[:limit])


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
        for after_last in message.ends(first, _LONGEST_TITLE_WORDS):
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
        tells = [not is_small and word.key not in _EVERYDAY_WORDS for word, is_small in zip(words, small, strict=True)]
        self._tells = _counts(tells)
        self._long_tells = _counts(
            is_telling and len(word.key) >= _SHORTEST_TELLING_WORD
            for word, is_telling in zip(words, tells, strict=True)
        )
        self._telling_capitals = _counts(
            capitals and word.is_capital and not word.begins_sentence and is_telling
            for word, is_telling in zip(words, tells, strict=True)
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

    def has_telling_word(self, first: int, after_last: int) -> bool:
        """Whether one of these words is uncommon, and no abbreviation."""
        return self._long_tells[after_last] > self._long_tells[first]

    def has_capital(self, first: int, after_last: int) -> bool:
        """Whether one of these words has a capital that says something."""
        return self._telling_capitals[after_last] > self._telling_capitals[first]

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
    known = catalogue.search_index.trigram_counts(sorted(set(first_trigrams.values())))
    return {place for place, trigram in first_trigrams.items() if trigram in known}
