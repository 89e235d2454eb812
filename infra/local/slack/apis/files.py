"""The upload of files from the page, their download by the app with its token, and by the page those of messages."""

from urllib.parse import quote

from flask import Flask, Response, jsonify, request

from infra.local.slack.workspace.files import Files

MOST_BYTES = 100_000_000
SCOPE_OF_FILES = "files:read"


def add_files(flask: Flask, files: Files, bot_token: str, scopes: frozenset[str]) -> None:
    """Add the routes.

    Args:
        flask: The server.
        files: The files.
        bot_token: Token that a download is authorised by.
        scopes: Scopes that the workspace has granted the app.
    """

    @flask.post("/local/file")
    def upload() -> tuple[Response, int] | Response:
        """Take the bytes of one file of the page, and return its file object."""
        content = request.get_data(cache=False)
        if len(content) > MOST_BYTES:
            return jsonify(problem=f"expected at most {MOST_BYTES:,} bytes, got {len(content):,}"), 413
        return jsonify(files.add(request.args.get("name") or "file", content, request.host_url.rstrip("/")))

    @flask.get("/local/file/<file_id>")
    def save(file_id: str) -> Response:
        """Return a file to the page, which saves it."""
        content, file = files.content(file_id), files.all().get(file_id)
        if content is None or file is None:
            return Response("", 404)
        headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(str(file['name']), safe='')}"}
        return Response(content, headers=headers, mimetype="application/octet-stream")

    @flask.get("/files-pri/<file_id>/download/<name>")
    def download(file_id: str, name: str) -> Response:  # noqa: ARG001 - a part of the URL that tells nothing
        """Return a file to the app; without its token, or without the scope, Slack answers with a page to sign in."""
        if request.headers.get("Authorization") != f"Bearer {bot_token}" or SCOPE_OF_FILES not in scopes:
            return Response("", 302, {"Location": "/?redir=files-pri"})
        content = files.content(file_id)
        return Response("", 404) if content is None else Response(content, mimetype="application/octet-stream")
