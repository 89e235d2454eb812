"""By what names readers may ask for an author."""

from collections import Counter, defaultdict
from collections.abc import Iterator

from model_build.datasets.dataset import Dataset
from model_build.works.authors import NAME_SUFFIXES, author_key, lead_author
from model_build.works.gather import Works
from shelftalker.model.catalogue import UNKNOWN_AUTHOR
from shelftalker.model.title_keys import normalise_title

# A surname alone is an author's who has this share of its readers, and so many that it is known by itself: "Tolkien"
# is, "Smith" is nobody's. Of the less read it would answer what was a misspelt title.
_SHARE_OF_A_SURNAME = 0.75
_READERS_OF_A_SURNAME = 25


def author_keys(dataset: Dataset, works: Works) -> list[tuple[str, int]]:
    """(key, author_row from 0) of every name an author goes by, normalised: as credited anywhere, or the surname."""
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
        # An edition may be listed under a translator, who is somebody else.
        lead = lead_author(author)
        if author_row in known and author_key(lead) == identity[author_row]:
            keys.add((normalise_title(lead), author_row))
    return sorted({(key, author_row) for key, author_row in keys | set(_surnames(known, readers)) if key})


def _surnames(known: dict[int, str], readers: Counter[int]) -> Iterator[tuple[str, int]]:
    """(surname, author_row) of the authors who are known by their surname."""
    readers_of: Counter[str] = Counter()  # of all who have it anywhere in their name: "Anne" is no surname
    bearers: defaultdict[str, list[int]] = defaultdict(list)
    for author_row, name in known.items():
        words = normalise_title(name).split()
        for part in {*words, *_ends_of(name)}:
            readers_of[part] += readers[author_row]
        for surname in _ends_of(name):
            bearers[surname].append(author_row)
    for surname, author_rows in bearers.items():
        best = min(author_rows, key=lambda author_row: (-readers[author_row], author_row))
        enough = max(_READERS_OF_A_SURNAME, _SHARE_OF_A_SURNAME * readers_of[surname])
        if readers[best] >= enough:
            yield surname, best


def _ends_of(name: str) -> list[str]:
    """What may be the surname: 'guin' and 'le guin' of 'ursula k le guin'; not what begins with initials."""
    words = [word for word in normalise_title(name).split() if word not in NAME_SUFFIXES]
    return [" ".join(words[start:]) for start in range(1, len(words)) if len(words[start]) > 1 and len(words[-1]) > 2]
