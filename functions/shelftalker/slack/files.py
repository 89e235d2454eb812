"""Files between this app and people: read and sent with the bot's token, at Slack's own hosts alone."""

import urllib.request
from http.client import HTTPException, HTTPMessage
from typing import IO, NamedTuple
from urllib.error import HTTPError

from shelftalker.slack.addresses import is_file_url
from shelftalker.slack.errors import CallErrorCode, SlackCallError
from shelftalker.slack.web_api import SlackApi


class FilesConfig(NamedTuple):
    """Limits of a file.

    Attributes:
        most_bytes: Most bytes of a file: an export of 10,000 books with reviews has about 10 MB, and packed 4.
        most_unpacked_bytes: Most bytes of the text in it.
        seconds: Time-out of each wait for Slack.
        unknown_codes: Slack's codes for a file that is gone, or that the app may not read.
    """

    most_bytes: int = 20_000_000
    most_unpacked_bytes: int = 100_000_000
    seconds: float = 20.0
    unknown_codes: frozenset[str] = frozenset({
        "file_deleted", "file_not_found", "missing_scope", "not_allowed_token_type", "access_denied"
    })  # fmt: skip


FILES = FilesConfig()


class FileError(Exception):
    """A file can't be read, now or later; the message says what was expected, what came and what to do."""


class SlackFile(NamedTuple):
    """A file, by its name and its bytes."""

    name: str
    content: bytes


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """Follows no redirect: the token in the request's header is for Slack's own hosts."""

    def redirect_request(  # noqa: PLR0917 - urllib's own
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> None:
        """Return no further request."""


def read_file(slack_api: SlackApi, file_id: str) -> SlackFile:
    """Return a file that a person uploaded.

    Args:
        slack_api: The API for the person's workspace.
        file_id: Slack's id of the file.

    Raises:
        FileError: It is gone, too large, or not at Slack.
        SlackUnavailableError: Slack can't be asked now.
    """
    try:
        file = slack_api.file_info(file_id)
    except SlackCallError as error:
        if error.code in FILES.unknown_codes:
            raise FileError(
                f"I can't read that file; Slack says {error.code}. It has to be there still, and I need the permission "
                "files:read. Upload it again, or paste its rows."
            ) from error
        raise
    name, size = str(file.get("name") or "the file"), file.get("size")
    if isinstance(size, int) and size > FILES.most_bytes:
        raise _too_large(name)
    url = file.get("url_private_download")
    if not is_file_url(url):
        raise FileError(f"{name} is no file that Slack keeps itself. Upload the export's own file, or paste its rows.")
    content = _download(slack_api.current_token(), str(url))
    if len(content) > FILES.most_bytes:
        raise _too_large(name)
    return SlackFile(name, content)


def send_file(slack_api: SlackApi, file: SlackFile, user_id: str, comment: str) -> None:
    """Share a file in the app's conversation with a person; needs the scope `files:write`.

    Args:
        slack_api: The API for the person's workspace.
        file: The file.
        user_id: The person.
        comment: The message beside it, in markup.

    Raises:
        SlackUnavailableError: Slack does not take it, now or ever; see slack/errors.py.
    """
    url, file_id = slack_api.begin_upload(file.name, len(file.content))
    if not is_file_url(url):
        raise SlackCallError(CallErrorCode.UNREADABLE_ANSWER, "Slack's URL for an upload is none of Slack's own hosts.")
    # The URL itself is the permission, for this one file: no token goes along.
    request = urllib.request.Request(url, file.content, {"Content-Type": "application/octet-stream"}, method="POST")  # noqa: S310 - see is_file_url
    _send(request, "Slack took no file")
    slack_api.share_upload(file_id, file.name, user_id, comment)


def _send(request: urllib.request.Request, problem: str) -> None:
    """Send a request to one of Slack's hosts, for nothing but its status.

    Raises:
        SlackCallError: Another status than 200 came, or no answer.
    """
    try:
        with urllib.request.build_opener(_NoRedirect).open(request, timeout=FILES.seconds):
            return
    except HTTPError as error:
        with error:
            raise SlackCallError(CallErrorCode.NO_ANSWER, f"{problem}: it gave status {error.code}.") from None
    except (OSError, HTTPException) as error:
        raise SlackCallError(CallErrorCode.NO_ANSWER, f"{problem}: {type(error).__name__}") from error


def _download(token: str, url: str) -> bytes:
    request = urllib.request.Request(url, headers={"Authorization": f"Bearer {token}"})  # noqa: S310 - see is_file_url
    opener = urllib.request.build_opener(_NoRedirect)
    try:
        with opener.open(request, timeout=FILES.seconds) as response:
            content: bytes = response.read(FILES.most_bytes + 1)
    except HTTPError as error:
        with error:
            status = error.code
        if status >= 500 or status == 429:
            raise SlackCallError(CallErrorCode.NO_ANSWER, f"Slack's file gave status {status}.") from None
        raise FileError(
            f"Slack did not give me the file (status {status}). Upload it again, or paste its rows."
        ) from None
    except (OSError, HTTPException) as error:
        raise SlackCallError(CallErrorCode.NO_ANSWER, f"Slack gave no file: {type(error).__name__}") from error
    return content


def _too_large(name: str) -> FileError:
    return FileError(
        f"{name} has more than {FILES.most_bytes // 1_000_000} MB; an export of 10,000 books has fewer. Is it the file "
        "that the service gave you?"
    )
