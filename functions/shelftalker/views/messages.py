"""Messages in Slack beside the listings: pure functions.

Every message is complete as plain `text` too: notifications and screen readers read only that.
"""

from collections.abc import Sequence
from enum import StrEnum

from shelftalker.model.catalogue import Book
from shelftalker.recommend.listing_state import state_of_choice
from shelftalker.recommend.stops import quote_typed
from shelftalker.shelf.contents import BOOKS_ON_A_SHELF, BookState
from shelftalker.views.action_ids import ActionId, row_with_state
from shelftalker.views.block_kit import Block, Message, actions, button, context, cut, escape, section, without_markup
from shelftalker.views.book_buttons import choices
from shelftalker.views.listing import notice
from shelftalker.views.wording import DatasetFacts, bold, enumerate_books, star_count

# Letters of typed text that the search window opens with: a button has 2,000, and one letter takes up to 12 of them.
_TYPED_LENGTH = 160


class Status(StrEnum):
    """Sentences on the result of a click."""

    NOT_SAVED = "I could not save that: your shelf can't be reached right now. Please try again in a minute."
    SAVED_TOO_SLOWLY = "Your shelf answers slowly right now. Please save once more."
    NO_STARS_CHOSEN = "Choose stars beside a book that you know, then save."
    SHELF_FULL = (
        f"Your shelf is full: it holds {BOOKS_ON_A_SHELF:,} books. Take one off it in my Home, and this one fits."
    )
    SHELF_UNREAD = "I can't reach your shelf right now, so books that you know may be among these."
    SAVED_SHELF_UNREAD = "Saved; but I can't show your shelf right now, so books that you know may be among these."
    NOTHING_TO_UNDO = "There is nothing left to undo: your shelf has changed since."
    LIST_IS_IN_HOME = "You find it in my Home."
    BY_YOUR_TASTE = "\u2713 Noted. From here on I recommend by your taste."
    SHARED = "\u2713 Shared with the channel."
    SHARED_BEFORE = "You have shared these with the channel already."
    SEARCH_NOT_TAKEN = (
        "Slack did not take my answer. If this window has been open for half an hour, close it and search anew."
    )
    SHARE_NOT_TAKEN = (
        "I could not share that. If this window has been open for half an hour, close it and click Share one again."
    )
    NOT_EXPORTED = "I could not read your data right now. Please try again in a minute."
    DELETED_LATER = (
        "Your shelf is a long one: I have begun to delete all that I kept of you, and the rest goes within minutes."
    )
    IMPORT_NOT_OPENED = "I could not open the window for your import right now. Please try again in a minute."
    IMPORT_OVER = "That import is over or has gone on since: what stands here is how it is now."
    IMPORT_NOT_QUEUED = "I could not begin with that right now. Please try again in a minute."
    NOT_COUNTED = "I could not save that: nothing has changed. Please try again in a minute."
    NOT_DELETED = "I could not delete everything: please try again in a minute. What is listed here is still kept."


def suggestions(query: str, books: Sequence[Book], dataset: DatasetFacts) -> Message:
    """Return the books that a query may mean, each with a button."""
    heading = f"I know no book called {_in_quotes(query)}. Did you mean one of these?"
    return _choice(heading, books, dataset, query)


def by_author(author: str, books: Sequence[Book], dataset: DatasetFacts, typed: str = "") -> Message:
    """Return the most read books of an author whose name was typed."""
    heading = f"Books by {escape(author)}, the most read first. Which one did you like?"
    return _choice(heading, books, dataset, typed)


def books_before(books: Sequence[Book], dataset: DatasetFacts) -> Message:
    """Return books that were offered before, to choose from once more."""
    return _choice("These are the books from before. Which one do you mean?", books, dataset)


def mentioned_books_message(books: Sequence[Book], dataset: DatasetFacts) -> Message:
    """Return the books that a message mentions or may mention, to choose from."""
    return _choice("I found these books in that message. Which one do you mean?", books, dataset)


def none_mentioned() -> Message:
    """Return the answer to a message that mentions no book."""
    sentence = "I found no title of a book in that message. Titles in quotation marks are the easiest to find."
    return Message(sentence, [section(sentence), _search_row()])


def not_found(query: str, popular: Sequence[Book], dataset: DatasetFacts, near: Sequence[Book] = ()) -> Message:
    """Return the answer to a query that is no title, with the books nearest to it, or popular ones where none is."""
    if near:
        heading = f"I know no book like {_in_quotes(query)}. Check the spelling, or search."
        return _nothing(heading, near, dataset, query, are_near=True)
    heading = (
        f"I found no book like {_in_quotes(query)}. Check the spelling, try the title without its subtitle, or search."
    )
    return _nothing(heading, popular, dataset, query)


def isbn_not_found(popular: Sequence[Book], dataset: DatasetFacts) -> Message:
    """Return the answer to an ISBN that no edition has, with popular books."""
    return _nothing("I know no book with that ISBN. Try its title.", popular, dataset)


def help_message(command: str) -> Message:
    """Return the explanation of the command."""
    lines = (
        f"`{command} The Hobbit` - five books to read after *The Hobbit*",
        f"`{command} Emma by Jane Austen` - when several books share a title",
        f"`{command} Jane Austen`, or a book's ISBN - an author's books, or that book",
        f"`{command}` - books for you, from what you rated",
        f"`{command} find` - search while you type",
        f"`{command} club` - a vote of everyone in the channel on the next book to read together",
        f"`{command} help` - this message",
    )
    closing = (
        "Misspelt is fine: I offer the titles that come near. Only you see what I answer, until you share it; a club's "
        f'vote is for everyone. A book called Club, Find or Help goes in quotation marks: `{command} "Club"`. '
        "What you rated and want to read is in my Home tab."
    )
    blocks = [section("I recommend books to read next. Type:"), section("\n".join(lines)), context(closing)]
    text = f"I recommend books to read next. Type: {'; '.join(lines)}. {closing}"
    return Message(without_markup(text), [*blocks, _search_row()])


def book_gone() -> Message:
    """Return the answer to a button whose book has left the catalogue."""
    return sentence("That book is no longer in my catalogue. Try its title once more: there may be another edition.")


def too_old() -> Message:
    """Return the answer to a button that another version of this code made."""
    return sentence("That message is too old for me to change. Please ask once more.")


def undone(book: Book, former: BookState) -> str:
    """Return the sentence, in markup, on a book that has its former state on the shelf again."""
    if former.dismissed:
        state = "is read again, without stars" if former.read else "is not for you again"
    elif former.stars:
        state = f"has your {star_count(former.stars)} again" + ", and is on your list" * former.wanted
    else:
        state = "is on your list again" if former.wanted else "is off your shelf again"
    return f"\u2713 Undone: {bold(book)} {state}."


def not_shared() -> Message:
    """Return the answer to a sharing that did not reach the channel."""
    return sentence("I could not share that with the channel. Please try again in a minute.")


def share_unavailable() -> Message:
    """Return the answer where the window of one book can't be opened."""
    return sentence("I can't open the window right now. You can share all of them instead.")


def search_unavailable() -> Message:
    """Return the answer where the search window can't be opened."""
    return sentence("I can't open the search window right now. You can type the title after the command instead.")


def went_wrong() -> Message:
    """Return the answer in place of one that failed."""
    return sentence("Sorry, something went wrong on my side. Please try again in a minute.")


def sentence(text: str) -> Message:
    """Return a message of one sentence or two, in markup."""
    return Message(without_markup(text), [section(text)])


def _choice(heading: str, books: Sequence[Book], dataset: DatasetFacts, typed: str = "") -> Message:
    """Return books to choose from; each row remembers them, so that there is a way back from the chosen one."""
    text = _with_notice(f"{heading} {enumerate_books(books)}.", dataset)
    blocks = [section(heading), *_choices(books, dataset, typed)]
    if typed:
        blocks.append(_search_row(typed))
    return Message(without_markup(text), [*blocks, *notice(dataset)])


def _choices(books: Sequence[Book], dataset: DatasetFacts, typed: str) -> list[Block]:
    state = state_of_choice(typed, books)
    return [row_with_state(block, state, number) for number, block in enumerate(choices(books, dataset), start=1)]


def _nothing(
    heading: str, books: Sequence[Book], dataset: DatasetFacts, typed: str = "", *, are_near: bool = False
) -> Message:
    """Return a heading with a way to search, and books that are near what was typed, or popular."""
    blocks = [section(heading), _search_row(typed)]
    if not books:
        return Message(without_markup(heading), blocks)
    lead, listed = (
        ("These come nearest:", "The nearest are") if are_near else ("Many readers like these:", "Many readers like")
    )
    blocks += [context(lead), *_choices(books, dataset, typed), *notice(dataset)]
    text = _with_notice(f"{heading} {listed} {enumerate_books(books)}.", dataset)
    return Message(without_markup(text), blocks)


def _with_notice(text: str, dataset: DatasetFacts) -> str:
    """Return a text with the dataset's notice, as it stands below the blocks."""
    return " ".join([text, *(block["elements"][0]["text"] for block in notice(dataset))])


def _search_row(typed: str = "") -> Block:
    """Return the button of the search window, which opens with the typed text."""
    value = f"search {quote_typed(cut(typed, _TYPED_LENGTH))}".rstrip()
    return actions([button(ActionId.OPEN_SEARCH, "Find a book", value)])


def _in_quotes(query: str) -> str:
    return f"\u201c{escape(query, 100)}\u201d"
