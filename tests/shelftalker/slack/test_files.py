"""Files that people upload and that the app sends, at Slack's own hosts alone."""

from collections.abc import Iterator
from typing import Any

import pytest

from shelftalker.slack import files
from shelftalker.slack.errors import SlackUnavailableError
from shelftalker.slack.files import FILES, FileError, SlackFile, read_file, send_file
from shelftalker.slack.web_api import SlackApi
from shelftalker.slack.workspace import Workspace
from tests.http_service import Answer, HttpService, Received


class OneToken:
    """The one token of a workspace."""

    def current(self, workspace: Workspace | None) -> str:  # noqa: ARG002 - one workspace
        """Return the token."""
        return "xoxb-1"

    def after_refusal(self, refused: str, workspace: Workspace | None) -> str | None:  # noqa: ARG002 - as above
        """Return no other token."""
        return None

    def is_installed(self, workspace: Workspace) -> bool:  # noqa: ARG002 - as above
        """Return that it is there."""
        return True


class FileService(HttpService):
    """Slack's `files.info` and a file, with what a test makes of them."""

    def __init__(self) -> None:
        super().__init__()
        self.file: dict[str, Any] = {"name": "export.csv", "size": 12}
        self.answer_of_file = Answer(200, b"Title,Author")
        self.refusal = ""
        self.tokens: list[str] = []
        self.upload_url = f"{self.url}/upload/F2"
        self.uploads: list[tuple[bytes, str | None]] = []

    def answer(self, request: Received) -> Answer:
        """Return the answer to a method or to the download."""
        if request.path == "/api/files.getUploadURLExternal":
            return Answer(body={"ok": True, "upload_url": self.upload_url, "file_id": "F2"})
        if request.path.startswith("/upload/"):
            self.uploads.append((request.body, request.headers.get("authorization")))
            return self.answer_of_file
        if request.path.startswith("/api/"):
            file = {"url_private_download": f"{self.url}/files/export.csv", **self.file}
            return Answer(body={"ok": False, "error": self.refusal} if self.refusal else {"ok": True, "file": file})
        self.tokens.append(request.headers["authorization"])
        return self.answer_of_file


@pytest.fixture
def service() -> Iterator[FileService]:
    with FileService() as service:
        yield service


@pytest.fixture
def api(service: FileService) -> SlackApi:
    return SlackApi(OneToken(), f"{service.url}/api/")


def test_a_file_is_read_with_the_bot_s_token(service: FileService, api: SlackApi) -> None:
    assert read_file(api, "F1") == ("export.csv", b"Title,Author")
    assert service.tokens == ["Bearer xoxb-1"]


@pytest.mark.parametrize(
    "url",
    [
        "https://files.slack.com.evil.example/x", "https://evil.example/files.slack.com", "http://files.slack.com/x",
        "https://files.slack.com@evil.example/x", "https://drive.google.com/x", None, "file:///etc/passwd",
    ],
)  # fmt: skip
def test_no_token_goes_to_another_host(url: str | None, service: FileService, api: SlackApi) -> None:
    service.file["url_private_download"] = url
    with pytest.raises(FileError, match="no file that Slack keeps itself"):
        read_file(api, "F1")
    assert service.tokens == []


def test_a_redirect_is_not_followed(service: FileService, api: SlackApi) -> None:
    service.answer_of_file = Answer(302, b"", headers={"Location": f"{service.url}/elsewhere"})
    with pytest.raises(FileError, match="status 302"):
        read_file(api, "F1")
    assert len(service.tokens) == 1


@pytest.mark.parametrize("size", [FILES.most_bytes + 1, None])
def test_a_large_file_is_refused_whatever_size_it_names(
    size: int | None, service: FileService, api: SlackApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    if size is None:
        monkeypatch.setattr(files, "FILES", FILES._replace(most_bytes=5))
    service.file["size"] = size
    with pytest.raises(FileError, match="has more than"):
        read_file(api, "F1")


def test_a_file_that_is_gone_is_no_failure_of_slack_and_a_busy_slack_is(service: FileService, api: SlackApi) -> None:
    service.answer_of_file = Answer(503)
    with pytest.raises(SlackUnavailableError, match="status 503"):
        read_file(api, "F1")
    service.refusal = "missing_scope"
    with pytest.raises(FileError, match="Slack says missing_scope"):
        read_file(api, "F1")
    service.refusal = "ratelimited"
    with pytest.raises(SlackUnavailableError):
        read_file(api, "F1")


def test_a_file_is_sent_without_the_token_and_then_shared(service: FileService, api: SlackApi) -> None:
    send_file(api, SlackFile("books.csv", b"Title"), "U1", "Your shelf")
    assert service.uploads == [(b"Title", None)]
    assert "channels=U1" in service.received[-1].body.decode()


@pytest.mark.parametrize("url", ["https://evil.example/upload", "http://files.slack.com/upload", "file:///tmp/x"])
def test_no_file_goes_to_another_host(url: str, service: FileService, api: SlackApi) -> None:
    service.upload_url = url
    with pytest.raises(SlackUnavailableError, match="none of Slack's own hosts"):
        send_file(api, SlackFile("books.csv", b"Title"), "U1", "Your shelf")
    assert len(service.received) == 1


def test_a_file_that_did_not_arrive_is_not_shared(service: FileService, api: SlackApi) -> None:
    service.answer_of_file = Answer(500)
    with pytest.raises(SlackUnavailableError, match="status 500"):
        send_file(api, SlackFile("books.csv", b"Title"), "U1", "Your shelf")
    assert len(service.received) == 2
