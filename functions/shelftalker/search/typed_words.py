"""The words of a typed question, with the marks between them, without Slack's formatting and emoji."""

import html
import re
import unicodedata
from typing import NamedTuple

from shelftalker.model.title_keys import normalise_title, words_of


class TypedTextPatterns(NamedTuple):
    """Patterns of typed text.

    Attributes:
        emoji: Emoji by name, with their skin tone.
        emoticon: Hearts and faces of punctuation.
        formatting: Marks of bold, italic, struck-out and code text around words.
        word: A word, "&" or "+" between words, or the ending "'s" of a possessive.
        elision: A French word that stands before a vowel without its own: "d'Emma".
        year: A year of publication.
        quotes: Words between the quotation marks of any language.
        list_mark: The mark of an item in a list, or a label, before a title.
        numbering: A number before each of several titles.
        rating: A rating before or behind a title.
        joint: Several words that join titles as "and" does.
        longest: Number of words that are read; a title is among the first of any question.
    """

    emoji: re.Pattern[str] = re.compile(r":[a-z][a-z0-9_+'-]*:(?::skin-tone-\d:)?")
    emoticon: re.Pattern[str] = re.compile(r"(?<!\S)(?:<3+|[:;=]-?[)(DP]|\^\^|xD)(?!\S)")
    formatting: re.Pattern[str] = re.compile(r"(?<!\w)[*_~`]+(?=\S)|(?<=\S)[*_~`]+(?!\w)")
    word: re.Pattern[str] = re.compile(
        "(?:d|j|l|m|n|qu|s|t|c)['\u2019](?=[^\\W\\d_]{2})|['\u2019]s\\b|&|\\+|[^\\W_]+(?:['\u2019\u02bc\u00b4`](?!s\\b)[^\\W_]+)*",
        re.IGNORECASE,
    )
    elision: re.Pattern[str] = re.compile("(?:d|j|l|m|n|qu|s|t|c)['\u2019]", re.IGNORECASE)
    list_mark: re.Pattern[str] = re.compile(
        r"^(?:(?:#|no\.?|nr\.?)?\s*\d{1,3}[.):]|\(\d{1,3}\)|[a-z]\)|[-\u2013\u2014\u2022\u00b7\u25e6>*+]|\[[ x]?\]"
        r"|(?:book\s+)?(?:title|titel|titre|t\u00edtulo|titulo)\s*:|(?:book|buch|livre|libro)\s*:)\s+",
        re.IGNORECASE,
    )
    numbering: re.Pattern[str] = re.compile(r"(?:^|(?<=\s))\(?(\d{1,2})[.)]\s+(?=\S)")
    rating: re.Pattern[str] = re.compile(
        r"(?<=\s)\d{1,3}/(?:5|10|20|100)(?=\s)|^(?:\d{1,2}(?:[.,]\d)?\s?/\s?(?:5|10|20|100)\b|[\u2605\u2606\u2b50\ufe0f]+)[\s:,\u2013-]+(?=\S)"
        r"|[\s:,(\u2013-]+(?:\d{1,2}(?:[.,]\d)?\s?(?:/|out\s+of|von|sur|de)\s?(?:5|10|20|100)"
        r"|\d(?:[.,]\d)?\s?(?:stars?|sterne?|\u00e9toiles?|etoiles?|estrellas?))(?:\s?(?:stars?|sterne|punkte|points?))?[\s)!.]*$",
        re.IGNORECASE,
    )
    year: re.Pattern[str] = re.compile(r"1[0-9]{3}|20[0-4][0-9]")
    quotes: re.Pattern[str] = re.compile(
        '"([^"]{1,300})"|\u201c([^\u201c\u201d]{1,300})\u201d|\u201e([^\u201e\u201c\u201d]{1,300})[\u201c\u201d]'
        "|\u00ab([^\u00ab\u00bb]{1,300})\u00bb|\u00bb([^\u00ab\u00bb]{1,300})\u00ab|\u2039([^\u2039\u203a]{1,300})\u203a"
        "|\u300c([^\u300c\u300d]{1,300})\u300d|\u300e([^\u300e\u300f]{1,300})\u300f"
        "|(?<!\\w)['\u2018`](?=\\S)(.{1,300}?)(?<=\\S)['\u2019`](?!\\w)"
    )
    joint: re.Pattern[str] = re.compile(
        r"(?<=\s)(?:as well as|along with|together with|ainsi que|as\u00ed como|sowie auch|und auch|and also)(?=\s)",
        re.IGNORECASE,
    )
    longest: int = 40


TYPED_TEXT = TypedTextPatterns()


class TypedWord(NamedTuple):
    """A word as it was typed.

    Attributes:
        key: Normalised as titles are; "s" of a possessive ending.
        start: Its place in the text.
        end: The place after it.
        before: The text between it and the word before, without spaces.
        is_joined: It belongs to the word before, as "s" of a possessive and the word after an elision do.
    """

    key: str
    start: int
    end: int
    before: str
    is_joined: bool


class TypedWords(NamedTuple):
    """A typed text as words."""

    text: str
    words: tuple[TypedWord, ...]

    @classmethod
    def of(cls, text: str, longest: int = TYPED_TEXT.longest) -> "TypedWords":
        """Read a text without emoji and formatting, see `plain_text`.

        Args:
            text: The text.
            longest: Number of words that are read.
        """
        text = unicodedata.normalize("NFKC", text)
        words: list[TypedWord] = []
        end, was_elided = 0, False
        for match in TYPED_TEXT.word.finditer(text):
            written = match[0]
            key = "s" if written[0] in "'\u2019" else words_of(written)
            if not key:
                continue
            between = text[end : match.start()]
            is_joined = bool(words) and not between and (was_elided or written[0] in "'\u2019")
            words.append(TypedWord(key, match.start(), match.end(), "".join(between.split(" ")), is_joined))
            end, was_elided = match.end(), bool(TYPED_TEXT.elision.fullmatch(written))
            if len(words) == longest:
                break
        return cls(text, tuple(words))

    def key(self, first: int, after_last: int) -> str:
        """Return the words from `first` to before `after_last` as the key of a title."""
        some = self.words[first:after_last]
        joined = "".join(word.key if word.is_joined and some[0] is not word else f" {word.key}" for word in some)[1:]
        if joined.startswith(("the ", "a ", "an ")) or any(len(word.key) == 1 for word in some):
            return normalise_title(joined)
        return joined

    def text_of(self, first: int, after_last: int) -> str:
        """Return the words from `first` to before `after_last` as they were typed."""
        if first >= after_last:
            return ""
        return self.text[self.words[first].start : self.words[after_last - 1].end]


def _without_numbering(text: str) -> str:
    """Return a numbered list of titles with semicolons between: "1) Dune 2) Emma" is "Dune; Emma"."""
    numbers = [int(match[1]) for match in TYPED_TEXT.numbering.finditer(text)]
    if len(numbers) < 2 or numbers != list(range(1, len(numbers) + 1)):
        return text
    return TYPED_TEXT.numbering.sub("; ", text).strip("; ")


def plain_text(text: str) -> str:
    """Return a text without emoji, formatting, list marks and ratings; the text itself where nothing else is in it."""
    plain = TYPED_TEXT.emoticon.sub(" ", TYPED_TEXT.emoji.sub(" ", html.unescape(text)))
    plain = TYPED_TEXT.formatting.sub("", plain).strip()
    plain = TYPED_TEXT.list_mark.sub("", _without_numbering(plain))
    plain = TYPED_TEXT.joint.sub("&", TYPED_TEXT.rating.sub("", plain).strip())
    return plain or text
