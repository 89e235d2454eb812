"""The ids by which Slack names the element that was clicked, chosen, submitted or asked for."""

from enum import StrEnum


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
    # In Home alone
    HOME_SHOW_SHELF = "home_show_shelf"
    HOME_CHANGE_BOOK = "home_change_book"
    HOME_COUNTRY = "home_country"
    HOME_AGE_BAND = "home_age_band"
    HOME_LANGUAGES = "home_languages"
    HOME_EXPORT = "home_export"
    HOME_DELETE = "home_delete"
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
