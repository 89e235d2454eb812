"""The ids by which Slack tells what was clicked, chosen, submitted or asked for.

An id followed by a place, as in `rate:2`, is of one book in a list: Slack wants ids that are unique within a block.
"""

# In messages and Home.
CHOOSE_BOOK = "choose_book"
RATE = "rate"
WANT = "want"
UNWANT = "unwant"
FIVE_MORE = "five_more"
BY_AUTHOR = "by_author"
FOR_READER = "for_reader"
SHARE = "share"
OPEN_SEARCH = "open_search"

# In Home alone.
HOME_SHOW_SHELF = "home_show_shelf"
HOME_CHANGE_BOOK = "home_change_book"
HOME_COUNTRY = "home_country"
HOME_AGE_BAND = "home_age_band"
HOME_LANGUAGES = "home_languages"
HOME_EXPORT = "home_export"
HOME_DELETE = "home_delete"

# The search window, its type-ahead field, and the shortcuts of infra/slack_manifest.yaml.
SEARCH = "search"
SEARCH_TITLE = "search_title"
FIND_BOOK = "find_book"
BOOKS_LIKE_MENTIONED = "books_like_mentioned"

# A link, which Slack opens by itself and tells of all the same.
OPEN_HOME = "open_home"
