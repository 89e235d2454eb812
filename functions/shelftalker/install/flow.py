"""Installation of the app by Slack's OAuth v2: from `/slack/install` to Slack and back to `/slack/oauth_redirect`.

A state connects the way there and the way back: it is in the address, in the browser's cookie and in the table, so that
nobody can have another's browser finish an installation, nor finish one twice.
"""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http.client import HTTPException
from typing import Any

from aws_lambda_powertools.logging import Logger
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.oauth import AuthorizeUrlGenerator, OAuthStateUtils
from slack_sdk.oauth.installation_store import Installation

from shelftalker.aws import clients
from shelftalker.aws.dynamodb_table import DynamoDbTable
from shelftalker.aws.secret import ParameterError, Secret
from shelftalker.install import outcomes
from shelftalker.install.installations import InstallationError, Installations
from shelftalker.install.pages import Page
from shelftalker.install.states import OAuthStates
from shelftalker.install.token_cipher import TokenCipher
from shelftalker.observability import Outcome
from shelftalker.settings import InstallationSettings
from shelftalker.slack.errors import CallErrorCode, SlackCallError
from shelftalker.slack.http_event import HttpRequest

INSTALL_PATH = "/slack/install"
REDIRECT_PATH = "/slack/oauth_redirect"
SCOPES = ("commands",)  # that nobody can leave out; as in infra/slack_manifest.yaml, where the reason is

logger = Logger(child=True)


@dataclass(frozen=True, slots=True)
class OAuthConfig:
    """Limits and codes of the exchange of Slack's code for tokens.

    Attributes:
        slack_seconds: Time-out of the exchange; a person waits for a page meanwhile.
        refused_codes: Slack's error codes for a code that it doesn't accept any more.
        misconfiguration_codes: Its error codes for an app that it doesn't know by this deployment's settings.
        passing_codes: Its error codes for failures that another attempt may survive.
    """

    slack_seconds: int = 5
    refused_codes: frozenset[str] = frozenset({"invalid_code", "code_already_used", "oauth_authorization_url_mismatch"})
    misconfiguration_codes: frozenset[str] = frozenset({
        "bad_client_secret", "bad_redirect_uri", "invalid_client_id", "invalid_app_id", "no_scopes", "invalid_scope"
    })  # fmt: skip
    passing_codes: frozenset[str] = frozenset({
        "fatal_error", "internal_error", "ratelimited", "service_unavailable", CallErrorCode.UNREADABLE_ANSWER
    })  # fmt: skip


CONFIG = OAuthConfig()


class StateCookie(OAuthStateUtils):
    """slack_sdk's cookie, which browsers send with no other site's requests except links, as Slack's is one."""

    def build_set_cookie_for_new_state(self, state: str) -> str:
        """Return the cookie for a browser that begins."""
        return f"{super().build_set_cookie_for_new_state(state)}; SameSite=Lax"

    def build_set_cookie_for_deletion(self) -> str:
        """Return the cookie for a browser that has come back."""
        return f"{super().build_set_cookie_for_deletion()}; SameSite=Lax"


@dataclass(frozen=True, slots=True)
class Reply:
    """The reply to a browser.

    Attributes:
        outcome: For the metrics.
        page: The page; None where the browser is redirected.
        headers: Headers besides those of the page.
    """

    outcome: Outcome
    page: Page | None
    headers: Mapping[str, str]


class OAuthFlow:
    """Takes people to Slack and back."""

    def __init__(
        self,
        settings: InstallationSettings,
        client_secret: Secret,
        installations: Installations,
        states: OAuthStates,
        clock: Callable[[], float] = time.time,
    ) -> None:
        """Nothing is called before somebody comes.

        Args:
            settings: Of the app, as Slack knows it.
            client_secret: Read when somebody comes back.
            installations: Store the tokens that Slack grants.
            states: Of the installations under way.
            clock: Wall clock in seconds since 1970.
        """
        self._settings = settings
        self._client_secret = client_secret
        self._installations = installations
        self._states = states
        self._clock = clock
        self._cookie = StateCookie()

    @classmethod
    def from_settings(cls, settings: InstallationSettings) -> "OAuthFlow":
        """Return the flow with the table and the secret that the settings name."""
        table = DynamoDbTable(settings.table)
        installations = Installations(table, TokenCipher(settings.key))
        states = OAuthStates(table, OAuthStateUtils.default_expiration_seconds)
        secret = Secret(settings.client_secret, settings.client_secret_parameter, clients.TIMEOUTS.client_secret)
        return cls(settings, secret, installations, states)

    def answer(self, request: HttpRequest) -> Reply:
        """Answer a browser; errors are logged here, and explained on the page."""
        if request.path not in {INSTALL_PATH, REDIRECT_PATH}:
            return Reply(Outcome.NO_SUCH_PAGE, outcomes.not_found_page(), {})
        if request.method != "GET":
            return Reply(Outcome.NOT_ALLOWED, outcomes.wrong_method_page(), {"allow": "GET"})
        try:
            return self._begin() if request.path == INSTALL_PATH else self._finish(request)
        except InstallationError:
            logger.exception("an installation can't be kept")
            return Reply(Outcome.INSTALL_FAILED, outcomes.not_stored_page(INSTALL_PATH), {})

    def _begin(self) -> Reply:
        """Redirect a browser to Slack, with a cookie that identifies it when it comes back."""
        state = self._states.issue()
        # Without a redirect_uri Slack uses the first of the app's own, which the manifest names.
        # Slack offers those scopes apart that the app's manifest marks as optional, but only if they are requested:
        # https://docs.slack.dev/changelog/2026/03/16/optional-scopes
        scopes = (*SCOPES, *self._settings.optional_scopes)
        url = AuthorizeUrlGenerator(client_id=self._settings.client_id, scopes=scopes).generate(state)
        cookie = self._cookie.build_set_cookie_for_new_state(state)
        headers = {"location": url, "set-cookie": cookie, "cache-control": "no-store", "referrer-policy": "no-referrer"}
        return Reply(Outcome.INSTALL_BEGUN, None, headers)

    def _finish(self, request: HttpRequest) -> Reply:
        outcome, page = self._outcome(request)
        return Reply(outcome, page, {"set-cookie": self._cookie.build_set_cookie_for_deletion()})

    def _outcome(self, request: HttpRequest) -> tuple[Outcome, Page]:
        state = request.query.get("state")
        if "error" in request.query:
            return Outcome.INSTALL_DENIED, outcomes.denied_page(request.query["error"], INSTALL_PATH)
        if not (state and self._cookie.is_valid_browser(state, {"cookie": request.headers.get("cookie", "")})):
            return Outcome.INSTALL_ELSEWHERE, outcomes.other_browser_page(INSTALL_PATH)
        if not self._states.consume(state):
            return Outcome.INSTALL_EXPIRED, outcomes.expired_page(INSTALL_PATH)
        if "code" not in request.query:
            return Outcome.INSTALL_REFUSED, outcomes.refused_code_page("", INSTALL_PATH)
        return self._install(request.query["code"])

    def _install(self, code: str) -> tuple[Outcome, Page]:
        # Before Slack grants it, so that nothing that the workspace does afterwards is older.
        installed_at = self._clock()
        try:
            granted = self._grant(code)
            installation = _installation(granted, installed_at)
        except SlackApiError as error:
            # The original holds the request, secret included; the code is all that is worth knowing.
            return self._refusal_page(SlackCallError.from_response(error.response).code)
        except ParameterError:
            logger.exception("the client secret can't be read")
            return Outcome.INSTALL_FAILED, outcomes.not_stored_page(INSTALL_PATH)
        except (OSError, HTTPException, SlackClientError, ValueError, TypeError, AttributeError, LookupError) as error:
            logger.warning("Slack grants no installation that can be read", extra={"error": type(error).__name__})
            return Outcome.INSTALL_FAILED, outcomes.no_answer_page(INSTALL_PATH)
        self._installations.save(installation)
        logger.info("installed", extra={"workspace_id": installation.team_id or installation.enterprise_id})
        return Outcome.INSTALLED, outcomes.installed_page(installation)

    def _grant(self, code: str) -> Mapping[str, Any]:
        client: Any = WebClient(None, self._settings.slack_api_url, timeout=CONFIG.slack_seconds, retry_handlers=[])
        granted: Mapping[str, Any] = client.oauth_v2_access(
            client_id=self._settings.client_id, client_secret=self._client_secret.value(), code=code
        ).data
        return granted

    def _refresh_client_secret(self) -> None:
        try:
            self._client_secret.refresh()
        except ParameterError:
            logger.exception("the client secret can't be read")

    def _refusal_page(self, code: str) -> tuple[Outcome, Page]:
        logger.warning("Slack refuses an installation", extra={"code": code})
        if code in CONFIG.refused_codes:
            return Outcome.INSTALL_REFUSED, outcomes.refused_code_page(code, INSTALL_PATH)
        if code in CONFIG.misconfiguration_codes:
            self._refresh_client_secret()
            return Outcome.INSTALL_MISCONFIGURED, outcomes.misconfiguration_page(code)
        if code in CONFIG.passing_codes:
            return Outcome.INSTALL_FAILED, outcomes.no_answer_page(INSTALL_PATH)
        return Outcome.INSTALL_REFUSED, outcomes.refused_code_page(code, INSTALL_PATH)


def _installation(granted: Mapping[str, Any], installed_at: float) -> Installation:
    """Return the installation that Slack's answer describes, as slack_sdk models it.

    The bot's own id, which Bolt would request by a further call, is nowhere needed.

    Raises:
        LookupError, TypeError, AttributeError, ValueError: It is no such answer.
    """
    enterprise = granted.get("enterprise") or {}
    team = granted.get("team") or {}
    installer = granted["authed_user"]
    webhook = granted.get("incoming_webhook") or {}
    installation = Installation(
        app_id=granted.get("app_id"),
        enterprise_id=enterprise.get("id"),
        enterprise_name=enterprise.get("name"),
        team_id=team.get("id"),
        team_name=team.get("name"),
        bot_token=granted["access_token"],
        bot_id="",
        bot_user_id=granted.get("bot_user_id"),
        bot_scopes=granted.get("scope") or "",
        bot_refresh_token=granted.get("refresh_token"),
        bot_token_expires_in=granted.get("expires_in"),
        user_id=installer["id"],
        user_token=installer.get("access_token"),
        user_scopes=installer.get("scope") or "",
        user_refresh_token=installer.get("refresh_token"),
        user_token_expires_in=installer.get("expires_in"),
        incoming_webhook_url=webhook.get("url"),
        incoming_webhook_channel=webhook.get("channel"),
        incoming_webhook_channel_id=webhook.get("channel_id"),
        incoming_webhook_configuration_url=webhook.get("configuration_url"),
        is_enterprise_install=bool(granted.get("is_enterprise_install")),
        token_type=granted.get("token_type"),
        installed_at=installed_at,
    )
    if not (installation.bot_token and installation.user_id and (installation.team_id or installation.enterprise_id)):
        raise ValueError("an installation without a token, an installer or a workspace")
    return installation
