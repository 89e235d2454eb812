"""Books that one person shares with everyone in a channel."""

from shelftalker.recommend.listing import Listing
from shelftalker.recommend.listing_state import Source
from shelftalker.views.block_kit import Message, actions, escape, section
from shelftalker.views.book_buttons import more_like_button
from shelftalker.views.listing import notice, numbered_line, with_notice
from shelftalker.views.wording import DatasetFacts, bold, bold_by, cover, credit, reason_sentence


def shared_message(listing: Listing, user_id: str, dataset: DatasetFacts) -> Message:
    """Return the books for everyone in a channel, with who shared them and nothing of that person's shelf."""
    who = f"<@{user_id}>"
    if listing.subject and listing.state.source is Source.AFTER_BOOK:
        heading = f"{who} shares books to read after {bold_by(listing.subject)}:"
    elif listing.subject:
        heading = f"{who} shares books by {escape(listing.subject.author)}:"
    else:
        heading = f"{who} shares books to read next:"
    blocks = [section(heading)]
    lines = []
    shown = [position.recommendation for position in listing.positions if position.recommendation]
    for number, recommendation in enumerate(shown, start=1):
        book = recommendation.book
        reason = reason_sentence(recommendation) if listing.subject else ""
        blocks += [
            section("\n".join(filter(None, [bold(book), credit(book, dataset), reason])), cover(book)),
            actions([more_like_button(book, number)]),
        ]
        lines.append(numbered_line(number, recommendation, dataset, reason))
    return Message(with_notice(" ".join([heading, *lines]), dataset), [*blocks, *notice(dataset)])
