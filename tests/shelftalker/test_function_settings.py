"""Settings of the functions beside the one that answers Slack: required variables, and refused values."""

from pathlib import Path

import pytest

from shelftalker.function_settings import ApiSettings, PreTrafficSettings, PurgeSettings
from shelftalker.settings import SettingsError

KEYS = {"API_KEY_TABLE": "keys"}


def test_a_deletion_needs_both_tables_and_the_queue_and_names_those_that_are_missing() -> None:
    with pytest.raises(SettingsError, match=r"not set: INSTALLATION_TABLE, PURGE_QUEUE_URL"):
        PurgeSettings.from_environment({"SHELF_TABLE": "shelves"})
    whole = {"SHELF_TABLE": "shelves", "INSTALLATION_TABLE": "installations", "PURGE_QUEUE_URL": "https://queue"}
    assert PurgeSettings.from_environment(whole) == ("shelves", "installations", "https://queue")


def test_a_check_of_a_version_needs_the_version() -> None:
    with pytest.raises(SettingsError, match="set CHECKED_VERSION"):
        PreTrafficSettings.from_environment({"SLACK_SIGNING_SECRET": "signing"})


def test_the_json_api_needs_a_table_of_keys_and_no_secret_of_slacks() -> None:
    with pytest.raises(SettingsError, match="set API_KEY_TABLE to its name"):
        ApiSettings.from_environment({})
    settings = ApiSettings.from_environment(KEYS | {"MODEL_PATH": "/mnt/models", "BOOK_LINK": ""})
    assert (settings.key_table, settings.allowed_origins) == ("keys", ())
    assert (settings.app.mounted_models, settings.app.answers.book_links) == (Path("/mnt/models"), ())
    assert not settings.app.checks_requests


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("", ()),
        ("*", ("*",)),
        ("https://books.example", ("https://books.example",)),
        ("https://a.example:8443,http://localhost:8080", ("https://a.example:8443", "http://localhost:8080")),
    ],
)
def test_origins_of_pages_are_read(given: str, expected: tuple[str, ...]) -> None:
    assert ApiSettings.from_environment(KEYS | {"API_ALLOWED_ORIGINS": given}).allowed_origins == expected


@pytest.mark.parametrize(
    "given",
    [
        "books.example",
        "http://books.example",
        "https://books.example/",
        "https://Books.example",
        "https://a.example, https://b.example",
        "https://a.example,",
        "*,https://a.example",
        "null",
        "https://*.example",
    ],
)
def test_what_no_browser_sends_as_an_origin_is_refused(given: str) -> None:
    with pytest.raises(SettingsError, match="API_ALLOWED_ORIGINS must be origins in small letters"):
        ApiSettings.from_environment(KEYS | {"API_ALLOWED_ORIGINS": given})
