"""Readers, whose ids become keys of the table."""

import re

import pytest

from shelftalker.shelf.contents import Reader, validate_text


def test_ids_up_to_64_letters_and_digits_are_taken() -> None:
    assert Reader("T" * 64, "U0123ABCD").user_id == "U0123ABCD"


def test_a_value_that_is_no_text_is_refused_with_what_was_expected_and_what_came() -> None:
    with pytest.raises(ValueError, match=r"^book_id must be eight letters; got 12345678\.$"):
        validate_text("book_id", 12345678, "[0-9]{8}", "eight letters")


@pytest.mark.parametrize(("workspace_id", "user_id"), [("", "U1"), ("T1", ""), ("T1", "U1#book"), ("T1\n", "U1")])
def test_a_reader_has_ids_as_slack_gives_them(workspace_id: str, user_id: str) -> None:
    with pytest.raises(ValueError, match=re.escape("an id from Slack such as")):
        Reader(workspace_id, user_id)
