"""What Shelftalker says, held against Slack's rules."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from slack_sdk.models.blocks import Block as SlackBlock

from infra.local.slack_rules import message_violations, message_warnings
from shelftalker import messages
from shelftalker.catalogue import UNKNOWN_AUTHOR, Book
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


def book(row: int, author: str = "Frank Herbert", author_row: int = 1, year: int | None = None) -> Book:
    return Book(row, f"book{row:04}", f"Book {row}", author, author_row, year, "x", None, 9, 8.0)


def reason(asked: Book, recommended: Book, readers_in_common: int = 0) -> str:
    blocks = messages.answer(asked, [Recommendation(recommended, 1.0, readers_in_common)], [], Voice(10)).blocks
    said: str = blocks[1]["text"]["text"].splitlines()[-1]
    return said


@pytest.mark.parametrize(
    ("asked", "recommended", "readers_in_common", "said"),
    [
        (book(900), book(901), 1, "1 reader of *Book 900* also read it"),
        (book(900), book(901), 1037, "1,037 readers of *Book 900* also read it"),
        (book(900), book(901), 0, "Also by Frank Herbert; I know of no reader of both"),
        (
            book(900),
            book(901, "Frank Herbert, Bill Ransom"),
            0,
            "Has an author in common with *Book 900*; I know of no reader of both",
        ),
        (
            book(900, year=1965),
            book(901, "Ayn Rand", 2, 1970),
            0,
            "From about the same time; I know of no reader of both",
        ),
        (
            book(900, year=1965),
            book(50, "Ayn Rand", 2, 1971),
            0,
            "One of the 50 most read books; I know of no reader of both",
        ),
        (book(900, year=1965), book(51, "Ayn Rand", 2, 1971), 0, "A guess; I know of no reader of both"),
        (book(900, UNKNOWN_AUTHOR, 3), book(901, UNKNOWN_AUTHOR, 3), 0, "A guess; I know of no reader of both"),
    ],
)
def test_the_reason_says_what_is_known_of_the_two_books(
    asked: Book, recommended: Book, readers_in_common: int, said: str
) -> None:
    assert reason(asked, recommended, readers_in_common) == said


# Who is named on a book, and the row of the one named first.
CREDITS = [("Ann", 1), ("Ann, Bo", 1), ("Bo", 2), ("Bo & Ann", 2), (UNKNOWN_AUTHOR, 3)]
PAIRED_BOOKS = st.builds(
    lambda row, credit, year: book(row, *credit, year),
    st.integers(40, 60), st.sampled_from(CREDITS), st.none() | st.integers(-12, 12) | st.integers(1960, 1970),
)  # fmt: skip


@given(PAIRED_BOOKS, PAIRED_BOOKS, st.integers(0, 2))
def test_no_reason_claims_what_is_not_so(asked: Book, recommended: Book, readers_in_common: int) -> None:
    said = reason(asked, recommended, readers_in_common)
    if said.endswith("also read it"):
        number, _, rest = said.partition(" ")
        assert int(number) == readers_in_common > 0
        assert rest == f"reader{'' if readers_in_common == 1 else 's'} of *{asked.title}* also read it"
        return
    ground, _, caveat = said.rpartition("; ")
    assert (caveat, readers_in_common) == ("I know of no reader of both", 0)
    if ground.startswith("Also by "):
        credit = ground.removeprefix("Also by ").replace("&amp;", "&")
        assert credit == asked.author == recommended.author
        assert asked.author != UNKNOWN_AUTHOR
    elif ground == f"Has an author in common with *{asked.title}*":
        named = [set(each.author.replace(" &", ",").split(", ")) for each in (asked, recommended)]
        assert named[0] & named[1] - {UNKNOWN_AUTHOR}
    elif ground == "From about the same time":
        assert asked.year is not None
        assert recommended.year is not None
        assert abs(asked.year - recommended.year) <= 5
    elif ground == "One of the 50 most read books":
        assert recommended.book_row <= 50
    else:
        assert ground == "A guess"
