"""JSON Schemas of books, for the descriptions of the JSON API and of Slackbot's tools."""

from typing import Any

from shelftalker.shelf.contents import STARS

Schema = dict[str, Any]


def object_schema(members: Schema, required: tuple[str, ...] | None = None) -> Schema:
    """Return the schema of an object with these members, all of them required unless some are named."""
    names = list(members) if required is None else list(required)
    return {"type": "object", "properties": members, "required": names, "additionalProperties": False}


def or_null(kind: str, description: str) -> Schema:
    """Return the schema of a value of a kind, or null."""
    return {"type": [kind, "null"], "description": description}


BOOK_MEMBERS: Schema = {
    "book_id": {"type": "string", "description": "The book's public id, the same in every model."},
    "title": {"type": "string"},
    "author": or_null("string", "All authors as credited; null where not known."),
    "year": or_null("integer", "Of publication, the earliest that the catalogue knows; null where it knows none."),
    "language": or_null("string", "ISO 639-1; null where not known."),
    "series": or_null("string", "The series that it is a volume of, or null."),
    "volume": or_null("number", "Its number in the series, or null."),
    "isbn": or_null("string", "Of one edition, or null."),
    "mean_stars": or_null("number", f"Mean rating by readers of the dataset, 1 to {STARS}, or null."),
    "ratings": {"type": "integer", "description": "Number of those ratings; where books are lent, readers is there."},
    "readers": {"type": "integer", "description": "Number of readers, in place of ratings."},
    "link": or_null("string", "Where the book is to be had, or null."),
}
REASON = or_null("string", "The reason, true to the data; null where there is none.")
REQUIRED_OF_BOOK = tuple(name for name in BOOK_MEMBERS if name not in {"ratings", "readers"})
