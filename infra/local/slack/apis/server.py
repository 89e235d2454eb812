"""The HTTP side of the small local Slack: the page, what the page asks, and what the app posts.

Everything under `/local/` is between the page and this server and no part of Slack, see slack/apis/page_calls.py;
`/response/` and `/api/` are what an app finds at Slack.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from flask import Flask, Response, request, send_from_directory
from flask.json.provider import DefaultJSONProvider

from infra.local.slack.apis.clicks import Clicks
from infra.local.slack.apis.events_api import SECONDS_BEFORE_RETRIES, Events
from infra.local.slack.apis.interactions import Interactions
from infra.local.slack.apis.modals import Modals
from infra.local.slack.apis.page_calls import add_home, add_messages, add_modals, add_state
from infra.local.slack.apis.web_api import WebApi
from infra.local.slack.connection.delivery import ACKNOWLEDGEMENT_SECONDS, Courier
from infra.local.slack.connection.exchanges import Exchange
from infra.local.slack.connection.grants import Grants
from infra.local.slack.connection.images import ImageError, Images
from infra.local.slack.connection.installation import Installation
from infra.local.slack.connection.manifest import MANIFEST, read_manifest
from infra.local.slack.connection.replies import Replies
from infra.local.slack.connection.suggestions import Offers
from infra.local.slack.workspace.views import Views
from infra.local.slack.workspace.workspace import Workspace

LOCAL_BOT_TOKEN = "xoxb-local"  # noqa: S105 - of a Slack that only this machine reaches

_PAGE = Path(__file__).resolve().parents[2] / "page"
# The page asks for nothing from elsewhere, and runs no script that a message could bring.
_CONTENT_SECURITY_POLICY = (
    "default-src 'self'; img-src 'self' data:; style-src 'self'; script-src 'self'; frame-ancestors 'none'"
)


def create_slack(
    functions_url: str,
    signing_secret: str,
    covers_directory: Path | None,
    clock: Callable[[], float] = time.time,
    acknowledgement_seconds: float = ACKNOWLEDGEMENT_SECONDS,
    *,
    bot_token: str = LOCAL_BOT_TOKEN,
    seconds_before_retries: Sequence[float] = SECONDS_BEFORE_RETRIES,
    manifest: Path = MANIFEST,
) -> Flask:
    """A small Slack with one workspace and one app installed, as a WSGI app; serve it with threads.

    Args:
        functions_url: Where the app takes Slack's requests, such as `http://127.0.0.1:9000/slack/events`.
        signing_secret: The secret that Slack signs with and the app checks.
        covers_directory: The images of https://covers.shelftalker.example/, or None.
        clock: Gives seconds since 1970.
        acknowledgement_seconds: How long the app may take to acknowledge; Slack's own limit unless a test hurries.
        bot_token: What the app authorises its calls of the Web API with.
        seconds_before_retries: How long to wait before each retry of an event.
        manifest: What the app says of itself.
    """
    workspace = Workspace(clock)
    images = Images(covers_directory)
    installation = Installation(
        workspace=workspace,
        views=Views(workspace, clock),
        courier=Courier(functions_url, signing_secret, clock, acknowledgement_seconds),
        replies=Replies(workspace, images),
        grants=Grants(clock),
        offers=Offers(),
        manifest=read_manifest(manifest),
        clock=clock,
    )
    interactions = Interactions(installation)
    clicks = Clicks(installation)
    flask = Flask("slack", static_folder=None)
    flask.json = DefaultJSONProvider(flask)
    flask.json.sort_keys = False  # a payload is read in the order in which it was sent
    flask.config["TRUSTED_HOSTS"] = ["127.0.0.1", "localhost"]  # no other site's name may lead here
    _add_page(flask, images)
    add_state(flask, installation)
    add_messages(flask, installation, interactions, clicks)
    add_modals(flask, installation, Modals(installation, clicks))
    add_home(flask, Events(installation, seconds_before_retries))
    _add_slack_calls(flask, interactions, WebApi(installation, bot_token))
    return flask


def _add_page(flask: Flask, images: Images) -> None:
    @flask.get("/")
    def page() -> Response:
        return _page_file("index.html")

    @flask.get("/page/<path:name>")
    def page_file(name: str) -> Response:
        return _page_file(name)

    @flask.get("/image")
    def image() -> Response:
        """An image of a message, fetched by the server as Slack's proxy does: browsers ask nobody else."""
        try:
            fetched = images.fetch(request.args.get("url", ""))
        except ImageError as error:
            return Response(str(error), 404, mimetype="text/plain")
        headers = {"Cache-Control": "private, max-age=3600", "X-Content-Type-Options": "nosniff"}
        return Response(fetched.content, headers=headers, mimetype=fetched.content_type)


def _page_file(name: str) -> Response:
    response = send_from_directory(_PAGE, name, max_age=0)
    response.headers["Content-Security-Policy"] = _CONTENT_SECURITY_POLICY
    return response


def _add_slack_calls(flask: Flask, interactions: Interactions, web_api: WebApi) -> None:
    @flask.post("/response/<token>")
    def response_url(token: str) -> Response:
        return _as_response(interactions.on_response_url(token, _request_of_app("response_url")))

    @flask.post("/api/<method>")
    def call(method: str) -> Response:
        return _as_response(web_api.on_call(method, _request_of_app(method)))


def _request_of_app(kind: str) -> Exchange:
    body = request.get_data(as_text=True)
    headers: Mapping[str, str] = dict(request.headers)
    return Exchange(kind, request.path, request.url, headers, body)


def _as_response(exchange: Exchange) -> Response:
    return Response(exchange.response_body, exchange.status, dict(exchange.response_headers))
