"""The books of a listing as a carousel of cards, within Slack's limits for them.

See https://docs.slack.dev/reference/block-kit/blocks/carousel-block and .../card-block. A card has buttons alone: the
menus for all books stand below the carousel.
"""

from typing import NamedTuple

from shelftalker.recommend.listing import Listing, Position
from shelftalker.recommend.reasons import Recommendation
from shelftalker.shelf.actions import ShelfAction, Verb
from shelftalker.views.action_ids import ActionId, row_with_state
from shelftalker.views.block_kit import Block, button, escape, markup, unescape, without_markup
from shelftalker.views.book_buttons import more_like_button
from shelftalker.views.book_link import link_markup
from shelftalker.views.wording import DatasetFacts, cover, reason_sentence, short_rating, title_within, year


class CardLimits(NamedTuple):
    """Slack's limits of a card, in characters of its markup.

    Attributes:
        title: Characters of the title.
        subtitle: Characters of the line below it.
        body: Characters of the text.
    """

    title: int = 150
    subtitle: int = 150
    body: int = 200


CARD = CardLimits()


def card_blocks(listing: Listing, dataset: DatasetFacts, drawn_at: str = "") -> list[Block]:
    """Return a carousel with a card for each book, numbered as in the list; no block where there is no book.

    Carousel and cards hold the listing's state in their block_ids alike: a click may bring back either.

    Args:
        listing: The books.
        dataset: Facts of the dataset.
        drawn_at: The time of the click that this answers; an empty string otherwise.
    """
    cards = [
        row_with_state(
            _card(position, position.recommendation, number, _body(listing, position.recommendation, dataset)),
            listing.state,
            f"card{number}",
            drawn_at,
        )
        for number, position in enumerate(listing.positions, start=1)
        if position.recommendation
    ]
    if not cards:
        return []
    return [row_with_state({"type": "carousel", "elements": cards}, listing.state, "cards", drawn_at)]


def _card(position: Position, recommendation: Recommendation, number: int, body: str) -> Block:
    book = recommendation.book
    title = f"{number}. {title_within(book, CARD.title - len(f'{number}. '))}"
    published = f", {year(book.year)}" if book.year is not None else ""
    card: Block = {
        "type": "card",
        "title": markup(_escape_within(title, CARD.title)),
        "subtitle": markup(_escape_within(book.author, CARD.subtitle - len(published)) + published),
        "body": markup(body),
        "actions": [more_like_button(book, number), _want(position, recommendation, number)],
    }
    if picture := cover(book):
        card["hero_image"] = picture
    return card


def _body(listing: Listing, recommendation: Recommendation, dataset: DatasetFacts) -> str:
    """Return rating and reason, as an entry of a list has them, with the link where there is room for it."""
    book, reason = recommendation.book, reason_sentence(recommendation, listing.subject)
    rating, link = short_rating(book, dataset), link_markup(book, dataset)
    for first in ((f"{rating} \u00b7 {link}",) if link else ()) + (rating,):
        whole = "\n".join(filter(None, [first, reason]))
        if len(whole) <= CARD.body:
            return whole
    return f"{rating}\n{_plain_within(reason, CARD.body - len(rating) - 1)}"


def _want(position: Position, recommendation: Recommendation, number: int) -> Block:
    book = recommendation.book
    if position.is_wanted:
        action, text = ShelfAction(Verb.UNWANT, book.book_id), "\u2713 On your list"
        return button(ActionId.UNWANT.at(number), text, action.encode(), f"Off your list: {book.full_title}")
    action = ShelfAction(Verb.WANT, book.book_id)
    return button(ActionId.WANT.at(number), "Want to read", action.encode(), f"Want to read {book.full_title}")


def _escape_within(text: str, length: int) -> str:
    """Return escaped text of at most so many characters: escapes count, and none is cut in two."""
    room = length
    while len(escape(text, room)) > length:
        room -= 1
    return escape(text, room)


def _plain_within(text: str, length: int) -> str:
    """Return text of at most so many characters without its markup, which a cut could leave open."""
    return _escape_within(unescape(without_markup(text)), length)
