"""The outputs and errors of the step "Recommend a book": plain text, which a workflow's own message shows."""

from enum import StrEnum

from shelftalker.recommend.joined_shelves import JoinedBook
from shelftalker.views.block_kit import on_one_line
from shelftalker.views.book_link import book_link
from shelftalker.views.wording import DatasetFacts, year

# A message may take them for a mention or a link, and a text without markup has no escapes: marks that look alike.
_BRACKETS = str.maketrans({"<": "\u2039", ">": "\u203a"})


class StepRefusal(StrEnum):
    """Sentences for whoever runs a workflow whose step can't recommend a book: what to do."""

    NO_INPUT = "The step needs a channel or a person. Choose one of them in the workflow."
    UNKNOWN_STEP = "Shelftalker does not know this step. Install the app's current version, or take the step out."
    NOBODY_COUNTED_IN = (
        "In this channel nobody is counted in, so there is no taste to go by. Share a list there (/recommend, then "
        "Share), click Count me in on it, and run the workflow again. It counts for 90 days."
    )
    # The same for both reasons, so that it tells of nobody whether they are counted in.
    NOT_FOR_PERSON = (
        "I have no book for this person. It takes two things: they clicked Count me in, on a list that is shared in a "
        "channel (/recommend, then Share), within 90 days, and rated or listed three books."
    )
    NO_BOOK = "I know no further book to recommend here. Rate some more books in the app's Home."
    UNREACHABLE = "The readers' shelves can't be reached right now. Run the workflow again in a few minutes."


def step_outputs(picked: JoinedBook, dataset: DatasetFacts) -> dict[str, str]:
    """Return the outputs that infra/slack_manifest.yaml declares; `link` only where there is one."""
    book, link = picked.book, book_link(picked.book, dataset)
    title, author = _plain(book.full_title), _plain(book.author)
    published = f" ({year(book.year)})" if book.year is not None else ""
    fits = f": fits {picked.fits} of the {picked.of} of you whose taste I know" if picked.of else ""
    sentence = f"{title} by {author}{published}{fits}."
    outputs = {"text": f"{sentence} {link}".strip(), "title": title, "author": author}
    return outputs | {"link": link} if link else outputs


def _plain(text: str) -> str:
    return on_one_line(text).translate(_BRACKETS)
