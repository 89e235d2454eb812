"""The export of a reader's data: windows to copy from, or a file for the app's conversation with the reader."""

from typing import Any

from slack_bolt import Ack

from shelftalker.club.members import Members
from shelftalker.club.poll_table import PollTable
from shelftalker.club.traces import read_traces
from shelftalker.listeners.home_page import HomePage, home_page_of
from shelftalker.listeners.payloads import Payload, chosen_value, is_in_home
from shelftalker.listeners.services import Services
from shelftalker.observability import Event, Outcome, count, logger, set_outcome
from shelftalker.shelf.import_queue import ExportJob, ImportQueue, ImportQueueError
from shelftalker.shelf.pages import shelved_books
from shelftalker.shelf.table import ShelfError
from shelftalker.slack.errors import SlackUnavailableError
from shelftalker.slack.granted_scopes import OptionalScope
from shelftalker.slack.web_api import SlackApi
from shelftalker.views import messages
from shelftalker.views.block_kit import Block
from shelftalker.views.export import export_part, export_views, sentence_window
from shelftalker.views.library_import.goodreads_export import GOODREADS, goodreads_views, writing_window


class Exports:
    """Answers the clicks that export."""

    def __init__(self, services: Services) -> None:
        self._services = services

    def on_export(self, ack: Ack, action: dict[str, Any], body: dict[str, Any]) -> None:
        """Show the reader's data, to copy; the shelf for Goodreads is a file where the workspace grants that."""
        page = home_page_of(body, action["action_ts"])
        slack_api = self._services.slack_api.for_workspace(page.workspace)
        is_for_goodreads = chosen_value(action).startswith(GOODREADS) and is_in_home(body)
        has_queue = bool(self._services.import_queue_url)
        if is_for_goodreads and has_queue and self._services.is_granted(OptionalScope.WRITE_FILES, page.workspace):
            self._leave_to_queue(slack_api, page, body)
        else:
            self._show(slack_api, page, body, self._window(page, chosen_value(action)))
        ack()

    def _window(self, page: HomePage, value: str) -> Block | None:
        """Return the window that the value of a button leads to; None where the data can't be read."""
        shelf = self._services.read_shelf(page.reader)
        if shelf is None:
            return None
        books = shelved_books(self._services.current_catalogue(), shelf)
        if value.startswith(GOODREADS):
            return export_part(goodreads_views(shelf, books), value.removeprefix(GOODREADS))
        try:
            members, polls = Members(self._services.shelves.table), PollTable(self._services.shelves.table)
            traces = read_traces(members, polls, page.reader, shelf.clubs)
        except ShelfError:
            logger.exception("clubs and polls can't be read for an export")
            count(Event.SHELF_READ_FAILED)
            return None
        return export_part(export_views(shelf, books, traces), value)

    def _show(self, slack_api: SlackApi, page: HomePage, body: Payload, window: Block | None) -> None:
        is_opened = is_in_home(body)
        show, place = (
            (slack_api.open_view, body["trigger_id"]) if is_opened else (slack_api.update_view, body["view"]["id"])
        )
        shown = window or sentence_window(messages.Status.NOT_EXPORTED)
        is_shown = self._services.show_view("window with a reader's data", show, place, shown)
        set_outcome(Outcome.EXPORTED if window and is_shown else Outcome.NOT_EXPORTED)
        if is_opened and not is_shown:
            self._say_not_exported(page)

    def _leave_to_queue(self, slack_api: SlackApi, page: HomePage, body: Payload) -> None:
        """Have the queue write the file: a large shelf and three calls of Slack take longer than a click has."""
        try:
            view_id = str(slack_api.open_view(body["trigger_id"], writing_window()).get("id", ""))
        except SlackUnavailableError:
            logger.exception("the window of an export can't be opened")
            set_outcome(Outcome.NOT_EXPORTED)
            self._say_not_exported(page)
            return
        try:
            job = ExportJob(page.reader, page.drawn_at, page.workspace, view_id)
            ImportQueue(self._services.import_queue_url).put(job)
            set_outcome(Outcome.EXPORT_QUEUED)
        except ImportQueueError:
            logger.exception("an export can't be left to the queue")
            window = self._window(page, GOODREADS) or sentence_window(messages.Status.NOT_EXPORTED)
            self._services.show_view("window with a reader's data", slack_api.update_view, view_id, window)
            set_outcome(Outcome.NOT_EXPORTED)

    def _say_not_exported(self, page: HomePage) -> None:
        known = self._services.known_books(self._services.current_catalogue(), page.reader)
        page.publish(self._services, known, status=messages.Status.NOT_EXPORTED)
