"""Texts of people and of datasets within Slack's markup."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shelftalker.views.block_kit import escape, unescape

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
