"""The addresses of the page: itself with its answers, its files, titles while one types, and a word for robots."""

import json
import re
from typing import NamedTuple

from shelftalker.api.answers import Recommended, answer_title, book_with_id, search_books
from shelftalker.model.catalogue import UNKNOWN_AUTHOR, Catalogue
from shelftalker.observability import Outcome
from shelftalker.page.assets import find_asset
from shelftalker.page.document import LONGEST_TITLE, document
from shelftalker.page.http import Caching, Reply
from shelftalker.page.sections import (
    Section,
    front_section,
    recommended_section,
    sentence_section,
    suggested_section,
)
from shelftalker.recommend.recommender import popular_books
from shelftalker.settings import AnswerSettings
from shelftalker.slack.http_event import HttpRequest
from shelftalker.views.wording import DatasetFacts

_HTML = "text/html; charset=utf-8"
_TEXT = "text/plain; charset=utf-8"
_COMPLETIONS = 8
# Answers to titles cost a search each; the page itself may be found.
_ROBOTS = "User-agent: *\nDisallow: /*?\nDisallow: /page/\n"
_ASSET = re.compile(r"/assets/([A-Za-z0-9_.-]{1,80})")


class Site(NamedTuple):
    """Answers browsers.

    Attributes:
        catalogue: The model to answer from.
        answers: The form of answers, of which the links to books matter here.
    """

    catalogue: Catalogue
    answers: AnswerSettings

    @property
    def _dataset(self) -> DatasetFacts:
        return DatasetFacts.of(self.catalogue, self.answers)

    def answer(self, request: HttpRequest) -> Reply:
        """Return the answer to a browser's request; a sentence on a page where there is none."""
        path = request.path or "/"
        asset_name = _ASSET.fullmatch(path)
        if not (path in {"/", "/page/search", "/robots.txt"} or asset_name):
            return self._sentence(Outcome.PAGE_MISSING, 404, "There is no such page", "Name a book above to begin.")
        if request.method not in {"GET", "HEAD"}:
            refusal = self._sentence(
                Outcome.PAGE_REFUSED, 405, "That can't be done here", f"Expected GET or HEAD, not {request.method}."
            )
            return refusal._replace(headers={"allow": "GET, HEAD"})
        if asset_name:
            return _answer_asset(asset_name[1])
        if path == "/robots.txt":
            return Reply(Outcome.PAGE_FILE_SENT, 200, _TEXT, _ROBOTS, Caching.SHORT)
        return self._complete(request) if path == "/page/search" else self._answer_title(request)

    def _complete(self, request: HttpRequest) -> Reply:
        """Answer with the titles that the typed letters may become."""
        typed = request.query.get("q", "")[:LONGEST_TITLE]
        books = [
            {
                "id": book.book_id,
                "title": book.full_title,
                "author": None if book.author == UNKNOWN_AUTHOR else book.author,
                "language": book.language,
            }
            for book in (search_books(self.catalogue, typed, _COMPLETIONS) if typed.strip() else [])
        ]
        body = json.dumps({"books": books}, ensure_ascii=False)
        return Reply(Outcome.PAGE_TYPED, 200, "application/json", body, Caching.SHORT)

    def _answer_title(self, request: HttpRequest) -> Reply:
        book_id, title = request.query.get("book", ""), request.query.get("title", "").strip()
        if book_id:
            book = book_with_id(self.catalogue, book_id)
            if book is None:
                return self._sentence(
                    Outcome.PAGE_MISSING,
                    404,
                    "That book is no longer in my catalogue",
                    "Try its title: there may be another edition.",
                )
            return self._answer(book.book_id, book.full_title)
        if len(title) > LONGEST_TITLE:
            sentence = (
                f"A title may have {LONGEST_TITLE} letters here; this one has {len(title):,}. Try its first words."
            )
            return self._sentence(Outcome.PAGE_REFUSED, 400, "That is too long for a title", sentence)
        if title:
            return self._answer(title, title)
        return self._page(Outcome.PAGE_OPENED, front_section(popular_books(self.catalogue)))

    def _answer(self, asked: str, typed: str) -> Reply:
        answer = answer_title(self.catalogue, asked)
        if isinstance(answer, Recommended):
            return self._page(Outcome.PAGE_SERVED, recommended_section(answer, self._dataset), typed)
        popular = [] if answer.books else popular_books(self.catalogue)
        is_near = answer.outcome is not Outcome.NOT_FOUND
        outcome = Outcome.PAGE_SUGGESTED if is_near else Outcome.PAGE_NOT_FOUND
        return self._page(outcome, suggested_section(answer, typed, popular, self._dataset), typed)

    def _page(self, outcome: Outcome, section: Section, typed: str = "") -> Reply:
        html = document(section, typed=typed, notice=self.catalogue.notice)
        return Reply(outcome, 200, _HTML, html, Caching.SHORT)

    def _sentence(self, outcome: Outcome, status: int, heading: str, sentence: str) -> Reply:
        html = document(sentence_section(heading, sentence), notice=self.catalogue.notice)
        return Reply(outcome, status, _HTML, html)


def sorry_reply() -> Reply:
    """Return the page in place of one that failed."""
    section = sentence_section("Something went wrong on our side", "Wait a minute, then try again.")
    return Reply(Outcome.PAGE_FAILED, 500, _HTML, document(section))


def _answer_asset(name: str) -> Reply:
    asset = find_asset(name)
    if asset is None:
        return Reply(Outcome.PAGE_MISSING, 404, _TEXT, "There is no such file.\n")
    caching = Caching.FOREVER if asset.name == name else Caching.CHECKED
    return Reply(Outcome.PAGE_FILE_SENT, 200, asset.content_type, asset.text, caching)
