"""The export of a reader's data: complete, readable as CSV, harmless to spreadsheets, within Slack's limits."""

import csv
import re
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shelftalker.club.traces import ClubTrace
from shelftalker.model.catalogue import Book, Catalogue
from shelftalker.shelf.contents import (
    BookState,
    ClubPointer,
    DamagedItem,
    LearningChoice,
    Preferences,
    Shelf,
    ShelfBook,
    StepPick,
)
from shelftalker.shelf.imports import (
    EarlierImport,
    ImportContents,
    ImportedBook,
    ImportStatus,
    MissingBook,
    ShelfImport,
)
from shelftalker.views.action_ids import ActionId
from shelftalker.views.export import deleted_sentence, export_part, export_views
from tests.generated_readers import BOOKS, SHELVES
from tests.view_checks import check_view, elements_in

NOTHING_TOLD = Preferences()
COLUMNS = [
    "title", "author", "isbn", "book_id", "stars", "want_to_read", "not_for_me", "changed_at",
    "stars_before", "want_to_read_before", "not_for_me_before", "removed", "read", "read_before",
]  # fmt: skip


def cells_of(state: BookState) -> list[str]:
    return [str(state.stars or ""), "yes" * state.wanted, "yes" * (state.dismissed and not state.read)]


def copy_rows(views: Sequence[dict[str, Any]]) -> list[list[str]]:
    """Return the rows in the code blocks of all windows, copied one below the other and read as CSV."""
    blocks = [block["text"]["text"] for view in views for block in view["blocks"] if block["type"] == "section"]
    code = [text for text in blocks if text.startswith("```")]
    assert all(len(text) <= 2900 and text.endswith("\n```") and text.count("```") == 2 for text in code)
    lines = [line for text in code for line in text.split("\n")[1:-1]]
    assert not any(re.search("[<>]", line) for line in lines)
    shown = [line.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&") for line in lines]
    return list(csv.reader(shown, strict=True))


def book(book_id: str, title: str, author: str = "Frank Herbert", isbn: str = "0441172717") -> Book:
    return Book(1, book_id, title, author, 1, 1965, isbn, None, 9, 8.0)


def title_as_exported(title: str) -> str:
    rows = copy_rows(
        export_views(
            Shelf((ShelfBook("duneaaaa", 4, False, False, 0.0),), NOTHING_TOLD), {"duneaaaa": book("duneaaaa", title)}
        )
    )
    return rows[-1][0]


@given(SHELVES, st.lists(BOOKS, max_size=10))
def test_every_window_keeps_slacks_rules_and_together_they_hold_every_book(shelf: Shelf, known: list[Book]) -> None:
    books = {each.book_id: one for each, one in zip(shelf.books, known, strict=False)}
    views = export_views(shelf, books)
    for view in views:
        check_view(view)
    rows = copy_rows(views)
    exported = rows[rows.index(COLUMNS) + 1 :]
    entries = [(each, "") for each in shelf.books] + [(each, "yes") for each in shelf.removed]
    assert [row[3:7] + row[8:] for row in exported] == [
        [
            each.book_id,
            *cells_of(each.state),
            *cells_of(each.former or BookState()),
            removed,
            "yes" * each.read,
            "yes" * (each.former or BookState()).read,
        ]
        for each, removed in entries
    ]
    for row, (each, _) in zip(exported, entries, strict=True):
        assert bool(row[0]) == (each.book_id in books)


def test_an_export_has_the_preferences_and_each_books_rating() -> None:
    shelf = Shelf(
        (
            ShelfBook("duneaaaa", 4, wanted=True, dismissed=False, changed_at=1700000000.123456),
            ShelfBook("goneaaaa", None, wanted=False, dismissed=True, changed_at=0.0, former=BookState(2, wanted=True)),
        ),
        Preferences("usa", "25-34", ("en", "de")),
        (ShelfBook("lastaaaa", None, wanted=False, dismissed=False, changed_at=1.0, former=BookState(dismissed=True)),),
    )
    (view,) = export_views(shelf, {"duneaaaa": book("duneaaaa", "Dune, the first")})
    assert copy_rows([view]) == [
        ["preference", "value"],
        ["country", "usa"],
        ["age_band", "25-34"],
        ["languages", "en de"],
        COLUMNS,
        [
            *("Dune, the first", "Frank Herbert", "0441172717", "duneaaaa", "4", "yes", "", "2023-11-14T22:13:20Z"),
            *("", "", "", "", "", ""),
        ],
        ["", "", "", "goneaaaa", "", "", "yes", "1970-01-01T00:00:00Z", "2", "yes", "", "", "", ""],
        ["", "", "", "lastaaaa", "", "", "", "1970-01-01T00:00:01Z", "", "", "yes", "yes", "", ""],
    ]


@pytest.mark.parametrize(("learns", "answer"), [(True, "yes"), (False, "no")])
def test_an_export_has_the_choice_to_be_learnt_from_and_what_cannot_be_read(*, learns: bool, answer: str) -> None:
    damaged = DamagedItem("book", "book duneaaaa; acted_at yesterday; stars 5")
    (view,) = export_views(Shelf((), NOTHING_TOLD, learning=LearningChoice(learns, 1.7e9), damaged=(damaged,)), {})
    check_view(view)
    assert copy_rows([view])[4:-1] == [
        ["ratings_improve_recommendations", answer],
        ["ratings_improve_recommendations_changed_at", "2023-11-14T22:13:20Z"],
        ["unreadable_entry", damaged.text],
    ]


def test_an_empty_shelf_is_one_window_without_a_button() -> None:
    (view,) = export_views(Shelf((), NOTHING_TOLD), {})
    check_view(view)
    assert elements_in(view) == {}
    assert "Your preferences and no books, as CSV." in view["blocks"][0]["text"]["text"]


def test_a_row_of_nothing_but_what_is_escaped_is_cut_to_fit() -> None:
    longest = "&" * 2000
    preferences = Preferences(longest, longest, (longest,))
    shelf = Shelf((ShelfBook("duneaaaa", 4, True, True, 1.7e9),), preferences)
    (view,) = export_views(shelf, {"duneaaaa": book("duneaaaa", longest, longest, longest)})
    check_view(view)
    assert [len(cell) for cell in copy_rows([view])[-1][:3]] == [150, 150, 150]


@pytest.mark.parametrize("title", ["Dune", "\u6d77\u8fba\u306e\u30ab\u30d5\u30ab" * 30, "&" * 300])
def test_ten_thousand_books_are_exported_whole_window_by_window(title: str) -> None:
    ids = [f"{number:08}" for number in range(10_000)]
    shelf = Shelf(tuple(ShelfBook(each, 3, False, False, 1.7e9) for each in ids), NOTHING_TOLD)
    views = export_views(shelf, {each: book(each, f"{title} {each}") for each in ids})
    assert len(views) > 1
    for view in views[:2] + views[-1:]:
        check_view(view)
    assert [row[3] for row in copy_rows(views) if len(row) == len(COLUMNS)][1:] == ids
    assert [row[0] for row in copy_rows(views) if len(row) == len(COLUMNS)][1:] == [f"{title} {each}" for each in ids]


def test_the_buttons_lead_through_all_parts_and_back() -> None:
    ids = [f"{number:08}" for number in range(10_000)]
    views = export_views(Shelf(tuple(ShelfBook(each, 3, True, False, 1.7e9) for each in ids), NOTHING_TOLD), {})
    seen = [views[0]]
    while len(seen) < len(views):
        seen.append(export_part(views, elements_in(seen[-1])[ActionId.HOME_EXPORT]["value"]))
    assert seen == views
    assert export_part(views, elements_in(seen[-1])[ActionId.HOME_EXPORT]["value"]) == views[0]
    assert f"Part 2 of {len(views)}." in views[1]["blocks"][0]["text"]["text"]


@pytest.mark.parametrize(("value", "place"), [("1", 0), ("2", 1), ("3", 2), ("4", 2), ("0", 0), ("", 0), ("x", 0)])
def test_a_part_that_is_not_there_gives_the_nearest(value: str, place: int) -> None:
    views: list[dict[str, Any]] = [{"part": number} for number in range(3)]
    assert export_part(views, value) == views[place]


@pytest.mark.parametrize("beginning", ["=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20"])
def test_a_title_that_spreadsheets_would_run_is_text_to_them(beginning: str) -> None:
    assert title_as_exported(f"{beginning}HYPERLINK(1)") == f"'{beginning}HYPERLINK(1)"
    assert title_as_exported(f" \t{beginning}1") == f"'{beginning}1"
    assert title_as_exported(f"1{beginning}1") == f"1{beginning}1"


@pytest.mark.parametrize(
    ("title", "exported"),
    [
        ("```<!channel>```", "\u02cb\u02cb\u02cb<!channel>\u02cb\u02cb\u02cb"),
        ("A & B < C > D &amp; E", "A & B < C > D &amp; E"),
        ('Say "no", twice', 'Say "no", twice'),
        ("One\nline\r\nof\u2028three", "One line of three"),
        ("*bold* _slanted_ ~struck~", "*bold* _slanted_ ~struck~"),
        ("x" * 1500, "x" * 1000),
        ("&" * 1500, "&" * 500),
    ],
)
def test_a_title_comes_out_of_slack_as_it_went_in(title: str, exported: str) -> None:
    assert title_as_exported(title) == exported


@pytest.mark.parametrize(
    ("books", "counted"), [(0, "no books"), (1, "one book"), (2, "two books"), (1025, "1,025 books")]
)
def test_the_sentence_on_a_deletion_has_the_number_of_books(books: int, counted: str) -> None:
    assert deleted_sentence(books) == f"\u2713 I deleted all that I kept of you: {counted} and your preferences."


def test_control_characters_and_marks_of_direction_are_left_out() -> None:
    assert title_as_exported("Du\x07\u202ene\x00 Messiah") == "Dune Messiah"


def test_an_import_that_waits_is_exported_too() -> None:
    books = (ImportedBook("aaaaaaaa", 5), ImportedBook("bbbbbbbb", 3, is_listed=True))
    missing = (MissingBook("=Piranesi", ""),)
    contents = ImportContents("Goodreads", "Title,Author", books=books, missing=missing, cut="Emma,Jane")
    shelf_import = ShelfImport(
        "1700000000",
        ImportStatus.READY,
        1700000000.0,
        packed=contents.encode(),
        earlier=EarlierImport("1699990000.000001", 7),
    )
    rows = copy_rows(export_views(Shelf((), NOTHING_TOLD, shelf_import=shelf_import), {}))
    assert ["import", "ready"] in rows
    assert ["import_before_kept_at", "2023-11-14T19:26:40Z"] in rows
    assert ["import_before_books", "7"] in rows
    assert ["import_first_line", "Title,Author"] in rows
    assert ["import_book", "aaaaaaaa five stars"] in rows
    assert ["import_book", "bbbbbbbb three stars, to read"] in rows
    assert ["import_book_not_found", "'=Piranesi"] in rows
    assert ["import_row_cut", "Emma,Jane"] in rows


def test_an_import_that_was_kept_is_exported_with_its_time_its_number_and_its_sentence() -> None:
    kept = ShelfImport("1700000000", ImportStatus.KEPT, 1700000001.0, "1700000001.000001", number=7, error="2 more.")
    rows = copy_rows(export_views(Shelf((), NOTHING_TOLD, shelf_import=kept), {}))
    assert ["import_kept_at", "2023-11-14T22:13:21Z"] in rows
    assert ["import_books_changed", "7"] in rows
    assert ["import_error", "2 more."] in rows


def test_clubs_and_polls_stand_among_the_data_with_all_that_they_hold_of_the_reader(catalogue: Catalogue) -> None:
    (dune,) = catalogue.ordered_books([1])
    picks = (StepPick("aaaaaaaa", "Fx1"), StepPick("bbbbbbbb", "Fx2"))
    club = ClubPointer("club", "T1", "C1", 1_700_000_000, picks)
    poll = ClubPointer("poll", "T2", "0123456789ab", 1_700_000_060)
    traces = [
        ClubTrace(club, joined_at=1_700_000_000),
        ClubTrace(poll, has_opened=True, vote="=Dune by <A>", proposals=("Emma by B",)),
    ]
    views = export_views(Shelf((), NOTHING_TOLD), {"aaaaaaaa": dune}, traces)
    check_view(views[0])
    rows = copy_rows(views)
    assert rows[rows.index(["club", "C1 in workspace T1"]) :][:10] == [
        ["club", "C1 in workspace T1"],
        ["club_changed_at", "2023-11-14T22:13:20Z"],
        ["club_joined_at", "2023-11-14T22:13:20Z"],
        ["club_book_picked", f"{dune.title} by {dune.author}, by the workflow step Fx1"],
        ["club_book_picked", "bbbbbbbb, by the workflow step Fx2"],
        ["poll", "0123456789ab in workspace T2"],
        ["poll_changed_at", "2023-11-14T22:14:20Z"],
        ["poll_opened", "yes"],
        ["poll_book_proposed", "Emma by B"],
        ["poll_vote", "'=Dune by <A>"],
    ]
