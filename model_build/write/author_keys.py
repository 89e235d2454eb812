"""Author keys: the names by which readers may ask for an author."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from model_build.datasets.dataset import Dataset
from model_build.works.authors import author_key, lead_author
from model_build.works.gather import Works
from model_build.works.person_names import name_words
from shelftalker.model.catalogue import UNKNOWN_AUTHOR
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
    """Return (key, author_row from 0) of every normalised name of an author: as credited anywhere, or the surname."""
    books = works.books
    rows: list[int] = books["author_row"].tolist()
    names = dict(zip(rows, books["author"].tolist(), strict=True))
    readers: Counter[int] = Counter()
    for author_row, count in zip(rows, books["readers_count"].tolist(), strict=True):
        readers[author_row] += count
    known = {author_row: name for author_row, name in names.items() if name != UNKNOWN_AUTHOR}
    keys = {(normalise_title(name), author_row) for author_row, name in known.items()}
    identity = {author_row: author_key(name) for author_row, name in known.items()}
    credited = zip(dataset.editions["author"].tolist(), works.work_of.tolist(), strict=True)
    for author, author_row in {(author, rows[work]) for author, work in credited}:
        # An edition may be credited to a translator first, who is another person.
        lead = lead_author(author)
        if author_row in known and author_key(lead) == identity[author_row]:
            keys.add((normalise_title(lead), author_row))
    return sorted({(key, author_row) for key, author_row in keys | set(_surnames(known, readers)) if key})


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
