"""The tags of goodbooks-10k: the shelves on Goodreads that tell what a book is about.

`book_tags.csv` has a count for each Goodreads id and tag, `tags.csv` the name of each tag.
"""

from operator import itemgetter

from model_build.datasets.formats.column_names import Column
from model_build.datasets.formats.files import DatasetFiles
from model_build.datasets.matched_table import MatchedTable
from model_build.datasets.values.shelf_subjects import subject_of, subjects_of

_TAGS = (Column("tag_id"), Column("tag_name", ("tag", "name")))
_BOOK_TAGS = (Column("goodreads_book_id", ("book_id",)), Column("tag_id"), Column("count"))


def tags_of_books(files: DatasetFiles) -> dict[str, tuple[str, ...]]:
    """Return the subjects of each book by its id on Goodreads; nothing where one of the two files is missing."""
    tags, book_tags = files.table_by_stem("tags"), files.table_by_stem("book_tags")
    if not (tags and book_tags):
        return {}
    # Most tags are shelves of readers, "to-read" and "owned" first among them.
    names = {tag: name for tag, name in MatchedTable.open(tags, _TAGS).rows() if subject_of(name)}
    shelves: dict[str, list[tuple[str, int]]] = {}
    for book, tag, count in MatchedTable.open(book_tags, _BOOK_TAGS).rows():
        if tag in names and count.isdecimal():
            shelves.setdefault(book, []).append((names[tag], int(count)))
    most_first = itemgetter(1)
    return {book: subjects_of(sorted(of_book, key=most_first, reverse=True)) for book, of_book in shelves.items()}
