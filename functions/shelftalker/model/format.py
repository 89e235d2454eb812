"""The format of a model: its files and the tables of its catalogue.

A model is a folder with `catalogue.sqlite`, all that is needed to answer, and `manifest.json`, which describes it to
people and to whoever copies it. `model_build` writes both; nothing changes them afterwards.

Rows of `book` are numbered by popularity, 1 being the book with the most readers, so that ordering by `book_row` is
ordering by popularity and the rows named most often are the shortest to store. Rows of `author` are numbered in the
order of each author's most popular book.

The configs of the model and of the search are named tuples: every cold start makes their classes, and a frozen
dataclass of twelve fields takes some ten times as long (1.9 ms) as a named tuple (0.2 ms).
"""

import re
from typing import NamedTuple


class ModelFormat(NamedTuple):
    """Names and numbers that the build writes into a model and the functions expect there.

    Attributes:
        version: SQLite's `user_version`; a model of another version is refused.
        catalogue_name: Name of the SQLite file in the model's folder.
        manifest_name: Name of the JSON file beside it.
        books_per_title_prefix: Number of books stored for a title prefix: as many as Slack's menus have room for.
        page_bytes: SQLite's pages, of which each is one read.
        page_bytes_of_large: The same of a large model: of 271,000 editions an answer to an exact title takes 24 reads
            where smaller pages take 36. The unfilled ends of some forty trees are nothing beside its size.
        large_books: Number of books from which a model is large.
    """

    version: int = 7
    catalogue_name: str = "catalogue.sqlite"
    manifest_name: str = "manifest.json"
    books_per_title_prefix: int = 100
    page_bytes: int = 4096
    page_bytes_of_large: int = 16384
    large_books: int = 50_000


MODEL_FORMAT = ModelFormat()

SCHEMA = """
-- second_stage: a JSON object of its features' weights by name, see recommend/second_stage.py; {} for none.
-- unknown_author_row: the author_row of books whose author is not known, 0 where there are none.
-- title_weights: one of the weights of titles in questions by name, see search/sentences/likelihood.py; where fitted.
-- number_bits: a JSON object of the lower bits of the numbers in number_bucket by kind, see model/number_index.py.
-- key_bits, key_salt: of the hashes of titles and names, see `hash_key` in model/numbers.py.
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
-- text_dictionary: words with which the texts of all pages of books are compressed.
-- books: the rows of the author's books, packed, see model/packing.py; the first of them has the name.
CREATE TABLE author (author_row INTEGER PRIMARY KEY, books BLOB NOT NULL);
-- Facts and titles of eight books a row, see model/book_pages.py.
CREATE TABLE book_page (page INTEGER PRIMARY KEY, books BLOB NOT NULL);
-- Series with an order of reading, or of one author without one; see model_build/works/series.py. books: as in author.
CREATE TABLE series (series_row INTEGER PRIMARY KEY, name TEXT NOT NULL, books BLOB NOT NULL);
-- neighbours: packed, see model/packing.py.
CREATE TABLE similar (book_row INTEGER PRIMARY KEY, neighbours BLOB NOT NULL);
-- The same of books that nobody has read, those of sixteen books a row, see model/neighbour_pages.py; where there are
-- such books, which meta's `neighbour_pages` says.
CREATE TABLE similar_by_facts (page INTEGER PRIMARY KEY, neighbours BLOB NOT NULL);
-- Only where readers rate many books each, see model_build/rank/item_weights.py. weights: packed likewise.
CREATE TABLE item_weight (book_row INTEGER PRIMARY KEY, weights BLOB NOT NULL);
-- Subjects of at least two books, and the rarest of each book, packed, see model/packing.py; where a dataset has any,
-- which meta's `subjects` says.
CREATE TABLE subject (subject_row INTEGER PRIMARY KEY, name TEXT NOT NULL);
CREATE TABLE book_subject (book_row INTEGER PRIMARY KEY, subjects BLOB NOT NULL);
-- Numbers that lead to a row, see model/numbers.py: public ids, ids of editions, their further ISBNs, and the hashes of
-- normalised titles and names. The flag of a title says that its subtitle was left off; whole titles come first. Names
-- are those that readers type for an author: every spelling, and the surname where it is known for one author, see
-- model_build/write/author_keys.py. The unknown author has none.
CREATE TABLE number_bucket (bucket INTEGER PRIMARY KEY, numbers BLOB NOT NULL);
-- Those that are no numbers: ids of editions, and public ids of a form that no build makes.
CREATE TABLE edition (source_id TEXT PRIMARY KEY, book_row INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE strange_id (book_id TEXT PRIMARY KEY, book_row INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE alias (former_book_id TEXT PRIMARY KEY, book_id TEXT NOT NULL) WITHOUT ROWID;
-- The same titles and names in order, for what begins with some letters, see model/key_blocks.py.
CREATE TABLE key_block (kind INTEGER, block TEXT, keys BLOB NOT NULL, PRIMARY KEY (kind, block)) WITHOUT ROWID;
CREATE VIRTUAL TABLE title_trigram USING fts5(words, content='', detail=none, columnsize=0, tokenize='trigram');
-- How many books have a trigram: FTS5's own vocabulary table would count them at every query.
CREATE TABLE trigram (trigram TEXT PRIMARY KEY, books INTEGER NOT NULL) WITHOUT ROWID;
-- The most read books of each common title prefix: of those that very many titles share, and of those with an article.
CREATE TABLE title_prefix (prefix TEXT PRIMARY KEY, books BLOB NOT NULL) WITHOUT ROWID;
-- Only those of enough books to choose among.
CREATE TABLE language (language TEXT PRIMARY KEY, books INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE popular (segment TEXT, rank INTEGER, book_row INTEGER NOT NULL, PRIMARY KEY (segment, rank)) WITHOUT ROWID;
"""


class SegmentNames(NamedTuple):
    """Names of the segments of readers in the table `popular`: `everyone`, `country:usa`, `age:25-34` ..."""

    everyone: str = "everyone"
    country_prefix: str = "country:"
    age_prefix: str = "age:"


SEGMENT_NAMES = SegmentNames()

# Slack's longest image_url is 3,000 characters; a model's is shorter, for an answer has five of them.
_LONGEST_COVER_ADDRESS = 2000
_COVER_ADDRESS = re.compile(r"https://[^\s/?#@:\\<>\"|]+\.[^\s/?#@:\\<>\"|]+(?::\d{1,5})?/[^\s\\<>\"|]+", re.IGNORECASE)


class ModelError(Exception):
    """A model that can't be used: missing, truncated, of another format, or on a SQLite without FTS5."""


def is_cover_address(address: str) -> bool:
    """Return True if a text is an https address, with a host and a path, of at most 2,000 characters.

    A message can show such a cover; one that Slack refuses would cost the whole answer.
    """
    return len(address) <= _LONGEST_COVER_ADDRESS and _COVER_ADDRESS.fullmatch(address) is not None
