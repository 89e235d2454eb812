"""Texts of people and of datasets within Slack's markup."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shelftalker.views.block_kit import button, escape, image, plain_text, unescape

# Slack draws these as emoji; it asks of no word boundary beside them.
EMOJI = re.compile(r":[a-z0-9_+'-]+:")


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("I :heart: You", "I \u2236heart: You"),
        (":+1::skin-tone-2:", "\u2236+1:\u2236skin-tone-2:"),
        (":a:b:", "\u2236a\u2236b:"),
        ("Dune: House Atreides", "Dune: House Atreides"),
        ("The Trial :", "The Trial :"),
        ("Chapter 3:16", "Chapter 3\u223616"),
    ],
)
def test_titles_hold_no_emoji_and_stay_readable(title: str, shown: str) -> None:
    assert escape(title) == shown


@given(st.text(":ab+1-_' \u00e9", max_size=30))
def test_no_text_becomes_an_emoji_by_itself_or_by_what_follows_it(text: str) -> None:
    assert not EMOJI.search(f"{escape(text)}:")
    assert escape(text).replace("\u2236", ":").replace("\uff3f", "_") == " ".join(text.split())


@given(st.text(max_size=200))
def test_what_is_escaped_holds_no_markup(text: str) -> None:
    escaped = escape(text)
    assert not set("*_~`<>") & set(escaped)
    assert re.sub("&(?:amp|lt|gt);", "", escaped).count("&") == 0


@pytest.mark.parametrize(
    ("sent", "typed"),
    [("Pride &amp; Prejudice", "Pride & Prejudice"), ("&lt;3 &gt; 2", "<3 > 2"), ("&amp;lt;", "&lt;"),
     ("&eacute;&#39;&quot;&amp", "&eacute;&#39;&quot;&amp")],
)  # fmt: skip
def test_exactly_what_slack_escapes_is_undone_and_once(sent: str, typed: str) -> None:
    assert unescape(sent) == typed


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("Du\u202ene\u202c", "Dune"),
        ("\u2067Dune\u2069 \x00by\x07 Frank\x1b[31m Herbert", "Dune by Frank[31m Herbert"),
        ("So\u00adlaris\ufeff", "Solaris"),
        ("one\x0btwo\x85three\u2028four", "one two three four"),
        (
            "\u0646\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
            "\u0646\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
        ),
    ],
)
def test_control_characters_and_marks_of_direction_are_not_shown_and_joiners_stay(title: str, shown: str) -> None:
    assert escape(title).strip("\u2068\u2069") == shown
    assert plain_text(title)["text"] == shown
    assert image("https://example.com/", title)["alt_text"] == shown
    assert button("id", "Open", "value", title)["accessibility_label"] == shown


@given(st.text(max_size=60))
def test_no_text_brings_a_control_character_or_an_override_into_a_message(text: str) -> None:
    shown = escape(text).removeprefix("\u2068").removesuffix("\u2069") + plain_text(text)["text"]
    assert {unicodedata.category(letter) for letter in shown if letter not in "\u200c\u200d"}.isdisjoint(
        {"Cc", "Cf", "Cs"}
    )
