"""Other names of a book: a second title after "or", one in another language, one that is cut off or misspelt.

What cannot be seen in the title alone, as "Dead or Alive" and "Slaughterhouse-Five or the Children's Crusade", is
only proposed here: the author's other titles decide.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

from rapidfuzz.distance import OSA

from shelftalker.model.title_keys import normalise_title
from shelftalker.title_parsing.edition_notes import is_edition_note
from shelftalker.title_parsing.subtitles import is_foreign


@dataclass(frozen=True, slots=True)
class OtherNamePatterns:
    """Patterns and words of second titles, and of titles cut off.

    Attributes:
        other_name: The same book's other name: "Frankenstein; or, The Modern Prometheus".
        other_name_alone: The beginning of one that only the author's other titles tell from "Dead or Alive":
            "Slaughterhouse-Five or the Children's Crusade".
        book_after_other_name: A second book after another name: "Walden; or, Life in the Woods and On the Duty ...".
        before_author: Words between a title and its author.
        binding: The end of a title that names the binding by a letter, "M" for mass market.
        parallel_title: A title in a second language, as library catalogues write it: "La caverna = A caverna".
        order_number: A publisher's number behind a title: "Galapagos/300854", "Alcoholics Anonymous/B-1".
        words_of_two_languages: Foreign words that English titles have too: "Live and Let Die".
        articles: English articles.
        cut_length: Least number of letters at which catalogues cut titles off, most of them at this one: five of
            Book-Crossing's 34 titles of this length without brackets and colons are cut off.
        words_of_one_letter: Last words that are no first letter of a word cut off.
        shortest_misspelt: Least number of letters of a name in which one may be a misprint. In shorter ones it is often
            a translation: "Contact" and "Contacto", "Der Alchimist" and "L'Alchimiste".
    """

    other_name: re.Pattern[str] = re.compile(
        r"\s*(?:[,;:\u2026]|\.{2,}|\s[-\u2013\u2014]+)\s*(?:or|oder|ou|ovvero)\b[,:]?\s+.*|\s+or,\s+.*", re.IGNORECASE
    )
    other_name_alone: re.Pattern[str] = re.compile(
        r"(?<=\w)\s+(?:or|oder|ou)\s+(?:(?:the|an?|der|die|das|eine?|les?|la)\s|l['\u2019])", re.IGNORECASE
    )
    book_after_other_name: re.Pattern[str] = re.compile(r"[;:,]\s*and\b|\band\W+(?:on|other)\b", re.IGNORECASE)
    before_author: tuple[str, ...] = (" of ", " by ")
    binding: str = " M"
    parallel_title: re.Pattern[str] = re.compile(r"\s+=\s+.*")
    order_number: re.Pattern[str] = re.compile(r"(?<=[^\W\d_])/(?:[A-Z]-)?\d+\s*$")
    words_of_two_languages: frozenset[str] = frozenset(["die", "den", "des", "van", "per", "en", "e"])
    articles: frozenset[str] = frozenset(["the", "a", "an"])
    cut_length: int = 40
    words_of_one_letter: frozenset[str] = frozenset(["a", "i", "o", "v", "x", "y"])
    shortest_misspelt: int = 14


_PATTERNS = OtherNamePatterns()


def without_other_name(title: str) -> str:
    """Remove the book's other name, "Frankenstein; or, The Modern Prometheus", unless another book follows it."""
    found = _PATTERNS.other_name.search(title) if _has_or(title) else None
    if not found or not found.start() or _PATTERNS.book_after_other_name.search(found[0]):
        return title
    return title[: found.start()]


def without_parallel_title(title: str) -> str:
    """Remove what stands behind the slash or equals sign of a title in two languages, and publishers' numbers.

    "Cien Anos de Soledad / One Hundred Years of Solitude" is "Cien Anos de Soledad"; two titles of one language may be
    two books: "Of Mice and Men/Cannery Row". Where there are subtitles all stays, as these join both languages.
    """
    if " = " in title:
        title = _PATTERNS.parallel_title.sub("", title) or title
    if "/" not in title:
        return title
    title = _PATTERNS.order_number.sub("", title)
    name, _, other = title.partition("/")
    if ":" in name:
        return title
    words, other_words = set(normalise_title(name).split()), set(normalise_title(other).split())
    if other_words - _PATTERNS.articles <= words:
        return title  # the same word in both, by which an edition in either language would be taken for the other
    is_translated = is_foreign(words - _PATTERNS.words_of_two_languages) and not is_foreign(other_words)
    return name.rstrip() if name.strip() and (is_translated or is_edition_note(other)) else title


def shorter_name(name: str, author: str) -> str:
    """Return the words before "or the ...", "of" and the author, or the letter of a binding; '' if there are none.

    "The Iliad of Homer" may be "The Iliad", and "LONESOME DOVE M" the mass-market edition of "Lonesome Dove".
    """
    if _has_or(name) and (found := _PATTERNS.other_name_alone.search(name)):
        return name[: found.start()]
    for preposition in _PATTERNS.before_author:
        before, is_found, after = name.rpartition(preposition)
        if is_found and is_author(after, author_words(author)):
            return before
    return name.removesuffix(_PATTERNS.binding) if name.endswith(_PATTERNS.binding) else ""


def may_be_cut(title: str) -> bool:
    """Return True if a title is as long as the longest of some catalogues, or ends in a letter that is no word."""
    if len(title) >= _PATTERNS.cut_length:
        return True
    return title[-2:-1] == " " and title[-1].isalpha() and title[-1].lower() not in _PATTERNS.words_of_one_letter


@lru_cache(maxsize=16)  # titles come author by author
def author_words(author: str) -> tuple[str, ...]:
    """Return the words of an author's name, in the spelling of keys."""
    return tuple(normalise_title(author).split())


def is_author(part: str, words_of_author: tuple[str, ...]) -> bool:
    """Return True if a part of a title is only the author's name, in any order, or the surname alone."""
    surname = words_of_author[-1:]
    return (
        bool(surname)
        and surname[0] in part.lower()
        and surname[0] in (words := set(normalise_title(part).split()))
        and (words <= set(words_of_author))
    )


def _has_or(title: str) -> bool:
    """Return True if a title has an "or"; cheaper than the patterns, as most titles have none."""
    text = title.lower()
    return " or" in text or " ou " in text or " od" in text or " ov" in text


def misspelt_names(names: Iterable[str]) -> dict[str, str]:
    """Return the names that are another name of the same author with one letter off -> that other name.

    The name of more titles stands for both. Numbers are never misprints, and a name is never a misprint in its first
    letter.

    Args:
        names: [titles] keys of the names of one author's titles.
    """
    count = Counter(name for name in names if len(name) >= _PATTERNS.shortest_misspelt)
    if len(count) < 2:
        return {}
    alike: defaultdict[str, list[str]] = defaultdict(list)
    half = _PATTERNS.shortest_misspelt // 2
    for name in count:
        # One letter is off in one half only, so that the beginning or the end is the same.
        alike[name[:half]].append(name)
        alike[f"-{name[-half + 1 :]}"].append(name)
    misspelt: dict[str, str] = {}
    for same_half in alike.values():
        for one, other in combinations(same_half, 2):
            if one[0] == other[0] and OSA.distance(one, other, score_cutoff=1) <= 1 and _digits(one) == _digits(other):
                rarer, commoner = sorted((one, other), key=lambda name: (count[name], name))
                misspelt[rarer] = commoner
    return {name: misspelt.get(commoner, commoner) for name, commoner in misspelt.items()}


def _digits(name: str) -> list[str]:
    return [letter for letter in name if letter.isdigit()]
