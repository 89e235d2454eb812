"""The addresses that are Slack's own: requests that hold an answer or the bot's token go to no others."""

import re

from shelftalker.settings import is_slack_imitated

# Of Slack and of GovSlack: https://docs.slack.dev/govslack. As a whole: what parses an address may drop tabs and line
# ends that what requests it sends, and take a letter of another alphabet for one of these.
_RESPONSE_URL = re.compile(r"https://hooks\.slack(?:-gov)?\.com/[!-~]*")
_FILE_URL = re.compile(r"https://[a-z0-9-]+\.slack(?:-gov)?\.com/[!-~]*")
_LOOPBACK_URL = re.compile(r"https?://(?:127\.0\.0\.1|localhost)(?::[0-9]{1,5})?/[!-~]*")


def is_response_url(url: object) -> bool:
    """Return True for an https address of Slack's, to which answers may be sent."""
    return _is_of_slack(url, _RESPONSE_URL)


def is_file_url(url: object) -> bool:
    """Return True for an https address of a file that Slack keeps, which is fetched with the bot's token."""
    return _is_of_slack(url, _FILE_URL)


def _is_of_slack(url: object, of_slack: re.Pattern[str]) -> bool:
    """Test an address; where Slack is imitated on this machine, any address of the machine is one too."""
    if not isinstance(url, str):
        return False
    return bool(of_slack.fullmatch(url)) or (is_slack_imitated() and bool(_LOOPBACK_URL.fullmatch(url)))
