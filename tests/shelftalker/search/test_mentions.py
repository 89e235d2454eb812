"""Books named in a message."""

import string
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shelftalker.model.catalogue import Book, Catalogue
from shelftalker.model.title_keys import normalise_title, shortened_title, whole_titles
from shelftalker.search.mentions import books_standing_out, possible_books
from shelftalker.search.message_words import MessageWords


def mentioned_books(catalogue: Catalogue, text: str, limit: int = 5) -> list[Book]:
    return books_standing_out(catalogue, text, limit) or possible_books(catalogue, text, limit)


def mentioned_titles(catalogue: Catalogue, text: str, limit: int = 5) -> list[str]:
    return [book.title for book in mentioned_books(catalogue, text, limit=limit)]


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("I loved Dune Messiah, and The Hobbit even more.", ["Dune Messiah", "The Hobbit"]),
        ("The Hobbit is great", ["The Hobbit"]),
        ("has anyone read Dune?", ["Dune"]),
        ("on my list: Pride &amp; Prejudice", ["Pride & Prejudice"]),
        ("Pride and Prejudice, obviously", ["Pride & Prejudice"]),
        ("try harry potter and the sorcerers stone", ["Harry Potter and the Sorcerer's Stone (Book 1)"]),
        ("just finished cien años de soledad", ["Cien años de soledad"]),
        ("Stand by Me or Stand by You", ["Stand by Me"]),
        ("Stand by Me by Stephen King", ["Stand by Me"]),
        ("昨日、海辺のカフカを読みました", ["海辺のカフカ"]),
        ("Dune", ["Dune"]),
        ("emma?", ["Emma"]),
        ("<https://books.example/1|Dune Messiah> is cheap", ["Dune Messiah"]),
        ("*Children of Dune*\n• The Two Towers", ["Children of Dune"]),
    ],
)
def test_titles_with_the_looks_of_titles_count_anywhere(catalogue: Catalogue, text: str, titles: list[str]) -> None:
    assert mentioned_titles(catalogue, text) == titles


@pytest.mark.parametrize(
    "text",
    [
        "it was a long night",
        "it was dark and we need the help of a friend",
        "It works",
        "The Help Desk is closed",
        "THE HELP IS CLOSED AND IT IS LATE",
        "we read it and V.",
    ],
)
def test_everyday_words_do_not(catalogue: Catalogue, text: str) -> None:
    assert mentioned_titles(catalogue, text) == []


@pytest.mark.parametrize(
    ("before", "after"),
    [('"', '"'), ("'", "'"), ("\u201c", "\u201d"), ("\u2018", "\u2019"), ("\u201e", "\u201c"), ("«", "»"),
     ("「", "」"), ("『", "』"), ("_", "_"), ('_"', '"_'), ("*_", "_*")],
)  # fmt: skip
def test_everyday_words_count_in_quotes_and_in_italics(catalogue: Catalogue, before: str, after: str) -> None:
    for title, text in [("It", "it"), ("Emma", "emma"), ("The Help", "the help"), ("V.", "V.")]:
        assert mentioned_titles(catalogue, f"we liked {before}{text}{after} a lot") == [title]


def test_a_whole_quotation_must_be_the_title(catalogue: Catalogue) -> None:
    assert mentioned_titles(catalogue, 'she said "it is late" and left') == []


def test_everyday_words_count_before_by_and_their_author(catalogue: Catalogue) -> None:
    assert mentioned_titles(catalogue, "what about it by stephen king then") == ["It"]
    assert mentioned_titles(catalogue, "what about it by King then") == ["It"]
    assert mentioned_titles(catalogue, "finish it by friday") == []
    assert mentioned_titles(catalogue, "the help by Jane Austen") == []


def test_by_an_author_chooses_between_books_of_one_title(catalogue: Catalogue) -> None:
    for text in ("_Emma_ by Alexander McCall Smith", "emma by mccall smith"):
        (book,) = mentioned_books(catalogue, text)
        assert book.author == "Alexander McCall Smith"


@pytest.mark.parametrize(
    "text",
    [
        "`Dune Messiah`",
        "```\nDune Messiah\n```",
        "look: <https://books.example/Dune Messiah>",
        "ask <#C123|Dune Messiah> or <@U123|Dune Messiah>",
    ],
)
def test_code_links_mentions_and_emoji_name_nothing(catalogue: Catalogue, text: str) -> None:
    assert mentioned_titles(catalogue, text) == []


@pytest.mark.parametrize("text", ["Dune :sunrise: Messiah", "Children of\nDune", "the Dune. Messiah of sorts"])
def test_no_title_goes_across_an_emoji_a_line_or_a_sentence(catalogue: Catalogue, text: str) -> None:
    assert mentioned_titles(catalogue, text) == ["Dune"]


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("I loved Dune", ["Dune"]),
        ("Dune is so good", ["Dune"]),
        ("anyone read dune?", ["Dune"]),
        ("the hobbit is great", ["The Hobbit"]),
        ("Emma, Dune, Neuromancer", ["Dune", "Emma"]),
        ("dune messiah vs children of dune", ["Dune Messiah", "Children of Dune"]),
        ("please stand by me", ["Stand by Me"]),
        ("I ASKED EMMA ABOUT DUNE", ["Dune", "Emma"]),
        ("it was dark and emma needs the help of a friend", ["Emma"]),
    ],
)
def test_where_nothing_stands_out_titles_with_an_uncommon_word_are_offered(
    catalogue: Catalogue, text: str, titles: list[str]
) -> None:
    assert mentioned_titles(catalogue, text) == titles


def test_titles_with_a_capital_are_offered_first_then_the_most_read(catalogue: Catalogue) -> None:
    assert mentioned_titles(catalogue, "emma or dune or the hobbit") == ["Dune", "The Hobbit", "Emma"]
    assert mentioned_titles(catalogue, "dune or Emma or the hobbit") == ["Emma", "Dune", "The Hobbit"]
    assert mentioned_titles(catalogue, "dune or Emma or the hobbit", limit=2) == ["Emma", "Dune"]


def test_where_a_title_stands_out_no_possible_titles_are_offered(catalogue: Catalogue) -> None:
    assert mentioned_titles(catalogue, "emma asked whether The Hobbit is like dune") == ["The Hobbit"]


def test_the_longest_title_wins_and_none_overlap(catalogue: Catalogue) -> None:
    assert mentioned_titles(catalogue, "reading Dune Messiah") == ["Dune Messiah"]
    assert mentioned_titles(catalogue, '"Children of Dune" and Children of Dune Messiah') == ["Children of Dune"]


def test_books_come_once_in_the_order_of_the_text_up_to_the_limit(catalogue: Catalogue) -> None:
    text = "The Hobbit, Dune Messiah, The Hobbit again, Children of Dune"
    assert mentioned_titles(catalogue, text) == ["The Hobbit", "Dune Messiah", "Children of Dune"]
    assert mentioned_titles(catalogue, text, limit=2) == ["The Hobbit", "Dune Messiah"]


# ------------------------------------------------------------------------------------------- against brute force

TITLES = ["Dune Messiah", "Children of Dune", "The Hobbit", "Pride & Prejudice", "Stand by Me"]
WORDS = st.sampled_from(["Dune", "Messiah", "Children", "of", "The", "Hobbit", "Pride", "and", "Prejudice", "Stand"])
TEXTS = st.lists(st.one_of(WORDS, st.sampled_from([*TITLES, "x"])), max_size=9).map(" ".join)


def quoted_runs(words: list[str]) -> Iterator[tuple[int, int]]:
    """Every run of words."""
    for first in range(len(words)):
        for after_last in range(first + 1, len(words) + 1):
            yield first, after_last


@given(TEXTS)
@settings(deadline=None, derandomize=True, max_examples=100)
def test_a_quoted_run_of_words_is_found_exactly_where_it_is_a_title(catalogue: Catalogue, text: str) -> None:
    books = catalogue.all_books()
    words = text.split()
    for first, after_last in quoted_runs(words):
        run = " ".join(words[first:after_last])
        named = {
            book.book_row
            for book in books
            if normalise_title(run) in {*whole_titles(book.title), shortened_title(book.title)}
        }
        found = {book.book_row for book in mentioned_books(catalogue, f'we liked "{run.lower()}" then')}
        # A run that is no title may contain a long one, which counts by itself.
        assert not named or (found and found <= named)


def possible(catalogue: Catalogue, words: list[str]) -> list[int]:
    """Rows of the books, the longest titles first, that have a distinctive word; those with a capital come first."""
    distinctive = {"dune", "messiah", "hobbit", "pride", "prejudice", "stand"}
    free = [True] * len(words)
    capitals: dict[int, bool] = {}
    for first, after_last in sorted(quoted_runs(words), key=lambda run: (run[0] - run[1], run[0])):
        run = words[first:after_last]
        rows = catalogue.search_index.rows_with_key(normalise_title(" ".join(run)), 1)
        if rows and distinctive & {word.lower() for word in run} and all(free[first:after_last]):
            free[first:after_last] = [False] * len(run)
            later = words[max(first, 1) : after_last]  # a sentence's first word has a capital anyway
            has_capital = any(word[0].isupper() and word.lower() in distinctive for word in later)
            capitals[rows[0][0]] = capitals.get(rows[0][0], False) or has_capital
    return sorted(capitals, key=lambda book_row: (not capitals[book_row], book_row))


@given(TEXTS | TEXTS.map(str.lower))
@settings(deadline=None, derandomize=True, max_examples=300)
def test_the_longest_titles_that_stand_out_in_a_text_are_found(catalogue: Catalogue, text: str) -> None:
    """Compare with a brute force: runs of words one by one, the longest first; then possible titles."""
    words = text.split()
    free = [True] * len(words)
    found = []
    for first, after_last in sorted(quoted_runs(words), key=lambda run: (run[0] - run[1], run[0])):
        key = normalise_title(" ".join(words[first:after_last]))
        rows = catalogue.search_index.rows_with_key(key, 1)
        capitals = [word for word in words[first:after_last] if word[0].isupper()]
        small = [word for word in words[first:after_last] if word.lower() in {"of", "and", "the", "by", "me", "x", "&"}]
        looks = len(capitals) > 1 and words[first][0].isupper() and len(small) < after_last - first
        if after_last - first == 2 and words[first] == "The":  # not "The Help Desk"
            goes_on = after_last < len(words) and words[after_last][0].isupper()
            looks = len(words[first + 1]) > 3 and len(capitals) == 2 and not goes_on
        whole = after_last - first == len(words)
        if rows and (looks or whole) and all(free[first:after_last]):
            free[first:after_last] = [False] * (after_last - first)
            found.append((first, rows[0][0]))
    expected = list(dict.fromkeys(book_row for _, book_row in sorted(found)))
    if not found:
        expected = possible(catalogue, words)
    others = [book.book_row for book in mentioned_books(catalogue, text, limit=100)]
    assert others == expected


@given(st.text(max_size=300) | st.text(string.ascii_letters + " _*`<>|@#!&;:\"'\n", max_size=300))
@settings(deadline=None, derandomize=True, max_examples=500)
def test_any_text_is_read_and_names_no_more_books_than_the_limit(catalogue: Catalogue, text: str) -> None:
    assert len(mentioned_books(catalogue, text, limit=3)) <= 3
    message = MessageWords(text)
    assert all(0 <= first < after_last <= len(message.words) for first, after_last in message.marked)


@given(st.lists(st.sampled_from(["a", "The", "J.", "R", "Mr.", "Dune", "&", "it's", "ÉCOLE", "ß", "1984"]), min_size=1))
@settings(deadline=None, derandomize=True)
def test_a_run_of_words_has_the_key_of_its_text(written: list[str]) -> None:
    text = " ".join(written)
    message = MessageWords(text)
    assert message.key(0, len(message.words)) == normalise_title(text)
