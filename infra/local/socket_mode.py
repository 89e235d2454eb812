"""The command line of `make slack`: answers a real Slack workspace from this machine, with nothing deployed.

    SLACK_APP_TOKEN=xapp-... SLACK_BOT_TOKEN=xoxb-... python -m infra.local.socket_mode [--data DIR]

Slack's requests come over a WebSocket that the app token opens, so there is no signature to check; from there on it is
the same Bolt app as on Lambda.
"""

import argparse
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from threading import Event

from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError

from infra.local.aws.services import SHELF_TABLE, local_shelves
from infra.local.local_model import DEMO, SAMPLE, prepare_model
from model_build.datasets.csv_records import DatasetError
from shelftalker.model.catalogue import Catalogue
from shelftalker.settings import Settings

_APP_PAGE = "https://api.slack.com/apps, your app"
_APP_TOKEN_ORIGIN = (
    f"It is an app-level token: {_APP_PAGE}, Basic Information, App-Level Tokens, Generate, with the scope "
    f"connections:write. Socket Mode must be on too: {_APP_PAGE}, Socket Mode."
)
_BOT_TOKEN_ORIGIN = f"It is the bot's token: {_APP_PAGE}, Install App, Bot User OAuth Token."


class SocketModeError(Exception):
    """Slack can't be reached in Socket Mode, or not with these tokens."""


def read_tokens(environment: Mapping[str, str]) -> tuple[str, str]:
    """The app-level token and the bot's token.

    Raises:
        SocketModeError: One is missing or is another kind of token; the message says where to get it.
    """
    expected = [("SLACK_APP_TOKEN", "xapp-", _APP_TOKEN_ORIGIN), ("SLACK_BOT_TOKEN", "xoxb-", _BOT_TOKEN_ORIGIN)]
    for name, beginning, origin in expected:
        token = environment.get(name, "")
        if not token:
            raise SocketModeError(f"{name} is not set. {origin}")
        if not token.startswith(beginning):
            raise SocketModeError(f"{name} begins with {token[:5]}, expected {beginning}. {origin}")
    return environment["SLACK_APP_TOKEN"], environment["SLACK_BOT_TOKEN"]


def workspace_name(client: WebClient) -> str:
    """The name of the workspace whose bot token the client has.

    Raises:
        SocketModeError: Slack does not take the token, or can't be reached.
    """
    with _explained("SLACK_BOT_TOKEN", _BOT_TOKEN_ORIGIN):
        return str(client.auth_test()["team"])


@contextmanager
def connected(app: App, app_token: str, web_client: WebClient) -> Iterator[SocketModeHandler]:
    """Answer what Slack sends, from threads of the handler's own, for as long as the `with` block lasts.

    Raises:
        SocketModeError: Slack does not take the token, or can't be reached.
    """
    handler = SocketModeHandler(app, app_token, web_client=web_client)
    try:
        with _explained("SLACK_APP_TOKEN", _APP_TOKEN_ORIGIN):
            handler.client.connect()
        yield handler
    finally:
        handler.client.close()


@contextmanager
def _explained(token_name: str, origin: str) -> Iterator[None]:
    """Say what to do about a call to Slack that fails."""
    try:
        yield
    except SlackApiError as error:
        raise SocketModeError(f"Slack refuses {token_name} ({error.response['error']}). {origin}") from error
    except (OSError, SlackClientError) as error:
        raise SocketModeError(f"Slack can't be reached ({error}). Check this machine's connection.") from error


def main() -> int:
    """Answer a workspace until Ctrl-C.

    Returns:
        0, or 2 where that can't be done; one sentence on standard error says why.
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
    model = prepare_model(dataset, DEMO / "model")
    catalogue = Catalogue.open(model.directory)
    settings = Settings(
        model_directory=model.directory,
        model_bucket="",
        model_prefix="",
        signing_secret="none",  # noqa: S106 - Socket Mode has no signatures
        signing_secret_parameter="",
        shelf_table=SHELF_TABLE,
        bot_token=bot_token,
    )
    services = Services.from_settings(settings, lambda: catalogue)
    with local_shelves(), connected(create_app(services), app_token, WebClient()):
        print(
            f"Answering /recommend in {workspace} from {model.books:,} books; what people rate is forgotten when it "
            "stops. Ctrl-C stops it.",
            flush=True,
        )
        Event().wait()


if __name__ == "__main__":
    sys.exit(main())
