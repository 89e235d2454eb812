"""Titles beside the name of their series, in any order and with any marks: "Goosebumps (4) Say Cheese and Die!".

A series' name beside words that are no title of the catalogue names a volume that the catalogue lacks, and not the book
that has the series' name as its title.
"""

from collections.abc import Iterable, Sequence

from shelftalker.model.catalogue import Book, Catalogue
from shelftalker.model.title_keys import BRACKETED, normalise_title, words_of
from shelftalker.search.common_words import COMMON_WORDS
from shelftalker.search.named_titles import NamedTitle, is_known, unknown_positions
from shelftalker.search.question_words import QUESTION_WORDS
from shelftalker.search.sentences.certainty import CERTAINTY, weight_of
from shelftalker.search.sentences.title_borders import IN_QUESTIONS
from shelftalker.search.subtitles import SUBTITLES, is_series_name, series_words
from shelftalker.search.typed_words import TypedWords

_JOINING_MARKS = frozenset({"", ",", ";", "/", "&", "+"})
_SERIES_MARKS = frozenset(":|#([\u2013\u2014")


def books_beside_series(catalogue: Catalogue, words: TypedWords, named: Sequence[NamedTitle]) -> list[Book]:
    """Return the books whose title and series are all that a text names, but for their author and volume.

    Args:
        catalogue: The model.
        words: The words of the text.
        named: The titles among them.

    Returns:
        The books of the longest such title, the most read first; none for titles that are listed with commas or "and",
        as "Dune, Dune Messiah" are two books.
    """
    unknown = unknown_positions(words)
    candidates = [
        title for title in named if _may_stand_beside(words, title, unknown) and not _is_listed(words, title, named)
    ]
    books = catalogue.books({row for title in candidates for row in title.book_rows}) if candidates else {}
    for title in sorted(candidates, key=lambda title: (-title.title_length, title.title_first)):
        rest = set(_text_beside(words, title).split())
        found = [books[row] for row in title.book_rows if _is_series_of(books[row], rest)]
        if found:
            return sorted(found, key=lambda book: book.book_row)
    return []


def names_absent_book(catalogue: Catalogue, words: TypedWords, titles: Sequence[NamedTitle]) -> bool:
    """Test if a text names a book that the catalogue lacks, of which a title is only a part or the series.

    So do "Into the Cold Fire: A Thriller", "Artemis Fowl (The Arctic Incident)" and "Redwall: book 5 - Salamandastron"
    where these books are missing; the words of a question name none: "Redwall - what next?"
    """
    return len(titles) == 1 and (_is_end_of_head(words, titles[0]) or _is_series_alone(catalogue, words, titles[0]))


def _is_series_alone(catalogue: Catalogue, words: TypedWords, title: NamedTitle) -> bool:
    """Test if a title is the name of a series beside words that name a volume of it."""
    own = range(title.title_first, title.title_after_last)
    beyond = [place for place in range(title.first, title.after_last) if place not in own]
    author = catalogue.books(title.book_rows[:1])[title.book_rows[0]].author.split()
    # "Redwall: Mossflower by Brian Jacques": more words than a name stand between.
    is_name = sum(not is_known(words.words[place].key) for place in beyond) <= len(author)
    covered = {*own, *(beyond if is_name else ())}
    names = set() if is_name else set(normalise_title(" ".join(author)).split())
    places = [
        place for place in range(len(words.words)) if place not in covered and words.words[place].key not in names
    ]
    keys = [words.words[place].key for place in places]
    beside_volume = SUBTITLES.about_series | QUESTION_WORDS.volume
    telling = [key for key in keys if key not in beside_volume and not key.isdecimal()]
    if not telling or weight_of(telling) >= CERTAINTY.question:
        return False
    marks = [word.before for word in words.words[1:]]
    is_marked = any("//" in before or not _SERIES_MARKS.isdisjoint(before) for before in marks)
    beside = {words.words[place].key for place in (title.first - 1, title.after_last) if 0 <= place < len(words.words)}
    is_sentence = any(map(is_known, telling))
    is_strange = not all(map(is_known, telling)) or _is_called_novel(words, title)
    if not is_strange and not any("//" in before or not {"|", "("}.isdisjoint(before) for before in marks):
        return False
    if not is_marked and is_sentence and beside.isdisjoint(SUBTITLES.of_series):
        return False
    titles = {title.key, words.key(title.first, title.after_last)}
    return any(is_series_name(catalogue, name) for name in titles)


def _is_called_novel(words: TypedWords, title: NamedTitle) -> bool:
    """Test if a title stands as a series does behind a volume's: "Sure of You: A Tales of the City Novel"."""
    if title.title_after_last == len(words.words):
        return False
    article, behind = words.words[title.title_first], words.words[title.title_after_last]  # the title has its article
    return bool(article.before) and article.key in COMMON_WORDS.articles and behind.key in SUBTITLES.about_series


def _is_end_of_head(words: TypedWords, title: NamedTitle) -> bool:
    """Test if a title is only the end of what stands before a subtitle's mark: "Into the Cold Fire: A Thriller"."""
    is_before_mark = title.after_last < len(words.words) and not SUBTITLES.marks.isdisjoint(
        words.words[title.after_last].before
    )
    start = title.first
    while start and not words.words[start].before:
        start -= 1
    before = [word.key for word in words.words[start : title.first]]
    is_frame = not QUESTION_WORDS.of_book.isdisjoint(before) or not IN_QUESTIONS.isdisjoint(before)
    return is_before_mark and not is_frame and not COMMON_WORDS.articles.issuperset(before)


def books_in_brackets(catalogue: Catalogue, title: str, books: Sequence[Book]) -> list[Book] | None:
    """Return the books that a title with text in brackets names, or None where its brackets name none.

    Args:
        catalogue: The model.
        title: The title with its brackets, which is no whole title of the catalogue: "Artemis Fowl (The Arctic
            Incident)", "Exile (The Legend of Drizzt)".
        books: The books with the title before the brackets.

    Returns:
        The volume in brackets of the series before them, or those of the books that are of the series in brackets. None
        at all where the books' title is that of their series and the brackets hold another volume's.
    """
    bracketed = " ".join(text[1:-1] for text in BRACKETED.findall(title))
    head, inner = words_of(BRACKETED.sub(" ", title)), words_of(bracketed)
    rows = [row for row, _ in catalogue.search_index.rows_with_key(normalise_title(bracketed), SUBTITLES.namesakes)]
    volumes = [book for book in catalogue.ordered_books(rows) if book.series and _names_series(head, book)]
    if volumes:
        return volumes
    of_series = [book for book in books if book.series and _names_series(inner, book)]
    if of_series:
        return of_series
    strange = [word for word in inner.split() if not word.isdecimal() and word not in SUBTITLES.about_series]
    is_edition = not SUBTITLES.of_editions.isdisjoint(strange) or not strange
    named = set(words_of(books[0].author).split()) if books else set()
    is_volume = not is_edition and named.isdisjoint(strange)
    return [] if is_volume and is_series_name(catalogue, head) else None


def are_like_name(bracketed: Sequence[str]) -> bool:
    """Test if texts in brackets are one person's name, as far as their words tell: "Twilight (Stephenie Meyer)"."""
    words = words_of(bracketed[0]).split() if len(bracketed) == 1 else []
    is_name = SUBTITLES.shortest_name <= len(words) <= SUBTITLES.longest_name and all(map(str.isalpha, words))
    others = SUBTITLES.about_series | SUBTITLES.of_editions
    return is_name and others.isdisjoint(words) and not any(map(is_known, words))


def _names_series(text: str, book: Book) -> bool:
    """Test if a text is the name of a book's series, perhaps with the number of the volume."""
    named = series_words(text)
    return bool(named) and book.series is not None and named == series_words(book.series)


def _may_stand_beside(words: TypedWords, title: NamedTitle, unknown: frozenset[int]) -> bool:
    """Test if words that may be a series' name stand beside a title, which is not a word of questions alone."""
    own = range(title.title_first, title.title_after_last)
    has_rest = any(place not in own and not words.words[place].key.isdecimal() for place in unknown)
    has_word = any(f" {word} " in " series saga trilogy cycle chronicles " for word in _keys(words))
    return (has_rest or has_word) and (title.title_length > 1 or title.title_first in unknown)


def _keys(words: TypedWords) -> Iterable[str]:
    return (word.key for word in words.words)


def _text_beside(words: TypedWords, title: NamedTitle) -> str:
    before = words.key(0, title.title_first) if title.title_first else ""
    behind = words.key(title.title_after_last, len(words.words)) if title.title_after_last < len(words.words) else ""
    return f"{before} {behind}"


def _is_series_of(book: Book, rest: set[str]) -> bool:
    """Test if the words beside a book's title are its series' name, and else no more than its author and a question."""
    name = series_words(book.series or "")
    if not name or not name <= rest or name == series_words(book.title):
        return False
    others = rest - name - SUBTITLES.about_series - set(normalise_title(book.author).split())
    return all(word.isdecimal() or is_known(word) or word in SUBTITLES.of_series for word in others)


def _is_listed(words: TypedWords, title: NamedTitle, named: Sequence[NamedTitle]) -> bool:
    """Test if a title stands beside another one with only a comma, "and" or the like between."""
    text = words.text[: words.words[-1].end]
    if any(mark in text for mark in "([:#|") or not SUBTITLES.of_series.isdisjoint(_keys(words)):
        return False
    return any(
        _are_listed(words, *sorted((title, other), key=lambda each: each.title_first))
        for other in named
        if other.title_after_last <= title.title_first or title.title_after_last <= other.title_first
    )


def _are_listed(words: TypedWords, title: NamedTitle, following: NamedTitle) -> bool:
    between = words.words[title.title_after_last : following.title_first]
    marks = [word.before for word in (*between, words.words[following.title_first])]
    is_joined = bool(between) or any(marks)
    return (
        is_joined and all(word.key in QUESTION_WORDS.joining for word in between) and _JOINING_MARKS.issuperset(marks)
    )
