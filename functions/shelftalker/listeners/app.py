"""The Bolt app: which listener answers which request.

This package and the entry points alone know Bolt. Each module has the listeners of one kind of request.
"""

# ruff: noqa: PLC0415 - whatever no title needs is imported by the first request that does
import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from slack_bolt import Ack, App, BoltRequest
from slack_bolt.authorization import AuthorizeResult

from shelftalker.listeners.commands import Commands
from shelftalker.listeners.services import Services
from shelftalker.slack.request import RejectedRequestError, SlackRequest
from shelftalker.views.action_ids import ActionId

if TYPE_CHECKING:
    from shelftalker.listeners.clicks import Clicks
    from shelftalker.listeners.club.counting_in import CountingIn
    from shelftalker.listeners.club.poll_suggestions import PollSuggestions
    from shelftalker.listeners.club.polls import Polls
    from shelftalker.listeners.club.shared_lists import SharedLists
    from shelftalker.listeners.club.steps import Steps
    from shelftalker.listeners.errors import Errors
    from shelftalker.listeners.first_books import FirstBookClicks
    from shelftalker.listeners.home import HomeClicks
    from shelftalker.listeners.library.exports import Exports
    from shelftalker.listeners.library.imports import Imports
    from shelftalker.listeners.search import Search
    from shelftalker.listeners.sharing import Sharing
    from shelftalker.listeners.uninstall import Uninstall

# Answers the acknowledgement, the action and the body of a click.
ClickListener = Callable[[Ack, dict[str, Any], dict[str, Any]], None]


def create_app(services: Services) -> App:
    """Return the Bolt app with all of Shelftalker's listeners."""
    app = App(
        name="shelftalker",
        process_before_response=True,  # Lambda freezes the process once it has answered
        token_verification_enabled=False,
        authorize=_authorize,
        # Both done before a request gets here, see slack/request.py: Bolt parses a body before it checks the signature.
        request_verification_enabled=False,
        ssl_check_enabled=False,
        # Bolt's own warning about a request that nothing handles prints what the person typed.
        raise_error_for_unhandled_request=True,
    )
    app.command(re.compile("^/recommend"))(Commands(services).on_recommend)
    others = _OtherListeners(services)
    _add_clicks(app, others)
    _add_sharing(app, others)
    _add_search(app, others)
    _add_home(app, others)
    _add_imports(app, others)
    _add_polls(app, others)
    app.event("app_uninstalled")(lambda ack, body: others.uninstall().on_uninstalled(ack, body))
    app.event("tokens_revoked")(lambda ack, body, event: others.uninstall().on_tokens_revoked(ack, body, event))
    app.event("function_executed")(lambda body, event, req: others.steps().on_executed(body, event, req))
    app.error(lambda error, body: others.errors().on_error(error, body))
    return app


def bolt_request(request: SlackRequest) -> BoltRequest:
    """Return a request as Bolt takes it.

    Raises:
        RejectedRequestError: Slack sends no such body.
    """
    try:
        bolt = BoltRequest(body=request.body, headers=dict(request.headers))
    # Neither a form nor JSON, JSON that is no object, or whose members are not of the kinds that Bolt looks into.
    except (ValueError, AttributeError, TypeError, LookupError, RecursionError) as error:
        raise RejectedRequestError(400, "the body is not what Slack sends") from error
    if not bolt.body:
        raise RejectedRequestError(400, "the body is empty")
    return bolt


class _OtherListeners:
    """The listeners of everything but the command, imported by the first request that needs them.

    Titles are answered without them, and each import is paid for at each cold start.
    """

    def __init__(self, services: Services) -> None:
        self._services = services

    def clicks(self) -> "Clicks":
        """Return the listeners of clicks beside books."""
        from shelftalker.listeners.clicks import Clicks

        return Clicks(self._services)

    def sharing(self) -> "Sharing":
        """Return the listeners of shared books."""
        from shelftalker.listeners.sharing import Sharing

        return Sharing(self._services)

    def shared_lists(self) -> "SharedLists":
        """Return the listeners of shared lists that people are counted in on."""
        from shelftalker.listeners.club.shared_lists import SharedLists

        return SharedLists(self._services)

    def counting_in(self) -> "CountingIn":
        """Return the listeners of people who are counted in and out."""
        from shelftalker.listeners.club.counting_in import CountingIn

        return CountingIn(self._services)

    def steps(self) -> "Steps":
        """Return the listeners of workflows' steps."""
        from shelftalker.listeners.club.steps import Steps

        return Steps(self._services)

    def search(self) -> "Search":
        """Return the listeners of the search window and the shortcuts."""
        from shelftalker.listeners.search import Search

        return Search(self._services)

    def home(self) -> "HomeClicks":
        """Return the listeners of Home."""
        from shelftalker.listeners.home import HomeClicks

        return HomeClicks(self._services)

    def imports(self) -> "Imports":
        """Return the listeners of imports of a library."""
        from shelftalker.listeners.library.imports import Imports

        return Imports(self._services)

    def exports(self) -> "Exports":
        """Return the listener of exports of a reader's data."""
        from shelftalker.listeners.library.exports import Exports

        return Exports(self._services)

    def poll_suggestions(self) -> "PollSuggestions":
        """Return the listeners of books that a poll's people are suggested."""
        from shelftalker.listeners.club.poll_suggestions import PollSuggestions

        return PollSuggestions(self._services)

    def polls(self) -> "Polls":
        """Return the listeners of polls."""
        from shelftalker.listeners.club.polls import Polls

        return Polls(self._services)

    def first_books(self) -> "FirstBookClicks":
        """Return the listeners of the first books in Home."""
        from shelftalker.listeners.first_books import FirstBookClicks

        return FirstBookClicks(self._services)

    def uninstall(self) -> "Uninstall":
        """Return the listeners of workspaces that leave."""
        from shelftalker.listeners.uninstall import Uninstall

        return Uninstall(self._services.purge_queue(), self._services.slack_api.is_installed)

    def errors(self) -> "Errors":
        """Return the listener of failures."""
        from shelftalker.listeners.errors import Errors

        return Errors(self._services)


def _on_click(listener: Callable[[], ClickListener]) -> ClickListener:
    """Return a listener that looks itself up when it is called; Bolt reads the names of its arguments."""

    def on_click(ack: Ack, action: dict[str, Any], body: dict[str, Any]) -> None:
        listener()(ack, action, body)

    return on_click


def _add_clicks(app: App, others: _OtherListeners) -> None:
    # The Back of messages from before 1.1.0 stands among the buttons that choose a book.
    back = re.compile(f"^({ActionId.BACK}(~|$)|{ActionId.CHOOSE_BOOK.at('back')}$)")
    on_shelf = (
        ActionId.RATE,
        ActionId.WANT,
        ActionId.UNWANT,
        ActionId.HOME_CHANGE_BOOK,
        ActionId.MENU_WANT,
        ActionId.MENU_RATE,
    )
    app.action(back)(_on_click(lambda: others.clicks().on_back))
    app.action(_pattern(ActionId.CHOOSE_BOOK, ActionId.MENU_LIKE))(_on_click(lambda: others.clicks().on_choose_book))
    app.action(_pattern(*on_shelf))(_on_click(lambda: others.clicks().on_shelf_action))
    app.action(_pattern(ActionId.UNDO))(_on_click(lambda: others.clicks().on_undo))
    app.action(_pattern(ActionId.FIVE_MORE))(_on_click(lambda: others.clicks().on_five_more))
    app.action(_pattern(ActionId.BY_AUTHOR))(_on_click(lambda: others.clicks().on_by_author))
    app.action(_pattern(ActionId.FOR_READER))(_on_click(lambda: others.clicks().on_for_reader))


def _add_sharing(app: App, others: _OtherListeners) -> None:
    app.action(_pattern(ActionId.SHARE))(_on_click(lambda: others.sharing().on_share))
    app.action(_pattern(ActionId.SHARE_ONE))(_on_click(lambda: others.sharing().on_share_one))
    app.action(_pattern(ActionId.COUNT_IN))(_on_click(lambda: others.shared_lists().on_count_in))
    app.action(ActionId.COUNT_OUT)(_on_click(lambda: others.counting_in().on_count_out))
    app.view(ActionId.SHARE_ONE)(lambda ack, body, view: others.sharing().on_submitted(ack, body, view))


def _add_search(app: App, others: _OtherListeners) -> None:
    app.action(ActionId.OPEN_SEARCH)(_on_click(lambda: others.search().on_open))
    app.shortcut(ActionId.FIND_BOOK)(lambda ack, body: others.search().on_shortcut(ack, body))
    app.options(ActionId.SEARCH_TITLE)(lambda ack, body: others.search().on_typed(ack, body))
    app.view(ActionId.SEARCH)(lambda ack, body, view: others.search().on_submitted(ack, body, view))
    app.shortcut(ActionId.BOOKS_LIKE_MENTIONED)(lambda ack, body: others.search().on_books_like_mentioned(ack, body))
    app.action(ActionId.OPEN_HOME)(lambda ack: others.search().on_link(ack))


def _add_home(app: App, others: _OtherListeners) -> None:
    app.event("app_home_opened")(lambda ack, body, event: others.home().on_opened(ack, body, event))
    app.action(ActionId.FIRST_STARS)(_on_click(lambda: others.first_books().on_stars))
    app.action(_pattern(ActionId.FIRST_SAVE, ActionId.FIRST_OTHERS))(_on_click(lambda: others.first_books().on_save))
    app.action(_pattern(ActionId.HOME_SHOW_SHELF))(_on_click(lambda: others.home().on_show_shelf))
    for preference in (ActionId.HOME_COUNTRY, ActionId.HOME_AGE_BAND, ActionId.HOME_LANGUAGES):
        app.action(preference)(_on_click(lambda: others.home().on_preference))
    app.action(ActionId.HOME_LEARNING)(_on_click(lambda: others.home().on_learning))
    app.action(_pattern(ActionId.HOME_EXPORT))(_on_click(lambda: others.exports().on_export))
    app.action(ActionId.HOME_DELETE)(_on_click(lambda: others.home().on_delete))


def _add_imports(app: App, others: _OtherListeners) -> None:
    app.action(ActionId.IMPORT_OPEN)(_on_click(lambda: others.imports().on_open))
    app.action(ActionId.IMPORT_LOOK)(_on_click(lambda: others.imports().on_look))
    app.action(ActionId.IMPORT_KEEP)(_on_click(lambda: others.imports().on_keep))
    app.action(ActionId.IMPORT_UNDO)(_on_click(lambda: others.imports().on_undo))
    app.action(ActionId.IMPORT_DISCARD)(_on_click(lambda: others.imports().on_discard))
    app.view(ActionId.IMPORT)(lambda ack, body, view: others.imports().on_submitted(ack, body, view))


def _add_polls(app: App, others: _OtherListeners) -> None:
    app.action(ActionId.CLUB_PROPOSE)(_on_click(lambda: others.polls().on_propose))
    app.view(ActionId.CLUB_PROPOSE)(lambda ack, body, view: others.polls().on_proposed(ack, body, view))
    app.action(ActionId.CLUB_COUNT_IN)(_on_click(lambda: others.poll_suggestions().on_count_in))
    app.action(ActionId.CLUB_SUGGEST)(_on_click(lambda: others.poll_suggestions().on_suggest))
    app.action(ActionId.CLUB_START)(_on_click(lambda: others.polls().on_start))
    app.action(ActionId.CLUB_START_HIDDEN)(_on_click(lambda: others.polls().on_start_hidden))
    app.action(_pattern(ActionId.CLUB_VOTE))(_on_click(lambda: others.polls().on_vote))
    app.action(ActionId.CLUB_CLOSE)(_on_click(lambda: others.polls().on_close))


def _pattern(*action_ids: ActionId) -> re.Pattern[str]:
    """Return the pattern of ids: alone, for a book of several such as `rate:2`, or with a state behind a tilde."""
    return re.compile(f"^({'|'.join(action_ids)})([:~]|$)")


def _authorize(enterprise_id: str | None, team_id: str | None) -> AuthorizeResult:
    """Authorize every signed request; where a token is needed, slack/web_api.py reads it."""
    return AuthorizeResult(enterprise_id=enterprise_id, team_id=team_id)
