"""Lines of people, and the acknowledgements of slash commands."""

import time

import pytest

from tests.infra.local.scripted_slack import Answer, ScriptedApp, ScriptedSlack


def test_a_slash_command_carries_the_form_and_the_headers_that_slack_sends(slack: ScriptedSlack) -> None:
    slack.command({"text": "hello"})
    [received] = slack.app.received  # so its signature was valid: the app verifies it with Slack's own SDK
    assert received.headers["content-type"] == "application/x-www-form-urlencoded"
    assert received.headers["user-agent"] == "Slackbot 1.0 (+https://api.slack.com/robots)"
    form = received.form
    assert form.pop("response_url").startswith("http://localhost/response/")
    assert form.pop("trigger_id").count(".") == 2
    assert form.pop("token")
    assert form == {
        "team_id": "T0SHELF0001",
        "team_domain": "corner-bookshop",
        "channel_id": "C0BOOKS0001",
        "channel_name": "book-club",
        "user_id": "U0AMINA0001",
        "user_name": "amina",
        "command": "/recommend",
        "text": "dune",
        "api_app_id": "A0SHELF0001",
        "is_enterprise_install": "false",
    }


def test_a_title_arrives_as_it_was_typed(slack: ScriptedSlack) -> None:
    slack.type("/recommend  Pride & Prejudice <100%+> naïve 雪国 ")
    assert slack.app.received[-1].form["text"] == "Pride & Prejudice <100%+> naïve 雪国"


def test_a_title_over_two_lines_is_one_text(slack: ScriptedSlack) -> None:
    slack.type("/recommend\tThe Hobbit,\nor There and Back Again")
    assert slack.app.received[-1].form["text"] == "The Hobbit,\nor There and Back Again"


def test_a_command_alone_comes_with_an_empty_text(slack: ScriptedSlack) -> None:
    slack.type("/recommend")
    assert slack.app.received[-1].form["text"] == ""


def test_an_acknowledgement_is_ephemeral_by_default(slack: ScriptedSlack) -> None:
    [message] = slack.command({"text": "five books"})
    assert (message["text"], message["is_ephemeral"]) == ("five books", True)
    assert slack.messages("jonas") == []


def test_an_acknowledgement_in_channel_shows_everyone_the_command_and_the_answer(slack: ScriptedSlack) -> None:
    slack.command({"text": "five books", "response_type": "in_channel"})
    assert [message["text"] for message in slack.messages("jonas")] == ["/recommend dune", "five books"]


def test_an_acknowledgement_in_plain_text_is_a_message(slack: ScriptedSlack) -> None:
    [message] = slack.command(Answer("plain words", content_type="text/plain; charset=utf-8"))
    assert message["text"] == "plain words"


def test_json_with_another_content_type_is_shown_as_text_with_a_warning(slack: ScriptedSlack) -> None:
    [message] = slack.command(Answer({"text": "five books"}, content_type="text/plain"))
    assert message["text"] == '{"text": "five books"}'
    assert "shown as text" in slack.last_exchange()["warnings"][0]


def test_an_empty_acknowledgement_shows_nothing(slack: ScriptedSlack) -> None:
    assert slack.command(Answer("")) == []
    assert slack.last_exchange()["errors"] == []


def test_an_unknown_command_reaches_no_app(slack: ScriptedSlack) -> None:
    [message] = slack.type("/reccomend dune")
    assert "/reccomend is not a valid command" in message["text"]
    assert message["is_ephemeral"]
    assert slack.app.received == []


def test_a_command_in_a_thread_is_refused_with_slacks_sentence(slack: ScriptedSlack) -> None:
    [parent] = slack.type("What next?")
    _, refusal = slack.type("/recommend dune", thread_ts=parent["ts"])
    assert refusal["text"] == "/recommend is not supported in threads. Sorry!"
    assert (refusal["thread_ts"], refusal["is_ephemeral"]) == (parent["ts"], True)
    assert slack.app.received == []


def test_an_app_that_needs_more_than_three_seconds_has_timed_out(slack: ScriptedSlack) -> None:
    started = time.perf_counter()
    [message] = slack.command(Answer({"text": "too late"}, after_seconds=8))
    assert 2.9 < time.perf_counter() - started < 7.9
    assert message["text"] == '/recommend failed with the error "operation_timeout"'
    assert "within 3 s" in slack.last_exchange()["errors"][0]


def test_an_answer_after_the_timeout_is_never_shown(app: ScriptedApp) -> None:
    slack = ScriptedSlack(app, acknowledgement_seconds=0.1)
    slack.command(Answer({"text": "too late"}, after_seconds=0.3))
    time.sleep(0.4)
    assert "too late" not in str(slack.messages())


@pytest.mark.parametrize("status", [302, 404, 500, 503])
def test_an_answer_that_is_not_2xx_is_dispatch_failed(slack: ScriptedSlack, status: int) -> None:
    [message] = slack.command(Answer({"text": "never shown"}, status=status))
    assert message["text"] == '/recommend failed with the error "dispatch_failed"'
    assert str(status) in slack.last_exchange()["errors"][0]


def test_an_app_that_is_not_running_is_dispatch_failed() -> None:
    with ScriptedApp() as app:
        pass
    [message] = ScriptedSlack(app).type("/recommend dune")
    assert message["text"] == '/recommend failed with the error "dispatch_failed"'


def test_an_acknowledgement_over_a_limit_is_refused_with_its_position(slack: ScriptedSlack) -> None:
    header = {"type": "header", "text": {"type": "plain_text", "text": "x" * 151}}
    [message] = slack.command({"text": "five books", "blocks": [header]})
    assert message["text"] == '/recommend failed with the error "invalid_blocks"'
    [error] = slack.last_exchange()["errors"]
    assert error == "invalid_blocks: expected at most 150 characters, got 151 [json-pointer:/blocks/0/text/text]"


def test_a_message_without_top_level_text_is_shown_with_a_warning(slack: ScriptedSlack) -> None:
    [message] = slack.command({"blocks": [{"type": "divider"}]})
    assert message["blocks"]
    assert "no top-level text" in slack.last_exchange()["warnings"][0]


def test_a_command_makes_an_exchange_with_its_request_answer_and_time(slack: ScriptedSlack) -> None:
    [message] = slack.command({"text": "five books"})
    exchange = slack.last_exchange()
    assert message["exchange_id"] == exchange["exchange_id"]
    assert (exchange["kind"], exchange["summary"], exchange["status"]) == ("slash command", "/recommend dune", 200)
    assert exchange["request"]["text"] == "dune"
    assert exchange["response"] == {"text": "five books"}
    assert "X-Slack-Signature" in exchange["request_headers"]
    assert 0 < exchange["milliseconds"] < 30_000


def test_another_line_is_a_message_that_everyone_sees_with_its_markup_escaped(slack: ScriptedSlack) -> None:
    slack.type(" /recommend is a command & <b>not</b> this")
    [message] = slack.messages("priya")
    assert message["text"] == "/recommend is a command &amp; &lt;b&gt;not&lt;/b&gt; this"
    assert slack.app.received == []


def test_a_blank_line_posts_nothing(slack: ScriptedSlack) -> None:
    assert slack.type("  \n ") == []
