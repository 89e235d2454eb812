"""Listeners of the import of a library: its window, its summary, *Keep these*, *Discard* and *Undo*.

Pasted rows are looked up while their window is answered; all that may take longer is left to the queue of imports.
"""

import time
from collections.abc import Callable
from typing import Any

from slack_bolt import Ack

from shelftalker.listeners.home_page import HomePage, home_page_of
from shelftalker.listeners.library.import_jobs import RESULTS, ImportJobs, summary_of
from shelftalker.listeners.payloads import Payload, chosen_value, is_in_home, reader_of, workspace_of
from shelftalker.listeners.services import Services
from shelftalker.observability import Outcome, logger, set_outcome
from shelftalker.shelf.contents import Reader
from shelftalker.shelf.import_queue import ImportJob, ImportQueue, ImportQueueError
from shelftalker.shelf.import_table import ImportTable
from shelftalker.shelf.imports import ImportContents, ImportStatus, ShelfImport
from shelftalker.shelf.table import ShelfError
from shelftalker.slack.errors import SlackUnavailableError
from shelftalker.slack.granted_scopes import OptionalScope
from shelftalker.views import messages
from shelftalker.views.block_kit import Block
from shelftalker.views.home import HomeState
from shelftalker.views.library_import.import_section import UNREADABLE_IMPORT, import_sentence
from shelftalker.views.library_import.import_summary import import_summary, page_of_value, sentence_window
from shelftalker.views.library_import.import_window import (
    ImportOrigin,
    SubmittedExport,
    import_error,
    import_window,
    submitted_export,
)


class Imports:
    """Answers the clicks and the window of an import."""

    def __init__(self, services: Services, clock: Callable[[], float] = time.time) -> None:
        """Use the services; the clock gives seconds since 1970, the time of a submitted window."""
        self._services = services
        self._clock = clock
        self._imports = ImportTable(services.shelves.table)

    def on_open(self, ack: Ack, action: dict[str, Any], body: dict[str, Any]) -> None:
        """Open the window from Home, or for further rows in the place of the summary."""
        origin, slack_api = _origin_of(body), self._services.slack_api.for_workspace(workspace_of(body))
        if chosen_value(action).startswith("add "):
            view = import_window(origin, takes_files=False)
            is_open = self._services.show_view("window of an import", slack_api.update_view, body["view"]["id"], view)
        else:
            takes_files = self._services.is_granted(OptionalScope.READ_FILES, workspace_of(body))
            view = import_window(origin._replace(import_id=""), takes_files=takes_files)
            is_open = self._services.show_view("window of an import", slack_api.open_view, body["trigger_id"], view)
        set_outcome(Outcome.IMPORT_OPENED if is_open else Outcome.IMPORT_NOT_OPENED)
        if not is_open:
            self._publish(_page_of(body, action["action_ts"]), messages.Status.IMPORT_NOT_OPENED)
        ack()

    def on_submitted(self, ack: Ack, body: dict[str, Any], view: dict[str, Any]) -> None:
        """Look up pasted rows and show the summary; have the queue read a file."""
        # Slack gives a submission no time of its own.
        submitted_at = f"{self._clock():.6f}"
        submitted, origin = submitted_export(view), ImportOrigin.decode(view.get("private_metadata") or "")
        is_both, is_neither = submitted.file_id and submitted.text, not (submitted.file_id or submitted.text.strip())
        if is_both or is_neither:
            set_outcome(Outcome.IMPORT_REFUSED)
            sentence = "Give me a file or pasted rows, not both." if is_both else "Paste some rows, or choose a file."
            ack(**import_error(sentence))
            return
        problem = self._problem_with_former(reader_of(body), origin)
        if problem:
            set_outcome(Outcome.IMPORT_OUTDATED)
            ack(**import_error(problem, of_file=bool(submitted.file_id)))
        elif submitted.file_id:
            self._have_file_read(ack, body, submitted, origin, submitted_at)
        else:
            self._read_pasted(ack, body, submitted.text, origin, submitted_at)

    def on_look(self, ack: Ack, action: dict[str, Any], body: dict[str, Any]) -> None:
        """Show the summary, or another page of the books that were not found."""
        page, shelf_import = _page_of(body, action["action_ts"]), self._read(reader_of(body))
        slack_api = self._services.slack_api.for_workspace(page.workspace)
        if shelf_import is None or not shelf_import.is_readable:
            sentence = UNREADABLE_IMPORT if shelf_import else messages.Status.IMPORT_OVER
            window = sentence_window(sentence, _origin_of(body))
        else:
            origin = _origin_of(body)._replace(import_id=shelf_import.import_id)
            window = self._summary(page, shelf_import, origin, page_of_value(chosen_value(action)))
        if is_in_home(body):
            self._services.show_view("summary of an import", slack_api.open_view, body["trigger_id"], window)
        else:
            self._services.show_view("summary of an import", slack_api.update_view, body["view"]["id"], window)
        set_outcome(Outcome.IMPORT_SHOWN)
        ack()

    def on_keep(self, ack: Ack, action: dict[str, Any], body: dict[str, Any]) -> None:
        """Have the books of an import put on the shelf."""
        self._begin(action, body, ImportStatus.READY, ImportStatus.KEEPING)
        ack()

    def on_undo(self, ack: Ack, action: dict[str, Any], body: dict[str, Any]) -> None:
        """Have an import undone as a whole."""
        self._begin(action, body, ImportStatus.KEPT, ImportStatus.UNDOING)
        ack()

    def on_discard(self, ack: Ack, action: dict[str, Any], body: dict[str, Any]) -> None:
        """Forget an import; what it has put on the shelf stays."""
        page, status = _page_of(body, action["action_ts"]), ""
        _, status = self._services.write_shelf(self._imports.discard, page.reader, chosen_value(action))
        set_outcome(Outcome.NOT_SAVED if status else Outcome.IMPORT_DISCARDED)
        self._publish(page, status)
        self._show_sentence(body, page, status or "Discarded. Your shelf is as it was.")
        ack()

    def _begin(self, action: Payload, body: dict[str, Any], from_status: ImportStatus, to_status: ImportStatus) -> None:
        """Take an import to a step of the queue, and leave it to that."""
        page, acted_at = _page_of(body, action["action_ts"]), action["action_ts"]
        shelf_import = self._read(page.reader)
        is_own = shelf_import is not None and shelf_import.import_id == chosen_value(action)
        if shelf_import is None or not is_own or shelf_import.status not in {from_status, to_status}:
            set_outcome(Outcome.IMPORT_OUTDATED)
            # Of a second click that came after the queue had done the first one's step, the result says all.
            is_done = is_own and shelf_import is not None and shelf_import.status in RESULTS[to_status]
            self._publish(page, "" if is_done else messages.Status.IMPORT_OVER)
            done = import_sentence(shelf_import) if is_done and shelf_import else messages.Status.IMPORT_OVER
            self._show_sentence(body, page, done)
            return
        if shelf_import.status is from_status:
            step = self._imports.step
            is_written, status = self._services.write_shelf(step, page.reader, shelf_import, to_status, acted_at)
            if not is_written:
                set_outcome(Outcome.NOT_SAVED if status else Outcome.IMPORT_OUTDATED)
                self._publish(page, status or messages.Status.IMPORT_OVER)
                return
        # Before the queue has the step, whose result comes to the window too.
        working = shelf_import._replace(status=to_status)
        if self._services.import_queue_url:
            self._show_sentence(body, page, import_sentence(working))
        view_id = "" if is_in_home(body) else str(body["view"]["id"])
        job = self._job(page, to_status, shelf_import.import_id)._replace(view_id=view_id)
        is_left = self._leave_to_queue(page, job, from_status)
        now = self._read(page.reader)
        if not (is_left and self._services.import_queue_url):
            self._show_sentence(body, page, import_sentence(now) if now else messages.Status.IMPORT_OVER)

    def _leave_to_queue(self, page: HomePage, job: ImportJob, former: ImportStatus) -> bool:
        """Put a job into the queue, or do it where there is none; if that fails return False: it is as before."""
        try:
            if self._services.import_queue_url:
                ImportQueue(self._services.import_queue_url).put(job)
                set_outcome(Outcome.IMPORT_QUEUED)
                self._publish(page)
            else:
                set_outcome(ImportJobs(self._services).run(job))
        except (ImportQueueError, ShelfError, SlackUnavailableError):
            logger.exception("a step of an import can't be left to the queue")
            set_outcome(Outcome.NOT_SAVED)
            self._services.write_shelf(self._step_back, job, former)
            self._publish(page, messages.Status.IMPORT_NOT_QUEUED)
            return False
        return True

    def _step_back(self, job: ImportJob, former: ImportStatus) -> None:
        shelf_import = self._imports.read(job.reader)
        if shelf_import and shelf_import.import_id == job.import_id and shelf_import.status is job.step:
            self._imports.step(job.reader, shelf_import, former, number=shelf_import.number)

    def _problem_with_former(self, reader: Reader, origin: ImportOrigin) -> str:
        """Return a sentence where an import can't begin or go on beside the one that stands there; else ''."""
        former = self._read(reader)
        if former and former.is_changing_shelf(self._clock()):
            return "Your import before this one is not done yet. Once my Home shows its result, try this again."
        if not origin.import_id:
            return ""
        is_ready = former is not None and former.status is ImportStatus.READY and former.is_readable
        if former and is_ready and former.import_id == origin.import_id:
            return ""
        return (
            "The import that these rows belong to has gone on since. Close this window, and choose Import my library "
            "in my Home: the first line has to come with them then."
        )

    def _have_file_read(
        self, ack: Ack, body: dict[str, Any], submitted: SubmittedExport, origin: ImportOrigin, submitted_at: str
    ) -> None:
        page = _page_at(body, origin, submitted_at)
        is_begun, status = self._services.write_shelf(self._imports.begin, page.reader, submitted_at)
        if not is_begun:
            set_outcome(Outcome.NOT_SAVED if status else Outcome.IMPORT_OUTDATED)
            ack(**import_error(status or messages.Status.IMPORT_OVER, of_file=True))
            return
        origin = origin._replace(import_id=submitted_at)
        sentence = "I am reading your export. What I find shows here and in my Home, in a minute at most."
        ack(response_action="update", view=sentence_window(sentence, origin))
        job = self._job(page, ImportStatus.READING, submitted_at)
        view_id = str(body["view"]["id"]) if self._services.import_queue_url else ""
        self._leave_to_queue(page, job._replace(file_id=submitted.file_id, view_id=view_id), ImportStatus.FAILED)

    def _read_pasted(self, ack: Ack, body: dict[str, Any], text: str, origin: ImportOrigin, submitted_at: str) -> None:
        # Imported here: only a pasted text needs the reading of exports in this function.
        from shelftalker.shelf_exports.export_text import ExportError  # noqa: PLC0415
        from shelftalker.shelf_exports.imported_books import pasted_books  # noqa: PLC0415

        page = _page_at(body, origin, submitted_at)
        try:
            contents = pasted_books(self._services.current_catalogue(), text, self._former(page, origin))
        except ExportError as error:
            set_outcome(Outcome.IMPORT_REFUSED)
            ack(**import_error(str(error)))
            return
        is_begun, status = self._services.write_shelf(self._imports.begin, page.reader, submitted_at, contents)
        if not is_begun:
            set_outcome(Outcome.NOT_SAVED if status else Outcome.IMPORT_OUTDATED)
            ack(**import_error(status or messages.Status.IMPORT_OVER))
            return
        set_outcome(Outcome.IMPORT_READ)
        self._publish(page)
        shelf_import = ShelfImport(submitted_at, ImportStatus.READY, float(submitted_at), packed=contents.encode())
        window = self._summary(page, shelf_import, origin._replace(import_id=submitted_at))
        ack(response_action="update", view=window)

    def _former(self, page: HomePage, origin: ImportOrigin) -> ImportContents | None:
        """Return the contents that pasted rows are added to; None where they begin an import."""
        shelf_import = self._read(page.reader) if origin.import_id else None
        is_own = shelf_import is not None and shelf_import.import_id == origin.import_id
        return shelf_import.contents() if shelf_import and is_own else None

    def _summary(self, page: HomePage, shelf_import: ShelfImport, origin: ImportOrigin, number: int = 1) -> Block:
        known = self._services.known_books(self._services.current_catalogue(), page.reader)
        return import_summary(summary_of(shelf_import, known, origin, number))

    def _read(self, reader: Reader) -> ShelfImport | None:
        shelf_import, _ = self._services.write_shelf(self._imports.read, reader)
        return shelf_import

    def _show_sentence(self, body: Payload, page: HomePage, sentence: str) -> None:
        """Show a sentence in the window of the click; Home has shown it already."""
        if is_in_home(body):
            return
        slack_api = self._services.slack_api.for_workspace(page.workspace)
        window = sentence_window(sentence, _origin_of(body))
        self._services.show_view("window of an import", slack_api.update_view, body["view"]["id"], window)

    def _publish(self, page: HomePage, status: str = "") -> None:
        known = self._services.known_books(self._services.current_catalogue(), page.reader)
        page.publish(self._services, known, status=status)

    @staticmethod
    def _job(page: HomePage, step: ImportStatus, import_id: str) -> ImportJob:
        return ImportJob(step, page.reader, import_id, page.workspace, page.state.encode())


def _origin_of(body: Payload) -> ImportOrigin:
    """Return the origin of a click: the Home that it is in, or that its window belongs to."""
    metadata = (body.get("view") or {}).get("private_metadata") or ""
    return ImportOrigin(metadata) if is_in_home(body) else ImportOrigin.decode(metadata)


def _page_of(body: Payload, drawn_at: str) -> HomePage:
    """Return the Home of a click in it, or in a window of an import."""
    return home_page_of(body, drawn_at) if is_in_home(body) else _page_at(body, _origin_of(body), drawn_at)


def _page_at(body: Payload, origin: ImportOrigin, drawn_at: str) -> HomePage:
    return HomePage(reader_of(body), workspace_of(body), HomeState.decode(origin.home_metadata), drawn_at)
