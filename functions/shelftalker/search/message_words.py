"""The words of a Slack message, normalised as titles are: without markup, and with the runs that are marked."""

import html
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from itertools import accumulate, pairwise
from typing import Any, NamedTuple

from shelftalker.model.title_keys import TITLE_KEYS, normalise_title


class _Markup(NamedTuple):
    """Markup of Slack's mrkdwn, and marks of prose that surround a title.

    Attributes:
        break_mark: Character put for each part that no title goes across: a mention, an emoji, code, the end of a line.
        code: Code in backticks.
        link: Links, with their label if they have one, and mentions.
        emoji: Emoji, with their skin tone.
        italics: Words between underscores.
        bold: Words between asterisks.
        list_item: A line after a bullet or a number.
        quotes: Words between the quotation marks of any language.
    """

    break_mark: str = "\0"
    code: re.Pattern[str] = re.compile(r"```.*?```|`[^`\n]+`", re.DOTALL)
    link: re.Pattern[str] = re.compile(r"<(?:https?:[^<>|]*\|([^<>]*)|[@#!][^<>]*|[a-z]+:[^<>]*)>")
    emoji: re.Pattern[str] = re.compile(r":[a-z0-9_+'-]+:(?::skin-tone-\d:)?")
    italics: re.Pattern[str] = re.compile(r"(?<![^\W_])_(?=[^\s_])([^_\0]{1,300}?)(?<=\S)_(?![^\W_])")
    bold: re.Pattern[str] = re.compile(r"(?<![^\W_])\*(?=[^\s*])([^*\0]{1,300}?)(?<=\S)\*(?![^\W_])")
    list_item: re.Pattern[str] = re.compile(r"(?:^|\0) {0,8}(?:[\u2022\u25e6\u25aa*-]|\d{1,2}[.)]) {1,4}([^\0]{1,300})")
    quotes: re.Pattern[str] = re.compile(
        '"([^"\0]{1,300})"|\u201c([^\u201c\u201d\0]{1,300})\u201d|\u201e([^\u201e\u201c\u201d\0]{1,300})[\u201c\u201d]'
        "|\u00ab([^\u00ab\u00bb\0]{1,300})\u00bb|\u2039([^\u2039\u203a\0]{1,300})\u203a|\u300c([^\u300c\u300d\0]{1,300})\u300d"
        "|\u300e([^\u300e\u300f\0]{1,300})\u300f|\u300a([^\u300a\u300b\0]{1,300})\u300b"
        "|(?<!\\w)['\u2018](?=\\S)([^\0]{1,300}?)(?<=\\S)['\u2019](?!\\w)"
    )


class _WordPatterns(NamedTuple):
    """Patterns that split prose into words and sentences.

    Attributes:
        word: A word in the text of `_letters`, where "w" is a letter, a digit or a mark that belongs to one.
        sentence_end: Marks that end a sentence.
        longest_abbreviation: Length in letters, as of "Mr", up to which a full stop after a word ends no sentence.
        without_spaces: A Chinese, Japanese or Korean character: a title may start and end within a text of them.
    """

    word: re.Pattern[str] = re.compile("w+(?:['\u2018\u2019\u02bc\u00b4`]w+)*|&")
    sentence_end: re.Pattern[str] = re.compile(
        r"[.!?\u2026\u3002\uff01\uff1f]['\")\]\u2019\u201d_*]*(?:\s|$)|[\u3002\uff01\uff1f\0]"
    )
    longest_abbreviation: int = 3
    without_spaces: re.Pattern[str] = re.compile(
        "[\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff]"
    )


_MARKUP = _Markup()
_WORDS = _WordPatterns()
# From plain text to mrkdwn.
_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})


def text_of_message(message: Mapping[str, Any]) -> str:
    """Return the text of a message in mrkdwn: its `text` or, if that is empty, that of its blocks and attachments.

    Args:
        message: As Slack sends it with a shortcut.
    """
    text = str(message.get("text") or "")
    if text.strip():
        return text
    attachments = message.get("attachments") or ()
    return _join_lines([_text_of_blocks(message.get("blocks") or ()), *map(_text_of_attachment, attachments)])


def urls_of_blocks(blocks: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """Yield the addresses of the links in blocks of rich text, and of the buttons of other blocks."""
    for block in blocks:
        if isinstance(block.get("url"), str):
            yield block["url"]
        parts = [*(block.get("elements") or ()), block.get("accessory")]
        yield from urls_of_blocks(part for part in parts if isinstance(part, Mapping))


class Word(NamedTuple):
    """A word of a message, or a single character in a script without spaces.

    Attributes:
        written: As it stands in the message.
        key: Normalised as titles are.
        is_joined: It follows the word before without a space.
        after_mark: There is more than space between it and the word before.
        begins_sentence: It is the first of a sentence or of a line: its capital is no sign of a title, and no title
            contains both it and the word before.
    """

    written: str
    key: str
    is_joined: bool
    after_mark: bool
    begins_sentence: bool

    @property
    def is_capital(self) -> bool:
        """True if it begins with a capital or a digit."""
        return self.written[0].isupper() or self.written[0].isdigit()

    @property
    def is_without_spaces(self) -> bool:
        """True if it is a character of a script that has no spaces between words."""
        return bool(_WORDS.without_spaces.match(self.written))


class MessageWords:
    """A message as words.

    Attributes:
        words: In the order of the text.
        marked: (first, after_last) of the words in each pair of quotes, in italics or bold, and of each item of a list.
    """

    def __init__(self, text: str) -> None:
        """Read a message's text, in Slack's mrkdwn."""
        plain = _without_markup(text)
        placed = list(_placed_words(plain))
        starts = [start for start, _, _ in placed]
        ends = [end for _, end, _ in placed]
        marked = set()
        for span in _marked_spans(plain):
            inside = [place for place in range(len(placed)) if span[0] <= starts[place] and ends[place] <= span[1]]
            if inside:
                marked.add((inside[0], inside[-1] + 1))
        self.words: tuple[Word, ...] = tuple(word for _, _, word in placed)
        self.marked: frozenset[tuple[int, int]] = frozenset(marked)

    @cached_property
    def has_small_letters(self) -> bool:
        """True unless the message is all in capitals, which then are no sign of a title."""
        return any(word.written != word.written.upper() for word in self.words)

    @cached_property
    def _keys(self) -> list[str]:
        return [word.key if word.is_joined else f" {word.key}" for word in self.words]

    @cached_property
    def _initials(self) -> list[int]:
        """Number of initials that follow another one, before each position."""
        parts = [word.key.split() for word in self.words]
        follow = (len(before[-1]) == len(after[0]) == 1 for before, after in pairwise(parts))
        return list(accumulate(map(int, follow), initial=0))

    def ends(self, first: int, longest: int) -> Iterator[int]:
        """Yield each position after the last word of a title that begins with this word.

        Args:
            first: Position of the title's first word.
            longest: Length in words of the longest title.
        """
        for after_last in range(first + 1, min(len(self.words), first + longest) + 1):
            if after_last > first + 1 and self.words[after_last - 1].begins_sentence:
                return
            yield after_last

    def key(self, first: int, after_last: int) -> str:
        """Return the words from `first` to before `after_last` as the key of a title."""
        joined = "".join(self._keys[first:after_last]).lstrip()
        if self._initials[after_last - 1] > self._initials[first]:
            return normalise_title(joined)
        return joined.partition(" ")[2] if joined.startswith(TITLE_KEYS.articles) else joined


def _without_markup(text: str) -> str:
    """Return the text that people see, with a break for each part that is no prose."""
    text = text.replace(_MARKUP.break_mark, " ").replace("\r", "\n")
    text = _MARKUP.code.sub(_MARKUP.break_mark, text)
    text = _MARKUP.link.sub(lambda link: link[1] or _MARKUP.break_mark, text)
    text = _MARKUP.emoji.sub(_MARKUP.break_mark, text)
    return html.unescape(text).replace("\n", _MARKUP.break_mark).replace(_MARKUP.break_mark, f" {_MARKUP.break_mark} ")


def _placed_words(plain: str) -> Iterator[tuple[int, int, Word]]:
    """Yield (start, end, word) of each word."""
    before, end = "", 0
    for run in _WORDS.word.finditer(_letters(plain)):
        for start, stop in _parts(plain, *run.span()):
            between = plain[end:start]
            ended = bool(_WORDS.sentence_end.search(between)) and (
                len(before) > _WORDS.longest_abbreviation or any(mark in between for mark in "!?\0\u3002")
            )
            key = normalise_title(plain[start:stop])
            if key:
                begins = ended or not before
                is_joined = start == end > run.start()
                yield start, stop, Word(plain[start:stop], key, is_joined, bool(between.strip()), begins)
                before, end = plain[start:stop], stop


def _letters(text: str) -> str:
    """Return the text with a "w" for each letter, digit and mark."""
    return "".join(
        "w" if character.isalnum() or (character > "\x7f" and unicodedata.category(character)[0] == "M") else character
        for character in text
    )


def _parts(plain: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield (start, end) of a word's parts: each character of a script without spaces, and the text between these."""
    if plain.isascii():
        yield start, end
        return
    place = start
    for match in _WORDS.without_spaces.finditer(plain, start, end):
        if place < match.start():
            yield place, match.start()
        # A mark belongs to the character before it.
        place = match.end()
        while place < end and unicodedata.category(plain[place])[0] == "M":
            place += 1
        yield match.start(), place
    if place < end:
        yield place, end


def _marked_spans(plain: str) -> Iterator[tuple[int, int]]:
    for pattern in (_MARKUP.italics, _MARKUP.bold, _MARKUP.list_item, _MARKUP.quotes):
        for match in pattern.finditer(plain):
            group = match.lastindex or 0
            yield match.span(group)


def _join_lines(texts: Iterable[str]) -> str:
    return "\n".join(filter(None, texts))


def _text_of_attachment(attachment: Mapping[str, Any]) -> str:
    shown = attachment.get("text") or _text_of_blocks(attachment.get("blocks") or ())
    return str(shown or attachment.get("fallback") or "")


def _text_of_blocks(blocks: Iterable[Mapping[str, Any]]) -> str:
    """Return the texts of the blocks that hold prose, a line each."""
    texts = []
    for block in blocks:
        elements = block.get("elements") or ()
        if block.get("type") == "rich_text":
            texts += [_text_of_rich_text(element) for element in elements]
        elif block.get("type") in {"section", "header", "context"}:
            texts += map(_mrkdwn_of, [block.get("text") or {}, *(block.get("fields") or ()), *elements])
    return _join_lines(texts)


def _mrkdwn_of(element: Mapping[str, Any]) -> str:
    text = str(element.get("text") or "")
    return text.translate(_ESCAPES) if element.get("type") == "plain_text" else text


def _text_of_rich_text(element: Mapping[str, Any]) -> str:
    """Return an element of rich text as mrkdwn: https://docs.slack.dev/reference/block-kit/blocks/rich-text-block."""
    kind = element.get("type")
    if kind == "rich_text_preformatted":
        return ""
    if kind == "rich_text_list":
        return _join_lines(map(_text_of_rich_text, element.get("elements") or ()))
    if kind in {"rich_text_section", "rich_text_quote"}:
        return "".join(map(_text_of_rich_text, element.get("elements") or ()))
    style = element.get("style") or {}
    if kind not in {"text", "link"} or style.get("code"):
        return "\n"  # an emoji, a mention, code: no title goes across it
    text = str(element.get("text") or "").translate(_ESCAPES)
    return f"_{text}_" if style.get("italic") and text.strip() else text
