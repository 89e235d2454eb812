"""Lookups of authors by their names as readers type them, and the numbers of the title search."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from shelftalker.model.catalogue import Book, Catalogue
from shelftalker.model.title_keys import normalise_title, words_of


class TitleSearchConfig(NamedTuple):
    """Numbers of the title search. Likenesses are rapidfuzz's ratios, 0 to 100.

    Attributes:
        suggestions: Number of "did you mean" titles, and of further titles beside an exact one.
        voting_trigrams: Number of a query's rarest trigrams that find the books to score. Few are enough, and the
            common ones cost most: at 271,000 books "the" alone stands in 80,000.
        voting_trigrams_of_short_titles: The same for titles short enough to be indexed without each of their letters.
        votes_at_most: Number of (trigram, book) pairs that the voting trigrams may have; the first may have more.
        first_votes: The same of the first vote, where more are taken only if it finds no title that is very near: at
            271,000 books it takes less than half as long, and is enough for most misspelt titles.
        compared_first: Number of its books, those with the most votes, among which such a title is looked for.
        likeness_of_only_one: Smallest likeness of such a title.
        candidates: Number of books that are scored; 100 find no more of Book-Crossing, and take a sixth longer.
        shortest_misspelt_title: Length in letters from which a query is compared with titles; a shorter one is looked
            up as a title prefix.
        shortest_misspelt_author: Length in letters from which a query is compared with authors' names.
        likeness_of_nearest: Smallest likeness of the nearest title; below it nothing is suggested. Measured on misspelt
            queries and on nonsense.
        likeness_of_others: Smallest likeness of the further titles, once the nearest is near enough.
        likeness_of_author: Smallest likeness of an author's name, which must also exceed that of every title.
        popularity_weight: Likeness that a title gains by log(1 + number of ratings).
        weight_of_words_in_common: Factor of rapidfuzz's token set ratio, which is 100 as soon as all words of one text
            are in the other.
        namesakes: Number of books of one title among which that of the author named beside it is looked for: hundreds
            have a title such as "Poems" in a catalogue of half a million works.
        books_of_an_author: Number of an author's most read books that are compared with a title before "by <author>".
        longest_name: Most words of an author's name that is looked up with the surname first.
        known_titles: Number of books whose titles' keys are kept: one question looks at most of its candidates twice.
        any_book: Texts before "by" that name no title, as in "books by Stephen King".
    """

    suggestions: int = 7
    voting_trigrams: int = 9
    voting_trigrams_of_short_titles: int = 24
    votes_at_most: int = 20_000
    first_votes: int = 6_000
    compared_first: int = 20
    likeness_of_only_one: float = 86.0
    candidates: int = 70
    shortest_misspelt_title: int = 3
    shortest_misspelt_author: int = 5
    likeness_of_nearest: float = 73.0
    likeness_of_others: float = 50.0
    likeness_of_author: float = 84.0
    popularity_weight: float = 2.0
    weight_of_words_in_common: float = 0.9
    namesakes: int = 2_000
    books_of_an_author: int = 300
    longest_name: int = 4
    known_titles: int = 4000
    any_book: frozenset[str] = frozenset(
        {"", "anything", "book", "books", "novel", "novels", "something", "stories", "story", "titles", "works"}
    )


TITLE_SEARCH = TitleSearchConfig()


class NamePatterns(NamedTuple):
    """Patterns around an author's name.

    Attributes:
        by: "by" before a name, at the beginning or after a space.
        credited: Marks and words between the authors of a book.
        longest_name: Most words of a typed name that is compared with other spellings.
        fewest_alike: Least number of names of an author who is known by others that are spelt alike.
        letters_per_edit: Number of letters of a name for each that may differ.
        shortest_alike: Length in letters from which a name may differ in a letter from that of another author.
    """

    by: re.Pattern[str] = re.compile(r"(?:^|\s)by\s", re.IGNORECASE)
    credited: re.Pattern[str] = re.compile(r"\s*(?:[,;/&]|\band\b)\s*")
    longest_name: int = 6
    fewest_alike: int = 2
    letters_per_edit: int = 3
    shortest_alike: int = 5


NAMES = NamePatterns()


def author_with_name(catalogue: Catalogue, query: str) -> int | None:
    """Return the row of the author whose name is the whole query: "Tolkien", "by J. R. R. Tolkien", "Tolkien, J.R."."""
    name = NAMES.by.sub("", query, count=1) if NAMES.by.match(query) else query
    last, comma, first = name.partition(",")
    for spelling in (name, f"{first} {last}") if comma else (name,):
        key = normalise_title(spelling)
        if " " not in key and key != words_of(spelling):
            continue  # "The Battle" is nobody's surname
        author_rows = catalogue.search_index.authors_with_key(key)
        if author_rows:
            return author_rows[0]
    return None


def author_with_surname_first(catalogue: Catalogue, query: str) -> int | None:
    """Return the row of the author whose name is the whole query, the surname first and no comma after it."""
    words = normalise_title(NAMES.by.sub("", query, count=1) if NAMES.by.match(query) else query).split()
    if not 1 < len(words) <= TITLE_SEARCH.longest_name:
        return None
    author_rows = catalogue.search_index.authors_with_key(" ".join([*words[1:], words[0]]))
    return author_rows[0] if author_rows else None


def books_written_by(catalogue: Catalogue, books: Sequence[Book], name: str) -> list[Book]:
    """Return those of some books of one title that are by the author of a name, in any spelling.

    Names that the catalogue has are looked up, or their words found among the authors credited; of a surname alone the
    most read book comes first. Another name is compared as the build compares spellings; one that is some other
    author's own only where both are one person's: "Kurt Vonnegut Jr.".
    """
    key = normalise_title(name)
    words = set(key.split())
    author_rows = catalogue.search_index.authors_with_key(key) if books else []
    written_by = [
        book
        for book in books
        if book.author_row in author_rows or (words and words <= set(normalise_title(book.author).split()))
    ]
    if written_by or not words or len(words) > NAMES.longest_name:
        return written_by if len(words) > 1 else sorted(written_by, key=lambda book: book.book_row)
    # Imported here: for rare spellings only.
    from shelftalker.model.person_names import are_one_person, is_name_of, person_names  # noqa: PLC0415

    typed = person_names(name)
    is_name = are_one_person if author_rows else is_name_of
    return [
        book
        for book in books
        if any(
            is_name(typed, names) or are_spelt_alike(typed, names, is_known=bool(author_rows))
            for names in map(person_names, NAMES.credited.split(book.author))
        )
    ]


def are_spelt_alike(typed: Sequence[str], names: Sequence[str], *, is_known: bool = False) -> bool:
    """Test if names typed beside a title are its author's as another language writes them: "Dostojewski", "Khalil".

    The rules of spellings know the sounds of few languages; where the title is there too, so many letters may differ.

    Args:
        typed: The names as `person_names` returns them.
        names: The author's.
        is_known: The typed names are those of some author of the catalogue, so that one letter more is another person.
    """
    # Imported here: rapidfuzz is a twentieth of a cold start.
    from rapidfuzz.distance import OSA  # noqa: PLC0415

    from shelftalker.model.person_names import fold  # noqa: PLC0415

    if len(typed) != len(names) or len(names) < NAMES.fewest_alike:
        return False
    edits = [OSA.distance(*pair) for pair in zip(typed, names, strict=True)]
    if is_known:
        return sum(edits) <= 1 and all(
            len(name) >= NAMES.shortest_alike or not edit for name, edit in zip(names, edits, strict=True)
        )
    return all(
        (one[0] == other[0] or fold(one)[0] == fold(other)[0])
        and min(edit, OSA.distance(fold(one), fold(other))) * NAMES.letters_per_edit <= max(len(one), len(other))
        for one, other, edit in zip(typed, names, edits, strict=True)
    )
