"""The steps of an import that take longer than a click has: the file is read, books are kept, an import is undone.

Each does its work once, however often its message comes: an import that has left the step stays as it is.
"""

import time

from shelftalker.listeners.home_page import HomePage
from shelftalker.listeners.reader_messages import write_once
from shelftalker.listeners.services import Services
from shelftalker.observability import Outcome
from shelftalker.shelf.actions import Verb
from shelftalker.shelf.contents import BOOKS_ON_A_SHELF
from shelftalker.shelf.import_queue import ImportJob
from shelftalker.shelf.import_table import ImportTable
from shelftalker.shelf.imports import ImportStatus, ShelfImport
from shelftalker.shelf.known_books import KnownBooks
from shelftalker.shelf_exports.export_text import ExportError
from shelftalker.shelf_exports.imported_books import actions_of, imported_books
from shelftalker.shelf_exports.reading import read_export
from shelftalker.slack.files import FILES, FileError, read_file
from shelftalker.views.home import HomeState
from shelftalker.views.library_import.import_section import UNREADABLE_IMPORT, import_message, import_sentence
from shelftalker.views.library_import.import_summary import ImportSummary, import_summary, sentence_window
from shelftalker.views.library_import.import_window import ImportOrigin

# The steps that end a step of the queue, of which its reader gets word.
RESULTS = {
    ImportStatus.READING: frozenset({ImportStatus.READY, ImportStatus.FAILED}),
    ImportStatus.KEEPING: frozenset({ImportStatus.KEPT, ImportStatus.FAILED}),
    ImportStatus.UNDOING: frozenset({ImportStatus.UNDONE}),
}


class ImportJobs:
    """Does the steps."""

    def __init__(self, services: Services, *, writes_messages: bool = False) -> None:
        """Use the services.

        Args:
            services: The shelves and Slack's Web API among them.
            writes_messages: Whether a reader gets word of a step's result, as one who has not waited for it.
        """
        self._services = services
        self._writes_messages = writes_messages
        self._imports = ImportTable(services.shelves.table)

    def run(self, job: ImportJob) -> Outcome:
        """Do a step, and show its result in Home.

        Returns:
            The outcome: IMPORT_OUTDATED where the import has left the step, or is of another id.

        Raises:
            ShelfError: The shelves can't be used now; the step can be done again.
            SlackUnavailableError: The file can't be read now; so can the step.
        """
        shelf_import = self._imports.read(job.reader)
        if shelf_import is None or shelf_import.import_id != job.import_id:
            return Outcome.IMPORT_OUTDATED
        if shelf_import.status is not job.step:
            # Done before, and perhaps not shown.
            self._show(job)
            return Outcome.IMPORT_OUTDATED
        if job.step is ImportStatus.READING:
            return self._read(job, shelf_import)
        if job.step is ImportStatus.KEEPING:
            return self._keep(job, shelf_import)
        return self._undo(job, shelf_import)

    def _read(self, job: ImportJob, shelf_import: ShelfImport) -> Outcome:
        outcome, catalogue = Outcome.IMPORT_READ, self._services.current_catalogue()
        slack_api = self._services.slack_api.for_workspace(job.workspace)
        try:
            file = read_file(slack_api, job.file_id)
            contents = imported_books(catalogue, read_export(file.name, file.content, FILES.most_unpacked_bytes))
            self._imports.step(job.reader, shelf_import, ImportStatus.READY, contents=contents)
        except (ExportError, FileError) as error:
            outcome = Outcome.IMPORT_REFUSED
            self._imports.step(job.reader, shelf_import, ImportStatus.FAILED, error=str(error))
        self._show(job)
        return outcome

    def _keep(self, job: ImportJob, shelf_import: ShelfImport) -> Outcome:
        if not shelf_import.is_readable:
            self._imports.step(job.reader, shelf_import, ImportStatus.FAILED, error=UNREADABLE_IMPORT)
            self._show(job)
            return Outcome.IMPORT_REFUSED
        kept_at, reader = shelf_import.kept_at, job.reader
        shelf = self._services.shelves.read(reader)
        known = KnownBooks(self._services.current_catalogue(), shelf)
        actions = actions_of(shelf_import.contents(), known, kept_at)
        on_shelf = {entry.book_id for entry in shelf.books if entry.changed_at != float(kept_at)}
        room = BOOKS_ON_A_SHELF - len(on_shelf)
        further = [action for action in actions if action.book_id not in on_shelf]
        too_many = {action.book_id for action in further[max(room, 0) :]}
        fitting = [action for action in actions if action.book_id not in too_many]
        learning = self._services.learning
        number = self._imports.keep(reader, fitting, kept_at)
        error = f"{len(too_many):,} more did not fit: a shelf holds {BOOKS_ON_A_SHELF:,} books." if too_many else ""
        is_kept = self._imports.step(reader, shelf_import, ImportStatus.KEPT, number=number, error=error)
        if learning and known.learns and is_kept:
            learning.send(sum(action.verb is Verb.RATE for action in fitting))
        self._show(job)
        return Outcome.IMPORT_KEPT

    def _undo(self, job: ImportJob, shelf_import: ShelfImport) -> Outcome:
        number = self._imports.undo(job.reader, shelf_import.kept_at, f"{shelf_import.acted_at:.6f}")
        self._imports.step(job.reader, shelf_import, ImportStatus.UNDONE, number=number)
        self._show(job)
        return Outcome.IMPORT_UNDONE

    def _show(self, job: ImportJob) -> None:
        """Show how far the import is: in Home, and in its window as long as that is open."""
        # A shelf that can't be read has the message come again: nobody waits for this Home but its reader.
        known = KnownBooks(self._services.current_catalogue(), self._services.shelves.read(job.reader))
        state = HomeState.decode(job.home_metadata)
        HomePage(job.reader, job.workspace, state, f"{time.time():.6f}").publish(self._services, known)
        shelf_import = known.shelf_import
        if job.view_id and shelf_import:
            origin = ImportOrigin(job.home_metadata, job.import_id)
            is_ready = shelf_import.status is ImportStatus.READY
            window = (
                import_summary(summary_of(shelf_import, known, origin))
                if is_ready
                else sentence_window(import_sentence(shelf_import), origin)
            )
            slack_api = self._services.slack_api.for_workspace(job.workspace)
            self._services.show_view("window of an import", slack_api.update_view, job.view_id, window)
        is_result = shelf_import is not None and shelf_import.import_id == job.import_id
        if shelf_import and is_result and shelf_import.status in RESULTS[job.step] and self._writes_messages:
            name, text = f"import {job.import_id} {job.step}", import_message(shelf_import)
            write_once(self._services, job.reader, job.workspace, name, text)


def summary_of(shelf_import: ShelfImport, known: KnownBooks, origin: ImportOrigin, page: int = 1) -> ImportSummary:
    """Return the summary of an import for a reader's shelf.

    Args:
        shelf_import: The import, which is read.
        known: The shelf.
        origin: The Home that it belongs to.
        page: The page of books that were not found.
    """
    contents = shelf_import.contents()
    actions = actions_of(contents, known)
    rated, wanted, read = (sum(action.verb is verb for action in actions) for verb in (Verb.RATE, Verb.WANT, Verb.READ))
    return ImportSummary(contents, rated, wanted, read, page, origin)
