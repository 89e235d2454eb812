"""Books of Amazon's metadata: one record of `meta_Books.jsonl` (2023), or of the metadata of 2018 and 2014, as a row.

The fields are those of https://amazon-reviews-2023.github.io ("Item Metadata"), of
https://cseweb.ucsd.edu/~jmcauley/datasets/amazon_v2/ (2018) and of .../datasets/amazon/links.html (2014).
"""

import html
import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain
from typing import Any

import orjson

from model_build.datasets.books_table import BookTexts
from model_build.datasets.formats.json_lines import Record
from model_build.datasets.values.covers import cover_address
from shelftalker.repairs.isbns import whole_isbns


@dataclass(frozen=True, slots=True)
class AmazonBookPatterns:
    """Patterns of the texts in Amazon's metadata.

    Attributes:
        contributor: A name and its roles, "Jane Doe  (Author, Narrator)", in the list of contributors.
        writing: The role of an author.
        format_note: The end of a list of contributors: "   Format: Kindle Edition".
        authors_page: The brand of a book in 2018: "Visit Amazon's Jane Doe Page".
        dated_binding: A subtitle that is the binding and the date of the edition: "Hardcover -- Import, January 1,
            2004" with one dash. Nearly all subtitles of 2023 are such; real ones stand in the title.
        publisher_note: Edition and date behind a publisher: "Scholastic; 1st edition (March 1, 2002)".
        year: A year of publication in a date.
        blanks: White space of ASCII. Others stay: in text that was decoded wrongly they are halves of letters.
        marks: Invisible marks of the direction of writing, which stand before values in Amazon's details.
        details: The details that are read, by `_letters`.
        shelves: Categories of all books, or of all of one medium, by `_letters`.
        languages: Names of languages, by `_letters` -> ISO 639-1.
    """

    contributor: re.Pattern[str] = re.compile(r"[ ,;]*([^()]+?) *\(([^()]*)\)")
    writing: re.Pattern[str] = re.compile("author|writer", re.IGNORECASE)
    format_note: re.Pattern[str] = re.compile(r" *\bFormat:.*$")
    authors_page: re.Pattern[str] = re.compile(r"^Visit Amazon's (.+) Page$")
    dated_binding: re.Pattern[str] = re.compile(r"[–-] (?:.*, )?[^\W\d]+ \d{1,2}, (\d{4})$")
    publisher_note: re.Pattern[str] = re.compile(r"\s*(?:;|\((?=[^()]*\d{4}\)\s*$)).*$")
    year: re.Pattern[str] = re.compile(r"(?<!\d)(1[4-9]\d\d|20\d\d)(?!\d)")
    blanks: re.Pattern[str] = re.compile(r"[ \t\r\n\f\v]+")
    marks: re.Pattern[str] = re.compile("[\u200e\u200f]+")
    details: frozenset[str] = frozenset(["isbn10", "isbn13", "language", "publicationdate", "publisher"])
    shelves: frozenset[str] = frozenset([
        "audiblebooksoriginals", "book", "books", "ebooks", "kindleebooks", "kindlestore", "subjects",
    ])  # fmt: skip
    languages: Mapping[str, str] = field(default_factory=lambda: {
        "afrikaans": "af", "albanian": "sq", "arabic": "ar", "armenian": "hy", "basque": "eu", "bengali": "bn",
        "bulgarian": "bg", "catalan": "ca", "chinese": "zh", "croatian": "hr", "czech": "cs", "danish": "da",
        "dutch": "nl", "english": "en", "estonian": "et", "farsi": "fa", "finnish": "fi", "french": "fr",
        "galician": "gl", "georgian": "ka", "german": "de", "greek": "el", "gujarati": "gu", "hebrew": "he",
        "hindi": "hi", "hungarian": "hu", "icelandic": "is", "indonesian": "id", "irish": "ga", "italian": "it",
        "japanese": "ja", "kannada": "kn", "korean": "ko", "latin": "la", "latvian": "lv", "lithuanian": "lt",
        "malay": "ms", "malayalam": "ml", "mandarinchinese": "zh", "marathi": "mr", "moderngreek": "el",
        "norwegian": "no", "persian": "fa", "polish": "pl", "portuguese": "pt", "punjabi": "pa", "romanian": "ro",
        "russian": "ru", "sanskrit": "sa", "scottishgaelic": "gd", "serbian": "sr", "simplifiedchinese": "zh",
        "slovak": "sk", "slovene": "sl", "slovenian": "sl", "spanish": "es", "swahili": "sw", "swedish": "sv",
        "tagalog": "tl", "tamil": "ta", "telugu": "te", "thai": "th", "tibetan": "bo", "traditionalchinese": "zh",
        "turkish": "tr", "ukrainian": "uk", "urdu": "ur", "vietnamese": "vi", "welsh": "cy", "yiddish": "yi",
    })  # fmt: skip


_PATTERNS = AmazonBookPatterns()


def book_id_of(record: Record) -> str:
    """Return the id by which ratings name the book of a record, or ''."""
    return _text(record.get("parent_asin")) or _text(record.get("asin"))


def book_of(record: Record) -> BookTexts:
    """Return the book of a record.

    Its id is the parent ASIN, or the ASIN before 2023; the title goes without the field for subtitles, which mostly has
    the binding; the language is a code of ISO 639-1, or the name of one that has no code here.
    """
    details = _details(record)
    book_id = book_id_of(record)
    publisher = details.get("publisher", "")
    dates = (
        details.get("publicationdate", ""),
        publisher,
        *_PATTERNS.dated_binding.findall(_text(record.get("subtitle"))),
    )
    years = (_PATTERNS.year.findall(text) for text in dates)
    return BookTexts(
        book_id=book_id,
        title=_text(record.get("title")),
        author=_author(record),
        # The ASIN of a printed book is its ISBN of ten characters.
        isbns=whole_isbns(details.get("isbn10", ""), details.get("isbn13", ""), book_id),
        year=next((found[-1] for found in years if found), ""),
        language=_language(details.get("language", "")),
        publisher=_PATTERNS.publisher_note.sub("", publisher),
        image_url=cover_address(_cover(record)),
        tags=_tags(record),
    )


def _details(record: Record) -> dict[str, str]:
    """Return the details of a record that are read, by their names' letters and digits: "ISBN-10:" is "isbn10"."""
    details = _unpack(record.get("details"))
    if not isinstance(details, dict):
        return {}
    letters = ((_letters(name), value) for name, value in details.items())
    return {name: _text(value) for name, value in letters if name in _PATTERNS.details}


def _author(record: Record) -> str:
    """Return the authors of a book: of its contributors, else the one whose page Amazon shows, else the brand."""
    listed = _PATTERNS.format_note.sub("", _text(record.get("store")))
    contributors: list[tuple[str, str]] = _PATTERNS.contributor.findall(listed)
    authors = [name for name, roles in contributors if _PATTERNS.writing.search(roles)]
    if authors:
        return "; ".join(dict.fromkeys(authors))
    if names := list(dict.fromkeys(_names(_unpack(record.get("author"))))):
        return "; ".join(names)
    if contributors:
        return contributors[0][0]
    brand = _text(record.get("brand"))
    return _PATTERNS.authors_page.sub(r"\1", brand) or listed


def _names(author: object) -> Iterator[str]:
    """Yield the names in a record's `author`: a name, an object with one, or a list of these."""
    if isinstance(author, list):
        for part in author:
            yield from _names(part)
    elif isinstance(author, dict):
        yield from _names(author.get("name"))
    elif name := _text(author):
        yield name


def _language(listed: str) -> str:
    """Return the code of the first of the listed languages: "English, Spanish"."""
    first = re.split(r"[,;/(]| and ", listed, maxsplit=1)[0]
    return _PATTERNS.languages.get(_letters(first), first.strip())


def _cover(record: Record) -> str:
    """Return the address of a record's cover, in the size for a page where there is a choice."""
    images = _unpack(record.get("images"))
    if isinstance(images, dict):
        # Tables have the images by column.
        sizes = {size: urls for size, urls in images.items() if isinstance(urls, list)}
        images = [
            {size: urls[place] for size, urls in sizes.items() if place < len(urls)}
            for place in range(max(map(len, sizes.values()), default=0))
        ]
    candidates = [image for image in images if isinstance(image, dict)] if isinstance(images, list) else []
    candidates.sort(key=lambda image: image.get("variant") != "MAIN")
    listed = (record.get(key) for key in ("imUrl", "imageURLHighRes", "imageURL"))
    urls = chain(
        (image.get(size) for image in candidates for size in ("large", "hi_res", "thumb")),
        chain.from_iterable(value if isinstance(value, list) else [value] for value in listed),
    )
    # Amazon's picture for "no cover" is a GIF or is named so; covers are JPEG.
    return next((url for url in map(_text, urls) if url and not url.endswith(".gif") and "/no-img" not in url), "")


def _tags(record: Record) -> tuple[str, ...]:
    """Return a record's categories in small letters, but those that tell nothing of a book."""
    listed = record.get("categories") or record.get("category")
    return tuple(dict.fromkeys(filter(None, map(_subject, _flat(_unpack(listed))))))


@lru_cache(maxsize=65536)
def _subject(category: str) -> str:
    """Return a category in small letters, '' for one that tells nothing of a book."""
    name = html.unescape(category).casefold()
    return "" if _letters(name) in _PATTERNS.shelves else name


def _flat(value: object) -> Iterator[str]:
    """Yield the texts of a list; the categories of 2014 are a list of paths."""
    if isinstance(value, list):
        for part in value:
            yield from _flat(part)
    else:
        yield _text(value)


def _unpack(value: object) -> Any:
    """Return a value that a table has as JSON text; any other as it is."""
    if isinstance(value, str) and value[:1] in ("{", "["):
        try:
            return orjson.loads(value)
        except orjson.JSONDecodeError:
            return value
    return value


def _text(value: object) -> str:
    """Return a text or a number as text, with single blanks; '' for anything else."""
    if isinstance(value, str):
        if value.isascii():
            return " ".join(value.split())
        return _PATTERNS.blanks.sub(" ", _PATTERNS.marks.sub("", value)).strip(" ")
    is_number = isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
    return str(value) if is_number else ""


@lru_cache(maxsize=4096)
def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))
