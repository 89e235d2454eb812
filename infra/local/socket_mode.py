"""The command line of `make slack`: answers a real Slack workspace from this machine, without a deployment.

    SLACK_APP_TOKEN=xapp-... SLACK_BOT_TOKEN=xoxb-... python -m infra.local.socket_mode [--data DIR]

Slack's requests come over a WebSocket that the app token opens, so there is no signature to check; from there on it is
the same Bolt app as on Lambda.
"""

import argparse
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Event

from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError

from infra.local.aws.services import RESOURCES, local_shelves
from infra.local.local_model import MODELS, SAMPLE, prepare_model
from model_build.datasets.formats.table_file import DatasetError
from shelftalker.model.catalogue import Catalogue
from shelftalker.settings import Settings


@dataclass(frozen=True, slots=True)
class _Token:
    """A kind of token.

    Attributes:
        variable: Environment variable that contains it.
        prefix: Prefix of every token of this kind.
        origin: Sentences that describe the page on which Slack shows it.
    """

    variable: str
    prefix: str
    origin: str


_APP_TOKEN = _Token(
    "SLACK_APP_TOKEN",
    "xapp-",
    "It is an app-level token: https://api.slack.com/apps, your app, Basic Information, App-Level Tokens, Generate, "
    "with the scope connections:write. Socket Mode must be on too: https://api.slack.com/apps, your app, Socket Mode.",
)
_BOT_TOKEN = _Token(
    "SLACK_BOT_TOKEN",
    "xoxb-",
    "It is the bot's token: https://api.slack.com/apps, your app, Install App, Bot User OAuth Token.",
)


class SocketModeError(Exception):
    """Slack can't be reached in Socket Mode, or refuses the tokens."""


def read_tokens(environment: Mapping[str, str]) -> tuple[str, str]:
    """Return the app-level token and the bot's token.

    Raises:
        SocketModeError: One is missing or is another kind of token; the message names the page that shows it.
    """
    return _read_token(environment, _APP_TOKEN), read_bot_token(environment)


def read_bot_token(environment: Mapping[str, str]) -> str:
    """Return the bot's token; errors as in `read_tokens`."""
    return _read_token(environment, _BOT_TOKEN)


def _read_token(environment: Mapping[str, str], kind: _Token) -> str:
    token = environment.get(kind.variable, "")
    if not token:
        raise SocketModeError(f"{kind.variable} is not set. {kind.origin}")
    if not token.startswith(kind.prefix):
        raise SocketModeError(f"{kind.variable} begins with {token[:5]}, expected {kind.prefix}. {kind.origin}")
    return token


def workspace_name(client: WebClient) -> str:
    """Return the name of the workspace of the client's bot token.

    Raises:
        SocketModeError: Slack refuses the token, or can't be reached.
    """
    with _slack_errors(_BOT_TOKEN):
        return str(client.auth_test()["team"])


@contextmanager
def connect(app: App, app_token: str, web_client: WebClient) -> Iterator[SocketModeHandler]:
    """Answer Slack's requests in threads of the handler, for as long as the `with` block lasts.

    Raises:
        SocketModeError: Slack refuses the token, or can't be reached.
    """
    handler = SocketModeHandler(app, app_token, web_client=web_client)
    try:
        with _slack_errors(_APP_TOKEN):
            handler.client.connect()
        yield handler
    finally:
        handler.client.close()


@contextmanager
def _slack_errors(token: _Token) -> Iterator[None]:
    """Raise a `SocketModeError` with advice where a call to Slack fails."""
    try:
        yield
    except SlackApiError as error:
        raise SocketModeError(f"Slack refuses {token.variable} ({error.response['error']}). {token.origin}") from error
    except (OSError, SlackClientError) as error:
        raise SocketModeError(f"Slack can't be reached ({error}). Check this machine's connection.") from error


def main() -> int:
    """Answer a workspace until Ctrl-C.

    Returns:
        0, or 2 where that is not possible; one sentence on standard error gives the reason.
    """
    parser = argparse.ArgumentParser(prog="make slack", description="Answer a real Slack workspace from this machine.")
    parser.add_argument("--data", type=Path, metavar="DIR", default=SAMPLE, help="a ratings dataset; else the sample")
    options = parser.parse_args()
    try:
        _answer_workspace(options.data.expanduser().resolve(), *read_tokens(os.environ))
    except KeyboardInterrupt:
        print("\nStopped.")
    except (DatasetError, PermissionError, SocketModeError) as error:
        print(f"make slack: {error}", file=sys.stderr)
        return 2
    return 0


def _answer_workspace(dataset: Path, app_token: str, bot_token: str) -> None:
    # Powertools reads these when it is imported, and the listeners import it.
    os.environ.update(POWERTOOLS_SERVICE_NAME="shelftalker", POWERTOOLS_METRICS_NAMESPACE="Shelftalker")
    from shelftalker.listeners.app import create_app  # noqa: PLC0415
    from shelftalker.listeners.services import Services  # noqa: PLC0415

    workspace = workspace_name(WebClient(bot_token))
    model = prepare_model(dataset, MODELS)
    catalogue = Catalogue.open(model.directory)
    settings = Settings(
        model_directory=model.directory,
        model_bucket="",
        model_prefix="",
        signing_secret="none",  # noqa: S106 - Socket Mode has no signatures
        signing_secret_parameter="",
        shelf_table=RESOURCES.shelf_table,
        bot_token=bot_token,
    )
    services = Services.from_settings(settings, lambda: catalogue)
    with local_shelves(), connect(create_app(services), app_token, WebClient()):
        print(
            f"Answering /recommend in {workspace} from {model.books:,} books; what people rate is forgotten when it "
            "stops. Ctrl-C stops it.",
            flush=True,
        )
        Event().wait()


if __name__ == "__main__":
    sys.exit(main())
