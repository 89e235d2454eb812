"""Settings of the function that answers Slack, of one workspace or of those that install the app."""

import pytest

from shelftalker.settings import (
    AnswerLayout,
    AnswerSettings,
    InstallationSettings,
    Settings,
    SettingsError,
)

OF_APP = {"INSTALLATION_TABLE": "installations", "SLACK_CLIENT_ID": "1.2", "SLACK_CLIENT_SECRET_PARAMETER": "/secret"}
SIGNING = {"SLACK_SIGNING_SECRET": "signing"}


def test_without_a_table_of_installations_there_are_none() -> None:
    settings = Settings.from_environment(SIGNING | {"SLACK_CLIENT_ID": "1.2", "INSTALLATION_TABLE": ""})
    assert (settings.installations, settings.purge_queue_url) == (None, "")


def test_each_variable_is_read() -> None:
    environment = SIGNING | OF_APP | {"INSTALLATION_KEY": "arn", "PURGE_QUEUE_URL": "https://queue"}
    settings = Settings.from_environment(environment)
    expected = InstallationSettings("installations", "arn", "1.2", "", "/secret", "https://slack.com/api/")
    assert (settings.installations, settings.purge_queue_url) == (expected, "https://queue")
    further = {"SLACK_API_URL": "http://127.0.0.1:3000/api/", "SLACK_OPTIONAL_SCOPES": "chat:write,files:read"}
    imitated = InstallationSettings.from_environment(OF_APP | further)
    assert imitated.slack_api_url == "http://127.0.0.1:3000/api/"
    assert imitated.optional_scopes == ("chat:write", "files:read")


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({"SLACK_CLIENT_ID": ""}, "set SLACK_CLIENT_ID"),
        ({"SLACK_CLIENT_SECRET": "secret"}, "SLACK_CLIENT_SECRET_PARAMETER .* both are set"),
        ({"SLACK_CLIENT_SECRET_PARAMETER": ""}, "SLACK_CLIENT_SECRET_PARAMETER .* neither is set"),
        ({"SLACK_API_URL": "slack.com"}, "SLACK_API_URL must be a URL"),
        ({"SLACK_BOT_TOKEN": "xoxb"}, "for one workspace; both are set"),
        ({"MODEL_BUCKET": "models", "MODEL_PATH": "/mnt/models"}, "or opened in the mounted .* both are set"),
        ({"SLACK_BOT_TOKEN_PARAMETER": "/token"}, "for one workspace; both are set"),
    ],
)
def test_contradictions_are_refused(environment: dict[str, str], expected: str) -> None:
    with pytest.raises(SettingsError, match=expected):
        Settings.from_environment(SIGNING | OF_APP | environment)


def test_nothing_is_learnt_from_readers_unless_it_is_switched_on() -> None:
    assert not Settings.from_environment(SIGNING | {"LEARN_FROM_READERS": "off"}).learns_from_readers
    settings = Settings.from_environment(SIGNING | {"LEARN_FROM_READERS": "on", "LEARNING_QUEUE_URL": "https://queue"})
    assert (settings.learns_from_readers, settings.learning_queue_url) == (True, "https://queue")
    with pytest.raises(SettingsError, match="LEARN_FROM_READERS must be on or off; it is 'yes'"):
        Settings.from_environment(SIGNING | {"LEARN_FROM_READERS": "yes"})


def test_installations_without_a_table_are_refused() -> None:
    with pytest.raises(SettingsError, match="set INSTALLATION_TABLE"):
        InstallationSettings.from_environment({**OF_APP, "INSTALLATION_TABLE": ""})


def test_answers_are_lists_with_links_to_open_library_unless_the_operator_wants_otherwise() -> None:
    assert Settings.from_environment(SIGNING).answers == AnswerSettings()
    environment = SIGNING | {
        "ANSWER_LAYOUT": "cards",
        "BOOK_LINK": "https://library.example/{isbn}|https://library.example:8080/?q={title}%20{author}",
    }
    links = ("https://library.example/{isbn}", "https://library.example:8080/?q={title}%20{author}")
    wanted = AnswerSettings(AnswerLayout.CARDS, links)
    assert Settings.from_environment(environment).answers == wanted
    assert Settings.from_environment(SIGNING | {"BOOK_LINK": ""}).answers.book_links == ()


@pytest.mark.parametrize(
    "book_link",
    [
        "http://library.example/{isbn}",
        "https://library.example/",
        "https://{title}.example/",
        "https://library.example{isbn}",
        "https://library.example/{isbn}/{page}",
        "https://library.example/{isbn",
        "https://library.example/{isbn}|label>",
        "https://library.example/{isbn} now",
        "https://library.example/" + "a" * 300 + "{isbn}",
        "javascript:{title}",
        "https://library.example/{isbn}|javascript:{title}",
        "|https://library.example/{isbn}",
    ],
)
def test_an_address_that_could_lead_elsewhere_or_is_the_same_for_all_books_is_refused(book_link: str) -> None:
    with pytest.raises(SettingsError, match="BOOK_LINK must be an https address"):
        AnswerSettings.from_environment({"BOOK_LINK": book_link})


def test_an_unknown_layout_is_refused_with_those_that_there_are() -> None:
    with pytest.raises(SettingsError, match="ANSWER_LAYOUT must be list or cards; it is 'table'"):
        AnswerSettings.from_environment({"ANSWER_LAYOUT": "table"})
