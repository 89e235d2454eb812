"""Block Kit elements for messages, windows and Home, each within Slack's limits.

Typed text and text of the dataset goes through `escape` (in markup) or `plain_text` (on buttons and menus): it can't
format, link or mention, and is cut to the length that Slack takes.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

Block = dict[str, Any]

TITLE_LENGTH = 150
LABEL_LENGTH = 75
_SECTION_LENGTH = 3000
_CONTEXT_LENGTH = 2000
_ALT_TEXT_LENGTH = 2000
_HEADER_LENGTH = 150
_OPTIONS = 100

# Slack's markup has no escape for these; characters that look alike keep titles whole.
_LOOKALIKES = str.maketrans({"*": "\u2217", "_": "\uff3f", "~": "\u223c", "`": "\u02cb"})
# A word between colons becomes an emoji: a colon that may be the first of two is the sign of ratio instead. The second
# may be in what follows the text.
_EMOJI_COLON = re.compile(r":(?=[^\s:]+(?::|$))")
_RATIO = "\u2236"
_ESCAPED = re.compile("&(amp|lt|gt);")
_ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})


class Message(NamedTuple):
    """A message: blocks, and the same in plain text."""

    text: str
    blocks: Sequence[Block]

    def as_payload(self) -> dict[str, Any]:
        """Return the members of a response to a slash command or of a post to a response_url."""
        return {"text": self.text, "blocks": list(self.blocks)}


def escape(text: str, length: int = TITLE_LENGTH) -> str:
    """Return text that Slack shows literally: no formatting, no mention, no link, no emoji; cut to a length.

    Text from right to left is isolated, so that the years and ratings after it stay in order.
    """
    shown = _EMOJI_COLON.sub(_RATIO, cut(on_one_line(text), length))
    escaped = shown.translate(_LOOKALIKES).translate(_ENTITIES)
    is_right_to_left = any(unicodedata.bidirectional(letter) in ("R", "AL") for letter in escaped)
    return f"\u2068{escaped}\u2069" if is_right_to_left else escaped


def unescape(text: str) -> str:
    """Return typed text without Slack's escapes: `&`, `<` and `>` and nothing else."""
    return _ESCAPED.sub(lambda escaped: {"amp": "&", "lt": "<", "gt": ">"}[escaped[1]], text)


def without_markup(text: str) -> str:
    """Return text for the top-level `text`: without markup, still escaped."""
    return text.replace("`", "").replace("*", "")


def on_one_line(text: str) -> str:
    """Return text without line breaks, control characters and marks that turn the direction of what follows."""
    if not text.isprintable():
        text = "".join(filter(_is_shown, text))
    return " ".join(text.split())


def _is_shown(letter: str) -> bool:
    # Of the format characters, the joiners belong to the spelling of some languages and of emoji.
    return letter.isspace() or letter in "\u200c\u200d" or unicodedata.category(letter) not in ("Cc", "Cf", "Cs")


def cut(text: str, length: int) -> str:
    """Return text of at most so many characters, with an ellipsis where something is missing."""
    return text if len(text) <= length else text[: length - 1].rstrip() + "\u2026"


def markup(text: str) -> Block:
    """Return text in Slack's markup."""
    # verbatim: a title that looks like a link, a channel or a person is none.
    return {"type": "mrkdwn", "text": text, "verbatim": True}


def plain_text(text: str, length: int = LABEL_LENGTH) -> Block:
    """Return text without markup, on one line, for buttons, menus and headers."""
    return {"type": "plain_text", "text": cut(on_one_line(text), length), "emoji": False}


def header(text: str) -> Block:
    """Return a headline."""
    return {"type": "header", "text": plain_text(text, _HEADER_LENGTH)}


def section(text: str, accessory: Block | None = None) -> Block:
    """Return a paragraph, with a picture, a button or a menu beside it."""
    block: Block = {"type": "section", "text": markup(cut(text, _SECTION_LENGTH))}
    return block | {"accessory": accessory} if accessory else block


def window(title: str, close: str, blocks: Sequence[Block] = ()) -> Block:
    """Return a window with its title and the button that closes it."""
    return {"type": "modal", "title": plain_text(title, 24), "close": plain_text(close, 24), "blocks": list(blocks)}


def context(text: str) -> Block:
    """Return a line in small grey letters."""
    return {"type": "context", "elements": [markup(cut(text, _CONTEXT_LENGTH))]}


def actions(elements: Sequence[Block], block_id: str | None = None) -> Block:
    """Return a row of buttons and menus."""
    block: Block = {"type": "actions", "elements": list(elements)}
    return block | {"block_id": block_id} if block_id else block


def divider() -> Block:
    """Return a horizontal line."""
    return {"type": "divider"}


def button(action_id: str, text: str, value: str, label: str = "") -> Block:
    """Return a button; screen readers say the label in place of a text that needs its surroundings."""
    block: Block = {"type": "button", "action_id": action_id, "text": plain_text(text), "value": value}
    return block | {"accessibility_label": cut(on_one_line(label), LABEL_LENGTH)} if label else block


def select(action_id: str, placeholder: str, options: Iterable[tuple[str, str]], chosen: str | None = None) -> Block:
    """Return a menu of (value, text) options; `chosen` is the value of the one that is chosen already."""
    block = menu(action_id, placeholder, [option(value, text) for value, text in options][:_OPTIONS])
    initial = next((choice for choice in block["options"] if choice["value"] == chosen), None)
    return block | {"initial_option": initial} if initial else block


def menu(action_id: str, placeholder: str, options: Sequence[Block]) -> Block:
    """Return a menu of options."""
    return _empty_menu(action_id, placeholder) | {"options": list(options)}


def menu_of_groups(action_id: str, placeholder: str, groups: Iterable[tuple[str, Sequence[Block]]]) -> Block:
    """Return a menu of options in groups, each with its label."""
    labelled = [{"label": plain_text(label), "options": list(options)} for label, options in groups]
    return _empty_menu(action_id, placeholder) | {"option_groups": labelled}


def option(value: str, text: str, description: str = "") -> Block:
    """Return an option of a menu, with a description in small letters below its text."""
    block: Block = {"text": plain_text(text), "value": value}
    return block | {"description": plain_text(description)} if description else block


def image(url: str, alt_text: str) -> Block:
    """Return a picture beside a paragraph: as a block, one that can't be fetched makes Slack drop the message."""
    return {"type": "image", "image_url": url, "alt_text": cut(on_one_line(alt_text), _ALT_TEXT_LENGTH)}


def confirmation(title: str, text: str, confirm: str, deny: str) -> Block:
    """Return a question that is asked before a click counts."""
    return {
        "title": plain_text(title, 100),
        "text": plain_text(text, 300),
        "confirm": plain_text(confirm, 30),
        "deny": plain_text(deny, 30),
        "style": "danger",
    }


def _empty_menu(action_id: str, placeholder: str) -> Block:
    return {"type": "static_select", "action_id": action_id, "placeholder": plain_text(placeholder, 150)}
