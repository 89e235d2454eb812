"""The columns of own tables: their names in the contract, and all others that libraries and projects have for them."""

import re
from collections.abc import Sequence

from model_build.datasets.formats.column_names import Column, letters_of
from model_build.datasets.formats.roles import Role
from model_build.datasets.interactions import ReadStatuses

# Names of ids that are ISBNs. They come last: a book may have an id of its own, by which loans name it.
ISBN_IDS = ("isbn", "isbn13", "isbn10", "ean")
BOOK_ID = Column(
    "book_id",
    ("item_id", "item", "book", "id", "parent_asin", "asin", "biblionumber", "bib_id", "biblio_id", "bib", "bib_number",
     "record_id", "record", "barcode", "item_barcode",
     "record_number", "record_no", "item_number", "book_number", "title_id", "product_id", "mediennummer",
     "titelnummer", "identifiant", "identificador", *ISBN_IDS),
)  # fmt: skip
BOOK_COLUMNS = (
    Column(
        "title",
        ("book_title", "name", "title_name", "book_name", "item_name", "titel", "titre", "título", "titulo", "titolo"),
    ),
    Column(
        "author",
        ("authors", "book_author", "author_name", "author_names", "main_author", "creator", "creators", "writer",
         "writers", "written_by", "autor", "verfasser", "auteur", "autore", "autores", "auteurs"),
    ),
    Column("work_id", ("work",), is_required=False),
    Column("isbn", ("isbns", "ean"), is_required=False),
    Column("isbn_10", is_required=False),
    Column("isbn_13", is_required=False),
    Column(
        "year",
        ("original_publication_year", "first_publish_year", "publication_year", "year_of_publication", "pub_year",
         "published_year", "release_year", "published", "publication_date", "publish_date", "pub_date", "jahr",
         "erscheinungsjahr", "année", "año", "anno"),
        is_required=False,
    ),
    Column(
        "language", ("language_code", "lang", "languages", "sprache", "langue", "idioma", "lingua"), is_required=False
    ),
    Column(
        "publisher", ("publishers", "publisher_name", "verlag", "éditeur", "editorial", "editore"), is_required=False
    ),
    Column("series", ("series_title", "series_name"), is_required=False),
    Column(
        "volume", ("series_number", "series_position", "series_index", "number_in_series", "volume_number"),
        is_required=False,
    ),
    Column(
        "cover",
        ("cover_url", "cover_id", "cover_image", "image_url", "image", "image_url_m", "thumbnail", "img_url"),
        is_required=False,
    ),
    Column(
        "tags",
        ("tag", "subjects", "subject", "genres", "genre", "categories", "category", "class", "labels"),
        is_required=False,
    ),
)  # fmt: skip
RATING_COLUMNS = (
    Column(
        "reader_id",
        ("user_id", "user", "reader", "member_id", "member", "patron_id", "patron", "borrower_id", "borrower",
         "borrowernumber", "cardholder", "cardholder_id", "card_id", "library_card", "customer_id", "customer",
         "reviewer_id", "account_id", "card_number", "card_no", "patron_number", "borrower_number", "borrower_no",
         "member_number", "member_no", "user_number", "reader_number", "uid", "patron_hash", "user_hash", "reader_hash",
         "member_hash", "hashed_id", "anonymous_id", "leser", "lesernummer", "benutzer", "ausweisnummer", "lecteur",
         "adhérent", "lector", "usuario", "socio", "utente", "lezer"),
    ),
    Column(
        "rating",
        ("weight", "score", "stars", "star_rating", "book_rating", "my_rating", "overall", "rate", "rating_value",
         "liked", "thumbs", "vote", "bewertung", "sterne", "puntuación", "calificación", "waardering"),
        is_required=False,
    ),
)  # fmt: skip
READER_COLUMNS = (
    Column("reader_id", (*RATING_COLUMNS[0].aliases, "id"), is_required=False),
    Column("country", ("country_code", "country_name", "nation"), is_required=False),
    Column("location", ("place", "address"), is_required=False),
    Column("age", is_required=False),
    Column(
        "birth_year", ("year_of_birth", "birthyear", "born", "yob", "birth_date", "date_of_birth", "birthday", "dob"),
        is_required=False,
    ),
)  # fmt: skip


_NUMBERED = re.compile(r"[-_. \d]+$")


def role_of_table(stem: str, columns: Sequence[str]) -> Role | None:
    """Return the role of a table whose name is none of the usual ones, by its columns.

    A name may tell that its rows are no reads: wishlist.csv, holds.csv.
    """
    letters = set(map(letters_of, columns))

    def has(column: Column) -> bool:
        return not letters.isdisjoint(map(letters_of, (column.name, *column.aliases)))

    reader, book = has(RATING_COLUMNS[0]), has(BOOK_ID)
    title, author = map(has, BOOK_COLUMNS[:2])
    if reader and book:
        return None if ReadStatuses()[_NUMBERED.sub("", stem)] == ReadStatuses.NOT_READ else "ratings"
    if title and author and not reader:
        return "books"
    return "readers" if reader and not title and any(map(has, READER_COLUMNS[1:])) else None


def has_books_and_readers(columns: Sequence[str]) -> bool:
    """Return True for a table whose rows have the book's title and author beside its reader."""
    letters = set(map(letters_of, columns))
    wanted = (*BOOK_COLUMNS[:2], RATING_COLUMNS[0])
    return all(not letters.isdisjoint(map(letters_of, (column.name, *column.aliases))) for column in wanted)
