"""What Shelftalker says, held against Slack's rules."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from slack_sdk.models.blocks import Block as SlackBlock

from infra.local.slack_rules import message_violations, message_warnings
from shelftalker import messages
from shelftalker.catalogue import Book
from shelftalker.messages import Message, Voice
from shelftalker.recommender import Recommendation

TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), min_size=1, max_size=400).filter(
    str.strip
)
BOOKS = st.builds(
    Book,
    book_row=st.integers(1, 300_000),
    book_id=st.text("abcdefghijklmnopqrstuvwxyz234567", min_size=8, max_size=8),
    title=TEXTS,
    author=TEXTS,
    author_row=st.integers(1, 3),
    year=st.none() | st.integers(-3000, 2030),
    isbn=st.just("0441172717"),
    cover_url=st.none() | st.just("https://covers.example/P/0441172717.jpg"),
    ratings_count=st.integers(0, 100_000),
    rating_mean=st.none() | st.floats(0, 10),
)
RECOMMENDATIONS = st.builds(Recommendation, book=BOOKS, score=st.floats(0, 100), readers_in_common=st.integers(0, 9999))
VOICES = st.builds(Voice, rating_scale=st.sampled_from([5, 10]), notice=st.just("") | TEXTS)


def check(message: Message) -> None:
    payload = message.as_payload()
    assert message_violations(payload) == []
    assert message_warnings(payload) == []
    for block in message.blocks:
        parsed = SlackBlock.parse(block)
        assert parsed is not None
        parsed.validate_json()
        for markup in [block.get("text", {}), *block.get("elements", [])]:
            if markup.get("type") == "mrkdwn":
                assert "<" not in markup["text"]


@given(BOOKS, st.lists(RECOMMENDATIONS, max_size=5), st.lists(BOOKS, max_size=7), VOICES)
def test_every_answer_keeps_slacks_rules(
    book: Book, recommendations: list[Recommendation], others: list[Book], voice: Voice
) -> None:
    check(messages.answer(book, recommendations, others, voice))


@given(TEXTS, st.lists(BOOKS, min_size=1, max_size=7), VOICES)
def test_every_suggestion_and_apology_keeps_slacks_rules(query: str, books: list[Book], voice: Voice) -> None:
    check(messages.suggestions(query, books, voice))
    check(messages.not_found(query, books, voice))
    check(messages.not_found(query, [], voice))
    check(messages.ask_for_title("/recommend", books, voice))


def test_what_is_always_said_alike_keeps_slacks_rules() -> None:
    for message in (messages.help_message("/recommend"), messages.book_gone(), messages.went_wrong()):
        check(message)


@given(st.text("abcdefghijklmnopqrstuvwxyz234567", min_size=8, max_size=8))
def test_a_button_leads_to_the_book_it_was_made_for(book_id: str) -> None:
    book = Book(1, book_id, "Dune", "Frank Herbert", 1, 1965, "0441172717", None, 0, None)
    assert messages.chosen_book_id(messages.choose_value(book)) == book_id


def book_by(author: str, author_row: int) -> Book:
    return Book(author_row, f"book{author_row}", f"A book by {author}", author, author_row, 1970, "x", None, 9, 8.0)


@pytest.mark.parametrize(
    ("author_row", "readers_in_common", "reason"),
    [
        (2, 1, "1 reader of *A book by Frank Herbert* also read it"),
        (2, 37, "37 readers of *A book by Frank Herbert* also read it"),
        (1, 0, "Also by Frank Herbert"),
        (2, 0, "From about the same time and read about as often"),
    ],
)
def test_the_reason_is_true_to_the_data(author_row: int, readers_in_common: int, reason: str) -> None:
    recommended = Recommendation(book_by("Somebody", author_row), 1.0, readers_in_common)
    blocks = messages.answer(book_by("Frank Herbert", 1), [recommended], [], Voice(10)).blocks
    assert blocks[1]["text"]["text"].endswith(reason)
