"""Home, for any shelf and preferences, within Slack's rules; and its texts."""

from string import ascii_lowercase

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shelftalker.model.catalogue import Book
from shelftalker.recommend.listing import Listing, Position, Verdict
from shelftalker.recommend.listing_state import ListingState, PositionState
from shelftalker.recommend.reasons import FromShelf, Recommendation
from shelftalker.recommend.stops import Source, Stop
from shelftalker.shelf.contents import Preferences, ShelfBook
from shelftalker.shelf.imports import ImportContents, ImportStatus, ShelfImport
from shelftalker.shelf.pages import ShelfPage, ShelfTab, ShelvedBook
from shelftalker.views.action_ids import ActionId
from shelftalker.views.block_kit import Block
from shelftalker.views.home import Home, HomeState, home_view
from shelftalker.views.messages import sentence
from shelftalker.views.shelf import RowNotice
from shelftalker.views.wording import DatasetFacts
from tests.generated_readers import CHOICES, DATASETS, LANGUAGES, PREFERENCES, TEXTS, listings, shelf_pages
from tests.view_checks import check_view, elements_in, words_in

DATASET = DatasetFacts(10)
EMPTY_SHELF = ShelfPage(ShelfTab.RATED, 1, 1, (), 0, 0, 0)
NEW_HOME = Home(None, EMPTY_SHELF, Preferences(), [], [])
IMPORTS_OF_A_READER = st.builds(
    ShelfImport,
    import_id=st.just("1700000000.000100"),
    status=st.sampled_from(list(ImportStatus)),
    acted_at=st.floats(0, 4e9),
    kept_at=st.just(""),
    packed=TEXTS.map(lambda service: ImportContents(service, rows=9).encode()),
    number=st.integers(0, 10_000),
    error=TEXTS,
)


@given(
    st.builds(
        Home,
        listing=st.none() | listings(),
        shelf=st.none() | shelf_pages(),
        preferences=PREFERENCES,
        segments=CHOICES.map(lambda names: [f"{kind}:{name}" for name in names for kind in ("country", "age")]),
        languages=LANGUAGES,
        status=st.sampled_from(["", "\u2713 Saved."]),
        drawn_at=st.sampled_from(["", "1700000000.123456"]),
        notice=st.none() | st.builds(RowNotice, st.integers(1, 10), st.just(sentence("*Dune* is off your shelf."))),
        learns=st.none() | st.booleans(),
        shelf_import=st.none() | IMPORTS_OF_A_READER,
        first_day=st.none(),
        first_place=st.none() | st.integers(0, 9999),
    ),
    DATASETS,
)
def test_every_home_keeps_slacks_rules(home: Home, dataset: DatasetFacts) -> None:
    check_view(home_view(home, dataset))


def test_a_preference_of_which_nothing_can_be_seen_is_not_offered() -> None:
    unseen = Preferences("\u202a", "\u202a", ("\u202a",))
    assert home_view(NEW_HOME._replace(preferences=unseen), DATASET) == home_view(NEW_HOME, DATASET)


def test_a_notice_of_which_nothing_can_be_seen_is_none() -> None:
    assert home_view(NEW_HOME, DatasetFacts(5, "\u202a")) == home_view(NEW_HOME, DatasetFacts(5, ""))


@given(
    st.builds(
        HomeState,
        listings().map(lambda each: each.state),
        st.sampled_from(list(ShelfTab)),
        st.integers(1, 9),
        st.none() | st.integers(0, 9999),
    )
)
def test_home_remembers_what_it_shows(state: HomeState) -> None:
    assert HomeState.decode(state.encode()) == state


@given(st.none() | listings(), shelf_pages())
def test_the_state_of_a_home_is_in_its_metadata(listing: Listing | None, page: ShelfPage) -> None:
    home = NEW_HOME._replace(listing=listing, shelf=page)
    remembered = HomeState.decode(home_view(home, DATASET)["private_metadata"])
    assert (remembered.shelf_tab, remembered.page) == (page.tab, page.number)
    assert remembered.listing == (listing.state if listing else None)


NO_STATES = ["", "0:rated 1:", "1:rated 0:", "1:rated:", "2:rated 1:", "1:lent 1:", "1:rated 1", "1:rated 1::x"]


@given(TEXTS | st.sampled_from(NO_STATES))
def test_a_text_that_is_no_state_gives_a_home_never_seen(text: str) -> None:
    assert HomeState.decode(text) == HomeState(None, ShelfTab.RATED, 1)


def test_an_unknown_listing_leaves_the_shelf_where_it_was() -> None:
    assert HomeState.decode("1:wanted 3:9z.unknown") == HomeState(None, ShelfTab.WANTED, 3)


def test_a_new_readers_home_offers_search_and_says_how_to_fill_the_shelf() -> None:
    view = home_view(NEW_HOME, DATASET)
    check_view(view)
    assert set(elements_in(view)) == {
        ActionId.OPEN_SEARCH,
        ActionId.IMPORT_OPEN,
        f"{ActionId.HOME_SHOW_SHELF}:rated",
        f"{ActionId.HOME_SHOW_SHELF}:wanted",
        ActionId.HOME_EXPORT,
        ActionId.HOME_EXPORT.at("goodreads"),
        ActionId.HOME_DELETE,
    }
    assert "You have not rated a book yet." in words_in(view)
    assert "Preferences" not in words_in(view)


@pytest.mark.parametrize(("learns", "name", "value"), [(False, "Opt in", "in"), (True, "Opt out", "out")])
def test_the_choice_to_be_learnt_from_says_how_it_stands_and_offers_the_other(
    *, learns: bool, name: str, value: str
) -> None:
    view = home_view(NEW_HOME._replace(learns=learns), DATASET)
    choice = elements_in(view)[ActionId.HOME_LEARNING]
    state = "on" if learns else "off"
    assert (choice["text"]["text"], choice["value"]) == (name, value)
    assert f"Let my ratings improve recommendations: {state}" in words_in(view)
    assert choice["accessibility_label"].endswith(f"now {state}")


def test_nobody_is_asked_where_nothing_is_learnt_or_the_choice_is_not_known() -> None:
    for home in (NEW_HOME, NEW_HOME._replace(learns=False, shelf=None)):
        assert ActionId.HOME_LEARNING not in elements_in(home_view(home, DATASET))


def test_the_result_of_a_click_on_a_shelf_that_cant_be_shown_stands_at_the_top() -> None:
    view = home_view(NEW_HOME._replace(shelf=None, notice=RowNotice(1, sentence("*Dune* is off your shelf."))), DATASET)
    check_view(view)
    assert "Dune is off your shelf. I can't reach your shelf right now." in words_in(view)


def test_a_shelf_that_cant_be_read_does_not_look_empty() -> None:
    view = home_view(NEW_HOME._replace(shelf=None, segments=["country:usa"], languages=["en"]), DATASET)
    check_view(view)
    words = words_in(view)
    assert "I can't reach your shelf right now." in words
    assert "Your shelf" not in words
    assert "not rated" not in words
    assert "Rather not say" not in words
    export = {ActionId.HOME_EXPORT, ActionId.HOME_EXPORT.at("goodreads")}
    offered = {ActionId.OPEN_SEARCH, ActionId.IMPORT_OPEN, *export, ActionId.HOME_DELETE}
    assert set(elements_in(view)) == offered


def test_the_status_comes_first() -> None:
    for shelf in (EMPTY_SHELF, None):
        blocks = home_view(NEW_HOME._replace(shelf=shelf, status="Not saved."), DATASET)["blocks"]
        assert [block["type"] for block in blocks[:3]] == ["header", "actions", "section"]
        assert blocks[2]["text"]["text"] == "Not saved."


def test_deleting_asks_first_and_says_what_goes_and_that_it_is_for_good() -> None:
    delete = elements_in(home_view(NEW_HOME, DATASET))[ActionId.HOME_DELETE]
    assert delete["style"] == "danger"
    asked = delete["confirm"]["text"]["text"]
    for word in ("ratings", "list", "not for you", "preferences", "can't be undone"):
        assert word in asked


def fullest_home(drawn_at: str = "") -> Home:
    """Home with more of everything than there is room for, in letters that take the most of it."""
    title, name = "\u6d77" * 400, "\u6d77" * 39
    book = Book(1, "aaaaaaaa", title, title, 1, 1965, "0441172717", "https://covers.example/1.jpg", 9, 8.0)
    entry = ShelfBook(book.book_id, 4, wanted=True, dismissed=True, changed_at=1.7e9)
    position = Position(Recommendation(book, 1, FromShelf(book, 5)), Verdict(book, None), is_wanted=True)
    replaced = PositionState("aaaaaaaa", "aaaaaaaa")
    way = (Stop(Source.AFTER_BOOK, ("aaaaaaab",)), Stop(Source.AFTER_BOOK, ("aaaaaaaa",))) * 30
    state = ListingState(Source.BY_AUTHOR, ("aaaaaaaa",), 5, way, (replaced,) * 5).fit()
    return Home(
        listing=Listing(state, (book,), Verdict(book, 5), book, (position,) * 5, None, Preferences(), 9, True, True),
        shelf=ShelfPage(ShelfTab.WANTED, 2, 3, (ShelvedBook(book, entry, ("aaaaaaab",) * 30),) * 10, 30, 30, 30),
        preferences=Preferences("gone", "gone", ("gone",)),
        segments=[f"{kind}:" + f"{number}{name}"[:40] for kind in ("country", "age") for number in range(300)],
        languages=[f"{first}{second}" for first in ascii_lowercase for second in ascii_lowercase],
        status=title,
        drawn_at=drawn_at,
    )


def test_the_fullest_home_keeps_slacks_rules() -> None:
    check_view(home_view(fullest_home(), DatasetFacts(10, "\u6d77" * 600)))


def test_each_drawing_clears_the_menus() -> None:
    before, after = (
        menu_block_ids(home_view(fullest_home(drawn_at), DATASET)) for drawn_at in ("1.000001", "1.000002")
    )
    assert len(before) == len(after) == 1 + 10 + 3
    assert not before & after


def menu_block_ids(view: Block) -> set[str]:
    return {
        block["block_id"]
        for block in view["blocks"]
        for element in [*block.get("elements", []), block.get("accessory", {})]
        if element.get("type", "").endswith("select")
    }
