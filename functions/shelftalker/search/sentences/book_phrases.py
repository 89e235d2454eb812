"""Phrases before a title, by their form: "as funny as", "every page of", "in the style of", in four languages."""

from collections.abc import Callable

from shelftalker.search.common_words import COMMON_WORDS, words_in
from shelftalker.search.sentences.prose_words import PROSE_WORDS

ARTICLES = words_in("a an the ein eine einer der die das un une le la les una el los las")
# "in the manner of", "im Stil von": whatever word stands between.
_INTO_NOUN = words_in("in along within im dans en au al par por a")
_BEHIND_NOUN = words_in("of von de du del")
# "as funny as", "tan divertido como"
_BEFORE_COMPARED = words_in("as so genauso ebenso aussi tan mas plus more less moins menos")
_BEHIND_COMPARED = words_in("as wie que como comme than")


def is_phrase_before(position: int, key: Callable[[int], str], is_mark_before: Callable[[int], bool]) -> bool:
    """Test if a phrase before a position makes what follows a book.

    Args:
        position: Position of a word.
        key: The key of the word at a position.
        is_mark_before: Test if a mark that parts sentences stands before the word at a position.
    """
    if position < 2 or is_mark_before(position) or is_mark_before(position - 1):
        return False
    last, noun, start = key(position - 1), key(position - 2), position - 3
    if noun.isdecimal() and start >= 0:  # "page 200 of"
        noun = key(start)
    if last in _BEHIND_NOUN and noun in PROSE_WORDS.of_books:
        return True
    if start < 0 or is_mark_before(position - 2):
        return False
    if last in _BEHIND_COMPARED and key(start) in _BEFORE_COMPARED:
        return True
    is_manner = last in _BEHIND_NOUN and noun not in COMMON_WORDS.small
    is_placed = key(start) in ARTICLES and start > 0 and key(start - 1) in _INTO_NOUN
    return is_manner and (is_placed or key(start) in _INTO_NOUN - ARTICLES - {"a", "in"})
