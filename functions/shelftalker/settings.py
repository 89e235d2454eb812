"""The configuration of a deployment; nothing but this and `function_settings.py` reads the environment.

Powertools and boto3 read variables of their own (`POWERTOOLS_*`, `AWS_*`); everything of Shelftalker's is here.
"""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

# The release, as CHANGELOG has it: log lines, a model's manifest and `python -m model_build --version` show it.
VERSION = "1.0.0"
# What the check of a new version calls it with; API Gateway and Function URLs make another event of any request.
SELF_CHECK_EVENT = {"release_check": "shelf and Home"}
_SLACK_API_URL = "https://slack.com/api/"
# An https address whose host is fixed, in characters that need no escape within Slack's markup; what it holds of a book
# stands in braces.
_BOOK_LINK = re.compile(
    r"https://[A-Za-z0-9.-]+(?::[0-9]{1,5})?/(?:[A-Za-z0-9._~:/?#\[\]@!$&'()+,;=%-]|\{(?:isbn|title|author)\})*"
)
_BOOK_LINK_LENGTH = 300
# In none of them, and in no need of quotes within the parameters of `sam deploy`, as a blank is.
_BETWEEN_BOOK_LINKS = "|"


class SettingsError(Exception):
    """The environment lacks something that the functions can't do without, or holds two answers to one question."""


class AnswerLayout(StrEnum):
    """Layouts of five books in a message."""

    LIST = "list"
    CARDS = "cards"


class AnswerSettings(NamedTuple):
    """Settings of the form of answers.

    Attributes:
        layout: The layout of five books in a message; Home has the list in any case.
        book_links: Addresses where a book is to be had, with {isbn}, {title} or {author} for those of the book. The
            first counts for which all is known; none for no links. Shelftalker itself never requests them.
    """

    layout: AnswerLayout = AnswerLayout.LIST
    book_links: tuple[str, ...] = (
        "https://openlibrary.org/isbn/{isbn}",
        "https://openlibrary.org/search?title={title}&author={author}",
    )

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> "AnswerSettings":
        """Read the settings from environment variables; where one is not set, the default holds.

        Raises:
            SettingsError: A value is of none of the forms that it can have; the message says which.
        """
        layout = environment.get("ANSWER_LAYOUT") or DEFAULT_ANSWERS.layout
        if layout not in {known.value for known in AnswerLayout}:
            raise SettingsError(f"ANSWER_LAYOUT must be {' or '.join(AnswerLayout)}; it is {layout!r}.")
        default = _BETWEEN_BOOK_LINKS.join(DEFAULT_ANSWERS.book_links)
        book_link = environment.get("BOOK_LINK", default)
        book_links = tuple(book_link.split(_BETWEEN_BOOK_LINKS)) if book_link else ()
        if not all(map(_is_book_link, book_links)):
            raise SettingsError(
                f"BOOK_LINK must be an https address of at most {_BOOK_LINK_LENGTH} characters, with {{isbn}}, "
                "{title} or {author} behind its host, or several, each for books of which those before it need more "
                f"than is known, with {_BETWEEN_BOOK_LINKS} between them, such as {default}; or empty for no links; "
                f"it is {book_link!r}."
            )
        return cls(AnswerLayout(layout), book_links)


DEFAULT_ANSWERS = AnswerSettings()


@dataclass(frozen=True, slots=True)
class InstallationSettings:
    """Settings of an app that other workspaces install, by OAuth.

    Attributes:
        table: The DynamoDB table of the installations.
        key: ARN of the KMS key that encrypts tokens before they are written, or an empty string: then DynamoDB alone
            encrypts them, as it does the whole table.
        client_id: Slack's public name of the app.
        client_secret: The secret that authenticates the app when it requests tokens; for local use.
        client_secret_parameter: Name of the SSM SecureString that holds it; on Lambda.
        slack_api_url: URL of Slack's Web API; another one only where Slack is imitated.
        optional_scopes: Scopes that Slack offers beside the required one, of which whoever installs grants any: those
            that the app's manifest marks as optional.
    """

    table: str
    key: str
    client_id: str
    client_secret: str
    client_secret_parameter: str
    slack_api_url: str = _SLACK_API_URL
    optional_scopes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Check that there are a table, a client id and exactly one source of the client secret.

        Raises:
            SettingsError: It is otherwise; the message says what to set.
        """
        if not self.table:
            raise SettingsError(
                "Installations are kept in a DynamoDB table: set INSTALLATION_TABLE to its name; it is not set."
            )
        if not self.client_id:
            raise SettingsError(
                "To be installed by other workspaces the app needs a name that Slack knows: set SLACK_CLIENT_ID to "
                "the Client ID in Slack's page of the app, under Basic Information; it is not set."
            )
        if bool(self.client_secret) == bool(self.client_secret_parameter):
            given = "both are" if self.client_secret else "neither is"
            raise SettingsError(
                "The app asks Slack for tokens with one client secret: set SLACK_CLIENT_SECRET_PARAMETER to the name "
                f"of an SSM SecureString, or SLACK_CLIENT_SECRET to the secret itself; {given} set."
            )
        _check_url(self.slack_api_url)

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> "InstallationSettings":
        """Read the settings from environment variables.

        Raises:
            SettingsError: The variables contradict each other or one is missing; the message says which.
        """
        return cls(
            table=environment.get("INSTALLATION_TABLE", ""),
            key=environment.get("INSTALLATION_KEY", ""),
            client_id=environment.get("SLACK_CLIENT_ID", ""),
            client_secret=environment.get("SLACK_CLIENT_SECRET", ""),
            client_secret_parameter=environment.get("SLACK_CLIENT_SECRET_PARAMETER", ""),
            slack_api_url=environment.get("SLACK_API_URL") or _SLACK_API_URL,
            optional_scopes=tuple(filter(None, environment.get("SLACK_OPTIONAL_SCOPES", "").split(","))),
        )


@dataclass(frozen=True, slots=True)
class Settings:
    """Settings of the function that answers Slack.

    Attributes:
        model_directory: Holds `catalogue.sqlite` and `manifest.json`; on Lambda the model layer.
        model_bucket: The bucket with published models, or an empty string: then only `model_directory` is used.
        model_prefix: Prefix of the keys of the models and their pointer in the bucket.
        signing_secret: Slack's signing secret itself; for local use.
        signing_secret_parameter: Name of the SSM SecureString that holds it; on Lambda.
        shelf_table: The DynamoDB table of the readers' shelves, or an empty string: then nothing can be rated or kept.
        bot_token: The token that authorises calls of Slack's Web API; for local use.
        bot_token_parameter: Name of the SSM SecureString that holds it; on Lambda. With neither there is no Home and
            no search window: the answers to commands and clicks need no token.
        slack_api_url: URL of Slack's Web API; another one only where Slack is imitated.
        installations: Settings of an app that other workspaces install, each with a token of its own; None where one
            workspace has the app for itself.
        purge_queue_url: The SQS queue of deletions due after a workspace or a reader has left, or an empty string.
        answers: Settings of the form of answers.
        mounted_models: The folder of published models on mounted storage, in place of `model_bucket`; None for none.
        learns_from_readers: Whether readers may let their ratings help to train the next models.
        learning_queue_url: The SQS queue that hears of such ratings, so that a training may begin before its week is
            over; an empty string for none.
        import_queue_url: The SQS queue of imports that take longer than a click has; an empty string for none: then
            each is done while its click is answered.
        checks_requests: Whether the function checks Slack's signature; one that a queue calls has no signing secret.
    """

    model_directory: Path
    model_bucket: str
    model_prefix: str
    signing_secret: str
    signing_secret_parameter: str
    shelf_table: str = ""
    bot_token: str = ""
    bot_token_parameter: str = ""
    slack_api_url: str = _SLACK_API_URL
    installations: InstallationSettings | None = None
    purge_queue_url: str = ""
    answers: AnswerSettings = DEFAULT_ANSWERS
    mounted_models: Path | None = None
    learns_from_readers: bool = False
    learning_queue_url: str = ""
    import_queue_url: str = ""
    checks_requests: bool = True

    def __post_init__(self) -> None:
        """Check that there are one source of the signing secret, at most one of models and of bot tokens, and a URL.

        Raises:
            SettingsError: It is otherwise; the message says what to set.
        """
        if self.checks_requests and bool(self.signing_secret) == bool(self.signing_secret_parameter):
            given = "both are" if self.signing_secret else "neither is"
            raise SettingsError(
                "Slack's requests are checked with one signing secret: set SLACK_SIGNING_SECRET_PARAMETER to the name "
                f"of an SSM SecureString, or SLACK_SIGNING_SECRET to the secret itself; {given} set."
            )
        if self.model_bucket and self.mounted_models:
            raise SettingsError(
                "Published models are either fetched from the bucket MODEL_BUCKET, or opened in the mounted folder "
                "MODEL_PATH; both are set. Unset one."
            )
        if self.bot_token and self.bot_token_parameter:
            raise SettingsError(
                "Slack's Web API is called with one bot token: set SLACK_BOT_TOKEN_PARAMETER to the name of an SSM "
                "SecureString, or SLACK_BOT_TOKEN to the token itself, or neither for no Home and no search window; "
                "both are set."
            )
        if self.installations and (self.bot_token or self.bot_token_parameter):
            raise SettingsError(
                "Slack's Web API is called either with the token of each workspace that installed the app, which "
                "INSTALLATION_TABLE keeps, or with the one of SLACK_BOT_TOKEN or SLACK_BOT_TOKEN_PARAMETER, for one "
                "workspace; both are set."
            )
        _check_url(self.slack_api_url)

    @classmethod
    def from_environment(
        cls, environment: Mapping[str, str] = os.environ, *, checks_requests: bool = True
    ) -> "Settings":
        """Read the settings from environment variables.

        Args:
            environment: The variables.
            checks_requests: False for a function that a queue calls, which needs no signing secret.

        Raises:
            SettingsError: The variables contradict each other or one is missing; the message says which.
        """
        return cls(
            model_directory=Path(environment.get("MODEL_DIRECTORY", "/opt/model")),
            model_bucket=environment.get("MODEL_BUCKET", ""),
            model_prefix=environment.get("MODEL_PREFIX", "models").strip("/"),
            signing_secret=environment.get("SLACK_SIGNING_SECRET", ""),
            signing_secret_parameter=environment.get("SLACK_SIGNING_SECRET_PARAMETER", ""),
            shelf_table=environment.get("SHELF_TABLE", ""),
            bot_token=environment.get("SLACK_BOT_TOKEN", ""),
            bot_token_parameter=environment.get("SLACK_BOT_TOKEN_PARAMETER", ""),
            slack_api_url=environment.get("SLACK_API_URL") or _SLACK_API_URL,
            installations=(
                InstallationSettings.from_environment(environment) if environment.get("INSTALLATION_TABLE") else None
            ),
            purge_queue_url=environment.get("PURGE_QUEUE_URL", ""),
            answers=AnswerSettings.from_environment(environment),
            mounted_models=Path(environment["MODEL_PATH"]) if environment.get("MODEL_PATH") else None,
            learns_from_readers=_is_on("LEARN_FROM_READERS", environment),
            learning_queue_url=environment.get("LEARNING_QUEUE_URL", ""),
            import_queue_url=environment.get("IMPORT_QUEUE_URL", ""),
            checks_requests=checks_requests,
        )


def is_slack_imitated(environment: Mapping[str, str] = os.environ) -> bool:
    """Return True where RESPONSE_URLS_ON_LOOPBACK is `on`: a Slack that is imitated on this machine is taken for it."""
    return environment.get("RESPONSE_URLS_ON_LOOPBACK") == "on"


def _is_on(name: str, environment: Mapping[str, str]) -> bool:
    value = environment.get(name) or "off"
    if value not in {"on", "off"}:
        raise SettingsError(f"{name} must be on or off; it is {value!r}.")
    return value == "on"


def _is_book_link(pattern: str) -> bool:
    return len(pattern) <= _BOOK_LINK_LENGTH and "{" in pattern and bool(_BOOK_LINK.fullmatch(pattern))


def _check_url(slack_api_url: str) -> None:
    if not slack_api_url.startswith(("https://", "http://")):
        raise SettingsError(
            f"SLACK_API_URL must be a URL such as {_SLACK_API_URL}, which it is when nothing sets it; it is "
            f"{slack_api_url!r}."
        )
