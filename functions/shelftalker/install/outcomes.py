"""The page of each outcome of an installation."""

import re
from urllib.parse import urlencode

from slack_sdk.oauth.installation_store import Installation

from shelftalker.install.pages import Page

_AGAIN = "Start again"


# Sentences for the optional scopes of infra/slack_manifest.yaml, each the reason for which one was granted.
OPTIONAL_SCOPES = {
    "chat:write": "When a longer step of an import is done, it writes that to whoever imports.",
    "files:read": "Import my library, in its Home, can take the file that you upload there.",
    "files:write": "Export for Goodreads, in its Home, sends you the file.",
    "mcp:connect": "Slackbot can use its tools now: ask Slackbot for books in your own words.",
}


def installed_page(installation: Installation) -> Page:
    """Return the page of a successful installation, with a link to Slack."""
    where = installation.enterprise_name if installation.is_enterprise_install else installation.team_name
    sentences = [
        f"Shelftalker is installed in {where}." if where else "Shelftalker is installed.",
        "Type /recommend and the title of a book that you liked, in any conversation; /recommend help tells the rest.",
    ]
    sentences += [reason for scope, reason in OPTIONAL_SCOPES.items() if scope in (installation.bot_scopes or ())]
    link = None
    if installation.is_enterprise_install:
        sentences.append("An administrator of the organisation chooses the workspaces that have it.")
    elif installation.app_id and installation.team_id:
        ids = urlencode({"app": installation.app_id, "team": installation.team_id})
        link = (f"https://slack.com/app_redirect?{ids}", "Open Slack")
    return Page(200, "Shelftalker is installed", tuple(sentences), link)


def denied_page(code: str, install_path: str) -> Page:
    """Return the page for a person whom Slack sent back without a code."""
    if code == "access_denied":
        sentence = "The installation was cancelled, and nothing was changed. Come back whenever you like."
        return Page(200, "Not installed", (sentence,), (install_path, _AGAIN))
    sentence = "Slack did not let Shelftalker be installed, and nothing was changed."
    return Page(400, "Not installed", (sentence,), (install_path, _AGAIN), _code_note(code))


def other_browser_page(install_path: str) -> Page:
    """Return the page for a browser without a cookie, or with one of another installation."""
    why = (
        "This installation was begun in another browser or window, or more than ten minutes ago, or your browser keeps "
        "no cookies for this site. Nothing was installed."
    )
    advice = "Please start again and stay in one browser window."
    return Page(400, "Not installed yet", (why, advice), (install_path, _AGAIN))


def expired_page(install_path: str) -> Page:
    """Return the page for a state that was used or has expired."""
    sentence = (
        "This link serves once, for ten minutes: it was used before or has expired. If you have just seen that "
        "Shelftalker is installed, all is well; otherwise please start again."
    )
    return Page(400, "This link has expired", (sentence,), (install_path, _AGAIN))


def refused_code_page(code: str, install_path: str) -> Page:
    """Return the page for a code that Slack refuses."""
    sentence = "Slack did not accept this installation any more, and nothing was installed. Please start again."
    return Page(400, "Not installed", (sentence,), (install_path, _AGAIN), _code_note(code))


def misconfiguration_page(code: str) -> Page:
    """Return the page for an app that Slack does not know by this deployment's settings."""
    sentence = (
        "Shelftalker is not set up correctly here, and nothing was installed. Please tell whoever runs it; starting "
        "again will not help."
    )
    return Page(502, "Not installed", (sentence,), None, _code_note(code))


def no_answer_page(install_path: str) -> Page:
    """Return the page for a Slack that gives no answer, or none that can be read."""
    sentence = "Slack did not answer, so nothing was installed. Please start again in a few minutes."
    return Page(503, "Slack does not answer", (sentence,), (install_path, _AGAIN))


def not_stored_page(install_path: str) -> Page:
    """Return the page for an installation that could not be stored, or not even be begun."""
    sentence = "Something went wrong on our side, so Shelftalker is not installed yet. Please start again in a minute."
    return Page(503, "Not installed yet", (sentence,), (install_path, _AGAIN))


def not_found_page() -> Page:
    """Return the page for another address."""
    return Page(404, "There is nothing here", ("Shelftalker lives in Slack.",))


def wrong_method_page() -> Page:
    """Return the page for another method."""
    return Page(405, "This page can only be looked at", ("Open it in a browser.",))


def _code_note(code: str) -> str:
    """Return the note with Slack's error code, and without anything that somebody wrote into a link."""
    return f"Slack's word for it: {code}." if re.fullmatch("[a-z][a-z0-9_]{0,59}", code) else ""
