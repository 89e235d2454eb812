"""Author keys: the names by which readers may ask for an author."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from model_build.datasets.dataset import Dataset
from model_build.works.authors import is_spelling_of, lead_author
from model_build.works.gather import Works
from shelftalker.model.catalogue import UNKNOWN_AUTHOR
from shelftalker.model.person_names import NAME_WORDS, name_words
from shelftalker.model.title_keys import normalise_title


@dataclass(frozen=True, slots=True)
class AuthorKeyConfig:
    """The conditions under which an author goes by the surname alone: "Tolkien" does, nobody goes by "Smith".

    Attributes:
        min_surname_share: The author's share of the readers of all authors with that word in their name.
        min_surname_readers: The author's readers: the surname of a less read author would be the answer to a misspelt
            title.
    """

    min_surname_share: float = 0.75
    min_surname_readers: int = 25


AUTHOR_KEYS = AuthorKeyConfig()


def author_keys(dataset: Dataset, works: Works) -> list[tuple[str, int]]:
    """Return (key, author_row from 0) of every normalised name of an author.

    These are the spellings credited anywhere, the same without initials or middle names where that is no other
    author's own name, and the surname.
    """
    books = works.books
    rows: list[int] = books["author_row"].tolist()
    names = dict(zip(rows, books["author"].tolist(), strict=True))
    readers: Counter[int] = Counter()
    for author_row, count in zip(rows, books["readers_count"].tolist(), strict=True):
        readers[author_row] += count
    known = {author_row: name for author_row, name in names.items() if name != UNKNOWN_AUTHOR}
    keys = {(normalise_title(name), author_row) for author_row, name in known.items()}
    credited = zip(dataset.editions["author"].tolist(), works.work_of.tolist(), strict=True)
    for author, author_row in {(author, rows[work]) for author, work in credited}:
        # An edition may be credited to a translator first, who is another person.
        lead = lead_author(author)
        if author_row in known and lead != known[author_row] and is_spelling_of(lead, known[author_row]):
            keys.add((normalise_title(lead), author_row))
    own = {key for key, _ in keys}
    short = {(key, author_row) for key, author_row in _short_names(known) if key not in own}
    return sorted({(key, author_row) for key, author_row in keys | short | set(_surnames(known, readers)) if key})


def _short_names(known: dict[int, str]) -> Iterator[tuple[str, int]]:
    """Yield (name, author_row) of names without initials and without middle names: "annie proulx", "hans andersen"."""
    for author_row, name in known.items():
        words = name_words(name)
        whole = [word for word in words if len(word) > 1]
        if 1 < len(whole) < len(words):
            yield " ".join(whole), author_row
        if len(whole) > 2 and whole[0] == words[0] and NAME_WORDS.particles.isdisjoint(whole):
            yield f"{whole[0]} {whole[-1]}", author_row


def _surnames(known: dict[int, str], readers: Counter[int]) -> Iterator[tuple[str, int]]:
    """Yield (surname, author_row) of the authors who are known by their surname."""
    # Readers of all authors with a word anywhere in their name: "Anne" is no surname.
    readers_of: Counter[str] = Counter()
    author_rows_with: defaultdict[str, list[int]] = defaultdict(list)
    for author_row, name in known.items():
        words = normalise_title(name).split()
        for part in {*words, *_possible_surnames(name)}:
            readers_of[part] += readers[author_row]
        for surname in _possible_surnames(name):
            author_rows_with[surname].append(author_row)
    for surname, author_rows in author_rows_with.items():
        best = min(author_rows, key=lambda author_row: (-readers[author_row], author_row))
        least = max(AUTHOR_KEYS.min_surname_readers, AUTHOR_KEYS.min_surname_share * readers_of[surname])
        if readers[best] >= least:
            yield surname, best


def _possible_surnames(name: str) -> list[str]:
    """Return the ends of a name that may be the surname: 'guin' and 'le guin' of 'ursula k le guin', no initials."""
    words = name_words(name)
    return [" ".join(words[start:]) for start in range(1, len(words)) if len(words[start]) > 1 and len(words[-1]) > 2]
