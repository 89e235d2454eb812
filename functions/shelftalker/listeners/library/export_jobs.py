"""The writing of a shelf as a file, as the queue has it done: once, however often its message comes."""

from shelftalker.listeners.services import Services
from shelftalker.observability import Outcome, logger
from shelftalker.shelf.import_queue import ExportJob
from shelftalker.shelf.pages import shelved_books
from shelftalker.slack.errors import NoBotTokenError, SlackCallError
from shelftalker.slack.files import SlackFile, send_file
from shelftalker.views.block_kit import Block
from shelftalker.views.library_import.goodreads_export import (
    file_comment,
    goodreads_file,
    not_written_window,
    written_window,
)

# Longer than a queue delivers the word of an export once more, see the template's ImportQueue.
_CLAIM_SECONDS = 24 * 60 * 60


class ExportJobs:
    """Writes the files."""

    def __init__(self, services: Services) -> None:
        self._services = services

    def run(self, job: ExportJob) -> Outcome:
        """Send a reader their shelf as a file, and show in the window that waits for it how that ended.

        Returns:
            The outcome: EXPORT_OUTDATED of a message that comes once more, NOT_EXPORTED where Slack refuses the file.

        Raises:
            ShelfError: The shelf can't be read now; nothing is sent, and the message can be taken again.
        """
        shelf = self._services.shelves.read(job.reader)
        file = goodreads_file(shelf, shelved_books(self._services.current_catalogue(), shelf))
        # Before the calls, the last of whose answers may be lost: no file is better than two.
        if not self._services.shelves.claim(job.reader, f"export {job.export_id}", _CLAIM_SECONDS):
            return Outcome.EXPORT_OUTDATED
        slack_api = self._services.slack_api.for_workspace(job.workspace)
        try:
            send_file(slack_api, SlackFile(file.name, file.content), job.reader.user_id, file_comment(file))
        except NoBotTokenError as error:
            logger.warning("no file to a reader without a bot token", extra={"error": str(error)})
            return Outcome.NOT_EXPORTED
        except SlackCallError as error:
            logger.exception("a reader's file can't be sent")
            self._show(job, not_written_window(error.code))
            return Outcome.NOT_EXPORTED
        self._show(job, written_window())
        return Outcome.EXPORTED

    def _show(self, job: ExportJob, window: Block) -> None:
        slack_api = self._services.slack_api.for_workspace(job.workspace)
        self._services.show_view("window of an export", slack_api.update_view, job.view_id, window)
