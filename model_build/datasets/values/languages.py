"""The language of a book: the dataset's own, or the language of its ISBN's registration group."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class LanguageConfig:
    """Codes of languages, and the limits of their use.

    Attributes:
        two_letter_codes: ISO 639-2 (both its forms) and other codes of goodbooks-10k -> ISO 639-1.
        isbn_groups: Registration group, the first digits of an ISBN -> ISO 639-1. The International ISBN Agency lists
            the groups at https://www.isbn-international.org/range_file_generation; countries of several languages are
            left out.
        shortest_isbn: Least number of digits of an ISBN: catalogues that took ISBNs for numbers lost the zeros in
            front.
        least_books: Least number of books of a language that readers can choose: of one with fewer, five could seldom
            be recommended.
    """

    two_letter_codes: dict[str, str] = field(default_factory=lambda: {
        "ara": "ar", "bul": "bg", "cat": "ca", "ces": "cs", "cze": "cs", "chi": "zh", "zho": "zh", "dan": "da",
        "deu": "de", "ger": "de", "dut": "nl", "nld": "nl", "ell": "el", "gre": "el", "eng": "en", "est": "et",
        "fas": "fa", "per": "fa", "fil": "tl", "fin": "fi", "fra": "fr", "fre": "fr", "heb": "he", "hin": "hi",
        "hrv": "hr", "hun": "hu", "ice": "is", "isl": "is", "ind": "id", "ita": "it", "jpn": "ja", "kor": "ko",
        "lat": "la", "lav": "lv", "lit": "lt", "may": "ms", "msa": "ms", "nno": "no", "nob": "no", "nor": "no",
        "pol": "pl", "por": "pt", "ron": "ro", "rum": "ro", "rus": "ru", "slk": "sk", "slo": "sk", "slv": "sl",
        "spa": "es", "srp": "sr", "swe": "sv", "tha": "th", "tur": "tr", "ukr": "uk", "vie": "vi",
    })  # fmt: skip
    isbn_groups: dict[str, str] = field(default_factory=lambda: {
        "0": "en", "1": "en", "2": "fr", "3": "de", "4": "ja", "5": "ru", "7": "zh", "80": "cs", "82": "no",
        "83": "pl", "84": "es", "85": "pt", "87": "da", "88": "it", "89": "ko", "90": "nl", "91": "sv", "94": "nl",
        "950": "es", "951": "fi", "952": "fi", "956": "es", "958": "es", "960": "el", "963": "hu", "968": "es",
        "970": "es", "972": "pt", "973": "ro", "980": "es", "987": "es", "989": "pt",
    })  # fmt: skip
    shortest_isbn: int = 8
    least_books: int = 20


_LANGUAGES = LanguageConfig()


def language_of(code: str, isbn: str) -> str | None:
    """Return the ISO 639-1 code of a book's language, or None if it is unknown.

    Args:
        code: The dataset's code: 'eng', 'en-US', 'spa', or an empty string.
        isbn: ISBN of the edition, which decides if the dataset has no code.
    """
    primary = re.split("[-_]", code.strip().casefold(), maxsplit=1)[0]
    if len(primary) == 2 and primary.isascii() and primary.isalpha():
        return primary
    if primary in _LANGUAGES.two_letter_codes:
        return _LANGUAGES.two_letter_codes[primary]
    # Any other code, such as 'mul' for several languages, outweighs the ISBN too.
    return None if primary else language_of_isbn(isbn) or None


def language_of_isbn(isbn: str) -> str:
    """Return the language of the region in which an ISBN was registered: 'en', 'fr', ...; '' if unknown.

    The check digit may be wrong.
    """
    digits = isbn.replace("-", "").removeprefix("978")
    if not _LANGUAGES.shortest_isbn <= len(digits) <= 10 or not digits[:-1].isdecimal():
        return ""
    digits = digits.zfill(10)
    groups = _LANGUAGES.isbn_groups
    return next((groups[digits[:length]] for length in (1, 2, 3) if digits[:length] in groups), "")


def languages_to_choose(languages: Iterable[str | None]) -> dict[str, int]:
    """Return the number of books of each language that has enough of them to choose among, by code."""
    counts = Counter(language for language in languages if language)
    return {language: books for language, books in sorted(counts.items()) if books >= _LANGUAGES.least_books}
