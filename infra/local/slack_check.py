"""The command line of `make slack-check`: has a real Slack validate every message, window and Home of the app.

    SLACK_BOT_TOKEN=xoxb-... python -m infra.local.slack_check [--clicks 250]

The payloads come from the app itself. It runs here on the sample, once with each layout of answers, and a reader clicks
on everything that it shows: see `Exploration`. Slack's method blocks.validate then takes them one by one; it needs no
scope and posts nothing. See https://docs.slack.dev/reference/methods/blocks.validate.
"""

import argparse
import json
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import redirect_stdout
from dataclasses import dataclass, replace
from io import StringIO

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.http_retry.builtin_handlers import RateLimitErrorRetryHandler

from infra.local.demo import DemoError, running_demo
from infra.local.exploration import CONFIG as EXPLORATION
from infra.local.exploration import Exploration, Payload
from infra.local.local_model import DEMO, SAMPLE
from infra.local.socket_mode import SocketModeError, read_bot_token, workspace_name
from shelftalker.views.block_kit import cut


@dataclass(frozen=True, slots=True)
class SlackCheckConfig:
    """Settings of the check.

    Attributes:
        layouts: The values of ANSWER_LAYOUT that the app is run with.
        retries: Number of times that a call waits where Slack answers that there were too many.
        words: Characters of a payload's text that name it.
    """

    layouts: tuple[str, ...] = ("list", "cards")
    retries: int = 5
    words: int = 70


CONFIG = SlackCheckConfig()


def explore(clicks: int) -> list[Payload]:
    """Run the app with each layout, and return the payloads that it shows a reader who clicks on everything.

    Args:
        clicks: Most clicks with each layout.
    """
    payloads: dict[str, Payload] = {}
    for layout in CONFIG.layouts:
        settings = {"ANSWER_LAYOUT": layout, "LEARN_FROM_READERS": "on"}  # Home with all that it can have
        with redirect_stdout(StringIO()), running_demo(SAMPLE, 0, DEMO, settings) as address:
            found = Exploration(address).payloads(clicks)
        for payload in found:
            payloads.setdefault(payload.shape, replace(payload, surface=f"{layout}, {payload.surface}"))
    return list(payloads.values())


def refusals(client: WebClient, payload: Payload) -> Iterator[str]:
    """Yield the reasons why Slack refuses a payload, each with its JSON pointer.

    Raises:
        SlackApiError: Slack refuses the call itself, such as an invalid token.
    """
    try:
        client.api_call("blocks.validate", params={payload.kind: json.dumps(payload.content)})
    except SlackApiError as error:
        if error.response["error"] != f"invalid_{payload.kind}":
            raise
        for found in error.response.get("errors") or [{"pointer": "", "message": error.response["error"]}]:
            yield f"{found.get('pointer') or '/'}: {found.get('message') or json.dumps(found)}"


def check(client: WebClient, payloads: list[Payload]) -> int:
    """Print Slack's opinion of each payload, and return the number of those that it refuses."""
    refused = 0
    for payload in payloads:
        reasons = list(refusals(client, payload))
        refused += bool(reasons)
        print(f"{'refused' if reasons else 'valid'}: {payload.surface}: {cut(payload.words, CONFIG.words)}", flush=True)
        for reason in reasons:
            print(f"  {reason}")
    print(f"Slack accepts {len(payloads) - refused} of {len(payloads)} messages, windows and Homes.")
    return refused


def main(arguments: Sequence[str] | None = None) -> int:
    """Check all payloads.

    Args:
        arguments: The command line; that of the process where it is None.

    Returns:
        0, 1 where Slack refuses one, or 2 where nothing can be checked: standard error then has the reason.
    """
    parser = argparse.ArgumentParser("make slack-check", description="Have a real Slack validate all that is shown.")
    parser.add_argument("--clicks", type=int, default=EXPLORATION.clicks, help="most clicks with each layout")
    clicks = parser.parse_args(arguments).clicks
    try:
        token = read_bot_token(os.environ)
        client = WebClient(token, base_url=os.environ.get("SLACK_API_URL", WebClient.BASE_URL))
        client.retry_handlers.append(RateLimitErrorRetryHandler(max_retry_count=CONFIG.retries))
        workspace = workspace_name(client)
        print(f"Collecting what the app shows, for {workspace} to validate: a few minutes ...", flush=True)
        return 1 if check(client, explore(clicks)) else 0
    except (SocketModeError, DemoError) as error:
        print(f"make slack-check: {error}", file=sys.stderr)
    except SlackApiError as error:
        print(f"make slack-check: Slack refuses the call ({error.response['error']}).", file=sys.stderr)
    except (OSError, SlackClientError) as error:
        print(f"make slack-check: Slack can't be reached ({error}). Check this machine's connection.", file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main())
