"""The words of a Slack message, as titles are compared: without its markup, and with what is quoted or in italics."""

import html
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from shelftalker.model.title_keys import normalise_title

# Stands for what no title goes across: a mention, an emoji, code, the end of a line.
_BREAK = "\0"
_CODE = re.compile(r"```.*?```|`[^`\n]+`", re.DOTALL)
_LINK = re.compile(r"<(?:https?:[^<>|]*\|([^<>]*)|[@#!][^<>]*|[a-z]+:[^<>]*)>")
_EMOJI = re.compile(r":[a-z0-9_+'-]+:(?::skin-tone-\d:)?")
_ITALICS = re.compile(r"(?<![^\W_])_(?=[^\s_])([^_\0]{1,300}?)(?<=\S)_(?![^\W_])")
_QUOTES = re.compile(
    '"([^"\0]{1,300})"|\u201c([^\u201c\u201d\0]{1,300})\u201d|\u201e([^\u201e\u201c\u201d\0]{1,300})[\u201c\u201d]'
    "|\u00ab([^\u00ab\u00bb\0]{1,300})\u00bb|\u2039([^\u2039\u203a\0]{1,300})\u203a|\u300c([^\u300c\u300d\0]{1,300})\u300d"
    "|\u300e([^\u300e\u300f\0]{1,300})\u300f|\u300a([^\u300a\u300b\0]{1,300})\u300b"
    "|(?<!\\w)['\u2018](?=\\S)([^\0]{1,300}?)(?<=\\S)['\u2019](?!\\w)"
)
# "w" is a letter, a digit or a mark that belongs to one, see `_letters`.
_WORD = re.compile("w+(?:['\u2018\u2019\u02bc\u00b4`]w+)*|&")
_SENTENCE_END = re.compile(r"[.!?\u2026\u3002\uff01\uff1f]['\")\]\u2019\u201d_*]*(?:\s|$)|[\u3002\uff01\uff1f\0]")
# After words as short as "Mr" a full stop ends no sentence.
_LONGEST_ABBREVIATION = 3
# Chinese, Japanese and Korean: a title may begin and end within what has no spaces.
_WITHOUT_SPACES = re.compile("[\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff]")

_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})


def text_of_message(message: Mapping[str, Any]) -> str:
    """What a message says, in mrkdwn: its `text`; where an app left that empty, what its blocks and attachments show.

    Args:
        message: As Slack sends it with a shortcut.
    """
    text = str(message.get("text") or "")
    if text.strip():
        return text
    attachments = message.get("attachments") or ()
    return _lines([_in_blocks(message.get("blocks") or ()), *map(_in_attachment, attachments)])


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a message, or a single character in a script without spaces.

    Attributes:
        written: As it stands in the message.
        key: Normalised as titles are.
        is_joined: It follows the word before without a space.
        after_mark: There is more than space between it and the word before.
        begins_sentence: It is the first of a sentence or of a line: its capital says nothing, and no title goes across
            what is between it and the word before.
    """

    written: str
    key: str
    is_joined: bool
    after_mark: bool
    begins_sentence: bool

    @property
    def is_capital(self) -> bool:
        """Whether it begins with a capital or a digit."""
        return self.written[0].isupper() or self.written[0].isdigit()

    @property
    def is_without_spaces(self) -> bool:
        """Whether it is a character of a script that has no spaces between words."""
        return bool(_WITHOUT_SPACES.match(self.written))


@dataclass(frozen=True)
class MessageWords:
    """A message as words.

    Attributes:
        words: In the order of the text.
        marked: (first, after_last) of the words in each pair of quotes and in italics.
    """

    words: tuple[Word, ...]
    marked: frozenset[tuple[int, int]]

    @classmethod
    def of(cls, text: str) -> "MessageWords":
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
        return cls(tuple(word for _, _, word in placed), frozenset(marked))

    @cached_property
    def has_small_letters(self) -> bool:
        """Whether capitals mean anything: in a message all in capitals they don't."""
        return any(word.written != word.written.upper() for word in self.words)

    @cached_property
    def _keys(self) -> list[str]:
        return [word.key if word.is_joined else f" {word.key}" for word in self.words]

    @cached_property
    def _has_initials(self) -> bool:
        return any(len(word.key) == 1 for word in self.words)

    def ends(self, first: int, longest: int) -> Iterator[int]:
        """Before which words a title of up to so many may end that begins with this one."""
        for after_last in range(first + 1, min(len(self.words), first + longest) + 1):
            if after_last > first + 1 and self.words[after_last - 1].begins_sentence:
                return
            yield after_last

    def key(self, first: int, after_last: int) -> str:
        """The words from one to before another as the key of a title."""
        joined = "".join(self._keys[first:after_last]).lstrip()
        if self._has_initials or joined.startswith(("the ", "a ", "an ")):
            return normalise_title(joined)
        return joined


def _without_markup(text: str) -> str:
    """The text that people see, with breaks for what is no prose."""
    text = text.replace(_BREAK, " ").replace("\r", "\n")
    text = _CODE.sub(_BREAK, text)
    text = _LINK.sub(lambda link: link[1] or _BREAK, text)
    text = _EMOJI.sub(_BREAK, text)
    return html.unescape(text).replace("\n", _BREAK).replace(_BREAK, f" {_BREAK} ")


def _placed_words(plain: str) -> Iterator[tuple[int, int, Word]]:
    """(start, end, word) of each word."""
    before, end = "", 0
    for run in _WORD.finditer(_letters(plain)):
        for start, stop in _parts(plain, *run.span()):
            between = plain[end:start]
            ended = bool(_SENTENCE_END.search(between)) and (
                len(before) > _LONGEST_ABBREVIATION or any(mark in between for mark in "!?\0\u3002")
            )
            key = normalise_title(plain[start:stop])
            if key:
                begins = ended or not before
                is_joined = start == end > run.start()
                yield start, stop, Word(plain[start:stop], key, is_joined, bool(between.strip()), begins)
                before, end = plain[start:stop], stop


def _letters(text: str) -> str:
    """The text with a "w" for each letter, digit and mark."""
    return "".join(
        "w" if character.isalnum() or (character > "\x7f" and unicodedata.category(character)[0] == "M") else character
        for character in text
    )


def _parts(plain: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """(start, end) of a word's parts: each character of a script without spaces, and what is between these."""
    if plain.isascii():
        yield start, end
        return
    place = start
    for match in _WITHOUT_SPACES.finditer(plain, start, end):
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
    for pattern in (_ITALICS, _QUOTES):
        for match in pattern.finditer(plain):
            group = match.lastindex or 0
            yield match.span(group)


def _lines(texts: Iterable[str]) -> str:
    return "\n".join(filter(None, texts))


def _in_attachment(attachment: Mapping[str, Any]) -> str:
    shown = attachment.get("text") or _in_blocks(attachment.get("blocks") or ())
    return str(shown or attachment.get("fallback") or "")


def _in_blocks(blocks: Iterable[Mapping[str, Any]]) -> str:
    """The texts of the blocks that hold prose, a line each."""
    texts = []
    for block in blocks:
        elements = block.get("elements") or ()
        if block.get("type") == "rich_text":
            texts += [_in_rich_text(element) for element in elements]
        elif block.get("type") in {"section", "header", "context"}:
            texts += map(_in_text_object, [block.get("text") or {}, *(block.get("fields") or ()), *elements])
    return _lines(texts)


def _in_text_object(element: Mapping[str, Any]) -> str:
    text = str(element.get("text") or "")
    return text.translate(_ESCAPES) if element.get("type") == "plain_text" else text


def _in_rich_text(element: Mapping[str, Any]) -> str:
    """A part of rich text as mrkdwn: https://docs.slack.dev/reference/block-kit/blocks/rich-text-block."""
    kind = element.get("type")
    if kind == "rich_text_preformatted":
        return ""
    if kind == "rich_text_list":
        return _lines(_in_rich_text(each) for each in element.get("elements") or ())
    if kind in {"rich_text_section", "rich_text_quote"}:
        return "".join(_in_rich_text(each) for each in element.get("elements") or ())
    style = element.get("style") or {}
    if kind not in {"text", "link"} or style.get("code"):
        return "\n"  # an emoji, a mention, code: no title goes across it
    text = str(element.get("text") or "").translate(_ESCAPES)
    return f"_{text}_" if style.get("italic") and text.strip() else text
