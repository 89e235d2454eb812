"""Names of authors in capitals, written as names: "LAURA HILLENBRAND" as "Laura Hillenbrand"."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from shelftalker.model.title_keys import words_of


@dataclass(frozen=True, slots=True)
class NameCaseConfig:
    """Words and limits by which a name in capitals is written, where no other name of the catalogue tells.

    Attributes:
        word: A word of a name with its apostrophes; hyphens and full stops part words.
        longest_abbreviation: Most letters of a whole name that stays as it is: "BBC", "NASA".
        longest_initials: Most letters of initials written together, which have no vowel: "CS Lewis", "JRR Tolkien".
        names_of_two_letters: Names that are not two initials, as other words of two letters are: "AA Milne".
        particles: Words without a capital between names.
        suffixes: Suffixes in their own spelling.
    """

    word: re.Pattern[str] = re.compile(r"[^\W\d_]+(?:['\u2019][^\W\d_]+)*")
    longest_abbreviation: int = 4
    longest_initials: int = 3
    names_of_two_letters: frozenset[str] = frozenset([
        "ab", "ad", "al", "an", "bo", "cy", "di", "ed", "eo", "ia", "jo", "ka", "li", "lo", "lu", "ma", "mo", "ng",
        "oz", "pa", "su", "ty", "vi", "wu", "xi", "xu", "yi", "yo", "yu", "ye", "hu", "fu",
    ])  # fmt: skip
    particles: frozenset[str] = frozenset([
        "af", "al", "av", "bin", "da", "dal", "das", "de", "del", "della", "den", "der", "di", "do", "dos", "du", "e",
        "el", "ibn", "la", "le", "of", "ten", "ter", "the", "van", "von", "y", "zu", "zum", "zur", "and", "with",
    ])  # fmt: skip
    suffixes: tuple[tuple[str, str], ...] = (
        ("jr", "Jr"), ("sr", "Sr"), ("phd", "PhD"), ("md", "MD"), ("dr", "Dr"), ("st", "St"), ("mrs", "Mrs"),
        ("mr", "Mr"), ("ms", "Ms"), ("ii", "II"), ("iii", "III"), ("iv", "IV"), ("vi", "VI"), ("viii", "VIII"),
    )  # fmt: skip


_CONFIG = NameCaseConfig()
_SUFFIXES = dict(_CONFIG.suffixes)


def with_names_in_case(names: Sequence[str]) -> list[str]:
    """Return names, those in capitals as `names_in_case` writes them."""
    written = names_in_case(names)
    return [written.get(name, name) for name in names]


def names_in_case(names: Iterable[str]) -> dict[str, str]:
    """Return each name that is in capitals -> the name as it is written elsewhere, or as names are written.

    A name that the catalogue has in another spelling too gets that one: "URSULA K. LE GUIN". Else each of its words is
    spelt as other names most often spell it: "CORMAC MCCARTHY" after Mary McCarthy.

    Args:
        names: All names of the catalogue, each as often as it counts.
    """
    counts = Counter(names)
    in_capitals = [name for name in counts if _is_in_capitals(name)]
    wanted = {word.lower() for name in in_capitals for word in _CONFIG.word.findall(name)}
    whole: defaultdict[str, Counter[str]] = defaultdict(Counter)
    words: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for name, count in counts.items():
        if name.isupper() or name.islower():
            continue
        whole[words_of(name)][name] += count
        found = _CONFIG.word.findall(name)
        for word, following in zip_longest(found, found[1:], fillvalue=""):
            if (key := word.lower()) in wanted and not (word.isupper() and len(word) > 1):
                words[key, ""][word] += count
                words[key, following.lower()][word] += count
    return {name: _most_frequent(whole.get(words_of(name))) or _name_in_case(name, words) for name in in_capitals}


def _is_in_capitals(name: str) -> bool:
    """Return whether a name is in capitals, and more than initials: "RHYS", not "J.D." nor "BBC"."""
    words = _CONFIG.word.findall(name) if name.isupper() else []
    if len(words) == 1:
        return len(words[0]) > _CONFIG.longest_initials
    return any(len(word) > 2 and not _is_initials(word.lower()) for word in words)


def _name_in_case(name: str, spellings: dict[tuple[str, str], Counter[str]]) -> str:
    found = list(_CONFIG.word.finditer(name))
    pieces, end = list[str](), 0
    for position, match in enumerate(found):
        following = found[position + 1][0].lower() if position + 1 < len(found) else ""
        key = match[0].lower()
        known = following and _most_frequent(spellings.get((key, following)))
        known = known or _most_frequent(spellings.get((key, "")))
        is_inside = 0 < position < len(found) - 1
        pieces += [name[end : match.start()], _word_in_case(match[0], known or "", name, is_inside=is_inside)]
        end = match.end()
    return "".join([*pieces, name[end:]])


def _word_in_case(word: str, known: str, name: str, *, is_inside: bool) -> str:
    key = word.lower()
    if key in _SUFFIXES:
        return _SUFFIXES[key]
    if known and (is_inside or not known.islower()):
        return known
    if is_inside and key in _CONFIG.particles:
        return key
    if word == name and len(word) <= _CONFIG.longest_abbreviation:
        return word
    return word if _is_initials(key) else _in_name_case(key)


def _is_initials(word: str) -> bool:
    """Return whether a word, in lower case, is initials written together."""
    if len(word) == 2:
        return word not in _CONFIG.names_of_two_letters
    return len(word) <= _CONFIG.longest_initials and not re.search("[aeiouy]", word)


def _in_name_case(word: str) -> str:
    """Return a word of a name with its capitals: "O'Brien", "D'Arcy", "McCarthy"."""
    parts = re.split(r"(['\u2019])", word)
    if len(parts[0]) == 1 and len(parts) > 1:
        return "".join(part.capitalize() for part in parts)
    is_scottish = word.startswith("mc") and len(word) > len("mc") + 1
    return f"Mc{word[2:].capitalize()}" if is_scottish else word.capitalize()


def _most_frequent(spellings: Counter[str] | None) -> str:
    if not spellings:
        return ""
    return max(spellings, key=lambda spelling: (spellings[spelling], spelling))
