"""The HTTP server of the local Slack: the page, the page's calls, and the requests of the app.

Everything under `/local/` is between the page and this server and no part of Slack, see slack/apis/page_calls.py;
`/response/` and `/api/` are paths that an app finds at Slack. `/mcp/` takes any MCP client to the app's tools, signed.
"""

import time
from collections.abc import Callable, Mapping
from pathlib import Path
from urllib.parse import urljoin

from flask import Flask, Response, request, send_from_directory
from flask.json.provider import DefaultJSONProvider

from infra.local.slack.apis.clicks import Clicks
from infra.local.slack.apis.conversations import add_uploads
from infra.local.slack.apis.crowd import Crowd
from infra.local.slack.apis.events_api import Events
from infra.local.slack.apis.files import add_files
from infra.local.slack.apis.interactions import Interactions
from infra.local.slack.apis.modals import Modals
from infra.local.slack.apis.page_calls import add_home, add_messages, add_modals, add_state
from infra.local.slack.apis.panel_calls import add_crowd, add_steps, add_tools
from infra.local.slack.apis.slackbot_tools import SlackbotTools
from infra.local.slack.apis.web_api import WebApi
from infra.local.slack.apis.workflow_steps import WorkflowSteps
from infra.local.slack.connection.delivery import AppClient
from infra.local.slack.connection.exchanges import Exchange, decode_json
from infra.local.slack.connection.grants import Grants
from infra.local.slack.connection.images import ImageError, Images
from infra.local.slack.connection.installation import Installation
from infra.local.slack.connection.manifest import MANIFEST, read_manifest
from infra.local.slack.connection.replies import Replies
from infra.local.slack.connection.suggestions import OfferedOptions
from infra.local.slack.rules.limits import INTERACTION_LIMITS, InteractionLimits
from infra.local.slack.workspace.directory import DIRECTORY
from infra.local.slack.workspace.executions import Executions
from infra.local.slack.workspace.files import Files
from infra.local.slack.workspace.views import Views
from infra.local.slack.workspace.workspace import Workspace


def create_slack(
    functions_url: str,
    signing_secret: str,
    covers_directory: Path | None,
    clock: Callable[[], float] = time.time,
    limits: InteractionLimits = INTERACTION_LIMITS,
    *,
    bot_token: str = "xoxb-local",  # noqa: S107 - of a Slack that only this machine reaches
    manifest: Path = MANIFEST,
    scopes: frozenset[str] | None = None,
) -> Flask:
    """Return a local Slack with one workspace and one app installed, as a WSGI app; serve it with threads.

    Args:
        functions_url: URL that takes Slack's requests to the app, such as `http://127.0.0.1:9000/slack/events`.
        signing_secret: Secret that Slack signs with and the app verifies.
        covers_directory: Folder with the images of https://covers.shelftalker.example/, or None.
        clock: Returns seconds since 1970.
        limits: Times within which the app has to answer; Slack's own, except in tests.
        bot_token: Token that authorises the app's calls of the Web API.
        manifest: The app's manifest.
        scopes: Scopes that the workspace has granted; None for all that the manifest requests.
    """
    workspace = Workspace(clock)
    images = Images(covers_directory)
    requested = read_manifest(manifest)
    granted = requested.scopes if scopes is None else scopes
    installation = Installation(
        workspace=workspace,
        views=Views(workspace, clock),
        app_client=AppClient(functions_url, signing_secret, clock, limits.acknowledgement_seconds),
        replies=Replies(workspace, images),
        grants=Grants(clock, limits),
        offered_options=OfferedOptions(),
        manifest=requested,
        clock=clock,
        files=Files(clock),
        scopes=granted,
        executions=Executions(workspace, clock),
    )
    interactions = Interactions(installation)
    clicks = Clicks(installation)
    flask = Flask("slack", static_folder=None)
    flask.json = DefaultJSONProvider(flask)
    flask.json.sort_keys = False  # a payload is read in the order in which it was sent
    flask.config["TRUSTED_HOSTS"] = ["127.0.0.1", "localhost"]  # no other site's name may resolve to this server
    _add_page(flask, images)
    add_state(flask, installation)
    add_messages(flask, installation, interactions, clicks)
    add_modals(flask, installation, Modals(installation, clicks))
    events = Events(installation, limits.retry_delays_seconds)
    add_home(flask, events)
    steps = WorkflowSteps(installation, events)
    add_steps(flask, steps)
    add_crowd(flask, Crowd(installation, clicks))
    add_files(flask, installation.files, bot_token, granted)
    add_uploads(flask, installation)
    if requested.mcp_path:
        mcp_url = urljoin(functions_url, requested.mcp_path)
        tools = SlackbotTools(installation, AppClient(mcp_url, signing_secret, clock, limits.tool_seconds))
        add_tools(flask, tools)
        _add_mcp_clients(flask, tools)
    _add_slack_calls(flask, interactions, WebApi(installation, bot_token, steps), granted)
    return flask


def _add_page(flask: Flask, images: Images) -> None:
    @flask.get("/")
    def page() -> Response:
        return _page_file("index.html")

    @flask.get("/side-by-side")
    def side_by_side() -> Response:
        return _page_file("side_by_side.html")

    @flask.get("/page/<path:name>")
    def page_file(name: str) -> Response:
        return _page_file(name)

    @flask.get("/image")
    def image() -> Response:
        """Return an image of a message, fetched by the server as Slack's proxy does."""
        try:
            found = images.fetch(request.args.get("url", ""))
        except ImageError as error:
            return Response(str(error), 404, mimetype="text/plain")
        headers = {"Cache-Control": "private, max-age=3600", "X-Content-Type-Options": "nosniff"}
        return Response(found.content, headers=headers, mimetype=found.content_type)


def _page_file(name: str) -> Response:
    response = send_from_directory(Path(__file__).resolve().parents[2] / "page", name, max_age=0)
    # The page loads nothing from other hosts, is framed by none, and runs no script that a message could contain.
    response.headers["Content-Security-Policy"] = (
        "default-src 'self'; img-src 'self' data:; style-src 'self'; script-src 'self'; frame-ancestors 'self'"
    )
    return response


def _add_slack_calls(flask: Flask, interactions: Interactions, web_api: WebApi, scopes: frozenset[str]) -> None:
    @flask.post("/response/<token>")
    def response_url(token: str) -> Response:
        return _as_response(interactions.on_response_url(token, _request_of_app("response_url")))

    @flask.post("/api/<method>")
    def call(method: str) -> Response:
        response = _as_response(web_api.on_call(method, _request_of_app(method)))
        response.headers["X-OAuth-Scopes"] = ",".join(sorted(scopes))
        return response


def _add_mcp_clients(flask: Flask, tools: SlackbotTools) -> None:
    @flask.post("/mcp/<handle>")
    def message(handle: str) -> Response:
        """Sign a request of an MCP client in the name of a member, and pass it on."""
        user = next((member for member in DIRECTORY.users if member.handle == handle), None)
        if user is None:
            members = ", ".join(member.handle for member in DIRECTORY.users)
            return Response(f"There is no member {handle!r}: name one of {members}.", 404, mimetype="text/plain")
        # Pages of other sites must not act for a member: browsers send their Origin, or ask first for JSON.
        if "Origin" in request.headers or not request.is_json:
            return Response("Expected JSON from an MCP client, not from a browser.", 403, mimetype="text/plain")
        try:
            delivery = tools.forward(user, decode_json(request.get_data(as_text=True)), dict(request.headers))
        except RecursionError:
            return Response("Expected JSON of fewer levels.", 400, mimetype="text/plain")
        kind = delivery.header("content-type") or "text/plain"
        return Response(delivery.body or delivery.reason, delivery.status or 502, content_type=kind)


def _request_of_app(kind: str) -> Exchange:
    body = request.get_data(as_text=True)
    headers: Mapping[str, str] = dict(request.headers)
    return Exchange(kind, request.path, request.url, headers, body)


def _as_response(exchange: Exchange) -> Response:
    return Response(exchange.response_body, exchange.status, dict(exchange.response_headers))
