"""JSON Schemas of the tools' arguments and answers, as `tools/list` shows them."""

from shelftalker.api.schemas import BOOK_MEMBERS, REASON, REQUIRED_OF_BOOK, Schema, object_schema, or_null
from shelftalker.recommend.recommender import RECOMMENDER
from shelftalker.recommend.stops import STOPS
from shelftalker.shelf.contents import STARS
from shelftalker.shelf.pages import BOOKS_ON_A_PAGE, ShelfTab

_TITLE: Schema = {
    "type": "string",
    "minLength": 1,
    "maxLength": 300,
    "description": 'A title, best as "title by author"; or an ISBN; or a book_id that another tool answered.',
}


BOOK = object_schema(BOOK_MEMBERS, REQUIRED_OF_BOOK)
_RECOMMENDATION = object_schema(
    BOOK_MEMBERS | {"reason": REASON},
    (*REQUIRED_OF_BOOK, "reason"),
)
_SHELVED = object_schema(
    BOOK_MEMBERS
    | {
        "stars": or_null("integer", f"The person's rating, 1 to {STARS}, or null."),
        "want_to_read": {"type": "boolean"},
        "not_for_me": {"type": "boolean", "description": "Dismissed by the person."},
        "read_without_stars": {"type": "boolean", "description": "Read by the person, who gave no stars."},
    },
    (*REQUIRED_OF_BOOK, "stars", "want_to_read", "not_for_me", "read_without_stars"),
)
_BOOKS: Schema = {"type": "array", "items": BOOK}
_RECOMMENDATIONS: Schema = {"type": "array", "items": _RECOMMENDATION, "maxItems": RECOMMENDER.recommendations}
_NOTES: Schema = {"type": "array", "items": {"type": "string"}, "description": "What the person should know."}

FIND_BOOK_INPUT = object_schema(
    {"query": _TITLE | {"description": f"{_TITLE['description']} Misspelt and half-remembered titles are found too."}}
)
FIND_BOOK_OUTPUT = object_schema(
    {
        "match": {
            "type": "string",
            "enum": ["book", "books", "author", "suggestions", "none"],
            "description": "book: the query names the first of books. books: it names all of them. author: it is an "
            "author, whose most read books these are. suggestions: it names none for certain, and these are near. "
            "none: the catalogue lacks it, and these are the nearest, if any.",
        },
        "taken_for": {"anyOf": [BOOK, {"type": "null"}], "description": "The one book that the query names, or null."},
        "author": or_null("string", "The author that the query names, or null."),
        "books": _BOOKS,
    }
)
BOOKS_LIKE_INPUT = object_schema(
    {
        "titles": {
            "type": "array",
            "items": _TITLE,
            "minItems": 1,
            "maxItems": STOPS.subjects,
            "description": "The books that were liked: one, or several for someone who liked them all.",
        },
        "not_by_author": {
            "type": "array",
            "items": {"type": "string", "minLength": 1, "maxLength": 100},
            "maxItems": 5,
            "description": "Authors whose books are left out, by name.",
        },
        "newer_than": {
            "type": "integer",
            "minimum": -3000,
            "maximum": 2100,
            "description": "A year: only books published after it.",
        },
        "in_language": {
            "type": "string",
            "minLength": 2,
            "maxLength": 2,
            "description": "ISO 639-1, such as de: only books in this language.",
        },
        "next_in_series": {
            "type": "boolean",
            "default": False,
            "description": "Only the next volume of each title's series that the person has not read.",
        },
    },
    ("titles",),
)
BOOKS_LIKE_OUTPUT = object_schema({"taken_for": _BOOKS, "books": _RECOMMENDATIONS, "notes": _NOTES})
BOOKS_FOR_ME_INPUT = object_schema({})
BOOKS_FOR_ME_OUTPUT = object_schema(
    {
        "source": {
            "type": "string",
            "enum": ["shelf", "country_and_age", "country", "age", "everyone"],
            "description": "shelf: by the person's own ratings. The others: much liked by readers of the country or "
            "age that the person named, or by all.",
        },
        "books": _RECOMMENDATIONS,
        "notes": _NOTES,
    }
)
MY_SHELF_INPUT = object_schema(
    {
        "list": {
            "type": "string",
            "enum": [str(tab) for tab in ShelfTab],
            "default": str(ShelfTab.RATED),
            "description": "rated: books with stars, and dismissed ones. wanted: the want-to-read list.",
        },
        "page": {
            "type": "integer",
            "minimum": 1,
            "maximum": 1000,
            "default": 1,
            "description": f"A page has {BOOKS_ON_A_PAGE} books, the newest change first.",
        },
    },
    (),
)
MY_SHELF_OUTPUT = object_schema(
    {
        "list": {"type": "string"},
        "page": {"type": "integer"},
        "pages": {"type": "integer"},
        "rated": {"type": "integer", "description": "Number of books rated or dismissed."},
        "wanted": {"type": "integer", "description": "Number of books on the want-to-read list."},
        "books": {"type": "array", "items": _SHELVED},
        "notes": _NOTES,
    }
)
RATE_BOOK_INPUT = object_schema(
    {
        "title": _TITLE,
        "stars": {"type": "integer", "minimum": 1, "maximum": STARS, "description": f"From 1 to {STARS}, the best."},
    }
)
RATE_BOOK_OUTPUT = object_schema(
    {
        "taken_for": BOOK,
        "stars": {"type": "integer"},
        "former_stars": or_null("integer", "The person's rating before, or null."),
    }
)
WANT_TO_READ_INPUT = object_schema({"title": _TITLE})
WANT_TO_READ_OUTPUT = object_schema(
    {
        "taken_for": BOOK,
        "was_on_list": {"type": "boolean", "description": "It was on the list before."},
    }
)
