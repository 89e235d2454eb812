"""In which language a book is: what the dataset says, or what its ISBN's registration group says of its publisher."""

import re
from collections import Counter
from collections.abc import Iterable

# ISO 639-2 (both its forms) and other codes of goodbooks-10k, as ISO 639-1.
_OF_THREE_LETTERS = {
    "ara": "ar", "bul": "bg", "cat": "ca", "ces": "cs", "cze": "cs", "chi": "zh", "zho": "zh", "dan": "da",
    "deu": "de", "ger": "de", "dut": "nl", "nld": "nl", "ell": "el", "gre": "el", "eng": "en", "est": "et", "fas": "fa",
    "per": "fa", "fil": "tl", "fin": "fi", "fra": "fr", "fre": "fr", "heb": "he", "hin": "hi", "hrv": "hr", "hun": "hu",
    "ice": "is", "isl": "is", "ind": "id", "ita": "it", "jpn": "ja", "kor": "ko", "lat": "la", "lav": "lv", "lit": "lt",
    "may": "ms", "msa": "ms", "nno": "no", "nob": "no", "nor": "no", "pol": "pl", "por": "pt", "ron": "ro", "rum": "ro",
    "rus": "ru", "slk": "sk", "slo": "sk", "slv": "sl", "spa": "es", "srp": "sr", "swe": "sv", "tha": "th", "tur": "tr",
    "ukr": "uk", "vie": "vi",
}  # fmt: skip
# ISBNs begin with a number for a language or a country: the registration groups that the International ISBN Agency
# lists at https://www.isbn-international.org/range_file_generation. Countries of several languages are left out.
_OF_GROUPS = {
    "0": "en", "1": "en", "2": "fr", "3": "de", "4": "ja", "5": "ru", "7": "zh", "80": "cs", "82": "no", "83": "pl",
    "84": "es", "85": "pt", "87": "da", "88": "it", "89": "ko", "90": "nl", "91": "sv", "94": "nl", "950": "es",
    "951": "fi", "952": "fi", "956": "es", "958": "es", "960": "el", "963": "hu", "968": "es", "970": "es",
    "972": "pt", "973": "ro", "980": "es", "987": "es", "989": "pt",
}  # fmt: skip
# Catalogues that took ISBNs for numbers lost the zeros in front.
_SHORTEST_ISBN = 8
# Of a language with fewer books than this five could seldom be recommended.
_BOOKS_OF_A_LANGUAGE = 20


def language_of(code: str, isbn: str) -> str | None:
    """The ISO 639-1 code of a book's language, or None where nothing tells it.

    Args:
        code: What the dataset says: 'eng', 'en-US', 'spa', or an empty string.
        isbn: Of the edition; asked where the dataset is silent.
    """
    primary = re.split("[-_]", code.strip().casefold(), maxsplit=1)[0]
    if len(primary) == 2 and primary.isascii() and primary.isalpha():
        return primary
    if primary in _OF_THREE_LETTERS:
        return _OF_THREE_LETTERS[primary]
    # A code that means something else ('mul', several languages) is an answer too.
    return None if primary else language_of_isbn(isbn) or None


def language_of_isbn(isbn: str) -> str:
    """The language of the part of the world in which an ISBN was given out: 'en', 'fr', ...; '' where unknown.

    A wrong check digit does not matter here.
    """
    digits = isbn.replace("-", "").removeprefix("978")
    if not _SHORTEST_ISBN <= len(digits) <= 10 or not digits[:-1].isdecimal():
        return ""
    digits = digits.zfill(10)
    return next((_OF_GROUPS[digits[:length]] for length in (1, 2, 3) if digits[:length] in _OF_GROUPS), "")


def languages_to_choose(languages: Iterable[str | None]) -> dict[str, int]:
    """How many books there are in each language that has enough of them to choose among."""
    counts = Counter(language for language in languages if language)
    return {language: books for language, books in sorted(counts.items()) if books >= _BOOKS_OF_A_LANGUAGE}
