"""The Bolt app: which listener answers which request.

This package and the entry points alone know Bolt. Each module has the listeners of one kind of request.
"""

import re
from typing import TYPE_CHECKING

from slack_bolt import App, BoltRequest
from slack_bolt.authorization import AuthorizeResult

from shelftalker.listeners.clicks import Clicks
from shelftalker.listeners.commands import Commands
from shelftalker.listeners.errors import Errors
from shelftalker.listeners.search import Search
from shelftalker.listeners.services import Services
from shelftalker.listeners.uninstall import Uninstall
from shelftalker.slack.request import RejectedRequestError, SlackRequest
from shelftalker.views.action_ids import ActionId

if TYPE_CHECKING:
    from shelftalker.listeners.home import HomeClicks
    from shelftalker.listeners.sharing import Sharing


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
    _add_clicks(app, Clicks(services))
    _add_sharing(app, services)
    _add_search(app, Search(services))
    _add_home(app, services)
    uninstall = Uninstall(services.purge_queue, services.slack_api.is_installed)
    app.event("app_uninstalled")(uninstall.on_uninstalled)
    app.event("tokens_revoked")(uninstall.on_tokens_revoked)
    app.error(Errors(services).on_error)
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


def _add_clicks(app: App, clicks: Clicks) -> None:
    # The Back of messages from before 1.1.0 stands among the buttons that choose a book.
    app.action(re.compile(f"^({ActionId.BACK}(~|$)|{ActionId.CHOOSE_BOOK.at('back')}$)"))(clicks.on_back)
    app.action(_pattern(ActionId.CHOOSE_BOOK, ActionId.MENU_LIKE))(clicks.on_choose_book)
    app.action(
        _pattern(
            ActionId.RATE,
            ActionId.WANT,
            ActionId.UNWANT,
            ActionId.HOME_CHANGE_BOOK,
            ActionId.MENU_WANT,
            ActionId.MENU_RATE,
        )
    )(clicks.on_shelf_action)
    app.action(_pattern(ActionId.UNDO))(clicks.on_undo)
    app.action(_pattern(ActionId.FIVE_MORE))(clicks.on_five_more)
    app.action(_pattern(ActionId.BY_AUTHOR))(clicks.on_by_author)
    app.action(_pattern(ActionId.FOR_READER))(clicks.on_for_reader)


def _add_sharing(app: App, services: Services) -> None:
    def sharing() -> "Sharing":
        # Imported here: titles are answered without it, and each import is paid for at each cold start.
        from shelftalker.listeners.sharing import Sharing  # noqa: PLC0415

        return Sharing(services)

    app.action(_pattern(ActionId.SHARE))(lambda ack, action, body: sharing().on_share(ack, action, body))
    app.action(_pattern(ActionId.SHARE_ONE))(lambda ack, action, body: sharing().on_share_one(ack, action, body))
    app.view(ActionId.SHARE_ONE)(lambda ack, body, view: sharing().on_submitted(ack, body, view))


def _add_search(app: App, search: Search) -> None:
    app.action(ActionId.OPEN_SEARCH)(search.on_open)
    app.shortcut(ActionId.FIND_BOOK)(search.on_shortcut)
    app.options(ActionId.SEARCH_TITLE)(search.on_typed)
    app.view(ActionId.SEARCH)(search.on_submitted)
    app.shortcut(ActionId.BOOKS_LIKE_MENTIONED)(search.on_books_like_mentioned)
    app.action(ActionId.OPEN_HOME)(search.on_link)


def _add_home(app: App, services: Services) -> None:
    def clicks() -> "HomeClicks":
        # Imported here: a tenth of what this package costs at each cold start, and titles are answered without it.
        from shelftalker.listeners.home import HomeClicks  # noqa: PLC0415

        return HomeClicks(services)

    app.event("app_home_opened")(lambda ack, body, event: clicks().on_opened(ack, body, event))
    for action_id, listener in (
        (_pattern(ActionId.HOME_SHOW_SHELF), lambda ack, action, body: clicks().on_show_shelf(ack, action, body)),
        (ActionId.HOME_COUNTRY, lambda ack, action, body: clicks().on_preference(ack, action, body)),
        (ActionId.HOME_AGE_BAND, lambda ack, action, body: clicks().on_preference(ack, action, body)),
        (ActionId.HOME_LANGUAGES, lambda ack, action, body: clicks().on_preference(ack, action, body)),
        (ActionId.HOME_EXPORT, lambda ack, action, body: clicks().on_export(ack, action, body)),
        (ActionId.HOME_DELETE, lambda ack, action, body: clicks().on_delete(ack, action, body)),
    ):
        app.action(action_id)(listener)


def _pattern(*action_ids: ActionId) -> re.Pattern[str]:
    """Return the pattern of ids: alone, for a book of several such as `rate:2`, or with a state behind a tilde."""
    return re.compile(f"^({'|'.join(action_ids)})([:~]|$)")


def _authorize(enterprise_id: str | None, team_id: str | None) -> AuthorizeResult:
    """Authorize every signed request; where a token is needed, slack/web_api.py reads it."""
    return AuthorizeResult(enterprise_id=enterprise_id, team_id=team_id)
