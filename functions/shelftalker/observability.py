"""Metrics and log lines: one way to count for all functions, and never a word of anyone's questions.

A request has exactly one `Outcome`, logged beside its latency; beside it any number of `Event`s. Each is a metric of
that name: the dashboard and the alarms of infra/monitoring.yaml watch them.
"""

import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum

from aws_lambda_powertools.logging import Logger
from aws_lambda_powertools.metrics import Metrics, MetricUnit

logger = Logger(child=True)
_metrics = Metrics()


class Outcome(StrEnum):
    """Outcomes of a request, or of a message of the purge queue."""

    # /recommend
    SERVED = "Served"
    SERVED_FOR_READER = "ServedForReader"
    SUGGESTED = "Suggested"
    AUTHOR_FOUND = "AuthorFound"
    NOT_FOUND = "NotFound"
    HELPED = "Helped"
    # The search window and the shortcuts
    SEARCH_OPENED = "SearchOpened"
    SEARCH_NOT_OPENED = "SearchNotOpened"
    TYPED = "Typed"
    FOUND = "Found"
    FOUND_NOT_TAKEN = "FoundNotTaken"
    MENTIONED = "Mentioned"
    NONE_MENTIONED = "NoneMentioned"
    LINK_OPENED = "LinkOpened"
    # Clicks
    CHOSEN = "Chosen"
    RATED = "Rated"
    WANTED = "Wanted"
    UNWANTED = "Unwanted"
    DISMISSED = "Dismissed"
    REMOVED = "Removed"
    NOT_SAVED = "NotSaved"
    SHELF_FULL = "ShelfFull"
    FIVE_MORE = "FiveMore"
    MORE_BY_AUTHOR = "MoreByAuthor"
    BACK = "Back"
    BACK_TO_OWN = "BackToOwn"
    UNDONE = "Undone"
    NOT_UNDONE = "NotUndone"
    SHARED = "Shared"
    SHARED_AGAIN = "SharedAgain"
    NOT_SHARED = "NotShared"
    SHARE_OPENED = "ShareOpened"
    SHARE_NOT_OPENED = "ShareNotOpened"
    BOOK_GONE = "BookGone"
    TOO_OLD = "TooOld"
    # Polls of clubs
    POLL_OPENED = "PollOpened"
    POLL_NOT_OPENED = "PollNotOpened"
    PROPOSAL_OPENED = "ProposalOpened"
    PROPOSAL_NOT_OPENED = "ProposalNotOpened"
    PROPOSED = "Proposed"
    PROPOSAL_REFUSED = "ProposalRefused"
    VOTE_BEGUN = "VoteBegun"
    VOTED = "Voted"
    VOTE_REFUSED = "VoteRefused"
    SECOND_ROUND_BEGUN = "SecondRoundBegun"
    VOTE_CLOSED = "VoteClosed"
    POLL_SHOWN = "PollShown"
    SUGGESTED_FOR_CLUB = "SuggestedForClub"
    NONE_FOR_CLUB = "NoneForClub"
    POLL_REFUSED = "PollRefused"
    POLL_GONE = "PollGone"
    # Books for several people
    COUNTED_IN = "CountedIn"
    COUNTED_OUT = "CountedOut"
    CLUB_FULL = "ClubFull"
    # Steps of workflows
    STEP_COMPLETED = "StepCompleted"
    STEP_REFUSED = "StepRefused"
    STEP_FAILED = "StepFailed"
    # Home
    HOME_OPENED = "HomeOpened"
    OTHER_TAB_OPENED = "OtherTabOpened"
    FIRST_STARS_CHOSEN = "FirstStarsChosen"
    FIRST_BOOKS_RATED = "FirstBooksRated"
    FIRST_BOOKS_SKIPPED = "FirstBooksSkipped"
    SHELF_SHOWN = "ShelfShown"
    PREFERENCES_CHANGED = "PreferencesChanged"
    OPTED_IN = "OptedIn"
    OPTED_OUT = "OptedOut"
    EXPORTED = "Exported"
    NOT_EXPORTED = "NotExported"
    EXPORT_QUEUED = "ExportQueued"
    EXPORT_OUTDATED = "ExportOutdated"
    DELETED = "Deleted"
    DELETED_LATER = "DeletedLater"
    NOT_DELETED = "NotDeleted"
    # Imports of libraries, and their steps in the queue
    IMPORT_OPENED = "ImportOpened"
    IMPORT_NOT_OPENED = "ImportNotOpened"
    IMPORT_REFUSED = "ImportRefused"
    IMPORT_QUEUED = "ImportQueued"
    IMPORT_READ = "ImportRead"
    IMPORT_SHOWN = "ImportShown"
    IMPORT_KEPT = "ImportKept"
    IMPORT_DISCARDED = "ImportDiscarded"
    IMPORT_UNDONE = "ImportUndone"
    IMPORT_OUTDATED = "ImportOutdated"
    IMPORT_FAILED = "ImportFailed"
    # Uninstalling, and the purge that follows
    LEFT = "Left"
    LEFT_UNHEARD = "LeftUnheard"
    LEFT_BEHIND = "LeftBehind"
    PURGED = "Purged"
    PURGE_CONTINUED = "PurgeContinued"
    PURGE_FAILED = "PurgeFailed"
    SWEPT = "Swept"
    SWEEP_FAILED = "SweepFailed"
    # Installing
    INSTALL_BEGUN = "InstallBegun"
    INSTALLED = "Installed"
    INSTALL_DENIED = "InstallDenied"
    INSTALL_ELSEWHERE = "InstallElsewhere"
    INSTALL_EXPIRED = "InstallExpired"
    INSTALL_REFUSED = "InstallRefused"
    INSTALL_MISCONFIGURED = "InstallMisconfigured"
    INSTALL_FAILED = "InstallFailed"
    NO_SUCH_PAGE = "NoSuchPage"
    NOT_ALLOWED = "NotAllowed"
    # Slackbot's tools, whose answers have the outcomes of /recommend and of clicks
    TOOLS_OFFERED = "ToolsOffered"
    TOOL_REFUSED = "ToolRefused"
    # The JSON API, whose answers have the outcomes of /recommend too
    BOOK_SHOWN = "BookShown"
    API_DESCRIBED = "ApiDescribed"
    OPTIONS_SHOWN = "OptionsShown"
    API_KEY_REFUSED = "ApiKeyRefused"
    API_KEY_NOT_CHECKED = "ApiKeyNotChecked"
    API_LIMIT_REACHED = "ApiLimitReached"
    API_REFUSED = "ApiRefused"
    API_FAILED = "ApiFailed"
    # The page: its visitors are counted apart from people in Slack, and its failures roll back nothing of theirs
    PAGE_OPENED = "PageOpened"
    PAGE_SERVED = "PageServed"
    PAGE_SUGGESTED = "PageSuggested"
    PAGE_NOT_FOUND = "PageNotFound"
    PAGE_TYPED = "PageTyped"
    PAGE_FILE_SENT = "PageFileSent"
    PAGE_MISSING = "PageMissing"
    PAGE_REFUSED = "PageRefused"
    PAGE_FAILED = "PageFailed"
    # Any request
    SSL_CHECK = "SslCheck"
    REJECTED = "Rejected"
    CHECKED = "Checked"  # by release_check.py
    UNHANDLED = "Unhandled"
    FAILED = "Failed"


class Event(StrEnum):
    """Events beside the outcome: failures that an answer survived, changes of the model, missing books, leftovers."""

    SHELF_READ_FAILED = "ShelfReadFailed"
    SHELF_WRITE_FAILED = "ShelfWriteFailed"
    RATING_NOT_QUEUED = "RatingNotQueued"
    RESPONSE_URL_FAILED = "ResponseUrlFailed"
    HOME_PUBLISHED = "HomePublished"
    HOME_NOT_PUBLISHED = "HomeNotPublished"
    MESSAGE_NOT_POSTED = "MessageNotPosted"
    MODEL_SWITCHED = "ModelSwitched"
    MODEL_POINTER_FAILED = "ModelPointerFailed"
    MODEL_FETCH_FAILED = "ModelFetchFailed"
    MODEL_OUTDATED = "ModelOutdated"
    MODEL_REFUSED = "ModelRefused"
    # What people asked for that no answer named, see recommend/missed_titles.py
    MISSED_TITLE = "MissedTitle"
    MISSED_TITLE_WITH_AUTHOR = "MissedTitleWithAuthor"
    MISSED_ISBN = "MissedIsbn"
    MISSED_LINK = "MissedLink"
    MISSED_SENTENCE = "MissedSentence"
    SERVED_FROM_SHELF = "ServedFromShelf"
    SERVED_BY_COUNTRY_AND_AGE = "ServedByCountryAndAge"
    SERVED_BY_COUNTRY = "ServedByCountry"
    SERVED_BY_AGE = "ServedByAge"
    SERVED_BY_EVERYONE = "ServedByEveryone"
    # Found by the weekly sweep, see purge/sweep.py
    LEFT_UNNOTICED = "LeftUnnoticed"
    LEFT_OVER = "LeftOver"
    SWEEP_UNSURE = "SweepUnsure"


class _Request:
    """The outcome of the request under way; a process of Lambda's answers one request at a time."""

    outcome: Outcome | None = None


def count(metric: Outcome | Event, times: int = 1) -> None:
    """Count an event, or the outcome of a message of a queue."""
    _metrics.add_metric(name=metric, unit=MetricUnit.Count, value=times)


def count_outcome(outcome: Outcome) -> None:
    """Count the outcome of an invocation whose latency concerns nobody in Slack, and log it for the dashboard."""
    count(outcome)
    _metrics.add_metadata(key="outcome", value=outcome)


def set_outcome(outcome: Outcome) -> None:
    """Set the outcome of the request under way; the first one stands, except that any answer may still fail."""
    if _Request.outcome is None or outcome in {Outcome.FAILED, Outcome.API_FAILED}:
        _Request.outcome = outcome


def record_model_age(seconds: int) -> None:
    """Record the age of the published model in use."""
    _metrics.add_metric(name="ModelAge", unit=MetricUnit.Seconds, value=seconds)


@contextmanager
def observe_request() -> Iterator[None]:
    """Count the outcome of a request, and record its latency from here to the end.

    The latency's outcome only goes to the log, where the dashboard queries it: as a dimension it would make a metric of
    each outcome, which are billed one by one.
    """
    _Request.outcome = None
    started_at = time.monotonic()
    try:
        yield
    finally:
        latency_ms = round((time.monotonic() - started_at) * 1000, 1)
        if _Request.outcome:
            count(_Request.outcome)
        _metrics.add_metric(name="Latency", unit=MetricUnit.Milliseconds, value=latency_ms)
        _metrics.add_metadata(key="outcome", value=_Request.outcome or "Uncounted")


def log_failure(message: str, error: BaseException) -> None:
    """Log an error by its kind and place; its text, which may quote what somebody sent, at DEBUG alone."""
    places = [
        f"{frame.f_code.co_filename}:{line} {frame.f_code.co_name}"
        for frame, line in traceback.walk_tb(error.__traceback__)
    ]
    logger.error(message, extra={"exception_name": type(error).__name__, "places": places})
    logger.debug(message, exc_info=error)
