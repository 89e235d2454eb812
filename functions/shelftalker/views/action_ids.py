"""The ids by which Slack names the element that was clicked, chosen, submitted or asked for.

Those of a listing's rows and of the elements in them hold its state, for the clicks on them.
"""

from enum import StrEnum

from shelftalker.recommend.listing_state import ListingState, action_id_with, block_id_with
from shelftalker.views.block_kit import Block


class ActionId(StrEnum):
    """Ids of actions, views and shortcuts.

    An id followed by a position, as in `rate:2`, is of one book in a list: ids must be unique within a block. A tilde
    separates it from what a listing's state has no room for in the block_id, see `ListingState`.
    """

    # In messages and Home
    CHOOSE_BOOK = "choose_book"
    RATE = "rate"
    WANT = "want"
    UNWANT = "unwant"
    MENU_LIKE = "menu_like"
    MENU_WANT = "menu_want"
    MENU_RATE = "menu_rate"
    UNDO = "undo"
    BACK = "back"
    FIVE_MORE = "five_more"
    BY_AUTHOR = "by_author"
    FOR_READER = "for_reader"
    SHARE = "share"
    SHARE_ONE = "share_one"
    OPEN_SEARCH = "open_search"
    # The window of one book that is shared: SHARE_ONE is its id too
    SHARE_BOOK = "share_book"
    SHARE_WORD = "share_word"
    # Polls of clubs: CLUB_PROPOSE is the id of the window of a proposal too
    CLUB_PROPOSE = "club_propose"
    CLUB_COUNT_IN = "club_count_in"
    CLUB_SUGGEST = "club_suggest"
    CLUB_START = "club_start"
    CLUB_START_HIDDEN = "club_start_hidden"
    CLUB_VOTE = "club_vote"
    CLUB_CLOSE = "club_close"
    # Of the people of a channel who are counted in
    COUNT_IN = "count_in"
    COUNT_OUT = "count_out"
    # In Home alone
    FIRST_STARS = "first_stars"
    FIRST_SAVE = "first_save"
    FIRST_OTHERS = "first_others"
    HOME_SHOW_SHELF = "home_show_shelf"
    HOME_CHANGE_BOOK = "home_change_book"
    HOME_COUNTRY = "home_country"
    HOME_AGE_BAND = "home_age_band"
    HOME_LANGUAGES = "home_languages"
    HOME_LEARNING = "home_learning"
    HOME_EXPORT = "home_export"
    HOME_DELETE = "home_delete"
    # The import of a library: in Home, and its window, whose id is IMPORT
    IMPORT = "import"
    IMPORT_OPEN = "import_open"
    IMPORT_TEXT = "import_text"
    IMPORT_FILE = "import_file"
    IMPORT_LOOK = "import_look"
    IMPORT_KEEP = "import_keep"
    IMPORT_DISCARD = "import_discard"
    IMPORT_UNDO = "import_undo"
    # The search window, its type-ahead field, and the shortcuts of infra/slack_manifest.yaml
    SEARCH = "search"
    SEARCH_TITLE = "search_title"
    FIND_BOOK = "find_book"
    BOOKS_LIKE_MENTIONED = "books_like_mentioned"
    # A link: Slack opens it by itself and sends a request all the same
    OPEN_HOME = "open_home"

    def at(self, position: int | str) -> str:
        """Return the id for one book of a list."""
        return f"{self}:{position}"


def row_with_state(row: Block, state: ListingState, position: int | str, drawn_at: str = "") -> Block:
    """Return a block or card whose ids hold a state.

    Args:
        row: The block or card, with elements of it.
        state: The state.
        position: The position of the row, unique in the message.
        drawn_at: The time of the click that this answers, which clears the menus; an empty string otherwise.
    """
    stateful = row | {"block_id": block_id_with(state, position, drawn_at)}
    for name in {"elements", "actions"} & row.keys():
        stateful[name] = [_with_state(element, state) for element in row[name]]
    if "accessory" in row:
        stateful["accessory"] = _with_state(row["accessory"], state)
    return stateful


def _with_state(element: Block, state: ListingState) -> Block:
    """Return an element whose action_id holds a state; a card has none."""
    return element | {"action_id": action_id_with(state, element["action_id"])} if "action_id" in element else element
