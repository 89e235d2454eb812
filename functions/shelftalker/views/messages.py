"""What Shelftalker says in Slack beside its listings: pure functions that return messages.

Every message is complete as plain `text` too: notifications and screen readers read only that.
"""

from collections.abc import Sequence

from shelftalker.model.catalogue import Book
from shelftalker.views import action_ids
from shelftalker.views.block_kit import Block, Message, actions, button, context, escape, section, without_markup
from shelftalker.views.book_buttons import choices
from shelftalker.views.listing import notice
from shelftalker.views.wording import Voice, listed

NOT_SAVED = "I could not save that: your shelf can't be reached right now. Please try again in a minute."
SHELF_UNREAD = "I can't reach your shelf right now, so books that you know may be among these."
SAVED_SHELF_UNREAD = "Saved; but I can't show your shelf right now, so books that you know may be among these."
BY_YOUR_TASTE = "\u2713 Noted. From here on I recommend by your taste."
SHARED = "\u2713 Shared with the channel."

_QUERY_LENGTH = 100


def suggestions(query: str, books: Sequence[Book], voice: Voice) -> Message:
    """The books that a query may mean, each with a button."""
    heading = f"I know no book called {_quoted(query)}. Did you mean one of these?"
    return _choice(heading, books, voice)


def by_author(author: str, books: Sequence[Book], voice: Voice) -> Message:
    """The most read books of an author whose name was typed."""
    return _choice(f"Books by {escape(author)}, the most read first. Which one did you like?", books, voice)


def mentioned(books: Sequence[Book], voice: Voice) -> Message:
    """The books that a message names or may name, for the one who asked to choose from."""
    return _choice("I found these books in that message. Which one do you mean?", books, voice)


def none_mentioned() -> Message:
    """That a message names no book."""
    sentence = "I found no title of a book in that message. Titles in quotation marks are the easiest to find."
    return Message(sentence, [section(sentence), _search_row()])


def not_found(query: str, popular: Sequence[Book], voice: Voice) -> Message:
    """That nothing is near the query, and what is popular."""
    heading = (
        f"I found no book like {_quoted(query)}. Check the spelling, try the title without its subtitle, or search."
    )
    return _nothing(heading, popular, voice)


def isbn_not_found(popular: Sequence[Book], voice: Voice) -> Message:
    """That no edition has the ISBN typed, and what is popular."""
    return _nothing("I know no book with that ISBN. Try its title.", popular, voice)


def help_message(command: str) -> Message:
    """What the command can do."""
    lines = (
        f"`{command} The Hobbit` - five books to read after *The Hobbit*",
        f"`{command} Emma by Jane Austen` - when several books share a title",
        f"`{command} Jane Austen`, or a book's ISBN - an author's books, or that book",
        f"`{command}` - books for you, from what you rated",
        f"`{command} find` - search while you type",
        f"`{command} help` - this message",
    )
    closing = (
        "Misspelt is fine: I offer the titles that come near. Only you see what I answer, until you share it. "
        "What you rated and want to read is in my Home tab."
    )
    blocks = [section("I recommend books to read next. Type:"), section("\n".join(lines)), context(closing)]
    text = f"I recommend books to read next. Type: {'; '.join(lines)}. {closing}"
    return Message(without_markup(text), [*blocks, _search_row()])


def book_gone() -> Message:
    """What a button says whose book has left the catalogue."""
    return sentence("That book is no longer in my catalogue. Try its title once more: there may be another edition.")


def too_old() -> Message:
    """What a button says that another version of this code made."""
    return sentence("That message is too old for me to change. Please ask once more.")


def not_shared() -> Message:
    """That the books did not reach the channel."""
    return sentence("I could not share that with the channel. Please try again in a minute.")


def search_unavailable() -> Message:
    """That the search window can't be opened."""
    return sentence("I can't open the search window right now. You can type the title after the command instead.")


def went_wrong() -> Message:
    """What a person reads when an answer failed."""
    return sentence("Sorry, something went wrong on my side. Please try again in a minute.")


def sentence(text: str) -> Message:
    """A message of one plain sentence or two."""
    return Message(text, [section(text)])


def _choice(heading: str, books: Sequence[Book], voice: Voice) -> Message:
    text = _with_notice(f"{heading} {listed(books)}.", voice)
    return Message(without_markup(text), [section(heading), *choices(books, voice), *notice(voice)])


def _nothing(heading: str, popular: Sequence[Book], voice: Voice) -> Message:
    """That there is no such book, a way to search, and what is popular."""
    blocks = [section(heading), _search_row()]
    if not popular:
        return Message(without_markup(heading), blocks)
    blocks += [context("Many readers like these:"), *choices(popular, voice), *notice(voice)]
    text = _with_notice(f"{heading} Many readers like {listed(popular)}.", voice)
    return Message(without_markup(text), blocks)


def _with_notice(text: str, voice: Voice) -> str:
    """A text and, as below the blocks, what there is to say of the data."""
    return " ".join([text, *(block["elements"][0]["text"] for block in notice(voice))])


def _search_row() -> Block:
    return actions([button(action_ids.OPEN_SEARCH, "Find a book", "search")])


def _quoted(query: str) -> str:
    return f"\u201c{escape(query, _QUERY_LENGTH)}\u201d"
