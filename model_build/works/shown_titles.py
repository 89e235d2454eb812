"""The title that a work is shown by: its cleanest edition's title, in the language in which it is most read."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from model_build.datasets.values.languages import language_of_isbn
from model_build.engine import THREADS, Engine, map_values
from shelftalker.model.title_keys import BRACKETED, normalise_title
from shelftalker.title_parsing.edition_notes import is_edition_note, without_trailing_notes
from shelftalker.title_parsing.other_names import may_be_cut
from shelftalker.title_parsing.series_patterns import MentionConfig
from shelftalker.title_parsing.title_numbers import volume_in


@dataclass(frozen=True, slots=True)
class ShownTitlePatterns:
    """Patterns of flaws in titles, and of the parts that a shown title does without.

    Attributes:
        broken_text: Characters that a wrong decoding left.
        capital_after_apostrophe: Capitals that a program made: "It'S Obvious You Won'T".
        capital_ending: The end of a word as a program wrote it that begins each word with a capital.
        inverted_article: A name with its article behind: "Truth, The".
        edition_line: Words in brackets that name an imprint or a binding.
        inner_brackets: Brackets inside brackets, with the spaces before them.
        brackets: A pair of brackets, as a group, which splits a title at them.
        marks: Characters of which one stands before every part that may go; most titles have none.
        named_for_a_series: Publishers with the name of a series that they publish.
        author_tag: "Tag: Author of ...", as some catalogues end a title.
        second_title: The mark before a subtitle or a title in a second language: "La Caverna = A Caverna".
        separator: The colon between the parts of a title.
        word: A word with its apostrophes and full stops.
        roman_number: A Roman number of two digits or more.
    """

    broken_text: re.Pattern[str] = re.compile(r"[\ufffd\u00c2\u00c3\\]|\w\?\w|&[a-z]+;")
    capital_after_apostrophe: re.Pattern[str] = re.compile(r"[a-z]'[A-Z]\b")
    capital_ending: re.Pattern[str] = re.compile(r"(?<=[a-zI])['\u2019](?:[STMD]|Ll|Re|Ve)\b")
    inverted_article: re.Pattern[str] = re.compile(
        r"^(.*), (the|an?|el|la|los|las|der|die|das|le|les|il|een|het)(?=$|\s*[(\[])(.*)$", re.IGNORECASE
    )
    edition_line: re.Pattern[str] = re.compile(
        r"\b(?:paperback|hardcover|hardback|classics?|editions?|penguin|puffin|signet|bantam|vintage|dover|wordsworth|"
        r"oprah'?s|book club|reader'?s circle|large print|contemporaries|library|reprint|reissue|rack|promo|award|"
        r"awards|tie-?in|unabridged|abridged|audio|cassettes?|edition|twentieth-century)\b",
        re.IGNORECASE,
    )
    inner_brackets: re.Pattern[str] = re.compile(r"\s*\([^()]*\)(?=[^()]*\))")
    brackets: re.Pattern[str] = re.compile(rf"({BRACKETED.pattern})")
    marks: frozenset[str] = frozenset("([:,-")
    named_for_a_series: re.Pattern[str] = re.compile(r"star (?:trek|wars)\b", re.IGNORECASE)
    author_tag: re.Pattern[str] = re.compile(r"\s+tag: author of\b[^()]*", re.IGNORECASE)
    second_title: re.Pattern[str] = re.compile(r"[^\W\d] ?[/=]")
    separator: re.Pattern[str] = re.compile(r"\s*:(?:\s*:)*\s+")
    word: re.Pattern[str] = re.compile(r"\w+(?:['\u2019.]\w+)*")
    roman_number: re.Pattern[str] = re.compile(r"[IVX]{2,}")


@dataclass(frozen=True, slots=True)
class ShownTitleConfig:
    """Limits and words by which the spelling of a shown title is chosen.

    Attributes:
        cut_length: Number of letters at which some catalogues cut titles off; longer ones seldom are.
        longest_abbreviation: Most letters of a word in capitals that is an abbreviation: "CSI".
        words_beside_note: Least number of words beside an edition note that make a subtitle: "Notebooks on Poetry and
            Politics, Expanded Edition" is a subtitle and a note, "The Tenth Anniversary Edition" a note.
        small_words: Words without a capital inside a title.
    """

    cut_length: int = 40
    longest_abbreviation: int = 3
    words_beside_note: int = 3
    small_words: frozenset[str] = frozenset([
        "a", "an", "and", "as", "at", "but", "by", "de", "for", "from", "in", "into", "of", "on", "or", "the", "to",
        "with",
    ])  # fmt: skip


_PATTERNS = ShownTitlePatterns()
_PUBLISHER_LINES = MentionConfig().publisher_lines
_CONFIG = ShownTitleConfig()


def order_to_show(editions: pd.DataFrame, engine: Engine = THREADS) -> pd.DataFrame:
    """Sort editions by work, and each work's editions by fitness to represent it, best first.

    First come those in the language that most readers read, then clean titles before unclean ones - see `flaws` - and
    the most read before others. The order does not depend on the order of the given rows.

    Args:
        editions: [editions] work, readers, title, isbn, image_url, source_id.
        engine: Looks for the flaws of some thousands of titles.
    """
    ranked = editions.assign(
        group=[language_of_isbn(isbn) for isbn in editions["isbn"].tolist()],
        without_cover=editions["image_url"].eq(""),
    )
    ranked["in_language"] = ranked.groupby(["work", "group"])["readers"].transform("sum")
    several = ranked["work"].duplicated(keep=False).tolist()
    titles = list(zip(ranked["work"].tolist(), ranked["title"].tolist(), several, strict=True))
    accented = {
        (work, normalise_title(title))
        for work, title, has_others in titles
        if has_others and not title.isascii() and not _PATTERNS.broken_text.search(title)
    }
    of_work: defaultdict[int, list[str]] = defaultdict(list)
    for work, title, has_others in titles:
        if has_others:
            of_work[work].append(title)
    of_several = [title for _, title, has_others in titles if has_others]
    flaws_of = dict(zip(of_several, map_values(engine, flaws, of_several), strict=True))
    ranked["flaws"] = [
        flaws_of[title]
        + (title.isascii() and (work, normalise_title(title)) in accented)
        + 3 * _is_cut_off(title, of_work[work])
        if has_others
        else 0
        for work, title, has_others in titles
    ]
    return ranked.sort_values(
        ["work", "in_language", "group", "flaws", "readers", "without_cover", "source_id"],
        ascending=[True, False, True, True, False, True, True],
    )


def _is_cut_off(title: str, others: Iterable[str]) -> bool:
    """Return True if a title may be cut off and another edition's goes on with a word, not with brackets or a colon."""
    if len(title) > _CONFIG.cut_length or not may_be_cut(title):
        return False
    beginning = title.casefold()
    rests = (other[len(title) :].lstrip() for other in others if other.casefold().startswith(beginning))
    return any(rest[:1].isalnum() for rest in rests)


def flaws(title: str) -> int:
    """Return the flaws of a title, weighted: 0 for a clean one, more for broken text, capitals, and edition notes."""
    name, *others = _PATTERNS.separator.split(title)
    in_one_case = title.islower() or _in_capitals(name) or any(map(_in_capitals, others))
    return (
        4 * bool(_PATTERNS.broken_text.search(title))
        + 3 * (in_one_case or bool(_PATTERNS.capital_after_apostrophe.search(title)))
        + 2 * (without_trailing_notes(title) != title or any(map(is_edition_note, others)) or name in others)
        + 2 * any(not volume_in(part) for part in BRACKETED.findall(title))
        + (("/" in title or "=" in title) and bool(_PATTERNS.second_title.search(title)))
        + bool(_PATTERNS.inverted_article.match(name))
    )


def shown_titles(
    titles: Sequence[str], publishers: Sequence[str], catalogue: Iterable[str], engine: Engine = THREADS
) -> list[str]:
    """Return titles in the form that is shown: without edition notes, articles in front, and not in capitals.

    Args:
        titles: [titles] titles to show.
        publishers: [titles] publisher of the edition with that title.
        catalogue: All titles of the dataset, from which the spelling of words is counted: "McNally", "FBI".
        engine: Tidies some thousands of titles.
    """
    parts_of_titles = map_values(engine, _tidy_parts, titles, publishers)
    in_capitals = {
        word.lower()
        for parts in parts_of_titles
        for part in parts
        if _in_capitals(part)
        for word in _PATTERNS.word.findall(part)
    }
    spellings = _spellings(catalogue, in_capitals)
    return [
        ": ".join(
            title_case(part, spellings) if _in_capitals(part) else _without_capital_endings(part) for part in parts
        )
        for parts in parts_of_titles
    ]


def _tidy_parts(title: str, publisher: str) -> list[str]:
    """Return the parts of a title between its colons, without edition notes; series and volumes stay."""
    if _PATTERNS.marks.isdisjoint(title):
        return [without_trailing_notes(title)]
    bare = title = _PATTERNS.author_tag.sub("", title)
    if "(" in title or "[" in title:
        name = BRACKETED.sub(" ", title).partition(":")[0].strip().casefold()
        bare = BRACKETED.sub(lambda found: _shown_brackets(found[0], name, publisher), title)
    parts = [" ".join(_article_in_front(part).split()) for part in _PATTERNS.separator.split(bare)]
    name, *in_brackets = _PATTERNS.brackets.split(parts[0], maxsplit=1)
    space = " " * name.endswith(" ")
    bare_name = without_trailing_notes(name).strip(" ,-")
    name = (bare_name + space + "".join(in_brackets)).strip(" ,-")
    others = [_without_notes(part) for part in parts[1:]]
    different = {part.casefold(): part for part in reversed(others) if part}
    for repeated in (name, bare_name):
        different.pop(repeated.casefold(), None)
    return [name, *reversed(different.values())] if name else [title]


def _without_capital_endings(part: str) -> str:
    """Write the ends of words behind an apostrophe small: "Lion's Lady" of "Lion'S Lady"."""
    if "'" not in part and "\u2019" not in part:
        return part
    return _PATTERNS.capital_ending.sub(lambda found: found[0].lower(), part)


def _without_notes(part: str) -> str:
    """Return a part of a title without its edition notes; '' if it is one."""
    bare = without_trailing_notes(part).strip(" ,-")
    is_note = is_edition_note(bare) or (is_edition_note(part) and len(bare.split()) < _CONFIG.words_beside_note)
    return "" if is_note else bare


def _article_in_front(part: str) -> str:
    """Move an article behind a title, "Truth, The", to its front."""
    inverted = _PATTERNS.inverted_article.match(part)
    return f"{inverted[2][0].upper()}{inverted[2][1:]} {inverted[1]}{inverted[3]}" if inverted else part


def _in_capitals(part: str) -> bool:
    """Return True if a part of a title is in capitals, and no abbreviation or number: "DUNE", "The DUNE", not "CSI"."""
    if "(" in part or "[" in part:
        part = BRACKETED.sub("", part).strip()
    if part.startswith(("The ", "A ", "An ")):
        part = part.partition(" ")[2]
    return part.isupper() and (len(part) > _CONFIG.longest_abbreviation or " " in part)


def _shown_brackets(bracket: str, name: str, publisher: str) -> str:
    """Return the shown text of a pair of brackets: a series without the edition noted in it, '' for a note."""
    bracket = _PATTERNS.inner_brackets.sub("", bracket)
    inside = bracket[1:-1].strip()
    if _PUBLISHER_LINES.search(inside):
        return ""
    if volume_in(inside):
        return bracket
    first_word = inside.partition(" ")[0].casefold()
    is_publishers = first_word == publisher.partition(" ")[0].casefold() and not _PATTERNS.named_for_a_series.match(
        inside
    )
    is_note = is_edition_note(inside) or _PATTERNS.edition_line.search(inside) is not None
    return "" if is_publishers or is_note or inside.casefold() == name else bracket


def _spellings(catalogue: Iterable[str], words: set[str]) -> dict[str, str]:
    """Return each of these words -> its most frequent spelling in titles that are not in capitals."""
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    if words:
        parts = (part for title in dict.fromkeys(catalogue) for part in _PATTERNS.separator.split(title))
        for word in (word for part in parts if not _in_capitals(part) for word in _PATTERNS.word.findall(part)):
            if (key := word.lower()) in words:
                counts[key][word] += 1
    return {word: max(found, key=lambda spelling: (found[spelling], spelling)) for word, found in counts.items()}


def title_case(title: str, spellings: Mapping[str, str]) -> str:
    """Return a title in capitals in title case: "ANGELA'S ASHES" as "Angela's Ashes".

    Args:
        title: The title.
        spellings: Words in lower case -> their spelling, where that is known.
    """

    def spelling_of(found: re.Match[str]) -> str:
        word, key = found[0], found[0].lower()
        before, after = found.string[: found.start()].rstrip(), found.string[found.end() :]
        if key in _CONFIG.small_words:
            stands_out = not before or before.endswith(("-", ".", "!", "?")) or not after.strip(" .!?")
            return word.capitalize() if stands_out else key
        if _PATTERNS.roman_number.fullmatch(word) or "." in word or word[0].isdigit():
            return word
        spelling = spellings.get(key, "")
        return spelling if spelling and not spelling.islower() else word.capitalize()

    return "".join(
        piece if piece.startswith(("(", "[")) else _PATTERNS.word.sub(spelling_of, piece)
        for piece in _PATTERNS.brackets.split(title)
    )
